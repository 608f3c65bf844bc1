package org.modeljungle.adapters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.modeljungle.Check;
import org.modeljungle.weights.NaturalOrder;
import org.modeljungle.weights.Safetensors;

/**
 * An adapter's file: what it changes of each layer's weight, in every common dialect. LoRA as diffusers, PEFT, kohya
 * and LyCORIS write it, of linear layers, convolutions and embeddings, with rank-stabilised scales, patterns of ranks
 * and of scales; AdaLoRA, LoHa, LoKr, full differences; DoRA where its base weight is at hand. Other methods are
 * recognised, and refused by their name.
 *
 * <p>The scale, {@code alpha / r} or {@code alpha / sqrt(r)}, is part of each change: it comes from the file's
 * {@code alpha}, from {@code adapter_config.json} beside it, or from diffusers' metadata. Where none of them says
 * otherwise, diffusers and kohya take {@code alpha = r}, a scale of 1; PEFT's own files do not: without their
 * configuration they are refused.
 *
 * <pre>{@code
 * Adapter adapter = Adapter.open(Path.of("pytorch_lora_weights.safetensors"));
 * for (String layer : adapter.layers()) {
 *     LayerChange change = adapter.change(layer); // up [rows, rank], down [rank, cols]
 * }
 * }</pre>
 */
public final class Adapter {

    /** The rank of a change that has no thin factors. */
    public static final int FULL = -1;

    /** Where diffusers says the scales of a file's layers, in the file's metadata. */
    public static final String SCALE_REMARK = PeftConfig.DIFFUSERS;

    private final Safetensors file;
    private final Map<String, Parts> layers;
    private final Map<String, String> tensors; // layer by tensor
    private final Optional<PeftConfig> config;
    private final Optional<Safetensors> base;

    private Adapter(
            Safetensors file, Map<String, Parts> layers, Optional<PeftConfig> config, Optional<Safetensors> base) {
        this.file = file;
        this.layers = layers;
        this.config = config;
        this.base = base;
        tensors = new LinkedHashMap<>();
        layers.forEach((layer, parts) -> parts.tensors().forEach(tensor -> tensors.put(tensor, layer)));
    }

    /** The adapter in a file; one without layers, if it is no adapter's. */
    public static Adapter of(Safetensors file) {
        Map<String, Parts> found = new TreeMap<>(NaturalOrder.NATURAL);
        for (String name : file.names()) {
            TensorName.of(name)
                    .ifPresent(parsed -> found.computeIfAbsent(parsed.layer(), layer -> new Parts(file, layer))
                            .add(parsed, name));
        }
        found.values().removeIf(parts -> !parts.changes());
        Optional<PeftConfig> config = found.isEmpty() ? Optional.empty() : PeftConfig.beside(file);
        return new Adapter(file, found, config, Optional.empty());
    }

    /**
     * The adapter in a file.
     *
     * @throws IllegalArgumentException as {@link Safetensors#open}
     */
    public static Adapter open(Path file) {
        return of(Safetensors.open(file));
    }

    /** The same with the model that was adapted, whose weights DoRA needs. */
    public Adapter withBase(Safetensors model) {
        return new Adapter(file, layers, config, Optional.of(model));
    }

    /** The layers whose weights it changes, in natural order; those of methods that are not read among them. */
    public List<String> layers() {
        return List.copyOf(layers.keySet());
    }

    /** Whether it changes a layer. */
    public boolean changes(String layer) {
        return layers.containsKey(layer);
    }

    /** Whether a tensor of the file is part of a change. */
    public boolean holds(String tensor) {
        return tensors.containsKey(tensor);
    }

    /**
     * The layer whose change a tensor is part of.
     *
     * @throws IllegalArgumentException if it is part of none
     */
    public String layerOf(String tensor) {
        String layer = tensors.get(tensor);
        Check.that(
                layer != null,
                "tensor '%s' in %s: expected part of an adapter's change, found none",
                tensor,
                file.path());
        return layer;
    }

    /** The layer that a tensor of this name changes, if it is an adapter's by its name; without any file. */
    public static Optional<String> layerNamed(String tensor) {
        return TensorName.of(tensor).map(TensorName::layer);
    }

    /** A tensor's shape without its rank, in which the adapters of one architecture may differ. */
    public List<Long> shapeWithoutRank(String tensor) {
        List<Long> shape = new ArrayList<>(file.info(tensor).shape());
        if (holds(tensor)) {
            for (int dimension : parts(tensors.get(tensor)).rankDimensions(tensor)) { // the last one first
                if (dimension < shape.size() && shape.size() >= 2) {
                    shape.remove(dimension);
                }
            }
        }
        return List.copyOf(shape);
    }

    /** What people call the method that changes a layer: LoRA, DoRA, LoHa, ... */
    public String method(String layer) {
        Parts parts = parts(layer);
        return parts.has(Part.MAGNITUDE) ? "DoRA" : parts.method();
    }

    /** Why a layer's change cannot be read; empty where it can. */
    public Optional<String> refusal(String layer) {
        Parts parts = parts(layer);
        if (parts.has(Part.UNREAD)) {
            return Optional.of(parts.method() + " is not read: what it changes depends on more than its file says");
        }
        Optional<String> empty = parts.empty();
        if (empty.isPresent()) {
            return Optional.of("the adapter's factors are empty ('" + empty.get() + "' has shape [0]); it was saved"
                    + " without its weights: gather them before saving");
        }
        if (parts.has(Part.MAGNITUDE) && base.isEmpty()) {
            return Optional.of("DoRA changes the whole weight: it is read beside its base model,"
                    + " Adapter.of(file).withBase(model)");
        }
        Optional<String> variant = parts.peft() && parts.has(Part.DOWN)
                ? config.flatMap(known -> known.variant(layer, parts.rows(Part.DOWN)))
                : Optional.empty();
        if (variant.isPresent()) {
            return Optional.of(variant.get() + " is not read: it is no product of two factors");
        }
        boolean scaled = parts.has(Part.ALPHA) || parts.has(Part.DIFF) || config.isPresent();
        return parts.peft() && !scaled
                ? Optional.of("PEFT keeps the scale in adapter_config.json, and there is none beside the file")
                : Optional.empty();
    }

    /**
     * The shape of the weight that changes, {@code [out, in]} or {@code [out, in, kh, kw]}.
     *
     * @throws IllegalArgumentException as {@link #change}
     */
    public List<Long> shape(String layer) {
        return form(layer).shape();
    }

    /**
     * The rank of a change's factors; {@link #FULL} where it has none.
     *
     * @throws IllegalArgumentException as {@link #change}
     */
    public int rank(String layer) {
        return parts(layer).has(Part.MAGNITUDE) ? FULL : form(layer).rank();
    }

    /**
     * The exact change of a layer's weight, scale included.
     *
     * @throws IllegalArgumentException if there is no such layer, its method is not read, its scale is not known, or
     *     its tensors do not fit together
     */
    public LayerChange change(String layer) {
        Parts parts = parts(layer);
        LayerChange change = scaled(form(layer).read(), scale(layer));
        return parts.has(Part.MAGNITUDE)
                ? Decomposition.of(
                        parts, change, base.orElseThrow(), transposed(parts) || parts.has(Part.EMBEDDING_DOWN))
                : change;
    }

    /**
     * What a layer's factors are multiplied with.
     *
     * @throws IllegalArgumentException as {@link #change}
     */
    public double scale(String layer) {
        Parts parts = parts(layer);
        int rank = form(layer).scaleRank();
        if (parts.has(Part.DIFF) || (rank == 0 && !parts.peft())) {
            return 1;
        }
        if (parts.has(Part.ALPHA)) {
            return parts.number(Part.ALPHA) / rank;
        }
        Optional<PeftConfig> said =
                parts.peft() ? config : PeftConfig.inside(file, layer).or(() -> config);
        return said.map(known -> known.scale(parts, rank)).orElse(1.0);
    }

    private static LayerChange scaled(LayerChange change, double scale) {
        if (scale == 1) {
            return change;
        }
        return change instanceof LayerChange.LowRank factors
                ? factors.scaled(scale)
                : new LayerChange.Full(change.rows(), change.cols(), Products.scaled(change.dense(), scale));
    }

    private Form form(String layer) {
        Parts parts = parts(layer);
        refusal(layer).ifPresent(why -> {
            throw new IllegalArgumentException("layer '" + layer + "' in " + file.path() + ": " + why);
        });
        return Form.of(parts, transposed(parts));
    }

    private boolean transposed(Parts parts) {
        boolean linear = parts.has(Part.DOWN) && parts.info(Part.DOWN).shape().size() == 2;
        return parts.peft() && linear && config.map(PeftConfig::transposed).orElse(false);
    }

    private Parts parts(String layer) {
        Parts parts = layers.get(layer);
        Check.that(
                parts != null,
                "layer '%s' in %s: expected one that the adapter changes, found none; layers() lists them",
                layer,
                file.path());
        return parts;
    }

    @Override
    public String toString() {
        return file.path() + ": changes " + layers.size() + " layers";
    }
}
