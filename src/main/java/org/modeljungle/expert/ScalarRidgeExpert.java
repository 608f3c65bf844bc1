package org.modeljungle.expert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.ScalarRidge;
import org.modeljungle.ridge.ScalarRidgeFile;
import org.modeljungle.store.Target;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;

/**
 * Reads numbers of each model from all layers by {@link ScalarRidge}: for each number by itself, the residuals'
 * directions, their sizes or both.
 */
public record ScalarRidgeExpert() implements Expert {

    @Override
    public String name() {
        return "scalar-ridge";
    }

    @Override
    public long steps(WeightTask task) {
        return task.banks().size() + (long) task.target().width();
    }

    @Override
    public Reader fit(WeightTask task, Seeds seeds, Progress progress) {
        Target target = task.target();
        Check.that(
                target.kind() == Target.Kind.NUMBERS,
                "%s: expected numbers to read, found %s; numberTarget(...) of Models makes them",
                name(),
                target);
        float[][] values = target.values(task.train());
        Map<String, double[]> numbers = new LinkedHashMap<>();
        for (int k = 0; k < target.width(); k++) {
            double[] column = new double[values.length];
            for (int i = 0; i < column.length; i++) {
                column[i] = values[i][k];
            }
            numbers.put(target.names().get(k), column);
        }
        Map<String, ScalarRidge> ridges = ScalarRidge.fitAll(task.select(task.train()), numbers, progress);
        return new Trained(List.copyOf(ridges.values()), task.about(layers(task)));
    }

    static Reader of(ArtifactFile file) {
        List<ScalarRidge> ridges = ScalarRidgeFile.read(file);
        return new Trained(ridges, Readers.about(file, ridges.size(), Target.Kind.NUMBERS));
    }

    private record Trained(List<ScalarRidge> ridges, Artifact.About about) implements Reader {

        @Override
        public boolean isSavable() {
            return true;
        }

        @Override
        public Artifact artifact() {
            return ScalarRidgeFile.artifact(ridges, about);
        }

        @Override
        public float[][] outputs(Map<String, LayerBank> models) {
            float[][] outputs = null; // [models, width]
            for (int k = 0; k < ridges.size(); k++) {
                double[] column = ridges.get(k).predict(models);
                outputs = outputs == null ? new float[column.length][ridges.size()] : outputs;
                for (int i = 0; i < column.length; i++) {
                    outputs[i][k] = (float) column[i];
                }
            }
            return outputs;
        }

        @Override
        public long parameters() {
            return ridges.stream().mapToLong(ScalarRidge::parameters).sum();
        }

        @Override
        public long flops() {
            return ridges.stream().mapToLong(ScalarRidge::flops).sum();
        }
    }
}
