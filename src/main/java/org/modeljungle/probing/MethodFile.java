package org.modeljungle.probing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.data.Images;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Weight;

/**
 * A {@link MethodReader} in a file: the method's parameters by name, behind {@code method.}, and what it is given, as
 * {@code given.0} and so on, for each layout of weights in the settings.
 */
final class MethodFile {

    static final String KIND = "probing-method";

    private static final String OWN = "method.";
    private static final String GIVEN = "given.";

    private record Parameter(String name, List<Integer> shape) {}

    private record Given(List<Givens.Weight> layout, List<Integer> shape) {}

    private record Settings(Method method, Goal goal, List<Parameter> parameters, List<Given> given) {}

    /** What a file says beside the method and its goal. */
    private record Sizes(List<Parameter> parameters, List<Given> given) {}

    private MethodFile() {}

    static void write(MethodReader reader, Path file) {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        List<Parameter> parameters = new ArrayList<>();
        for (ParameterLayout.Parameter parameter : reader.layout().parameters()) {
            parameters.add(new Parameter(parameter.name(), parameter.shape()));
            float[] values = reader.layout().slice(reader.parameters(), parameter.name());
            tensors.put(OWN + parameter.name(), Weight.of(values, longs(parameter.shape())));
        }
        List<Given> given = new ArrayList<>();
        reader.givens().byLayout().forEach((layout, one) -> {
            tensors.put(GIVEN + given.size(), Weight.of(one.values(), longs(one.shape())));
            given.add(new Given(layout, one.shape()));
        });
        Settings settings = new Settings(stored(reader.method()), reader.goal(), parameters, given);
        Artifact.About about = new Artifact.About(List.of(), List.of(), reader.trainingSet());
        new Artifact(KIND, MethodJson.tree(settings), about, tensors).write(file);
    }

    static MethodReader read(Path path) {
        ArtifactFile file = open(path);
        Settings settings = MethodJson.of(file + ": expected its settings, found", file.settings(), Settings.class);
        return read(file, settings.method, settings.goal, new Sizes(settings.parameters, settings.given));
    }

    /** Of a method and goal whose classes are the caller's. */
    static MethodReader read(Path path, Method method, Goal goal) {
        ArtifactFile file = open(path);
        ObjectNode tree = file.settings().deepCopy();
        checkSame(file, "the method", MethodJson.tree(stored(method)), tree.path("method"));
        checkSame(file, "the goal", MethodJson.tree(goal), tree.path("goal"));
        tree.remove(List.of("method", "goal"));
        Sizes sizes = MethodJson.of(file + ": expected its settings, found", tree, Sizes.class);
        return read(file, stored(method), goal, sizes);
    }

    private static void checkSame(ArtifactFile file, String what, JsonNode given, JsonNode found) {
        Check.that(
                MethodJson.withoutTypes(given).equals(MethodJson.withoutTypes(found)),
                "%s: expected %s that was trained, %s, found %s",
                file,
                what,
                found,
                given);
    }

    private static ArtifactFile open(Path path) {
        ArtifactFile file = ArtifactFile.open(path);
        Check.that(file.kind().equals(KIND), "%s: expected a probing method, found a %s", path, file.kind());
        return file;
    }

    private static MethodReader read(ArtifactFile file, Method saved, Goal goal, Sizes settings) {
        ParameterLayout layout = new ParameterLayout();
        Map<String, float[]> values = new HashMap<>();
        for (Parameter parameter : settings.parameters) {
            layout.add(parameter.name, new ParameterLayout.Start.Constant(0), parameter.shape.toArray(Integer[]::new));
            values.put(parameter.name, file.floats(OWN + parameter.name, ints(parameter.shape)));
        }
        Map<List<Givens.Weight>, Method.Given> givens = new LinkedHashMap<>();
        for (Given given : settings.given) {
            float[] own = file.floats(GIVEN + givens.size(), ints(given.shape));
            givens.put(given.layout, new Method.Given(own, given.shape));
        }
        file.end();
        Check.that(!givens.isEmpty(), "%s: expected what the method is given, found none", file);
        Method method = real(saved, givens.values().iterator().next());
        return new MethodReader(
                method,
                goal,
                layout,
                layout.join(values),
                new Givens(method.name(), method.isGivenLearnt(), givens),
                file.about().trainingSet());
    }

    /** Pictures that are probes stand in the tensor of what is given, not in the settings. */
    private static Method stored(Method method) {
        return method instanceof Probing probing && probing.probes() instanceof Probes.Real real
                ? probing.withProbes(new MethodJson.Stored(real.count(), real.name()))
                : method;
    }

    private static Method real(Method method, Method.Given given) {
        if (method instanceof Probing probing && probing.probes() instanceof MethodJson.Stored stored) {
            List<Integer> shape = given.shape(); // [probes, channels, height, width]
            Check.that(
                    shape.size() == 4 && shape.get(0) == stored.count(),
                    "probing: expected %d pictures as probes, found %s",
                    stored.count(),
                    shape);
            Images images = new Images(given.values(), shape.get(1), shape.get(2), shape.get(3), List.of(), Map.of());
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
