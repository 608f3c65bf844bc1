package org.modeljungle.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.modeljungle.tensor.Script;

/** A text transformer with what comes before its blocks and after them. */
interface TextNetwork {

    /** Its blocks. */
    Tower tower();

    /** What {@link TowerScript} calls its blocks. */
    String block();

    /** Numbers in a text's vector. */
    int dimension();

    /** Its tensors outside the blocks, beside those of tokens and positions. */
    List<String> ends();

    /** Those tensors, in the engine. */
    NDArray[] ends(NDManager scope);

    /**
     * What enters the first block.
     *
     * @param embedded [texts, tokens, width]
     * @param ends as {@link #ends(NDManager)} gives them
     */
    NDArray begin(NDManager scope, Script script, NDArray embedded, NDArray... ends);

    /**
     * The texts' vectors.
     *
     * @param states what leaves the last block // [texts, tokens, width]
     * @param tokens [texts][tokens]
     * @param ends as {@link #ends(NDManager)} gives them
     * @return [texts, dimension]
     */
    NDArray end(NDManager scope, Script script, NDArray states, int[][] tokens, NDArray... ends);

    /** Its kind and how it makes a vector of a text, in a few words. */
    String name();
}
