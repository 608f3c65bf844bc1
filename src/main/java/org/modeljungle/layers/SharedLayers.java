package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.weights.NaturalOrder;

/** Reads every layer that all files have in one shape. */
final class SharedLayers {

    private final LayerFile first;
    private final Map<String, BankBuilder> banks = new TreeMap<>(NaturalOrder.NATURAL);
    private final Map<String, LayerShape> shapes = new LinkedHashMap<>();
    private final Map<String, String> different = new TreeMap<>(NaturalOrder.NATURAL);

    private SharedLayers(LayerFile first, int models, ConvolutionView view) {
        this.first = first;
        for (String layer : first.layers()) {
            LayerShape shape = first.shape(layer);
            shapes.put(layer, shape);
            banks.put(layer, new BankBuilder(layer, first, models, view, shape));
        }
    }

    static LayerBanks read(List<LayerSource> sources, ConvolutionView view) {
        LayerFile first = sources.get(0).open();
        SharedLayers shared = new SharedLayers(first, sources.size(), view);
        Check.that(
                !shared.banks.isEmpty(),
                "%s: expected weights of 2 dimensions or more, or an adapter's changes, found none; what it has: %s",
                first.path(),
                Check.excerpt(first.omitted().toString()));
        try (Progress progress = Progress.of("reading all layers", sources.size())) {
            for (int model = 0; model < sources.size(); model++) {
                shared.read(model, model == 0 ? first : sources.get(model).open());
                progress.step();
            }
        }
        return shared.build();
    }

    private void read(int model, LayerFile file) {
        Set<String> own = new LinkedHashSet<>(file.layers());
        own.stream()
                .filter(layer -> !shapes.containsKey(layer))
                .forEach(layer ->
                        different.putIfAbsent(layer, "in " + name(file.path()) + ", not in " + name(first.path())));
        for (String layer : new ArrayList<>(banks.keySet())) {
            String why = own.contains(layer) ? differs(layer, file) : "not in " + name(file.path());
            if (why.isEmpty()) {
                banks.get(layer).put(model, file);
            } else {
                banks.remove(layer);
                different.put(layer, why);
            }
        }
        Check.that(
                !banks.isEmpty(),
                "%s: expected layers of %s, in the same shapes, found none; read models of one architecture at a time. What"
                        + " differs: %s",
                file.path(),
                first.path(),
                LayerBanks.some(different));
    }

    private String differs(String layer, LayerFile file) {
        LayerShape expected = shapes.get(layer);
        LayerShape found = file.shape(layer);
        return found.fits(expected)
                ? ""
                : "%s in %s, %s in %s".formatted(found, name(file.path()), expected, name(first.path()));
    }

    private LayerBanks build() {
        Map<String, LayerBank> read = new LinkedHashMap<>();
        banks.forEach((layer, bank) -> read.put(layer, bank.build()));
        return new LayerBanks(read, different, first.omitted());
    }

    /** The file's name with its folder's, which tells models of one file name apart. */
    private static String name(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null || folder.getFileName() == null
                ? file.toString()
                : folder.getFileName() + "/" + file.getFileName();
    }
}
