package org.modeljungle.adapters;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of an adapter's tensor says.
 *
 * @param layer the name of the layer that it changes
 * @param part what it is for that layer
 * @param method the method's name as people know it
 * @param peft whether the name is one of PEFT's, whose scale stands in {@code adapter_config.json}
 */
record TensorName(String layer, Part part, String method, boolean peft) {

    private static final String PEFT_PREFIX = "base_model.model.";
    private static final String OF = "(?:\\.[^.]+)?"; // PEFT's name of the adapter

    /** What all of the names have; others need no closer look. */
    private static final Pattern HINT =
            Pattern.compile("lora|hada_|lokr_|\\.alpha|\\.dora|\\.diff|ia3_|\\.on_input|oft_|vera_|fourierft|hra_u");

    private record Form(Pattern pattern, Part part, String method) {

        Form(String end, Part part, String method) {
            this(Pattern.compile("(.+)" + end), part, method);
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form("\\.lora\\.down\\.weight", Part.DOWN, "LoRA"),
            new Form("\\.lora\\.up\\.weight", Part.UP, "LoRA"),
            new Form("\\.lora_down\\.weight", Part.DOWN, "LoRA"),
            new Form("\\.lora_up\\.weight", Part.UP, "LoRA"),
            new Form("\\.lora_mid\\.weight", Part.MID, "LoRA"),
            new Form("\\.lora_linear_layer\\.down\\.weight", Part.DOWN, "LoRA"),
            new Form("\\.lora_linear_layer\\.up\\.weight", Part.UP, "LoRA"),
            processor("down", Part.DOWN),
            processor("up", Part.UP),
            new Form("\\.lora_A" + OF + "\\.weight", Part.DOWN, "LoRA"),
            new Form("\\.lora_B" + OF + "\\.weight", Part.UP, "LoRA"),
            new Form("\\.lora_B" + OF + "\\.bias", Part.DIFF_BIAS, "LoRA"),
            new Form("\\.lora_A" + OF, Part.DOWN, "AdaLoRA"),
            new Form("\\.lora_B" + OF, Part.UP, "AdaLoRA"),
            new Form("\\.lora_E" + OF, Part.SINGULAR, "AdaLoRA"),
            new Form("\\.lora_embedding_A" + OF, Part.EMBEDDING_DOWN, "LoRA"),
            new Form("\\.lora_embedding_B" + OF, Part.EMBEDDING_UP, "LoRA"),
            new Form("\\.alpha", Part.ALPHA, "LoRA"),
            new Form("\\.dora_scale", Part.MAGNITUDE, "DoRA"),
            new Form("\\.lora_magnitude_vector" + OF, Part.MAGNITUDE, "DoRA"),
            new Form("\\.lora_magnitude_vector" + OF + "\\.weight", Part.MAGNITUDE, "DoRA"),
            new Form("\\.hada_w1_a" + OF, Part.W1_A, "LoHa"),
            new Form("\\.hada_w1_b" + OF, Part.W1_B, "LoHa"),
            new Form("\\.hada_w2_a" + OF, Part.W2_A, "LoHa"),
            new Form("\\.hada_w2_b" + OF, Part.W2_B, "LoHa"),
            new Form("\\.hada_t1" + OF, Part.T1, "LoHa"),
            new Form("\\.hada_t2" + OF, Part.T2, "LoHa"),
            new Form("\\.lokr_w1" + OF, Part.W1, "LoKr"),
            new Form("\\.lokr_w1_a" + OF, Part.W1_A, "LoKr"),
            new Form("\\.lokr_w1_b" + OF, Part.W1_B, "LoKr"),
            new Form("\\.lokr_w2" + OF, Part.W2, "LoKr"),
            new Form("\\.lokr_w2_a" + OF, Part.W2_A, "LoKr"),
            new Form("\\.lokr_w2_b" + OF, Part.W2_B, "LoKr"),
            new Form("\\.lokr_t2" + OF, Part.T2, "LoKr"),
            new Form("\\.diff", Part.DIFF, "full difference"),
            new Form("\\.diff_b", Part.DIFF_BIAS, "full difference"),
            new Form("\\.ia3_l" + OF, Part.UNREAD, "IA3"),
            new Form("\\.on_input", Part.UNREAD, "IA3"),
            new Form("\\.b?oft_(?:blocks|[rRsS])" + OF + "(?:\\.weight)?", Part.UNREAD, "OFT"),
            new Form("\\.vera_(?:lambda_[bd]|[AB])" + OF, Part.UNREAD, "VeRA"),
            new Form("\\.randlora_(?:lambda|gamma|[AB])" + OF, Part.UNREAD, "RandLoRA"),
            new Form("\\.fourierft_spectrum" + OF, Part.UNREAD, "FourierFT"),
            new Form("\\.hra_u" + OF, Part.UNREAD, "HRA"));

    /** Diffusers' oldest form: {@code attn1.processor.to_q_lora.down.weight} changes {@code attn1.to_q}. */
    private static Form processor(String end, Part part) {
        Pattern pattern = Pattern.compile("(.+?)(?:\\.processor)?\\.(to_[qkv]|to_out)_lora\\." + end + "\\.weight");
        return new Form(pattern, part, "LoRA");
    }

    /** What a name says; empty where it is no adapter's. */
    static Optional<TensorName> of(String name) {
        if (!HINT.matcher(name).find()) {
            return Optional.empty();
        }
        for (Form form : FORMS) {
            Matcher matcher = form.pattern.matcher(name);
            if (matcher.matches()) {
                String layer = matcher.group(1) + (matcher.groupCount() > 1 ? "." + projection(matcher.group(2)) : "");
                boolean peft = layer.startsWith(PEFT_PREFIX);
                return Optional.of(new TensorName(
                        peft ? layer.substring(PEFT_PREFIX.length()) : layer, form.part, form.method, peft));
            }
        }
        return Optional.empty();
    }

    private static String projection(String name) {
        return name.equals("to_out") ? "to_out.0" : name;
    }
}
