package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Tree;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.store.ClassTarget;

/** Which models a task learns from. */
class WeightTaskTest {

    private static final Seeds SEEDS = new Seeds(5);

    /** Models 0 to 9 in parts, 10 to 14 in none. */
    private final WeightTask task = new WeightTask(
            Map.of("dense", Banks.dense(SEEDS, 15, 2, 2)),
            ClassTarget.of(new float[15][2]),
            new int[] {3, 1, 0, 2, 4, 5},
            new int[] {6},
            new int[] {7, 8, 9});

    @Test
    void fewerModelsAreTheFirstOnes() {
        WeightTask fewer = task.learningFrom(2);
        assertThat(fewer.train()).containsExactly(3, 1);
        assertThat(fewer.val()).containsExactly(6);
        assertThat(fewer.test()).containsExactly(7, 8, 9);
        assertThatThrownBy(() -> task.learningFrom(7))
                .hasMessage("weight task: expected 1 to 6 models to learn from, found 7");
    }

    @Test
    void partsOfOtherSizesKeepTheOrder() {
        WeightTask other = task.withSizes(2, 1);
        assertThat(other.train()).containsExactly(3, 1, 0, 2, 4, 5, 6);
        assertThat(other.val()).containsExactly(7, 8);
        assertThat(other.test()).containsExactly(9);
        assertThatThrownBy(() -> task.withSizes(4, 6))
                .hasMessage(
                        "weight task: expected parts of its 10 models, 1 or more to test on and to learn from, found 4"
                                + " to choose by and 6 to test on");
    }

    @Test
    void withoutModelsToLearnFromTheWayOutIsNamed() {
        assertThatThrownBy(() -> task.withParts(new int[0], new int[0], new int[0]))
                .hasMessage("weight task: expected models to learn from, found none; split(val, test, seeds) of the"
                        + " models, or a column 'split' of their table, says which are of the part 'train'");
    }

    /** The same to learn from, and the same labels: only the weights to choose the best epoch by differ. */
    @Test
    void otherModelsToChooseByHaveCheckpointsOfTheirOwn(@TempDir Path folder) throws IOException {
        WeightTask one = Tree.TASK;
        LayerBank others = Banks.dense(SEEDS, 20, 4, 5);
        List<LayerBank> parts =
                List.of(one.bank("a").select(one.train()), others.select(12, 13, 14, 15, 16, 17, 18, 19));
        LayerBank mixed = LayerBank.concat(one.bank("a").layer(), parts);
        WeightTask other = one.withBanks(Map.of("a", mixed));
        MetanetworkExpert expert = Tree.probeX(4);
        Checkpoints shared = Checkpoints.in(folder, "").withInterval(Duration.ZERO);
        MetanetworkReader alone = expert.fit(other, SEEDS);
        try (Progress progress = Progress.of("both", 2 * expert.steps(one))) {
            expert.fit(one, SEEDS, progress, shared);
            assertThat(expert.fit(other, SEEDS, progress, shared).history()).isEqualTo(alone.history());
        }
        assertThat(expert.fit(one, SEEDS).history()).isNotEqualTo(alone.history());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    /** Not one of those that would be learnt from otherwise. */
    @Test
    void othersAreDrawnAmongThoseInNoPart() {
        WeightTask more = task.learningFrom(2, 3, SEEDS);
        assertThat(more.train()).hasSize(5).startsWith(3, 1).doesNotHaveDuplicates();
        for (int i = 2; i < 5; i++) {
            assertThat(more.train()[i]).isBetween(10, 14);
        }
        assertThat(task.learningFrom(2, 5, SEEDS).train()).containsExactlyInAnyOrder(3, 1, 10, 11, 12, 13, 14);
        assertThat(task.learningFrom(2, 0, SEEDS).train()).containsExactly(3, 1);
        assertThat(task.learningFrom(2, 3, SEEDS.split("again")).train()).isNotEqualTo(more.train());
        assertThatThrownBy(() -> task.learningFrom(2, 6, SEEDS))
                .hasMessage("weight task: expected 0 to 5 of the models that are in no part, found 6");
    }
}
