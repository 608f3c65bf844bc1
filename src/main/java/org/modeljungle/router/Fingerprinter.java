package org.modeljungle.router;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;

/**
 * Makes fingerprints of models of any architecture, that preserve distances and need a few thousand numbers of each
 * file.
 *
 * <p>A model is seen as a vector {@code x = (s, w)} with one coordinate for every tensor name and shape there can be
 * ({@code s}), and one for every place in such a tensor ({@code w}):
 *
 * <ul>
 *   <li><b>Structure</b> {@code s}: {@code 1 / sqrt(T)} for each of the file's T tensors, so that {@code |s| = 1}.
 *   <li><b>Weights</b> {@code w}: {@link #samples} places of each tensor, chosen by the seed and the tensor's name and
 *       shape alone, so in all models the same. Each number is divided by the root mean square of its tensor's sample,
 *       then by the root of how many numbers there are in all: {@code |w| = 1}, and no tensor outweighs a larger one by
 *       its scale, nor by its size once it has more places than are sampled.
 * </ul>
 *
 * <p>The fingerprint is {@code S x}, where each column of {@code S [size, ...]} holds one random sign in one random row
 * (a count sketch: Charikar, Chen and Farach-Colton 2002; feature hashing: Weinberger et al. 2009). {@code S} is
 * linear, and {@code E |S x|^2 = |x|^2} with a variance of at most {@code 2 |x|^4 / size}: for 512 numbers, squared
 * distances are kept to 6 % (one standard deviation), those within a tree as well as those between trees.
 *
 * <p>So two models whose weights have nothing in common are {@link #UNRELATED} apart if they have one architecture, and
 * 2 if they do not share a single tensor; siblings are as far apart as fine-tuning moved them. A head of another shape,
 * or one that was started afresh, adds {@code 2 / M} to the squared distance where there are M weight tensors of equal
 * samples; to leave heads out altogether, name them in {@code skip}.
 *
 * <p>Only the structure of these tensors counts: <b>vectors</b> (norm scales are near one in any model, and biases move
 * far relative to their size), <b>what holds no floats</b>, and <b>adapters' factors</b>: they hold the change from the
 * ancestor and not the ancestor, in a basis that is arbitrary ({@code B A = (B R)(R^-1 A)}). Their rank is no part of
 * their shape here. LoRA files are therefore distinguished by which layers they change; those of two ancestors of one
 * architecture are not.
 *
 * @param size the numbers of a fingerprint
 * @param samples the places sampled of each tensor, in 16 runs; all of a smaller tensor
 * @param seed chooses places, rows and signs; fingerprints of different seeds cannot be compared
 * @param skip a regular expression: tensors in whose name it is found are left out; empty for none
 */
public record Fingerprinter(int size, int samples, long seed, String skip) {

    /** 512 numbers, 256 places of each tensor, no tensor left out. */
    public static final Fingerprinter DEFAULT = new Fingerprinter(512, 256, 0, "");

    /** How far apart two models of one architecture are that have nothing else in common. */
    public static final double UNRELATED = Math.sqrt(2);

    /** Checks the settings. */
    public Fingerprinter {
        Check.that(size >= 16, "fingerprinter: expected fingerprints of 16 numbers or more, found %d", size);
        Check.that(
                samples >= 16 && samples % 16 == 0,
                "fingerprinter: expected samples of a multiple of 16 places, found %d",
                samples);
        Check.that(isExpression(skip), "fingerprinter: expected a regular expression to skip by, found '%s'", skip);
    }

    /**
     * The same but for tensors in whose name the regular expression is found, for example {@code "head|classifier"}.
     */
    public Fingerprinter skipping(String expression) {
        return new Fingerprinter(size, samples, seed, expression);
    }

    /**
     * The fingerprint of an open file.
     *
     * @throws IllegalArgumentException if it has no tensors, or weights that are not finite
     */
    public Fingerprint fingerprint(Safetensors file) {
        Pattern left = Pattern.compile(skip);
        Adapter adapter = Adapter.of(file);
        List<TensorSample> tensors = new ArrayList<>();
        for (String name : file.names()) {
            if (skip.isEmpty() || !left.matcher(name).find()) {
                tensors.add(TensorSample.read(file, adapter, name, samples, new Seeds(seed)));
            }
        }
        Check.that(
                !tensors.isEmpty(),
                "%s: expected tensors to read, found none%s",
                file.path(),
                skip.isEmpty() ? "" : " besides those that '" + skip + "' leaves out");
        return new Fingerprint(sketch(tensors));
    }

    /** The fingerprint of a file; see {@link #fingerprint(Safetensors)}. */
    public Fingerprint fingerprint(Path file) {
        return fingerprint(Safetensors.open(file));
    }

    /** The fingerprints of models, in their order; {@code progress} steps once for each. */
    public Fingerprints fingerprint(Models models, Workers workers, Progress progress) {
        return fingerprints(models.stream().map(Fingerprinter::open), workers, progress);
    }

    /** The fingerprints of files, in their order; {@code progress} steps once for each. */
    public Fingerprints fingerprint(List<Path> files, Workers workers, Progress progress) {
        return fingerprints(files.stream().map(Fingerprinter::open), workers, progress);
    }

    private static Callable<Safetensors> open(Model model) {
        return model::open;
    }

    private static Callable<Safetensors> open(Path file) {
        return () -> Safetensors.open(file);
    }

    private Fingerprints fingerprints(Stream<Callable<Safetensors>> files, Workers workers, Progress progress) {
        List<Callable<Fingerprint>> tasks = new ArrayList<>();
        files.forEach(file -> tasks.add(() -> {
            Fingerprint fingerprint = fingerprint(file.call());
            progress.step();
            return fingerprint;
        }));
        return Fingerprints.of(workers.run(progress, tasks));
    }

    private static boolean isExpression(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private float[] sketch(List<TensorSample> tensors) {
        long numbers = tensors.stream().mapToLong(TensorSample::informative).sum(); // M
        double[] sums = new double[size];
        for (TensorSample tensor : tensors) {
            double structure = 1 / Math.sqrt(tensors.size());
            tensor.addTo(sums, new Seeds(seed), structure, 1 / Math.sqrt((double) Math.max(1, numbers)));
        }
        float[] values = new float[size];
        for (int k = 0; k < size; k++) {
            values[k] = (float) sums[k];
        }
        return values;
    }
}
