package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Results;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.experiment.Trial;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.text.TextEncoder;

class AlignmentTrainingTest {

    private static final Seeds SEEDS = new Seeds(21);

    private final World world = new World(SEEDS, 4, 4, 4); // 16 concepts, 64 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 4, 1, SEEDS);
    private final AlignmentTask task = new AlignmentTask(
            Map.of("q", world.layer("q", .3), "v", world.layer("v", .2)), captions, split, world::encode);

    @TempDir
    Path folder;

    /** One of a researcher's own: it says the first model's caption of each. */
    private record Constant() implements Aligner {
        @Override
        public String name() {
            return "constant";
        }

        @Override
        public long steps(AlignmentTask task) {
            return 0;
        }

        @Override
        public Alignment fit(AlignmentTask task, TrainingContext context) {
            return new Alignment() {
                @Override
                public int models() {
                    return task.captions().size();
                }

                @Override
                public float[][] modelVectors(int... chosen) {
                    return task.encoder()
                            .encode(Collections.nCopies(
                                    chosen.length, task.captions().get(0)));
                }

                @Override
                public float[][] textVectors(List<String> texts) {
                    return task.encoder().encode(texts);
                }
            };
        }
    }

    private Outcomes run(AlignmentTask on) {
        MetanetworkAlignment.Settings how =
                MetanetworkAlignment.Settings.PROBEX.withLogitScale(10).withEpochs(4);
        return Experiment.of(
                        "alignments",
                        RidgeAligner.allLayers().on(on),
                        RidgeAligner.bestLayer().on(on),
                        new MetanetworkAligner("probex", "v", how).on(on),
                        new Constant().on(on))
                .in(folder)
                .run();
    }

    /** ProbeX and MVProbe on two layers, each with two seeds. */
    @Test
    void alignmentsTrainInStacks() {
        MetanetworkAlignment.Settings probeX =
                MetanetworkAlignment.Settings.PROBEX.withNetwork(new ProbeX.Settings(8, 8, 16, true));
        MetanetworkAlignment.Settings mvProbe =
                MetanetworkAlignment.Settings.MVPROBE.withNetwork(new MvProbe.Settings(8, 8, 16));
        Experiment<Alignment> experiment = Experiment.of(
                        "stacks",
                        aligner("probex q", "q", probeX),
                        aligner("probex v", "v", probeX),
                        aligner("mvprobe q", "q", mvProbe),
                        aligner("mvprobe v", "v", mvProbe))
                .repeats(2)
                .in(folder);
        Outcomes alone = experiment.stack(1).run();
        Outcomes together = experiment.stack(4).run();
        assertThat(together).hasToString("8 trials: 0 found, 8 trained");
        for (int i = 0; i < 8; i++) {
            Outcome one = alone.trials().get(i).outcome();
            Outcome other = together.trials().get(i).outcome();
            for (int k = 0; k < one.history().size(); k++) {
                assertThat(other.history().get(k).loss())
                        .isCloseTo(one.history().get(k).loss(), within(1e-3));
            }
            assertThat(other.costs().parameters()).isEqualTo(one.costs().parameters());
        }
    }

    private Trainable<Alignment> aligner(String name, String layer, MetanetworkAlignment.Settings how) {
        return new MetanetworkAligner(name, layer, how.withLogitScale(10).withEpochs(4)).on(task);
    }

    @Test
    void alignmentsTakePartInExperiments() {
        Outcomes outcomes = run(task);
        assertThat(outcomes).hasToString("4 trials: 0 found, 4 trained");
        RidgeAlignment alone =
                RidgeAlignment.allLayers(Gram.of(task.banks().values()), captions, split.train(), world::encode);
        ZeroShot.Result heldOut = ZeroShot.classify(alone, split.heldOut(), captions);
        Outcome ridge = outcomes.first().outcome();
        assertThat(ridge.measure()).isEqualTo("held-out");
        assertThat(ridge.score()).isEqualTo(heldOut.accuracy());
        assertThat(ridge.chance()).isEqualTo(.25);
        assertThat(ridge.n()).isEqualTo(16);
        assertThat(ridge.scores().stream().mapToDouble(Double::doubleValue).sum())
                .isEqualTo(16 * ridge.score());
        assertThat(ridge.unit()).isEqualTo("accuracy");
        assertThat(ridge.measures())
                .containsEntry("seen", task.seen(alone, split.test()).accuracy())
                .containsEntry("held-out-among-all", task.heldOutAmongAll(alone).accuracy());
        assertThat(ridge.bases())
                .containsEntry("held-out", new Outcome.Basis("accuracy", 1. / 4, 16))
                .containsEntry("seen", new Outcome.Basis("accuracy", 1. / 12, 12))
                .containsEntry("held-out-among-all", new Outcome.Basis("accuracy", 1. / 16, 16));
        assertThat(ridge.costs().parameters()).isEqualTo(2 * 10 * 8 * 12);
        Outcome probeX = outcomes.where("method", "probex").first().outcome();
        assertThat(probeX.history()).isNotEmpty();
        assertThat(probeX.costs().parameters()).isPositive();
        assertThat(run(task)).hasToString("4 trials: 4 found, 0 trained");
    }

    @Test
    void placesOfTheOwnCaptionsAreMeasured() {
        Outcomes outcomes = run(task).where("method", "ridge-all-layers");
        Outcome ridge = outcomes.first().outcome();
        RidgeAlignment alone = RidgeAlignment.allLayers(task);
        assertThat(ridge.measures())
                .containsEntry("held-out/mrr", task.heldOut(alone).meanReciprocalRank())
                .containsEntry(
                        "held-out-among-all/top-5", task.heldOutAmongAll(alone).accuracyWithin(5))
                .containsEntry("seen/top-5", task.seen(alone, split.test()).accuracyWithin(5))
                .doesNotContainKey("held-out/top-5"); // there are 4
        assertThat(ridge.bases().get("seen/top-5")).isEqualTo(new Outcome.Basis("top-5 accuracy", 5. / 12, 12));
        assertThat(ridge.bases().get("held-out/mrr").chance()).isCloseTo(25 / 48., within(1e-12));
        assertThat(outcomes.allMetrics("zero-shot", "one split"))
                .extracting(Results.Metric::name)
                .contains("zero-shot/ridge-all-layers/seen/top-5", "zero-shot/ridge-all-layers/held-out/mrr");
    }

    @Test
    void heldOutModelsAreAskedInGroupsToo() {
        Outcome ridge = Experiment.of("groups", RidgeAligner.allLayers().on(task.withGroupsOf(2)))
                .in(folder)
                .run()
                .first()
                .outcome();
        RidgeAlignment alone = RidgeAlignment.allLayers(task);
        List<String> held = Split.concepts(captions, split.heldOut());
        List<ZeroShot.Result> groups = task.heldOutInGroups(alone, 2);
        assertThat(groups)
                .extracting(ZeroShot.Result::candidates)
                .containsExactly(held.subList(0, 2), held.subList(2, 4));
        assertThat(groups).allMatch(group -> group.models().length == 8);
        assertThat(ridge.measures())
                .containsEntry(
                        "held-out-2", (groups.get(0).accuracy() + groups.get(1).accuracy()) / 2)
                .containsKey("held-out-2/mrr")
                .doesNotContainKey("held-out-2/top-5");
        assertThat(ridge.bases()).containsEntry("held-out-2", new Outcome.Basis("accuracy", .5, 16));
        assertThat(task.heldOutInGroups(alone, 3)).hasSize(1); // the fourth concept makes no whole group
        assertThatThrownBy(
                        () -> Experiment.of("groups", RidgeAligner.allLayers().on(task.withGroupsOf(5)))
                                .run())
                .hasMessageContaining("expected 5 held-out concepts or more, as many as a group has, found 4");
        assertThatThrownBy(() -> task.withGroupsOf(1))
                .hasMessage("alignment task: expected groups of 2 concepts or more, found 1");
    }

    @Test
    void aRidgeNeedNotBeLinear() {
        Outcomes gaussian = Experiment.of(
                        "gaussian",
                        GaussianAligner.of(.5).on(task),
                        new GaussianAligner("one", new GaussianKernel(1)).on(task))
                .in(folder)
                .run();
        assertThat(gaussian).hasToString("2 trials: 0 found, 2 trained");
        ResidualGram cosines = ResidualGram.of(task.grams(), split.train());
        RidgeAlignment alone = RidgeAlignment.of(new GaussianKernel(.5).of(cosines), captions, world::encode);
        assertThat(gaussian.first().outcome().score())
                .isEqualTo(task.heldOut(alone).accuracy());
    }

    @Test
    void vectorsOfAnyLengthAreTaken() {
        TextEncoder longer = new TextEncoder() {
            @Override
            public float[][] encode(List<String> texts) {
                return world.encode(texts);
            }

            @Override
            public float[][] encodeRaw(List<String> texts) {
                float[][] rows = world.encode(texts);
                for (float[] row : rows) {
                    for (int k = 0; k < row.length; k++) {
                        row[k] *= 7;
                    }
                }
                return rows;
            }
        };
        AlignmentTask raw = task.withEncoder(longer.raw());
        assertThat(raw.heldOut(RidgeAlignment.allLayers(raw)).accuracy())
                .isEqualTo(task.heldOut(RidgeAlignment.allLayers(task)).accuracy()); // seven times all is the same
        MetanetworkAlignment.Settings how = MetanetworkAlignment.Settings.PROBEX.withEpochs(2);
        MetanetworkAlignment trained =
                MetanetworkAlignment.fit(raw.bank("q"), captions, split, raw.encoder(), how, SEEDS);
        assertThat(trained.textVectors(captions.subList(0, 1))[0]).doesNotContain(Float.NaN);
    }

    @Test
    void anotherEncoderGivesAnotherTrial() {
        TextEncoder shuffled = texts -> {
            float[][] rows = world.encode(texts);
            for (float[] row : rows) {
                float first = row[0];
                row[0] = row[1];
                row[1] = first;
            }
            return rows;
        };
        Experiment<?> one =
                Experiment.of("encoders", RidgeAligner.allLayers().on(task)).in(folder);
        assertThat(one.run()).hasToString("1 trial: 0 found, 1 trained");
        assertThat(Experiment.of("encoders", RidgeAligner.allLayers().on(task.withEncoder(shuffled)))
                        .in(folder)
                        .run())
                .hasToString("1 trial: 0 found, 1 trained");
    }

    /** A trial that was kept before the places were measured is found again, and says what it knows. */
    @Test
    void olderTrialsAreFoundAgain() {
        Outcome now = run(task).first().outcome();
        Outcome old = Outcome.of("held-out", now.score(), now.n())
                .withChance(now.chance())
                .withMeasure("held-out", now.score(), now.bases().get("held-out"));
        Outcomes both = run(task).where("method", "ridge-all-layers");
        Trial trial = both.first();
        Trial kept = new Trial(trial.experiment(), trial.settings(), 1, trial.seed(), trial.provenance(), old);
        Outcomes mixed = new Outcomes("mixed", List.of(trial, kept), both.source());
        assertThat(mixed.allMetrics("zero-shot", ""))
                .extracting(Results.Metric::name)
                .containsExactly("zero-shot/ridge-all-layers/held-out");
        assertThatThrownBy(() -> mixed.measures("held-out/mrr"))
                .hasMessage("outcome: expected a measure that has a basis, [held-out], found 'held-out/mrr'");
    }

    @Test
    void anotherSplitOrTextEncoderIsAnotherTrial() {
        run(task);
        assertThat(run(task.withSplit(Split.draw(captions, 4, 1, new Seeds(3)))))
                .hasToString("4 trials: 0 found, 4 trained");
        World other = new World(new Seeds(22), 4, 4, 4);
        assertThat(run(new AlignmentTask(task.banks(), captions, split, other::encode)))
                .hasToString("4 trials: 0 found, 4 trained");
    }

    @Test
    void whatDoesNotBelongTogetherIsNamed() {
        assertThatThrownBy(() -> new AlignmentTask(task.banks(), captions.subList(1, 64), split, world::encode))
                .hasMessageMatching(
                        "alignment task: expected a caption for each of the 64 models of layer '[qv]', found 63");
        assertThatThrownBy(() -> new AlignmentTask(
                        Map.of("q", world.layer("q", .3), "q again", world.layer("q", .2)),
                        captions,
                        split,
                        world::encode))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alignment task: expected each layer under its own name, found layer 'q' under 'q again';"
                        + " new LayerBank(name, bank.matrices()) gives it another");
        assertThatThrownBy(() -> task.bank("k"))
                .hasMessageMatching("alignment task: expected one of the layers \\[[qv], [qv]], found 'k'");
    }

    /** Before anything is trained. */
    @Test
    void aSplitThatNothingIsMeasuredOnIsRefused() {
        AlignmentTask nothing = task.withSplit(new Split(split.train(), split.validation(), new int[0], new int[0]));
        assertThatThrownBy(() -> new Constant().on(nothing).data(new DataDigests()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("constant: expected a split with held-out concepts or test models, found none");
    }

    @Test
    void withoutHeldOutConceptsTheSeenOnesAreAskedFor() {
        AlignmentTask seenOnly = task.withSplit(Split.draw(captions, 0, 0, SEEDS));
        Outcome outcome = one(RidgeAligner.allLayers(), seenOnly);
        assertThat(outcome.measures().keySet()).containsExactly("seen", "seen/mrr", "seen/top-5");
        assertThat(outcome.n()).isEqualTo(16);
        assertThat(outcome.validation()).isNaN();
    }

    @Test
    void aWordThatIsHeldOutAddsAMeasure() {
        AlignmentTask without = task.withoutWord("colour", "colour3", SEEDS);
        assertThat(Split.concepts(captions, without.split().heldOut()))
                .hasSize(4)
                .allMatch(caption -> caption.startsWith("colour3 "));
        Outcome outcome = one(RidgeAligner.allLayers(), without);
        double named = without.heldOutAmongAll(RidgeAlignment.allLayers(without)).names().stream()
                        .filter(caption -> caption.startsWith("colour3 "))
                        .count()
                / 16.0;
        assertThat(outcome.measures()).containsEntry("colour-named", named);
        assertThat(outcome.bases()).containsEntry("colour-named", new Outcome.Basis("accuracy", 1. / 4, 16));
        assertThat(one(RidgeAligner.allLayers(), task.withSplit(without.split()))
                        .measures())
                .doesNotContainKey("colour-named");
    }

    @Test
    void theBestLayerIsTheOneThatTheRidgeReads() {
        AlignmentTask clear = new AlignmentTask(
                Map.of("bad", world.layer("bad", 5), "good", world.layer("good", .2)), captions, split, world::encode);
        assertThat(clear.bestLayer()).isEqualTo("good");
        assertThat(one(RidgeAligner.bestLayer(), clear).measures())
                .isEqualTo(
                        one(RidgeAligner.allLayers(), clear.withLayer("good")).measures());
        assertThat(MetanetworkAligner.of("good", MetanetworkAlignment.Settings.PROBEX_LINEAR)
                        .name())
                .isEqualTo("probex-linear");
        assertThat(MetanetworkAlignment.Settings.MVPROBE.withLogitScale(10).name())
                .isEqualTo("mvprobe-scaled");
        assertThat(MetanetworkAlignment.Settings.DENSE.name()).isEqualTo("dense");
    }

    @Test
    void outputsAndReadersAreKept() {
        TextEncoder encoder = TextEncoder.named("world-21", world::encode);
        AlignmentTask named = new AlignmentTask(task.banks(), captions, split, encoder);
        MetanetworkAligner probeX = MetanetworkAligner.of("v", MetanetworkAlignment.Settings.PROBEX.withEpochs(2));
        Outcomes outcomes = Experiment.of(
                        "kept",
                        RidgeAligner.allLayers().on(named),
                        new Constant().on(named),
                        probeX.on(named),
                        GaussianAligner.of(1).on(named),
                        CalibratedAligner.of(GaussianAligner.of(1)).on(named),
                        CalibratedAligner.of(new Constant()).on(named))
                .in(folder)
                .keepOutputs()
                .keepReaders()
                .run();
        RidgeAlignment same = RidgeAlignment.allLayers(named);
        assertThat(outcomes.outputs(outcomes.first()).orElseThrow())
                .isDeepEqualTo(named.heldOutAmongAll(same).scores());
        Path file = outcomes.reader(outcomes.first()).orElseThrow();
        float[] read = AlignmentReader.open(file, encoder).on(task.banks()).modelVectors(7)[0];
        assertThat(read).containsExactly(same.modelVectors(7)[0], within(1e-3f));
        assertThat(outcomes.reader(outcomes.trials().get(1))).isEmpty();
        Trial trained = outcomes.trials().get(2);
        Alignment opened = AlignmentReader.open(outcomes.reader(trained).orElseThrow(), encoder)
                .on(task.banks());
        assertThat(named.heldOut(opened).accuracy()).isEqualTo(trained.outcome().score());
        for (Trial closed : outcomes.trials().subList(3, 5)) {
            Alignment again = AlignmentReader.open(outcomes.reader(closed).orElseThrow(), encoder)
                    .on(task.banks());
            assertThat(named.heldOutAmongAll(again).accuracy())
                    .isEqualTo(closed.outcome().measures().get("held-out-among-all"));
        }
        assertThat(outcomes.reader(outcomes.trials().get(5))).isEmpty();
    }

    @Test
    void anAlignmentWhoseTextEncoderHasNoDigestIsTrainedButNotKept() {
        MetanetworkAligner probeX = MetanetworkAligner.of("v", MetanetworkAlignment.Settings.PROBEX.withEpochs(2));
        Outcomes outcomes = Experiment.of("kept", RidgeAligner.bestLayer().on(task), probeX.on(task))
                .in(folder)
                .keepReaders()
                .run();
        assertThat(outcomes.trials())
                .hasSize(2)
                .allMatch(trial -> outcomes.reader(trial).isEmpty());
    }

    private Outcome one(Aligner aligner, AlignmentTask on) {
        return Experiment.of("one", aligner.on(on)).in(folder).run().first().outcome();
    }
}
