package org.modeljungle.align;

/** An alignment in closed form, which knows what it would read of a training model whose caption it had never met. */
public interface LeftOutAlignment extends Alignment {

    /** The vector of each training model as a fit without the models of its caption reads it, of length 1. */
    float[][] leftOutVectors();
}
