package org.modeljungle.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.weights.LayerSize;

/** Reads the layers asked for, and no others, of files whose other tensors may differ. */
final class SizedLayers {

    private SizedLayers() {}

    static Map<String, LayerBank> read(List<LayerSource> sources, List<LayerSize> sizes) {
        Check.that(!sources.isEmpty(), "reading layers: expected at least one weight file, found none");
        Check.that(!sizes.isEmpty(), "reading layers: expected the names of 1 layer or more, found none");
        LayerFile first = sources.get(0).open();
        List<BankBuilder> banks = new ArrayList<>();
        for (LayerSize size : sizes) {
            banks.add(builder(size, first, sources.size()));
        }
        try (Progress progress = Progress.of(reading(sizes.size()), sources.size())) {
            BankBuilder.fill(banks, sources, progress);
        }
        Map<String, LayerBank> byName = new LinkedHashMap<>();
        banks.stream().map(BankBuilder::build).forEach(bank -> byName.put(bank.layer(), bank));
        return Collections.unmodifiableMap(byName);
    }

    /** What reading this many layers is called. */
    static String reading(int layers) {
        return layers == 1 ? "reading 1 layer" : "reading " + layers + " layers";
    }

    private static BankBuilder builder(LayerSize size, LayerFile first, int models) {
        LayerShape shape = first.shapeOfAny(size.name());
        ConvolutionView view = view(shape, size);
        long[] found = view.matrix(shape.shape());
        Check.that(
                found[0] == size.rows() && found[1] == size.cols(),
                "layer '%s' in %s: expected [%d, %d], found %s; it is a model of another tree or of another size",
                size.name(),
                first.path(),
                size.rows(),
                size.cols(),
                shape);
        return new BankBuilder(size.name(), first, models, view, shape);
    }

    /** Both views leave the numbers where they lie, so that a matrix's shape says all of a view. */
    private static ConvolutionView view(LayerShape shape, LayerSize size) {
        long[] other = ConvolutionView.REINTERPRETED.matrix(shape.shape());
        return other[0] == size.rows() && other[1] == size.cols()
                ? ConvolutionView.REINTERPRETED
                : ConvolutionView.FILTERS;
    }
}
