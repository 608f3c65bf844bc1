package org.modeljungle.jungle.zoo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;
import org.modeljungle.JsonProblem;
import org.modeljungle.Progress;
import org.modeljungle.nets.Rows;
import org.modeljungle.nets.Siren;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * A public set of implicit neural representations (of MNIST and Fashion-MNIST: Navon et al., arXiv 2301.12780): a file
 * such as {@code mnist_splits.json} says of each part the networks' paths and labels. The networks are published as
 * pickles, which are never read here; converted to safetensors with the same tensors' names ({@code seq.0.weight} and
 * so on) and put next to them, they are.
 *
 * @param rows each network's parameters, those of {@link Siren#PICTURE}
 * @param labels each network's class
 * @param parts the numbers of the networks of train, val and test
 */
public record InrSet(List<float[]> rows, float[] labels, Map<String, int[]> parts) {

    private static final List<String> PARTS = List.of("train", "val", "test");
    private static final String SAFETENSORS = ".safetensors";

    /**
     * Reads a set.
     *
     * @param splits the JSON file; paths in it are relative to its folder
     * @throws IllegalArgumentException if it isn't as published, or a network is missing or a pickle
     */
    public static InrSet read(Path splits) {
        JsonNode json = json(splits);
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        Map<String, int[]> parts = new LinkedHashMap<>();
        int all = PARTS.stream()
                .mapToInt(part -> json.path(part).path("path").size())
                .sum();
        try (Progress progress = Progress.of("reading networks", Math.max(1, all))) {
            for (String part : PARTS) {
                JsonNode paths = json.path(part).path("path");
                JsonNode own = json.path(part).path("label");
                Check.that(
                        paths.size() > 0 && paths.size() == own.size(),
                        "%s: expected paths and a label for each under '%s', found %d and %d",
                        splits,
                        part,
                        paths.size(),
                        own.size());
                int[] numbers = new int[paths.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = rows.size();
                    rows.add(row(splits.toAbsolutePath()
                            .getParent()
                            .resolve(paths.get(i).asText())));
                    labels.add(label(splits, own.get(i)));
                    progress.step();
                }
                parts.put(part, numbers);
            }
        }
        float[] classes = new float[labels.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels.get(i);
        }
        return new InrSet(List.copyOf(rows), classes, parts);
    }

    /**
     * The networks of a grown zoo as such a set.
     *
     * @param zoo of {@link Siren#PICTURE} alone, with a class each
     * @param parts the numbers of the networks of train, val and test
     * @throws IllegalArgumentException if the zoo has other networks or no classes, or if a part is missing, empty, or
     *     has numbers of no network
     */
    public static InrSet of(NetworkZoo zoo, Map<String, int[]> parts) {
        Check.that(
                zoo.groups().size() == 1 && zoo.groups().get(0).network().equals(Siren.PICTURE),
                "INR set: expected a zoo of SIRENs of pictures alone, found %s",
                zoo);
        return new InrSet(zoo.groups().get(0).rows(), zoo.numbers(NetworkZoo.LABEL), parts);
    }

    /** Checks that all belong together. */
    public InrSet {
        rows = List.copyOf(rows);
        Check.that(
                parts.keySet().containsAll(PARTS), "INR set: expected the parts %s, found %s", PARTS, parts.keySet());
        Check.that(
                labels.length == rows.size(),
                "INR set: expected a label for each of %d networks, found %d",
                rows.size(),
                labels.length);
        for (float label : labels) {
            Check.that(
                    label >= 0 && label == (int) label,
                    "INR set: expected whole numbers of 0 or more as labels, found %s",
                    label);
        }
        Set<Integer> seen = new HashSet<>();
        for (String part : PARTS) {
            checkNumbers(part, rows.size(), parts.get(part));
            for (int number : parts.get(part)) {
                Check.that(seen.add(number), "INR set: expected each network in one part, found %d twice", number);
            }
        }
    }

    /** The networks, for a {@code Zoo}. */
    public NetworkZoo.Group group() {
        return new NetworkZoo.Group(Siren.PICTURE, rows);
    }

    /** The class of each network as the target of a task; classes are called 0, 1, 2 and so on. */
    public LabelTarget labelTarget() {
        int classes = 0;
        for (float label : labels) {
            classes = Math.max(classes, (int) label + 1);
        }
        return LabelTarget.of(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList(), labels);
    }

    /**
     * Writes the set as it is published: {@code splits.json}, and a file for each network, with the tensors' names of
     * the public code ({@code seq.0.weight}). Its loader, {@code torch.load}, reads these files in recent versions of
     * PyTorch, where safetensors is installed, and pickles alone in older ones; there it is {@code
     * safetensors.torch.load_file}. ProbeGen's code wants the splits as {@code mnist_splits.json}.
     *
     * @param folder where to
     * @return the file of splits, which {@link #read} opens; written last, and the same bytes each time
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Path write(Path folder) {
        Map<String, Map<String, List<Object>>> json = new LinkedHashMap<>();
        int all = PARTS.stream().mapToInt(part -> parts.get(part).length).sum();
        try (Progress progress = Progress.of("writing networks", all)) {
            for (String part : PARTS) {
                List<Object> paths = new ArrayList<>();
                List<Object> own = new ArrayList<>();
                for (int number : parts.get(part)) {
                    String path = String.format(Locale.ROOT, "%s/%06d%s", part, number, SAFETENSORS);
                    Safetensors.write(folder.resolve(path), published(rows.get(number)), Map.of());
                    paths.add(path);
                    own.add((int) labels[number]);
                    progress.step();
                }
                json.put(part, new TreeMap<>(Map.of("path", paths, "label", own)));
            }
        }
        Path splits = folder.resolve("splits.json");
        AtomicFile.write(splits, out -> out.write(new JsonMapper().writeValueAsBytes(json)));
        return splits;
    }

    private static void checkNumbers(String part, int networks, int... numbers) {
        Check.that(numbers.length > 0, "INR set: expected 1 network or more in %s, found none", part);
        for (int number : numbers) {
            Check.that(
                    number >= 0 && number < networks,
                    "INR set: expected networks 0 to %d in %s, found %d",
                    networks - 1,
                    part,
                    number);
        }
    }

    /** A network's tensors by the names of the public code. */
    private static Map<String, Weight> published(float[] row) {
        Map<String, Weight> named = new LinkedHashMap<>();
        Rows.weights(Siren.PICTURE.layout(), row)
                .forEach((name, weight) -> named.put(name.replace("layers.", "seq."), weight));
        return named;
    }

    /** A label is a number, or a number in quotes. */
    private static int label(Path splits, JsonNode label) {
        Check.that(
                label.asText().matches("\\d{1,6}"),
                "%s: expected a whole number for each label, found %s",
                splits,
                label);
        return Integer.parseInt(label.asText());
    }

    private static float[] row(Path published) {
        String pickle = published.getFileName().toString();
        int dot = pickle.lastIndexOf('.');
        Path file = published.resolveSibling((dot < 0 ? pickle : pickle.substring(0, dot)) + SAFETENSORS);
        Check.that(
                Files.isRegularFile(file),
                "%s: expected this network as safetensors, found %s; convert the set's pickles, in Python:"
                        + " state = torch.load(path, weights_only=True);"
                        + " safetensors.torch.save_file({k: v.clone().contiguous() for k, v in state.items()"
                        + " if torch.is_tensor(v)}, target)",
                file,
                Files.exists(published) ? "a pickle, which is never read here" : "nothing");
        UnaryOperator<String> names = name -> name.replace("layers.", "seq.");
        return Rows.read(Siren.PICTURE.layout(), Safetensors.open(file), names);
    }

    private static JsonNode json(Path file) {
        Check.that(Files.isRegularFile(file), "%s: expected a file of splits, found none", file);
        try {
            return new JsonMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": expected JSON, found " + JsonProblem.of(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return "%,d networks of the parts %s".formatted(rows.size(), parts.keySet());
    }
}
