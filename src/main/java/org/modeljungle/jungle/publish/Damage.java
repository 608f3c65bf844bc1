package org.modeljungle.jungle.publish;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with some of what people publish. */
public enum Damage {
    /** The file was never fetched: Git LFS left its pointer. */
    POINTER("pointer of Git LFS", Dialect.WHOLE),
    /** A server's page was saved in place of the file. */
    WEB_PAGE("web page", Dialect.WHOLE),
    /** The upload broke off. */
    CUT("cut off", Dialect.WHOLE),
    /** One of the model's files is missing. */
    NO_SHARD("missing shard", Dialect.WHOLE),
    /** A pickle, and nothing else. */
    PICKLE("pickle alone", Dialect.WHOLE),
    /** A quantised file of another program, and nothing else. */
    GGUF("GGUF alone", Dialect.WHOLE),
    /** A page without any weights. */
    NO_WEIGHTS("no weights", Dialect.WHOLE),
    /** A smaller network with the same names. */
    OTHER_SHAPE("another size", Dialect.WHOLE),
    /** The training diverged. */
    NOT_FINITE("not finite", Dialect.DIFFUSERS),
    /** PEFT's configuration, which has the scale, was left behind. */
    NO_SCALE("scale left behind", Dialect.PEFT),
    /** DoRA, whose change is not known without the base model. */
    DORA("DoRA", Dialect.PEFT),
    /** A method whose change depends on more than the file. */
    OTHER_METHOD("OFT", Dialect.PEFT);

    private final String title;
    private final Dialect dialect;

    Damage(String title, Dialect dialect) {
        this.title = title;
        this.dialect = dialect;
    }

    /** In a word or two. */
    public String title() {
        return title;
    }

    /** The dialect that the model would be in. */
    Dialect dialect() {
        return dialect;
    }

    /** What the damage leaves of a model's tensors. */
    Map<String, Tensor> tensors(Map<String, Tensor> sound) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        sound.forEach((name, tensor) -> {
            switch (this) {
                case NOT_FINITE -> tensors.put(name, tensor.filled(Float.NaN));
                case OTHER_SHAPE -> tensors.put(name, halved(tensor));
                case OTHER_METHOD -> tensors.put(name.replaceAll("lora_[AB]\\.weight$", "oft_r"), tensor);
                case DORA -> {
                    tensors.put(name, tensor);
                    if (name.endsWith("lora_B.weight")) {
                        String magnitude = name.replace("lora_B.weight", "lora_magnitude_vector.weight");
                        float[] ones = new float[tensor.rows()];
                        tensors.put(magnitude, new Tensor(ones, ones.length).filled(1));
                    }
                }
                default -> tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    private static Tensor halved(Tensor tensor) {
        return tensor.shape().length == 2 ? tensor.corner(tensor.rows() / 2, tensor.cols() / 2) : tensor;
    }
}
