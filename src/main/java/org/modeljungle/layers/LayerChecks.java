package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeljungle.Check;
import org.modeljungle.store.Checked;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;

/** Looks for models whose layers can be read together. */
final class LayerChecks {

    private LayerChecks() {}

    static Checked of(Models models, List<String> layers) {
        Check.that(!layers.isEmpty(), "checking layers: expected the names of 1 layer or more, found none");
        Map<Path, List<LayerShape>> shapes = new HashMap<>();
        Checked finite = models.check("reading layers", model -> shapes.put(model.file(), read(model, layers)));
        Map<List<LayerShape>, Long> counts = finite.sound().stream()
                .collect(Collectors.groupingBy(model -> rankless(shapes.get(model.file())), Collectors.counting()));
        List<LayerShape> most = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(List.of());
        Checked alike = finite.sound().check("comparing shapes", model -> {
            List<LayerShape> own = shapes.get(model.file());
            for (int i = 0; i < layers.size(); i++) {
                Check.that(
                        own.get(i).fits(most.get(i)),
                        "layer '%s' in %s: expected %s as in most, found %s",
                        layers.get(i),
                        model.file(),
                        most.get(i),
                        own.get(i));
            }
        });
        List<Checked.Broken> broken = new ArrayList<>(finite.broken());
        broken.addAll(alike.broken());
        return new Checked(alike.sound(), broken);
    }

    private static List<LayerShape> read(Model model, List<String> layers) {
        LayerFile file = LayerFile.of(model.open());
        List<LayerShape> shapes = new ArrayList<>();
        for (String layer : layers) {
            LayerShape shape = file.shape(layer);
            BankBuilder bank = new BankBuilder(layer, file, 1, ConvolutionView.FILTERS, shape);
            bank.put(0, file);
            for (float number : bank.build().matrix(0)) {
                Check.that(
                        Float.isFinite(number),
                        "layer '%s' in %s: expected finite numbers, found %s",
                        layer,
                        model.file(),
                        number);
            }
            shapes.add(shape);
        }
        return shapes;
    }

    /** Without ranks, in which models may differ. */
    private static List<LayerShape> rankless(List<LayerShape> shapes) {
        return shapes.stream()
                .map(shape -> new LayerShape(
                        shape.shape(), shape.isLowRank() ? 0 : shape.rank(), shape.change(), shape.vector()))
                .toList();
    }
}
