package org.modeljungle.probing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.Check;
import org.modeljungle.data.Images;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.store.Target;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Weight;

/**
 * A {@link MethodReader} in a file: the method's parameters by name, prefixed with {@code method.}, and its constants,
 * as {@code constant.0} and so on, one for each layout of weights in the settings. What its outputs are, and are
 * called, is part of what every {@link Artifact} says.
 */
final class MethodFile {

    static final String KIND = "probing-method";

    private static final String OWN = "method.";
    private static final String CONSTANT = "constant.";

    private record Parameter(String name, List<Integer> shape) {}

    private record Constant(List<Constants.Weight> layout, List<Integer> shape) {}

    private record Settings(Method method, List<Parameter> parameters, List<Constant> constants) {}

    /** What a file holds in addition to the method. */
    private record Sizes(List<Parameter> parameters, List<Constant> constants) {}

    private MethodFile() {}

    static void write(MethodReader reader, Path file) {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        List<Parameter> parameters = new ArrayList<>();
        for (ParameterLayout.Parameter parameter : reader.layout().parameters()) {
            parameters.add(new Parameter(parameter.name(), parameter.shape()));
            float[] values = reader.layout().slice(reader.parameters(), parameter.name());
            tensors.put(OWN + parameter.name(), Weight.of(values, longs(parameter.shape())));
        }
        List<Constant> constants = new ArrayList<>();
        reader.constants().byLayout().forEach((layout, one) -> {
            tensors.put(CONSTANT + constants.size(), Weight.of(one.values(), longs(one.shape())));
            constants.add(new Constant(layout, one.shape()));
        });
        Settings settings = new Settings(stored(reader.method()), parameters, constants);
        Artifact.About about = new Artifact.About(
                List.of(),
                reader.names(),
                reader.trainingSet(),
                reader.targetKind().inFiles());
        new Artifact(KIND, MethodJson.tree(settings), about, tensors).write(file);
    }

    static MethodReader read(Path path) {
        ArtifactFile file = open(path);
        Settings settings = MethodJson.of(file + ": expected its settings, found", file.settings(), Settings.class);
        return read(file, settings.method, new Sizes(settings.parameters, settings.constants));
    }

    /** Of a method whose class is the caller's. */
    static MethodReader read(Path path, Method method) {
        ArtifactFile file = open(path);
        ObjectNode tree = file.settings().deepCopy();
        checkSame(file, MethodJson.tree(stored(method)), tree.path("method"));
        tree.remove("method");
        return read(file, stored(method), MethodJson.of(file + ": expected its settings, found", tree, Sizes.class));
    }

    private static void checkSame(ArtifactFile file, JsonNode given, JsonNode trained) {
        Check.that(
                MethodJson.withoutTypes(given).equals(MethodJson.withoutTypes(trained)),
                "%s: expected the method that was trained, %s, found %s",
                file,
                trained,
                given);
    }

    private static ArtifactFile open(Path path) {
        return ArtifactFile.open(path, KIND, "a probing method");
    }

    private static MethodReader read(ArtifactFile file, Method saved, Sizes settings) {
        ParameterLayout layout = new ParameterLayout();
        Map<String, float[]> values = new HashMap<>();
        for (Parameter parameter : settings.parameters) {
            layout.add(
                    parameter.name,
                    new ParameterLayout.Initialiser.Constant(0),
                    parameter.shape.toArray(Integer[]::new));
            values.put(parameter.name, file.floats(OWN + parameter.name, ints(parameter.shape)));
        }
        Map<List<Constants.Weight>, Method.Constant> constants = new LinkedHashMap<>();
        for (Constant constant : settings.constants) {
            float[] own = file.floats(CONSTANT + constants.size(), ints(constant.shape));
            constants.put(constant.layout, new Method.Constant(own, constant.shape));
        }
        file.end();
        Check.that(!constants.isEmpty(), "%s: expected a constant for each layout of weights, found none", file);
        Method method = real(saved, constants.values().iterator().next());
        return new MethodReader(
                method,
                outputs(file),
                layout,
                layout.join(values),
                new Constants(method.name(), method.dependsOnTrainingModels(), constants),
                file.about().trainingSet());
    }

    private static MethodOutputs outputs(ArtifactFile file) {
        Optional<Target.Kind> kind = Target.Kind.ofFiles(file.about().target());
        Check.that(
                kind.isPresent(),
                "%s: expected the kind of its target, labels, label or numbers, found '%s'",
                file,
                file.about().target());
        List<String> names = file.about().outputs();
        int least = kind.get() == Target.Kind.LABEL ? 2 : 1;
        Check.that(
                names.size() >= least && names.stream().distinct().count() == names.size(),
                "%s: expected the name of each output once, %d or more, found %s",
                file,
                least,
                names);
        return new MethodOutputs(kind.get(), names);
    }

    /** Pictures that serve as probes are stored as a tensor, not in the settings. */
    private static Method stored(Method method) {
        return method instanceof Probing probing && probing.probes() instanceof Probes.Real real
                ? probing.withProbes(new MethodJson.Stored(real.count(), real.name()))
                : method;
    }

    private static Method real(Method method, Method.Constant constant) {
        if (method instanceof Probing probing && probing.probes() instanceof MethodJson.Stored stored) {
            List<Integer> shape = constant.shape(); // [probes, channels, height, width]
            Check.that(
                    shape.size() == 4 && shape.get(0) == stored.count(),
                    "probing: expected %d pictures as probes, found %s",
                    stored.count(),
                    shape);
            Images images =
                    new Images(constant.values(), shape.get(1), shape.get(2), shape.get(3), List.of(), Map.of());
            return probing.withProbes(new Probes.Real(images, stored.name()));
        }
        return method;
    }

    private static long[] longs(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).toArray();
    }

    private static int[] ints(List<Integer> shape) {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }
}
