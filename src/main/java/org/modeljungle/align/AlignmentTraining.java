package org.modeljungle.align;

import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.experiment.Workplace;

/** The training of an aligner on a task. */
record AlignmentTraining(Aligner aligner, AlignmentTask task) implements Trainable<Alignment> {

    /** To be raised when the same trial comes to another outcome. */
    private static final String KIND = "alignment 2";

    private static final String SEEN = "seen accuracy";
    private static final String HELD_OUT = "held-out accuracy";

    @Override
    public String name() {
        return aligner.name();
    }

    @Override
    public Object settings() {
        return aligner.settings();
    }

    @Override
    public String version() {
        return aligner.version();
    }

    @Override
    public Object author() {
        return aligner.author();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String data(DataDigests digests) {
        return DataDigests.of(digest -> {
            aligner.layers(task).forEach(layer -> digest.add(layer).add(digests.of(task.bank(layer))));
            task.captions().forEach(digest::add);
            addTexts(digest);
            Split split = task.split();
            digest.add(split.train()).add(split.validation()).add(split.test()).add(split.heldOut());
        });
    }

    /** The text encoder, by what it says of the captions. */
    private void addTexts(DataDigest digest) {
        for (float[] vector : Captions.encode(task.encoder(), Split.concepts(task.captions()))) {
            digest.add(vector);
        }
    }

    @Override
    public long steps() {
        return aligner.steps(task);
    }

    @Override
    public Alignment train(Workplace place) {
        return aligner.fit(task, place);
    }

    /** Zero-shot: held-out models among the held-out concepts, and the seen concepts' test models among the seen ones. */
    @Override
    public Outcome judge(Alignment aligned) {
        Split split = task.split();
        boolean isHeldOut = split.heldOut().length > 0;
        Check.that(
                isHeldOut || split.test().length > 0,
                "alignment: expected a split with held-out concepts or test models to ask about, found none");
        ZeroShot.Result main = isHeldOut ? asked(aligned, split.heldOut()) : seen(aligned, split.test());
        Outcome outcome = Outcome.of(isHeldOut ? HELD_OUT : SEEN, main.accuracy(), main.models().length)
                .withScores(each(main))
                .withChance(main.chance())
                .withCosts(aligned.parameters(), aligned.flops(), 0)
                .withHistory(aligned.history());
        if (isHeldOut && split.test().length > 0) {
            outcome = outcome.withMeasure(SEEN, seen(aligned, split.test()).accuracy());
        }
        return split.validation().length == 0
                ? outcome
                : outcome.withValidation(seen(aligned, split.validation()).accuracy());
    }

    private ZeroShot.Result asked(Alignment aligned, int... models) {
        return ZeroShot.classify(aligned, models, task.captions());
    }

    /** Among all seen concepts. */
    private ZeroShot.Result seen(Alignment aligned, int... models) {
        List<String> concepts = Split.concepts(task.captions(), task.split().train());
        return ZeroShot.classify(aligned, models, task.captions(), concepts);
    }

    private static List<Double> each(ZeroShot.Result result) {
        int[] told = result.predictions();
        return IntStream.range(0, told.length)
                .mapToObj(i -> told[i] == result.truths()[i] ? 1.0 : 0.0)
                .toList();
    }
}
