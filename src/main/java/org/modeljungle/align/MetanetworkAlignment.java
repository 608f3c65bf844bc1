package org.modeljungle.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Described;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MetanetworkTraining;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.metanetwork.Targets;
import org.modeljungle.metanetwork.TrainedNetwork;
import org.modeljungle.metrics.ClassAccuracy;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.tensor.Workers;
import org.modeljungle.text.TextEncoder;

/**
 * Aligns one layer's weights with text by a trained {@link Metanetwork} (for ProbeX: arXiv 2410.13569, section 5):
 * weights and captions meet in its representations' space. The parameters with the best accuracy among the seen
 * concepts on the validation models are kept.
 */
public final class MetanetworkAlignment implements Alignment {

    /**
     * How to align.
     *
     * @param network the network's kind and sizes
     * @param logitScale factor on the cosines in training; 1 as published, 10 learns faster
     * @param fit how to train
     */
    public record Settings(Metanetwork.Architecture network, double logitScale, MetanetworkFit.Settings fit)
            implements Described {

        /** ProbeX as published. */
        public static final Settings PROBEX =
                new Settings(ProbeX.Settings.ALIGNMENT, 1, MetanetworkFit.Settings.ALIGNMENT);

        /** ProbeX without its ReLU, trained like {@link #PROBEX}. */
        public static final Settings PROBEX_LINEAR = PROBEX.withNetwork(ProbeX.Settings.ALIGNMENT.withRelu(false));

        /**
         * One linear map from the flattened matrix to a representation as long as ProbeX's, trained like
         * {@link #PROBEX}.
         */
        public static final Settings DENSE = PROBEX.withNetwork(DenseNetwork.Settings.ALIGNMENT);

        /** MVProbe by the defaults of its published trainer: 400 epochs, learning rate 3e-4. */
        public static final Settings MVPROBE = PROBEX.withNetwork(MvProbe.Settings.PUBLISHED)
                .withFit(MetanetworkFit.Settings.ALIGNMENT.withEpochs(400).withRate(3e-4));

        /** The same with another network. */
        public Settings withNetwork(Metanetwork.Architecture other) {
            return new Settings(other, logitScale, fit);
        }

        /**
         * {@code probex}, {@code probex-linear}, {@code dense} or {@code mvprobe}, {@code -scaled} where cosines have a
         * factor.
         */
        @Override
        public String name() {
            return network.name() + (logitScale == 1 ? "" : "-scaled");
        }

        /** The same with another factor on the cosines. */
        public Settings withLogitScale(double scale) {
            return new Settings(network, scale, fit);
        }

        /** The same, trained in another way. */
        public Settings withFit(MetanetworkFit.Settings other) {
            return new Settings(network, logitScale, other);
        }

        /** The same with another number of epochs. */
        public Settings withEpochs(int epochs) {
            return withFit(fit.withEpochs(epochs));
        }
    }

    private final TrainedNetwork trained;
    private final String layer;
    private final Matrices bank;
    private final TextEncoder encoder;
    private final String trainingSet;

    private MetanetworkAlignment(TrainedNetwork trained, LayerBank bank, TextEncoder encoder, String trainingSet) {
        this.trained = trained;
        this.layer = bank.layer();
        this.bank = bank.matrices();
        this.encoder = encoder;
        this.trainingSet = trainingSet;
    }

    /**
     * Trains on a split's training models.
     *
     * @param bank one layer of all models
     * @param captions one for each model
     * @param split with validation models
     * @throws IllegalArgumentException if captions are missing, there are no validation models, or the sizes do not
     *     match
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static MetanetworkAlignment fit(
            LayerBank bank, List<String> captions, Split split, TextEncoder encoder, Settings settings, Seeds seeds) {
        Task task = new Task(bank, split, settings, seeds);
        try (Progress progress = Progress.of("training an alignment of layer " + bank.layer(), task.steps())) {
            return task.run(captions, encoder, progress);
        }
    }

    /**
     * Several trainings, as many at a time as the machine has cores, with the results of {@link #fit}.
     *
     * @return one for each task, in their order
     */
    public static List<MetanetworkAlignment> fitAll(List<Task> tasks, List<String> captions, TextEncoder encoder) {
        long steps = tasks.stream().mapToLong(Task::steps).sum();
        try (Progress progress = Progress.of("training " + tasks.size() + " alignments", steps);
                Workers workers = Workers.forDevice()) {
            List<Callable<MetanetworkAlignment>> jobs = new ArrayList<>();
            tasks.forEach(task -> jobs.add(() -> task.run(captions, encoder, progress)));
            return workers.run(progress, jobs);
        }
    }

    /**
     * One training.
     *
     * @param bank one layer of all models
     * @param split with validation models
     * @param settings how to align
     * @param seeds where its parameters and batches are drawn from
     * @param checkpoints where it saves its state
     */
    public record Task(LayerBank bank, Split split, Settings settings, Seeds seeds, Checkpoints checkpoints) {

        /** A training that saves nothing. */
        public Task(LayerBank bank, Split split, Settings settings, Seeds seeds) {
            this(bank, split, settings, seeds, Checkpoints.NONE);
        }

        /** The same training, which saves its state and resumes from it. */
        public Task saving(Checkpoints other) {
            return new Task(bank, split, settings, seeds, other);
        }

        /** The number of training steps. */
        public int steps() {
            return settings.fit.steps(split.train().length);
        }

        /**
         * Trains, as a part of a larger job that counts every step.
         *
         * @param captions one for each model
         * @throws IllegalArgumentException as {@link MetanetworkAlignment#fit}
         * @throws java.util.concurrent.CancellationException if stopped
         */
        public MetanetworkAlignment run(List<String> captions, TextEncoder encoder, Progress progress) {
            return (MetanetworkAlignment)
                    training(captions, encoder, UnaryOperator.identity()).train(progress, checkpoints);
        }

        /** {@code keyed}: what else its checkpoints depend on. */
        MetanetworkTraining<Alignment> training(
                List<String> captions, TextEncoder encoder, UnaryOperator<Checkpoints> keyed) {
            check(captions);
            List<String> concepts = Captions.distinct(captions, split.train());
            float[][] texts = Captions.encode(encoder, concepts);
            Head head = new Head.Text(texts[0].length, settings.logitScale);
            Metanetwork network = settings.network.of(bank.rows(), bank.cols(), head);
            int[] truths = Captions.positions(captions, split.validation(), concepts);
            int[] own = Captions.positions(captions, split.train(), concepts);
            return new MetanetworkTraining<>(
                    network,
                    settings.fit,
                    seeds,
                    new MetanetworkTraining.Models(bank.matrices(), split.train(), split.validation()),
                    new Targets.Texts(own, texts),
                    (parameters, validation) -> accuracy(network, parameters, validation, texts, truths),
                    keyed,
                    best -> aligned(new TrainedNetwork(network, best), captions, encoder));
        }

        private MetanetworkAlignment aligned(TrainedNetwork trained, List<String> captions, TextEncoder encoder) {
            DataDigest trainingSet = new DataDigest();
            bank.select(split.train()).addTo(trainingSet);
            Arrays.stream(split.train()).mapToObj(captions::get).forEach(trainingSet::add);
            return new MetanetworkAlignment(trained, bank, encoder, trainingSet.hex());
        }

        private void check(List<String> captions) {
            Captions.check(captions);
            Check.that(
                    captions.size() == bank.models(),
                    "alignment: expected a caption for each of the %d models of layer '%s', found %d",
                    bank.models(),
                    bank.layer(),
                    captions.size());
            Check.that(
                    split.validation().length > 0,
                    "alignment: expected validation models, found none; draw the split with 1 or more per"
                            + " concept");
        }
    }

    /** The alignment without the models that it was trained on: it reads others, and can be saved. */
    public AlignmentReader reader() {
        return new NetworkAlignment(trained, layer, encoder, trainingSet);
    }

    /** The trained network, in the form of the public code's files. */
    public MetanetworkFile trained() {
        return trained.file(layer);
    }

    @Override
    public long parameters() {
        return trained.network().layout().size();
    }

    @Override
    public long flops() {
        return trained.network().flops();
    }

    @Override
    public List<Epochs.Evaluation> history() {
        return trained.result().history();
    }

    /** After how many epochs the kept parameters were reached. */
    public int bestEpoch() {
        return trained.result().bestEpoch();
    }

    @Override
    public int models() {
        return bank.models();
    }

    @Override
    public float[][] modelVectors(int... chosen) {
        return modelVectors(bank.select(chosen));
    }

    /** The vectors of models that it was not built with, of the same layer; rows of length 1 // [models, r_T] */
    public float[][] modelVectors(Matrices models) {
        return NetworkAlignment.modelVectors(trained, models);
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        return reader().textVectors(captions);
    }

    private static double accuracy(
            Metanetwork network, float[] parameters, Matrices models, float[][] texts, int[] truths) {
        float[][] scores = Vectors.products(
                Vectors.unit(network.representations(parameters, models)), network.texts(parameters, texts));
        return ClassAccuracy.of(ZeroShot.answers(scores), truths);
    }

    @Override
    public String toString() {
        return "%s, which reads '%s'".formatted(trained.network(), layer);
    }
}
