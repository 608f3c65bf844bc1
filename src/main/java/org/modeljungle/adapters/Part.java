package org.modeljungle.adapters;

/** What a tensor of an adapter is for its layer. */
enum Part {
    /** LoRA's A. */
    DOWN,
    /** LoRA's B. */
    UP,
    /** A convolution's core between A and B (Tucker). */
    MID,
    /** LoRA's A of an embedding, transposed. */
    EMBEDDING_DOWN,
    /** LoRA's B of an embedding, transposed. */
    EMBEDDING_UP,
    /** AdaLoRA's singular values. */
    SINGULAR,
    /** What the scale's numerator is. */
    ALPHA,
    /** DoRA's lengths of the whole weight's rows. */
    MAGNITUDE,
    W1_A,
    W1_B,
    W2_A,
    W2_B,
    T1,
    T2,
    /** LoKr's first factor, whole. */
    W1,
    /** LoKr's second factor, whole. */
    W2,
    /** The change itself. */
    DIFF,
    /** The change of the layer's bias. */
    DIFF_BIAS,
    /** Something of a method that is recognised and not read. */
    UNREAD
}
