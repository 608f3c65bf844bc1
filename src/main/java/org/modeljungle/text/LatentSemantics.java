package org.modeljungle.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.LongStep;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * Latent semantic analysis (Deerwester et al. 1990): learns from some documents which parts of words go together, and
 * needs nothing else. A document counts its {@link CharacterGrams}; the strongest directions of these counts, by a
 * singular value decomposition, are the dimensions of the vectors. Texts are alike if their words have parts in common,
 * as "bake" and "bakery", or parts that occur in the same documents.
 */
public final class LatentSemantics implements TextEncoder {

    private static final int USUAL = 256; // dimensions
    private static final double SMALLEST = 1e-8; // eigenvalue that counts, as a share of the largest
    private static final double SHORTEST = 1e-6; // vector that has a direction
    private static final long LARGEST = 1L << 27; // counts: 1 GiB

    // counts: [documents, grams], float64
    private static final Script SCRIPT = Script.lazy("latent semantics", """
            def decompose(self, counts: Tensor) -> Tensor:
              s, q = torch.linalg_eigh(torch.matmul(counts, torch.t(counts)))
              return torch.cat([torch.unsqueeze(s, 0), q])
            def axes(self, counts: Tensor, eigen: Tensor, first: int) -> Tensor:
              s = torch.slice(torch.select(eigen, 0, 0), 0, first)
              q = torch.slice(torch.slice(eigen, 0, 1), 1, first)
              return torch.matmul(torch.t(counts), q) * torch.unsqueeze(torch.rsqrt(s), 0)
            """);

    private final CharacterGrams grams;
    private final double[][] axes; // [grams, width]
    private final String digest;

    private LatentSemantics(CharacterGrams grams, double[][] axes, String digest) {
        this.grams = grams;
        this.axes = axes;
        this.digest = digest;
    }

    /** As {@link #of(List, int)}, in 256 dimensions. */
    public static LatentSemantics of(List<String> documents) {
        return of(documents, USUAL);
    }

    /**
     * Learnt from documents, such as a dictionary's entries; in another order they give another digest. While it
     * learns, it takes some 32 bytes for each document and gram: 300 MB for 1,000 short entries. The same documents
     * give the same vectors on one machine; on another, dimensions that are nearly equally strong may be mixed.
     *
     * @param documents one text each; 2 or more that differ
     * @param dimensions at most; no more than the rank of the documents' counts
     * @throws IllegalArgumentException if there are fewer than 2, one has no word, or they are too many
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static LatentSemantics of(List<String> documents, int dimensions) {
        Check.that(dimensions > 0, "latent semantics: expected 1 dimension or more, found %d", dimensions);
        CharacterGrams grams = CharacterGrams.of(documents);
        Check.that(
                documents.stream().distinct().count() > 1,
                "latent semantics: expected documents that differ, found %d equal ones",
                documents.size());
        Check.that(
                (long) documents.size() * grams.size() <= LARGEST,
                "latent semantics: expected documents times grams of %,d at most, found %,d times %,d; take fewer",
                LARGEST,
                documents.size(),
                grams.size());
        double[][] counts = documents.stream().map(grams::count).toArray(double[][]::new);
        DataDigest digest = new DataDigest().add("latent semantics 1").add(Integer.toString(dimensions));
        documents.forEach(digest::add);
        return LongStep.run(
                "finding what words have in common",
                () -> new LatentSemantics(grams, axes(counts, dimensions), digest.hex()));
    }

    private static double[][] axes(double[][] counts, int dimensions) {
        try (NDManager scope = Torch.scope()) {
            NDArray matrix = Tensors.of(scope, counts);
            NDArray eigen = SCRIPT.call(scope, "decompose", matrix);
            double[] values = Tensors.doubleRows(eigen)[0]; // rising
            int first = Math.max(0, values.length - dimensions);
            while (values[first] <= SMALLEST * values[values.length - 1]) {
                first++;
            }
            return turned(Tensors.doubleRows(SCRIPT.call(scope, "axes", matrix, eigen, (long) first)));
        }
    }

    /** A decomposition leaves each axis's sign open: its largest number is above 0 // [grams, width] */
    static double[][] turned(double[][] axes) {
        for (int k = 0; k < axes[0].length; k++) {
            double largest = 0;
            for (double[] row : axes) {
                largest = Math.abs(row[k]) > Math.abs(largest) ? row[k] : largest;
            }
            for (double[] row : axes) {
                row[k] = largest < 0 ? -row[k] : row[k];
            }
        }
        return axes;
    }

    /** The numbers of a vector. */
    public int width() {
        return axes[0].length;
    }

    /**
     * The texts' places among the documents; grams that no document has are ignored.
     *
     * @throws IllegalArgumentException if a text has no gram that occurs in a document, or none that the dimensions see
     */
    @Override
    public float[][] encode(List<String> texts) {
        return UnitLength.of(encodeRaw(texts), texts);
    }

    /** The same, before they are divided by their lengths: the shorter, the less of a text the dimensions see. */
    @Override
    public float[][] encodeRaw(List<String> texts) {
        return texts.stream().map(this::place).toArray(float[][]::new);
    }

    private float[] place(String text) {
        double[] place = new double[width()];
        for (Map.Entry<Integer, Double> gram : grams.weights(text).entrySet()) {
            double[] axis = axes[gram.getKey()];
            for (int k = 0; k < place.length; k++) {
                place[k] += gram.getValue() * axis[k];
            }
        }
        Check.that(
                Arrays.stream(place).map(number -> number * number).sum() > SHORTEST * SHORTEST,
                "text '%s': expected something in common with the documents in %d dimensions, found nothing; take more",
                Check.excerpt(text),
                width());
        float[] narrow = new float[place.length];
        for (int k = 0; k < place.length; k++) {
            narrow[k] = (float) place[k];
        }
        return narrow;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public String toString() {
        return "latent semantics of %s, %d dimensions".formatted(grams, width());
    }
}
