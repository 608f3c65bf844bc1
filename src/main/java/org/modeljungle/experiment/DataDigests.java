package org.modeljungle.experiment;

import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.modeljungle.DataDigest;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;

/** Digests of large data, each computed once in a run of an experiment. */
public final class DataDigests {

    private final IdentityHashMap<Object, String> known = new IdentityHashMap<>();

    /**
     * The digest of one object's data.
     *
     * @param data compared by identity: the same object is read only once
     * @param writer adds all that it holds
     */
    public String of(Object data, Consumer<DataDigest> writer) {
        String digest = known.get(data);
        if (digest == null) {
            digest = of(writer);
            known.put(data, digest);
        }
        return digest;
    }

    /** The digest of what is written, computed at each call: for small data. */
    public static String of(Consumer<DataDigest> writer) {
        DataDigest digest = new DataDigest();
        writer.accept(digest);
        return digest.hex();
    }

    /** The digest of one layer's weights; the layer's name does not count. */
    public String of(LayerBank bank) {
        return of(bank.matrices(), digest -> write(bank.matrices(), digest));
    }

    private static void write(Matrices matrices, DataDigest digest) {
        digest.add(matrices.models(), matrices.rows(), matrices.cols());
        if (matrices instanceof LowRank factors) {
            factors.ups().addTo(digest.add("factors").add(factors.rank()));
            factors.downs().addTo(digest);
        } else {
            ((Dense) matrices).blocks().addTo(digest.add("values"));
        }
    }
}
