package org.modeljungle.probing;

import java.util.List;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.Rows;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Safetensors;

/**
 * Many networks with their weights, of one architecture or of several. Models are numbered through all of them.
 *
 * @param groups the networks of each architecture
 */
public record Zoo(List<NetworkZoo.Group> groups) {

    public Zoo {
        groups = List.copyOf(groups);
        Check.that(!groups.isEmpty(), "zoo: expected 1 group of networks or more, found none");
        NetworkZoo.Group first = groups.get(0);
        for (NetworkZoo.Group group : groups) {
            Check.that(
                    group.network().input().equals(first.network().input()),
                    "zoo: expected networks that take %s as in its first group, found some that take %s",
                    first.network().input(),
                    group.network().input());
        }
    }

    /** Zoos that were grown, in this order; so are the numbers of {@link NetworkZoo#numbers(String, NetworkZoo...)}. */
    public static Zoo of(NetworkZoo first, NetworkZoo... more) {
        return new Zoo(Stream.concat(Stream.of(first), Stream.of(more))
                .flatMap(zoo -> zoo.groups().stream())
                .toList());
    }

    /** Networks of one architecture. */
    public static Zoo of(Network network, List<float[]> rows) {
        return new Zoo(List.of(new NetworkZoo.Group(network, rows)));
    }

    /**
     * Files of networks of one architecture, such as a folder of one's own: {@code Zoo.of(siren, Models.folder(...))}.
     *
     * @throws IllegalArgumentException if a file is damaged, or lacks a parameter of the network
     */
    public static Zoo of(Network network, Models models) {
        return of(
                network,
                models.stream()
                        .map(model -> Rows.read(network.layout(), Safetensors.open(model.file())))
                        .toList());
    }

    /** The number of networks. */
    public int models() {
        return groups.stream().mapToInt(group -> group.rows().size()).sum();
    }
}
