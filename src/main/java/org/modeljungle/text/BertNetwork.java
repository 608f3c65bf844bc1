package org.modeljungle.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.weights.Safetensors;

/**
 * BERT (Devlin et al., arXiv 1810.04805), whose text vector is the mean of its tokens' (Reimers and Gurevych,
 * arXiv 1908.10084) or the first token's.
 *
 * @param tower its blocks
 * @param mean whether the mean is taken; else the first token's vector
 */
record BertNetwork(Tower tower, boolean mean) implements TextNetwork {

    private static final String TYPES = "embeddings.token_type_embeddings.weight";
    private static final String NORM = "embeddings.LayerNorm.";

    BertNetwork {
        List<Long> types = tower.file().info(tower.prefix() + TYPES).shape();
        Check.that(
                types.size() == 2 && types.get(1) == tower.sizes().width(),
                "tensor '%s' in %s: expected [types, %d], found %s",
                tower.prefix() + TYPES,
                tower.file().path(),
                tower.sizes().width(),
                types);
    }

    static BertNetwork of(Safetensors file, String prefix, JsonFile config, boolean mean) {
        return new BertNetwork(new Tower(file, TowerNames.BERT, prefix, TowerSizes.bert(config)), mean);
    }

    @Override
    public String block() {
        return "bert";
    }

    @Override
    public int dimension() {
        return tower.sizes().width();
    }

    @Override
    public List<String> ends() {
        return List.of(tower.prefix() + TYPES, tower.prefix() + NORM + "weight", tower.prefix() + NORM + "bias");
    }

    /** The vector of the first type of token, which all have, and the first norm's weight and bias. */
    @Override
    public NDArray[] ends(NDManager scope) {
        List<String> names = ends();
        float[] type = tower.file().floats(names.get(0), new long[] {0}, dimension());
        return new NDArray[] {
            Tensors.row(scope, type), tower.vector(scope, names.get(1)), tower.vector(scope, names.get(2))
        };
    }

    @Override
    public NDArray begin(NDManager scope, Script script, NDArray embedded, NDArray... ends) {
        NDArray sum = embedded.add(ends[0]);
        return script.call(scope, "norm", sum, ends[1], ends[2], tower.sizes().epsilon());
    }

    @Override
    public NDArray end(NDManager scope, Script script, NDArray states, int[][] tokens, NDArray... ends) {
        return mean ? states.mean(new int[] {1}) : states.get(":, 0");
    }

    @Override
    public String name() {
        return mean ? "BERT, the mean of its tokens" : "BERT, the first token";
    }
}
