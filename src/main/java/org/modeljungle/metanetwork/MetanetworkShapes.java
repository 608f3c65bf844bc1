package org.modeljungle.metanetwork;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;

/** What a {@link MetanetworkFile} tells of a network's sizes, in shapes and metadata. */
final class MetanetworkShapes {

    /** The metadata key of the factor on the cosines of a head for texts. */
    static final String SCALE = "logit_scale";

    private static final double PUBLISHED_SCALE = 1;

    /** The head for classes: weight [classes, representation] and bias [classes]. */
    static final String CLASSES_HEAD = "classification_head.weight";

    static final String CLASSES_BIAS = "classification_head.bias";

    private static final String WEIGHT = ".weight"; // [outputs, representation]
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
        Check.that(shape.size() == 2, "%s in %s: expected '%s' as a matrix, found %s", network, path(), name, shape);
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
        return Stream.of(Head.LABELS_HEAD, Head.LABEL_HEAD, Head.NUMBERS_HEAD)
                .map(name -> name + WEIGHT)
                .filter(file::has)
                .map(name -> matrix(name)[1])
                .findFirst()
                .orElseGet(() -> matrix(TEXT_HEAD)[0]);
    }

    Head head() {
        if (file.has(CLASSES_HEAD)) {
            return new Head.Labels(matrix(CLASSES_HEAD)[0]);
        }
        if (file.has(Head.LABEL_HEAD + WEIGHT)) {
            return new Head.Label(matrix(Head.LABEL_HEAD + WEIGHT)[0]);
        }
        if (file.has(Head.NUMBERS_HEAD + WEIGHT)) {
            return new Head.Numbers(matrix(Head.NUMBERS_HEAD + WEIGHT)[0]);
        }
        double scale = file.metadata().containsKey(SCALE) ? ModelCard.of(file).number(SCALE) : PUBLISHED_SCALE;
        return new Head.Text(matrix(TEXT_HEAD)[1], scale);
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
