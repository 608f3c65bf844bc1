package org.modeljungle.text;

import java.util.List;
import java.util.Map;
import org.modeljungle.Check;

/** Turns texts into vectors. */
@FunctionalInterface
public interface TextEncoder {
    /**
     * The texts' vectors.
     *
     * @return [texts, dimension], each of length 1 where {@link #isOfUnitLength}
     */
    float[][] encode(List<String> texts);

    /** Whether {@link #encode} gives vectors of length 1; only {@link #raw} gives others. */
    default boolean isOfUnitLength() {
        return true;
    }

    /**
     * The same encoder, with vectors that keep their own lengths: those of {@link #encodeRaw}. The public code of
     * ProbeX and MVProbe aligns with such vectors.
     */
    default TextEncoder raw() {
        return new RawEncoder(this);
    }

    /**
     * The texts' vectors as the encoder makes them, for what takes vectors of any length, as the public ProbeX code
     * does: those of {@link #encode} before they were divided by their lengths. An encoder that has no others, as one
     * written as a lambda, gives those of length 1.
     *
     * @return [texts, dimension], each in the direction of {@link #encode}'s and of any length above 0
     */
    default float[][] encodeRaw(List<String> texts) {
        return encode(texts);
    }

    /**
     * Identifies this encoder: an alignment that is saved names it, and another one is refused when the file is
     * opened. Empty if unknown; {@link #named} does.
     */
    default String digest() {
        return "";
    }

    /**
     * The same encoder with each text put into sentences: their vectors of length 1 are averaged, and the mean is
     * divided by its length; {@link #encodeRaw} leaves the mean as it is. Such an ensemble of prompts is from CLIP
     * (Radford et al. 2021, section 3.1.4).
     *
     * @param templates each with {@code {}} where the text goes: {@code "a photo of a {}."}
     * @throws IllegalArgumentException if there is none, or one has no {@code {}}
     */
    default TextEncoder withTemplates(String... templates) {
        return new TemplateEncoder(this, List.of(templates));
    }

    /**
     * The same encoder with more texts for some: the vectors of a text and of its descriptions, of length 1, are
     * averaged, and the mean is divided by its length; {@link #encodeRaw} leaves the mean as it is. A text without
     * descriptions stays as it is. Templates that follow are put around texts and descriptions.
     *
     * @param descriptions of texts: {@code "croissant"} may have {@code "croissant, food, bread, french"}
     * @throws IllegalArgumentException if there is none
     */
    default TextEncoder withDescriptions(Map<String, List<String>> descriptions) {
        return new DescriptionEncoder(this, descriptions, true);
    }

    /**
     * The same encoder, which reads descriptions instead of some texts: as {@link #withDescriptions}, but without the
     * text itself. A text without descriptions stays as it is.
     *
     * @param descriptions of texts: {@code "croissant"} may have {@code "croissant, food, bread, french"}
     * @throws IllegalArgumentException if there is none
     */
    default TextEncoder describedBy(Map<String, List<String>> descriptions) {
        return new DescriptionEncoder(this, descriptions, false);
    }

    /**
     * This encoder and another, in one: the vectors of both, of length 1 each, one after the other and divided by the
     * square root of 2, so that two texts are as similar as both encoders find them in the mean. It encodes what both
     * of them can encode, and refuses other texts.
     *
     * @param other for example one that finds other things alike
     */
    default TextEncoder and(TextEncoder other) {
        return new JoinedEncoder(this, other);
    }

    /** The same encoder, which encodes each text once and keeps its vector for as long as it lives itself. */
    default TextEncoder cached() {
        return new CachedEncoder(this);
    }

    /**
     * The same encoder under a digest of its own.
     *
     * @param digest for example the SHA-256 of its weights, or its name and version
     */
    static TextEncoder named(String digest, TextEncoder encoder) {
        Check.that(!digest.isBlank(), "text encoder: expected a digest, found a blank");
        return new TextEncoder() {
            @Override
            public float[][] encode(List<String> texts) {
                return encoder.encode(texts);
            }

            @Override
            public float[][] encodeRaw(List<String> texts) {
                return encoder.encodeRaw(texts);
            }

            @Override
            public boolean isOfUnitLength() {
                return encoder.isOfUnitLength();
            }

            @Override
            public String digest() {
                return digest;
            }
        };
    }
}
