package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Images;
import org.modeljungle.data.Looks;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.text.BagOfWords;

class PictureAlignerTest {

    private static final Seeds SEEDS = new Seeds(5);
    private static final int CONCEPTS = 60;

    @TempDir
    Path folder;

    private final ShapeWorld shapes = new ShapeWorld(16, .3, .38, .42, 5, .5, .01);
    private final int[] things = threeOfEach(shapes.sample(CONCEPTS, SEEDS));
    private final Images pictures = shapes.draw(things, SEEDS);
    private final List<String> captions = pictures.captions();
    private final AlignmentTask task = new AlignmentTask(
            Map.of("q", noise()), captions, Split.draw(captions, 10, 0, SEEDS), BagOfWords.of(captions));

    private static int[] threeOfEach(int... things) {
        int[] all = new int[3 * things.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = things[i / 3];
        }
        return all;
    }

    /** Weights that know nothing. */
    private static LayerBank noise() {
        int models = 3 * CONCEPTS;
        return new LayerBank(
                "q",
                new LowRank(
                        models,
                        4,
                        3,
                        2,
                        SEEDS.split("up").normal(models * 8),
                        SEEDS.split("down").normal(models * 6)));
    }

    @Test
    void picturesSayWhatWeightsDoNot() {
        Outcomes outcomes = Experiment.of(
                        "pictures",
                        PictureAligner.of(pictures).on(task),
                        RidgeAligner.allLayers().on(task))
                .in(folder)
                .run();
        assertThat(outcomes.where("method", "pictures").mean()).isGreaterThan(.6); // chance .1
        assertThat(outcomes.where("method", "ridge-all-layers").mean()).isLessThan(.4);
        Images others = shapes.draw(things, new Seeds(6));
        assertThat(Experiment.of("pictures", PictureAligner.of(others).on(task))
                        .in(folder)
                        .run())
                .hasToString("1 trial: 0 found, 1 trained"); // other pictures are another trial
    }

    @Test
    void whatEachPictureShowsCountsBesidesTheirMean() {
        int[] often = Arrays.stream(things)
                .flatMap(thing -> IntStream.of(thing, thing))
                .toArray();
        Looks looks = Looks.of(shapes.draw(often, SEEDS), 2);
        PictureAligner all = PictureAligner.of(looks);
        assertThat(all.pictures()).isSameAs(looks.means());
        assertThat(all.settings()).isNotEqualTo(PictureAligner.of(looks.means()).settings());
        try (Progress progress = Progress.of("fitting", 2)) {
            TrainingContext context = TrainingContext.of(SEEDS, progress);
            double mean =
                    PictureAligner.of(looks.means()).fit(task, context).gram().values()[3][50];
            int[] train = task.split().train();
            GaussianKernel kernel = new GaussianKernel(2);
            double each = kernel.of("edges", looks.edges(), train).values()[3][50]
                    + kernel.of("colours", looks.colours(), train).values()[3][50];
            assertThat(all.fit(task, context).gram().values()[3][50]).isCloseTo((3 * mean + each) / 5, within(1e-12));
        }
    }

    @Test
    void weightsCountAsMuchAsPictures() {
        PictureAligner both = PictureAligner.of(pictures).named("both").withWeights(2);
        assertThat(PictureAligner.of(pictures).layers(task)).isEmpty();
        assertThat(both.layers(task)).containsExactly("q");
        try (Progress progress = Progress.of("fitting", 3)) {
            TrainingContext context = TrainingContext.of(SEEDS, progress);
            double seen = PictureAligner.of(pictures).fit(task, context).gram().values()[3][50];
            double read = GaussianAligner.of(2).fit(task, context).gram().values()[3][50];
            double mixed = both.fit(task, context).gram().values()[3][50];
            assertThat(mixed).isEqualTo((seen + read) / 2, within(1e-12)).isNotCloseTo(seen, within(1e-3));
        }
        assertThat(both).hasToString("both of 180 models");
        for (PictureAligner inner : List.of(PictureAligner.of(pictures), both)) {
            CslsAligner outer = CslsAligner.of(TwoWayAligner.of(inner));
            assertThat(outer.reader(World.fit(outer, task, SEEDS), task)).isEmpty();
        }
    }

    @Test
    void eachModelNeedsAPicture() {
        assertThatThrownBy(() -> Experiment.of(
                                "pictures",
                                PictureAligner.of(pictures.slice(0, 5)).on(task))
                        .in(folder)
                        .run())
                .hasMessageContaining("pictures: expected one for each of the task's 180 models, found 5");
    }
}
