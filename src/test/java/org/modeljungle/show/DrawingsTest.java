package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.search.ModelIndex;

class DrawingsTest {

    private static final Seeds SEEDS = new Seeds(3);
    private static final int PICTURE = 3 * 16 * 16;

    @TempDir
    static Path folder;

    private static Jungle jungle; // 4 concepts, 3 LoRAs of each

    @BeforeAll
    static void grow() {
        Recipe tiny = Recipe.of(Profile.QUICK)
                .withWorld(ShapeWorld.of(16), new DiffusionTransformer.Settings(16, 3, 4, 16, 1, 2, 32, 2))
                .withAncestor(new Recipe.AncestorSettings(20, 8, 2, 1e-3))
                .withLora(new Recipe.LoraSettings(4, 5, 2, 1e-2, 6))
                .withConcepts(4, 3, 1);
        jungle = Jungle.grow(tiny, folder.resolve("jungle"));
    }

    @Test
    void aLessonIsARow() {
        ImageGrid grid = Drawings.stages(jungle, List.of(0, 9), 3, SEEDS);
        assertThat(grid.count()).isEqualTo(6);
        assertThat(grid.layout().columns()).isEqualTo(3);
        assertThat(grid.layout().rowTitles())
                .hasSize(2)
                .first()
                .isEqualTo(
                        "step " + jungle.ancestorHistory().keySet().iterator().next());
        assertThat(Arrays.copyOf(grid.pixels(), PICTURE))
                .isNotEqualTo(Arrays.copyOfRange(grid.pixels(), 3 * PICTURE, 4 * PICTURE));
    }

    @Test
    void aChildStandsBesideWhatItWasTaught() {
        int[] models = jungle.sample(2);
        assertThat(models).containsExactly(0, 6);
        ImageGrid grid = Drawings.children(jungle, models, 2, SEEDS);
        assertThat(grid.count()).isEqualTo(6);
        assertThat(grid.layout().columns()).isEqualTo(6);
        List<String> taught = jungle.models().captions();
        assertThat(grid.layout().captions()).containsExactly(taught.get(0), "", "", taught.get(6), "", "");
        assertThat(Arrays.copyOfRange(grid.pixels(), 3 * PICTURE, 4 * PICTURE))
                .isEqualTo(Arrays.copyOf(jungle.pictures(6), PICTURE));
        assertThat(Arrays.copyOfRange(grid.pixels(), 4 * PICTURE, 6 * PICTURE))
                .isEqualTo(jungle.draw(new int[] {6}, 2, 25, SEEDS));
        assertThatThrownBy(() -> jungle.sample(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jungle: expected a sample of 1 to 4 concepts, found 5");
    }

    @Test
    void whatWasFoundHasItsCosineAndWhatItWasTaught() {
        List<ModelIndex.Hit> hits = List.of(new ModelIndex.Hit(4, "m4", .876), new ModelIndex.Hit(1, "m1", .5));
        ImageGrid grid = Drawings.found(jungle, List.of("red"), List.of(hits), SEEDS);
        assertThat(grid.count()).isEqualTo(2);
        assertThat(grid.layout().rowTitles()).containsExactly("\"red\"");
        assertThat(grid.layout().captions())
                .containsExactly(
                        "0.88  " + jungle.models().captions().get(4),
                        "0.50  " + jungle.models().captions().get(1));
        assertThatThrownBy(() -> Drawings.found(jungle, List.of("red", "blue"), List.of(hits, List.of()), SEEDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "drawings: expected models for each of 1 text or more, equally many, found [2, 0] models for"
                                + " 2 texts");
        assertThatThrownBy(() -> Drawings.found(jungle, List.of(), List.of(), SEEDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("found [] models for 0 texts");
    }
}
