package org.modeljungle.probing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modeljungle.nets.Network;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What methods cost on several architectures, as {@link org.modeljungle.nets.Flops} counts it; nothing is trained. */
public final class Operations {

    private Operations() {}

    /**
     * One row an architecture: one pass of such a network, and what each method takes to read one. What a method does
     * once for all networks has a column of its own.
     *
     * @param title of the table
     * @param networks the architectures, by name
     * @param outputs the number of outputs of a method
     * @param methods for an architecture: those of the first head the columns, and one that is missing is left empty
     */
    public static Table table(
            String title, Map<String, Network> networks, int outputs, Function<Network, List<Method>> methods) {
        List<Network> all = List.copyOf(networks.values());
        Table table = Table.create(
                title,
                StringColumn.create("network", networks.keySet()),
                LongColumn.create("one pass", all.stream().mapToLong(Network::flops)));
        for (Method head : methods.apply(all.get(0))) {
            LongColumn each = LongColumn.create(head.name());
            LongColumn once = LongColumn.create(head.name() + ", once for all");
            for (Network network : all) {
                List<Method> found = new ArrayList<>(methods.apply(network));
                found.removeIf(method -> !method.name().equals(head.name()));
                if (found.isEmpty()) {
                    each.appendMissing();
                    once.appendMissing();
                } else {
                    each.append(found.get(0).flops(network, outputs));
                    once.append(found.get(0).flopsPerBatch(network));
                }
            }
            table.addColumns(each);
            if (head.flopsPerBatch(all.get(0)) > 0) {
                table.addColumns(once);
            }
        }
        return table;
    }
}
