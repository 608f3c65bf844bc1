package org.modeljungle.align;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.store.Models;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;

/**
 * A trained alignment by itself, without the models that it was trained on: it embeds any models of its tree, and
 * words, in one space. It can be saved, and opened in another process.
 *
 * <pre>{@code
 * alignment.reader(trainingBanks).save(Path.of("words.safetensors"));
 * AlignmentReader reader = AlignmentReader.open(Path.of("words.safetensors"), clip);
 * Map<String, LayerBank> banks = LayerBank.read(files, reader.layers());
 * float[][] cosines = reader.scores(banks, List.of("a red circle", "a blue star")); // [models, texts]
 * }</pre>
 */
public interface AlignmentReader {

    /** The layers that it reads. */
    List<LayerSize> layers();

    /**
     * The vectors of models, whether it was trained on them or not.
     *
     * @param models the layers that it reads, at least
     * @return rows of length 1 // [models, width]
     * @throws IllegalArgumentException if a layer is missing or has another shape
     */
    float[][] modelVectors(Map<String, LayerBank> models);

    /** The vectors of models, of which only the layers that it reads are read // [models, width] */
    default float[][] modelVectors(Models models) {
        return modelVectors(LayerBank.read(models, layers()));
    }

    /** The vectors of model files; as {@link #modelVectors(Models)} // [files, width] */
    default float[][] modelVectors(List<Path> files) {
        return modelVectors(LayerBank.read(files, layers()));
    }

    /**
     * Captions' vectors in the models' space.
     *
     * @return rows of length 1 // [captions, width]
     * @throws IllegalArgumentException if a caption is blank or has words that the text encoder does not know
     */
    float[][] textVectors(List<String> captions);

    /** The cosines of models with captions // [models, captions] */
    default float[][] scores(Map<String, LayerBank> models, List<String> captions) {
        return Vectors.products(modelVectors(models), textVectors(captions));
    }

    /**
     * Says which caption fits each model best.
     *
     * @param models the layers that it reads, at least
     * @param captions to choose from
     * @return one of the captions for each model
     * @throws IllegalArgumentException if a layer is missing or has another shape
     */
    default List<String> read(Map<String, LayerBank> models, List<String> captions) {
        return best(scores(models, captions), captions);
    }

    /**
     * Reads files and says which caption fits each best.
     *
     * @param files of models of its tree
     * @param captions to choose from
     * @return one of the captions for each file
     * @throws IllegalArgumentException if a file is damaged, or lacks a layer that it reads
     */
    default List<String> read(List<Path> files, List<String> captions) {
        return best(scores(LayerBank.read(files, layers()), captions), captions);
    }

    /** Reads models and says which caption fits each best; see {@link #read(List, List)}. */
    default List<String> read(Models models, List<String> captions) {
        return best(scores(LayerBank.read(models, layers()), captions), captions);
    }

    private static List<String> best(float[][] scores, List<String> captions) {
        return Arrays.stream(ZeroShot.answers(scores)).mapToObj(captions::get).toList();
    }

    /** The alignment with these models, by index. */
    default Alignment on(Map<String, LayerBank> models) {
        return new AlignedModels(this, modelVectors(models));
    }

    /** The network that reads the weights; none where a map of the residuals does. */
    default Optional<Metanetwork> network() {
        return Optional.empty();
    }

    /** The number of learnt numbers, without the text encoder's; 0 where they are not counted. */
    default long parameters() {
        return 0;
    }

    /** How many floating-point operations one model takes to be read; 0 where they are not counted. */
    default long flops() {
        return 0;
    }

    /** The text encoder that it was trained with. */
    TextEncoder encoder();

    /** What a file holds of it: all but the text encoder. */
    Artifact artifact();

    /**
     * Saves it; an existing file is replaced. The text encoder is not in the file, which only names its
     * {@link TextEncoder#digest}.
     *
     * @throws IllegalArgumentException if the text encoder has no digest
     */
    default void save(Path file) {
        artifact().write(file);
    }

    /**
     * Opens what {@link #save} saved.
     *
     * @param encoder the one that it was trained with
     * @throws IllegalArgumentException if the file is damaged or holds something else, or if it needs another encoder
     */
    static AlignmentReader open(Path path, TextEncoder encoder) {
        return open(path, encoder, Map.of());
    }

    /**
     * Opens what {@link #save} saved, which may be of a kind of your own, or calibrate one.
     *
     * @param own from {@link Artifact#kind()} to what makes the alignment out of the file and the encoder
     * @throws IllegalArgumentException as the shorter form
     */
    static AlignmentReader open(
            Path path, TextEncoder encoder, Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> own) {
        return AlignmentKinds.open(ArtifactFile.open(path), encoder, own);
    }

    /**
     * Opens an alignment of the public code of ProbeX or MVProbe as it comes.
     *
     * @param layer the layer that it reads, which the file does not say, as model files name it
     * @param encoder the text encoder that it was trained with, which the file does not name
     * @throws IllegalArgumentException if the file is damaged or no alignment
     */
    static AlignmentReader open(Path path, String layer, TextEncoder encoder) {
        return NetworkAlignment.of(path, layer, encoder);
    }

    /** As {@link #open(Path, TextEncoder)}, from an open file. */
    static AlignmentReader of(ArtifactFile file, TextEncoder encoder) {
        return AlignmentKinds.open(file, encoder, Map.of());
    }

    /** The kinds of file that {@link #open} reads. */
    List<String> KINDS = List.copyOf(AlignmentKinds.kinds(Map.of()).keySet());

    /** Throws unless the encoder is the one that a file names. */
    static void checkEncoder(ArtifactFile file, String digest, TextEncoder encoder) {
        Check.that(
                digest.equals(encoder.digest()),
                "%s: expected the text encoder '%s', found '%s'; give the one that it was trained with",
                file,
                digest,
                encoder.digest());
    }

    /** Whether alignments with a text encoder can be saved: it has a digest, so that a file can say which it needs. */
    static boolean isSavable(TextEncoder encoder) {
        return !encoder.digest().isBlank();
    }

    /**
     * The encoder's digest, for a file.
     *
     * @throws IllegalArgumentException if it has none
     */
    static String digestOf(TextEncoder encoder) {
        Check.that(
                isSavable(encoder),
                "alignment: expected a text encoder with a digest, so that the file can say which it needs, found one"
                        + " without; train with TextEncoder.named(\"my-encoder-1\", encoder)");
        return encoder.digest();
    }
}
