package org.modeljungle.hub;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.SafetensorsHeader;
import org.modeljungle.weights.TensorInfo;
import org.modeljungle.weights.Weight;

/**
 * A safetensors file at the hub: its header, and the tensors of one layer, without the rest.
 *
 * @param file its bytes
 * @param what begins errors
 * @param header its checked header
 */
record RemoteWeights(RemoteFile file, String what, SafetensorsHeader header) {

    /** Reads the header: one request where the guess is long enough, two where it is not. */
    static RemoteWeights open(RemoteFile file, String what, HeaderGuess guess) {
        file.open(guess.bytes());
        long size = file.size();
        ByteBuffer start = file.read(0, Math.min(size, SafetensorsHeader.START_BYTES));
        int length = SafetensorsHeader.length(what, start, size);
        guess.seen(length);
        ByteBuffer json = file.read(SafetensorsHeader.LENGTH_BYTES, SafetensorsHeader.LENGTH_BYTES + (long) length);
        return new RemoteWeights(file, what, SafetensorsHeader.parse(what, json, size));
    }

    /** Whether a layer is an adapter's, whose scale is not in the file, but may be in a configuration beside it. */
    boolean needsConfig(String layer) {
        List<String> tensors = LayerTensors.of(layer, header.tensors().keySet(), header.metadata());
        return tensors.stream().anyMatch(tensor -> Adapter.layerNamed(tensor).isPresent())
                && tensors.stream().noneMatch(tensor -> tensor.endsWith(".alpha"))
                && !header.metadata().containsKey(Adapter.SCALE_REMARK);
    }

    /**
     * Fetches a layer, and writes a file that has its tensors and the metadata of the whole.
     *
     * @throws HubException if the file has no such layer
     */
    void write(String layer, Path target) {
        List<TensorInfo> tensors = LayerTensors.of(layer, header.tensors().keySet(), header.metadata()).stream()
                .map(header.tensors()::get)
                .toList();
        if (tensors.isEmpty()) {
            throw new HubException(what + ": expected layer '" + layer + "', found no tensor of it; closest: "
                    + Safetensors.closest(layer, header.tensors().keySet()) + "; header() lists what the file has");
        }
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (List<TensorInfo> span : Spans.of(tensors)) {
            long begin = span.get(0).begin();
            long end = span.get(span.size() - 1).end();
            if (end - begin > Integer.MAX_VALUE - 64) {
                throw new HubException(what + ": expected a layer of at most 2 GiB, found " + (end - begin)
                        + " bytes in '" + layer + "'; download the file");
            }
            ByteBuffer bytes = file.read(header.dataStart() + begin, header.dataStart() + end);
            for (TensorInfo info : span) {
                ByteBuffer own = bytes.slice((int) (info.begin() - begin), (int) info.bytes());
                weights.put(info.name(), new Weight(info.dtype(), info.shape(), own));
            }
        }
        Safetensors.write(target, weights, header.metadata());
    }
}
