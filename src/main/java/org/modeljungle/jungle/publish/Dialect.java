package org.modeljungle.jungle.publish;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.adapters.LayerChange;

/** How people write a fine-tuned model down. The same change stands behind each. */
public enum Dialect {
    /** LoRA as diffusers writes it: the scale is 1 where no metadata say otherwise. */
    DIFFUSERS("diffusers LoRA", "pytorch_lora_weights.safetensors"),
    /** LoRA as PEFT writes it: the scale is in {@code adapter_config.json}. */
    PEFT("PEFT LoRA", "adapter_model.safetensors"),
    /** LoRA as kohya's scripts write it: underscores in place of dots, and an {@code alpha} for each layer. */
    KOHYA("kohya LoRA", "lora.safetensors"),
    /** The elementwise product of two low-rank products, as LyCORIS writes it. */
    LOHA("LyCORIS LoHa", "loha.safetensors"),
    /** The Kronecker product of a small matrix and a low-rank one, as LyCORIS writes it. */
    LOKR("LyCORIS LoKr", "lokr.safetensors"),
    /** The change itself, without factors. */
    DIFFERENCE("full difference", "difference.safetensors"),
    /** All weights of the fine-tuned model. */
    WHOLE("whole model", "model.safetensors"),
    /** The same, saved from within a wrapper that puts a word before all names. */
    WRAPPED("wrapped whole model", "model.safetensors");

    /** What stands before the names of a model that was trained on several cards. */
    public static final String PARALLEL = "module.";

    /** What stands before the names of a compiled model. */
    public static final String COMPILED = "_orig_mod.";

    private final String title;
    private final String file;

    Dialect(String title, String file) {
        this.title = title;
        this.file = file;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** The usual name of its file. */
    public String file() {
        return file;
    }

    /** Whether its file has all weights, and not the changes alone. */
    public boolean isWhole() {
        return this == WHOLE || this == WRAPPED;
    }

    /**
     * A model's tensors in this dialect.
     *
     * @param alpha what a scale is written with; factors are written so that the change is the same for each
     * @param prefix what a wrapper puts before the names
     */
    Map<String, Tensor> tensors(FineTuned model, double alpha, String prefix) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        if (isWhole()) {
            model.whole().forEach((name, tensor) -> tensors.put((this == WRAPPED ? prefix : "") + name, tensor));
        } else {
            model.changes().forEach((layer, change) -> write(layer, change, alpha, tensors));
        }
        return tensors;
    }

    private void write(String layer, LayerChange.LowRank change, double alpha, Map<String, Tensor> tensors) {
        int rank = change.rank();
        Tensor down = new Tensor(change.down(), rank, change.cols());
        Tensor plain = new Tensor(change.up(), change.rows(), rank);
        Tensor up = plain.times(rank / alpha); // times alpha / rank it is the change
        String kohya = "lora_unet_" + layer.replace('.', '_');
        switch (this) {
            case DIFFUSERS -> {
                tensors.put(layer + ".lora.down.weight", down);
                tensors.put(layer + ".lora.up.weight", plain);
            }
            case PEFT -> {
                tensors.put("base_model.model." + layer + ".lora_A.weight", down);
                tensors.put("base_model.model." + layer + ".lora_B.weight", up);
            }
            case KOHYA -> {
                tensors.put(kohya + ".lora_down.weight", down);
                tensors.put(kohya + ".lora_up.weight", up);
                tensors.put(kohya + ".alpha", Tensor.single(alpha));
            }
            case LOHA -> {
                tensors.put(kohya + ".hada_w1_a", up);
                tensors.put(kohya + ".hada_w1_b", down.times(.5));
                tensors.put(kohya + ".hada_w2_a", ones(change.rows(), rank));
                tensors.put(kohya + ".hada_w2_b", ones(rank, change.cols()).times(2.0 / rank));
                tensors.put(kohya + ".alpha", Tensor.single(alpha));
            }
            case LOKR -> {
                tensors.put(kohya + ".lokr_w1", new Tensor(new float[] {.5f}, 1, 1));
                tensors.put(kohya + ".lokr_w2_a", up.times(2));
                tensors.put(kohya + ".lokr_w2_b", down);
                tensors.put(kohya + ".alpha", Tensor.single(alpha));
            }
            default -> tensors.put(layer + ".diff", new Tensor(change.dense(), change.rows(), change.cols()));
        }
    }

    private static Tensor ones(int rows, int cols) {
        return new Tensor(new float[rows * cols], rows, cols).filled(1);
    }
}
