package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LayerBanks;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The layers of many models: how many, their shapes, and what was left out, with the reasons. */
final class LayersView {

    private LayersView() {}

    static Showable of(LayerBanks banks) {
        Card card = Card.of("Layers of " + banks.models() + " models").row("layers", banks.size());
        for (Map.Entry<String, String> one : banks.different().entrySet()) {
            card = card.row("left out: " + one.getKey(), one.getValue());
        }
        List<Showable> all = new ArrayList<>(List.of(card));
        all.add(Parts.folded("All " + banks.size() + " layers", Parts.of(layers(banks))));
        Map<String, String> omitted = banks.omitted();
        if (!omitted.isEmpty()) {
            all.add(Parts.folded("What is not here, and why", Parts.of(reasons(omitted))));
        }
        return new Parts(all, Optional.empty());
    }

    private static Table layers(LayerBanks banks) {
        List<LayerBank> all = List.copyOf(banks.values());
        return Table.create(
                "",
                StringColumn.create("layer", all.stream().map(LayerBank::layer)),
                IntColumn.create("rows", all.stream().mapToInt(LayerBank::rows).toArray()),
                IntColumn.create(
                        "columns", all.stream().mapToInt(LayerBank::cols).toArray()));
    }

    /** Names, each with why it was left out. */
    static Table reasons(Map<String, String> omitted) {
        return Table.create(
                "",
                StringColumn.create("left out", omitted.keySet().stream()),
                StringColumn.create("because", omitted.values().stream()));
    }
}
