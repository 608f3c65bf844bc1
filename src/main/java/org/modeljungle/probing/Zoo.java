package org.modeljungle.probing;

import java.util.List;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Network;

/**
 * Many networks with their weights, of one architecture or of several. Models are numbered through all of them.
 *
 * @param groups the networks of each architecture
 */
public record Zoo(List<Group> groups) {

    /**
     * Networks of one architecture.
     *
     * @param network what they are
     * @param rows each model's parameters // [models][layout size]
     */
    public record Group(Network network, List<float[]> rows) {

        public Group {
            rows = List.copyOf(rows);
            int size = network.layout().size();
            Check.that(!rows.isEmpty(), "zoo: expected 1 network or more in each group, found none");
            for (int model = 0; model < rows.size(); model++) {
                float[] row = rows.get(model);
                Check.that(row.length == size, "zoo: expected networks of %d parameters, found %d", size, row.length);
                for (float weight : row) {
                    Check.that(
                            Float.isFinite(weight),
                            "zoo: expected finite weights, found %s in network %d",
                            weight,
                            model);
                }
            }
        }
    }

    public Zoo {
        groups = List.copyOf(groups);
        Check.that(!groups.isEmpty(), "zoo: expected 1 group of networks or more, found none");
        Group first = groups.get(0);
        for (Group group : groups) {
            Check.that(
                    group.network.input().equals(first.network.input()),
                    "zoo: expected networks that take %s as in its first group, found some that take %s",
                    first.network.input(),
                    group.network.input());
        }
    }

    /** Zoos that were grown, one behind the other; the order is that of {@link NetworkZoo#numbers(String, NetworkZoo...)}. */
    public static Zoo of(NetworkZoo first, NetworkZoo... more) {
        return of(Stream.concat(Stream.of(first), Stream.of(more))
                .flatMap(zoo -> zoo.groups().stream())
                .toList());
    }

    /** Networks that were read from files. */
    public static Zoo of(List<NetworkZoo.Group> groups) {
        return new Zoo(groups.stream()
                .map(group -> new Group(group.network(), group.rows()))
                .toList());
    }

    /** Networks of one architecture. */
    public static Zoo of(Network network, List<float[]> rows) {
        return new Zoo(List.of(new Group(network, rows)));
    }

    /** The number of networks. */
    public int models() {
        return groups.stream().mapToInt(group -> group.rows.size()).sum();
    }
}
