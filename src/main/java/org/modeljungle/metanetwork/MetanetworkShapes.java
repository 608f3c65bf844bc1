package org.modeljungle.metanetwork;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.modeljungle.Check;
import org.modeljungle.store.Target;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;

/** What a {@link MetanetworkFile} tells of a network's sizes, in shapes and metadata. */
final class MetanetworkShapes {

    /** The metadata key of the factor on the cosines of a head for texts. */
    static final String SCALE = "logit_scale";

    private static final double PUBLISHED_SCALE = 1;

    private static final String TEXT_HEAD = "regression_head.weight"; // [representation, width]

    private final String network;
    private final Safetensors file;

    /** The sizes in a file of a network of this name. */
    MetanetworkShapes(String network, Safetensors file) {
        this.network = network;
        this.file = file;
    }

    String network() {
        return network;
    }

    Path path() {
        return file.path();
    }

    /** The two lengths of a matrix. */
    int[] matrix(String name) {
        List<Long> shape = file.info(name).shape();
        Check.that(
                shape.size() == 2 && shape.stream().allMatch(length -> length > 0 && length <= Integer.MAX_VALUE),
                "%s in %s: expected '%s' as a matrix, found %s",
                network,
                path(),
                name,
                shape);
        return shape.stream().mapToInt(Math::toIntExact).toArray();
    }

    /** How many layers there are: those of the names 2, 3 and so on, and the first. */
    int count(IntFunction<String> name) {
        int layers = 1;
        while (file.has(name.apply(layers + 1))) {
            layers++;
        }
        return layers;
    }

    boolean has(String name) {
        return file.has(name);
    }

    /** The length of the representation that the head reads. */
    int representation() {
        return linearHead().map(kind -> matrix(weight(kind))[1]).orElseGet(() -> matrix(TEXT_HEAD)[0]);
    }

    Head head() {
        Optional<Target.Kind> kind = linearHead();
        if (kind.isPresent()) {
            int outputs = matrix(weight(kind.get()))[0];
            return make(() -> Head.of(kind.get(), outputs));
        }
        int width = matrix(TEXT_HEAD)[1];
        double scale = scale();
        return make(() -> new Head.Text(width, scale));
    }

    private double scale() {
        return file.metadata().containsKey(SCALE) ? ModelCard.of(file).number(SCALE) : PUBLISHED_SCALE;
    }

    private Optional<Target.Kind> linearHead() {
        return Arrays.stream(Target.Kind.values())
                .filter(kind -> file.has(weight(kind)))
                .findFirst();
    }

    private static String weight(Target.Kind kind) {
        return Head.parameters(kind) + ".weight"; // [outputs, representation]
    }

    /** Makes something of the sizes in the file; where they do not fit together, the error names the file. */
    <T> T make(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("%s in %s: %s".formatted(network, path(), e.getMessage()), e);
        }
    }

    int number(String key) {
        String text = metadata(key);
        Check.that(
                text.matches("\\d{1,9}"),
                "%s in %s: expected a number as '%s', found '%s'",
                network,
                path(),
                key,
                Check.excerpt(text));
        return Integer.parseInt(text);
    }

    String metadata(String key) {
        String value = file.metadata().get(key);
        Check.that(
                value != null,
                "%s in %s: expected metadata '%s', found %s; MetanetworkFile.write adds it",
                network,
                path(),
                key,
                file.metadata().keySet());
        return value;
    }

    /** An entry that the public code's files lack. */
    String metadata(String key, String published) {
        return file.metadata().getOrDefault(key, published);
    }
}
