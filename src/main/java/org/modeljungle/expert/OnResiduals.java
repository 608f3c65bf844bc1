package org.modeljungle.expert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.ridge.Residuals;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * Another expert on residuals: of each matrix it sees the difference from the mean of the training models, scaled by
 * one number for each layer so that the training models' differences have a root mean square of 1. Whole matrices of a
 * {@link org.modeljungle.layers.DiskBank} stay there.
 *
 * @param expert what reads the differences; another kind of expert
 */
public record OnResiduals(Expert expert) implements Expert {

    /** Checks that the expert is not one on residuals itself: what these differ by is the same. */
    public OnResiduals {
        Check.that(
                !(expert instanceof OnResiduals),
                "%s: expected an expert that reads weights as they are, found one on residuals already",
                expert.name());
    }

    /**
     * What is subtracted from a layer's matrices, and what they are divided by then.
     *
     * @param centre the training models' mean // [rows cols]
     * @param spread the root mean square of the training models' differences from it
     */
    private record Scale(float[] centre, float spread) {

        static Scale of(String who, LayerBank train) {
            float[] centre = Residuals.centre(train);
            float spread = spread(who, train, centre);
            Check.that(
                    spread > 0 && Float.isFinite(spread),
                    "%s: expected finite weights that differ between the training models in layer '%s', found a spread"
                            + " of %s",
                    who,
                    train.layer(),
                    spread);
            return new Scale(centre, spread);
        }

        private static float spread(String who, LayerBank train, float[] centre) {
            if (isStreamed(train)) {
                return (float) whole(train, centre, 1).rootMeanSquare();
            }
            try (NDManager scope = Torch.scope()) {
                NDArray differences = Residuals.of(scope, who, train, centre);
                return differences.square().mean().sqrt().getFloat();
            }
        }

        LayerBank apply(LayerBank bank) {
            Residuals.check("residuals", bank, centre);
            if (bank.matrices() instanceof Dense) {
                return whole(bank, centre, spread);
            }
            try (NDManager scope = Torch.scope()) {
                NDArray values = Residuals.of(scope, "residuals", bank, centre).div(scope.create(spread));
                return new LayerBank(
                        bank.layer(), new Dense(bank.models(), bank.rows(), bank.cols(), Torch.floats(values)));
            }
        }

        /** Whole matrices in a file are read model by model, again and again; factors are multiplied out in memory. */
        private static boolean isStreamed(LayerBank bank) {
            return bank.matrices() instanceof Dense && !bank.matrices().inMemory();
        }

        private static LayerBank whole(LayerBank bank, float[] centre, float spread) {
            Dense one = new Dense(1, bank.rows(), bank.cols(), centre);
            return bank.less(new LayerBank(bank.layer(), one), spread);
        }
    }

    static final String KIND = "on-residuals";

    private static final String READER = "reader"; // in the settings
    private static final String OWN = "residuals.";
    private static final String CENTRE = ".centre";
    private static final String SPREAD = ".spread";

    private record Inside(Artifact.Part reader) {}

    static Reader of(ArtifactFile file, Function<ArtifactFile, Reader> inner) {
        Map<String, Scale> scales = new LinkedHashMap<>();
        for (LayerSize layer : file.about().layers()) {
            float[] centre = file.floats(OWN + layer.name() + CENTRE, layer.rows(), layer.cols());
            float spread = file.floats(OWN + layer.name() + SPREAD, 1)[0];
            Check.that(spread > 0, "%s: expected a spread above 0, found %s", file, spread);
            scales.put(layer.name(), new Scale(centre, spread));
        }
        Reader reader = inner.apply(file.part(READER));
        return new Trained(
                scales, reader, file.about().withTarget(reader.about().target()));
    }

    private record Trained(Map<String, Scale> scales, Reader reader, Artifact.About about) implements Reader {

        @Override
        public boolean isSavable() {
            return reader.isSavable();
        }

        /** The reader's own tensors keep their names. */
        @Override
        public Artifact artifact() {
            Artifact inner = reader.artifact();
            Map<String, Weight> tensors = new LinkedHashMap<>(inner.tensors());
            for (LayerSize layer : about.layers()) {
                Scale scale = scales.get(layer.name());
                tensors.put(OWN + layer.name() + CENTRE, Weight.of(scale.centre, layer.rows(), layer.cols()));
                tensors.put(OWN + layer.name() + SPREAD, Weight.of(new float[] {scale.spread}, 1));
            }
            return new Artifact(KIND, new Inside(inner.part()), about, tensors, inner.metadata());
        }

        @Override
        public float[][] representations(Map<String, LayerBank> models) {
            return reader.representations(scaled(scales, models));
        }

        @Override
        public float[][] outputs(Map<String, LayerBank> models) {
            return reader.outputs(scaled(scales, models));
        }

        @Override
        public List<String> layersRead() {
            return List.copyOf(scales.keySet());
        }

        @Override
        public long parameters() {
            return reader.parameters();
        }

        @Override
        public long flops() {
            return reader.flops();
        }

        @Override
        public Map<String, Double> numbers() {
            return reader.numbers();
        }

        @Override
        public List<Epochs.Evaluation> history() {
            return reader.history();
        }
    }

    @Override
    public String name() {
        return expert.name() + "-residual";
    }

    @Override
    public Object settings() {
        return Map.of("on residuals", expert.settings());
    }

    @Override
    public String version() {
        return expert.version();
    }

    @Override
    public Object author() {
        return expert.author();
    }

    @Override
    public List<String> layers(WeightTask task) {
        return expert.layers(task);
    }

    @Override
    public long steps(WeightTask task) {
        return expert.steps(task);
    }

    @Override
    public Reader fit(WeightTask task, Seeds seeds, Progress progress) {
        return fit(task, seeds, progress, Checkpoints.NONE);
    }

    @Override
    public Reader fit(WeightTask task, Seeds seeds, Progress progress, Checkpoints checkpoints) {
        Map<String, Scale> scales = new LinkedHashMap<>();
        layers(task)
                .forEach(layer ->
                        scales.put(layer, Scale.of(name(), task.bank(layer).select(task.train()))));
        WeightTask differences = task.withBanks(scaled(scales, task.banks()));
        return new Trained(scales, expert.fit(differences, seeds, progress, checkpoints), task.about(layers(task)));
    }

    private static Map<String, LayerBank> scaled(Map<String, Scale> scales, Map<String, LayerBank> models) {
        Map<String, LayerBank> scaled = new LinkedHashMap<>();
        scales.forEach((layer, scale) -> scaled.put(layer, scale.apply(Layers.pick("residuals", models, layer))));
        return scaled;
    }
}
