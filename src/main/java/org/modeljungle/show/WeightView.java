package org.modeljungle.show;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.store.Model;

/**
 * One layer of a model: its weights as a map of colours, how they are distributed, and their singular values. Against
 * another model, both maps with one scale of colours, and their difference.
 *
 * <pre>{@code
 * show(WeightView.of(model, "blocks.0.attn.q"));
 * show(WeightView.of(model, "blocks.0.attn.q").against(ancestor));
 * }</pre>
 *
 * <p>{@link LayerBank#layers} names the layers of a file. A LoRA is shown as the change that it makes, the product of
 * its factors.
 */
public final class WeightView implements Figure {

    private final LayerWeights own;
    private final Optional<LayerWeights> other;
    private List<LayerWeights> all = List.of(); // made when it is first looked at, as are the numbers
    private List<WeightNumbers> numbers = List.of();

    private WeightView(LayerWeights own, Optional<LayerWeights> other) {
        this.own = own;
        this.other = other;
    }

    /**
     * A layer of a model.
     *
     * @param layer its name in the file (without the model's prefixes), with or without {@code .weight}
     * @throws IllegalArgumentException if the file is damaged or has no such matrix or convolution
     */
    public static WeightView of(Model model, String layer) {
        return new WeightView(LayerWeights.read(model, layer), Optional.empty());
    }

    /** A layer of a file; as {@link #of(Model, String)}. */
    public static WeightView of(Path file, String layer) {
        return new WeightView(LayerWeights.read(model(file), layer), Optional.empty());
    }

    /**
     * A layer that is read already.
     *
     * @param model the place of the model among those of the layer
     * @throws IllegalArgumentException if there is no such model
     */
    public static WeightView of(LayerBank bank, int model) {
        return new WeightView(LayerWeights.of("model " + model, bank, model), Optional.empty());
    }

    /** The same layer against that of another model, such as a child against its ancestor. */
    public WeightView against(Model model) {
        return against(LayerWeights.read(model, own.layer()));
    }

    /** The same layer against that of another file, such as {@code jungle.ancestorFile(family)}. */
    public WeightView against(Path file) {
        return against(LayerWeights.read(model(file), own.layer()));
    }

    /**
     * This layer against another of the same shape.
     *
     * @throws IllegalArgumentException if the shapes differ, or one is a LoRA and the other is not
     */
    public WeightView against(WeightView view) {
        return against(view.own);
    }

    private WeightView against(LayerWeights weights) {
        own.less(weights); // checks that they can be compared
        boolean same = weights.model().equals(own.model());
        return new WeightView(own, Optional.of(same ? weights.named(weights.model() + " (other)") : weights));
    }

    /** A file by its name; one that is called as all are, by its folder's. */
    private static Model model(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        boolean usual = String.valueOf(file.getFileName()).equals("model.safetensors");
        boolean inside = usual && folder != null && folder.getFileName() != null;
        return Model.of(String.valueOf(inside ? folder.getFileName() : file), file);
    }

    /** The layer's name. */
    public String layer() {
        return own.layer();
    }

    /** The layer's weights, a copy // [rows, cols] */
    public float[] weights() {
        return own.values().clone();
    }

    /** What the layer has more than that of the other model // [rows, cols] */
    public float[] difference() {
        Check.that(
                other.isPresent(),
                "layer '%s' of %s: expected another model for a difference, found none; against(model) gives one",
                own.layer(),
                own.model());
        return own.less(other.orElseThrow()).values();
    }

    /**
     * The singular values, largest first; of a LoRA as many as its rank. Of a matrix of several thousand rows and
     * columns this takes minutes.
     *
     * @throws IllegalArgumentException if a weight is not a finite number
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public double[] singularValues() {
        Check.that(
                Spectrum.exists(own),
                "layer '%s' of %s: expected finite weights for singular values, found others",
                own.layer(),
                own.model());
        return Spectrum.of(own);
    }

    /** Makes what is looked at: the weights, or both models' weights and their difference. */
    private synchronized void look() {
        if (all.isEmpty()) {
            List<LayerWeights> shown = new ArrayList<>(List.of(own));
            other.ifPresent(weights -> shown.addAll(List.of(weights, own.less(weights))));
            numbers = shown.stream().map(WeightNumbers::of).toList();
            all = shown;
        }
    }

    @Override
    public Picture picture() {
        look();
        return WeightCharts.of(title(), all, numbers);
    }

    private String title() {
        return "Layer " + own.layer() + " " + own.shape();
    }

    /** The numbers of each matrix. */
    @Override
    public String text(Picture drawn) {
        look();
        return title()
                + IntStream.range(0, all.size())
                        .mapToObj(i -> "\n  " + numbers.get(i).text(all.get(i).model()))
                        .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return title() + " of " + own.model()
                + other.map(weights -> " against " + weights.model()).orElse("");
    }
}
