package org.modeljungle.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The data of a file in memory, in as few regions as hold it. */
final class MappedData {

    /** The longest region, in bytes: below 2 GiB, and whole elements of any type. */
    static final int MAX_REGION = Integer.MAX_VALUE - 15;

    private final Map<String, List<ByteBuffer>> parts;

    private MappedData(Map<String, List<ByteBuffer>> parts) {
        this.parts = parts;
    }

    static MappedData map(FileChannel channel, SafetensorsHeader header, long fileBytes, int maxRegion)
            throws IOException {
        long dataBytes = fileBytes - header.dataStart();
        if (dataBytes <= maxRegion) {
            ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart(), dataBytes);
            return new MappedData(header.tensors().values().stream()
                    .collect(Collectors.toMap(TensorInfo::name, info -> List.of(slice(all, info)))));
        }
        Map<String, List<ByteBuffer>> parts = new HashMap<>();
        List<TensorInfo> inOrder = header.tensors().values().stream()
                .sorted(Comparator.comparingLong(TensorInfo::begin))
                .toList();
        for (int first = 0; first < inOrder.size(); ) {
            int last = lastWithin(inOrder, first, maxRegion);
            if (last < first) { // larger than a region
                parts.put(
                        inOrder.get(first).name(), regions(channel, header.dataStart(), inOrder.get(first), maxRegion));
                first++;
                continue;
            }
            long begin = inOrder.get(first).begin();
            long length = inOrder.get(last).end() - begin;
            ByteBuffer region = channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart() + begin, length);
            for (TensorInfo info : inOrder.subList(first, last + 1)) {
                parts.put(info.name(), List.of(region.slice((int) (info.begin() - begin), (int) info.bytes())));
            }
            first = last + 1;
        }
        return new MappedData(parts);
    }

    /** The last tensor that ends within a region that begins with {@code first}: a system allows few regions in all. */
    private static int lastWithin(List<TensorInfo> inOrder, int first, int maxRegion) {
        int last = first - 1;
        while (last + 1 < inOrder.size()
                && inOrder.get(last + 1).end() - inOrder.get(first).begin() <= maxRegion) {
            last++;
        }
        return last;
    }

    /** The tensors of several files. */
    static MappedData joined(List<MappedData> files) {
        Map<String, List<ByteBuffer>> parts = new HashMap<>();
        files.forEach(file -> parts.putAll(file.parts));
        return new MappedData(parts);
    }

    /** The same data under other names, old to new. */
    MappedData renamed(Map<String, String> names) {
        Map<String, List<ByteBuffer>> others = new HashMap<>();
        names.forEach((old, name) -> others.put(name, parts.get(old)));
        return new MappedData(others);
    }

    /** Fresh little-endian views of a tensor's bytes, in order; one, unless the tensor is larger than a region. */
    List<ByteBuffer> parts(TensorInfo info) {
        return parts.get(info.name()).stream()
                .map(part -> part.duplicate().order(ByteOrder.LITTLE_ENDIAN))
                .toList();
    }

    private static ByteBuffer slice(ByteBuffer all, TensorInfo info) {
        return all.slice((int) info.begin(), (int) info.bytes());
    }

    private static List<ByteBuffer> regions(FileChannel channel, long dataStart, TensorInfo info, int maxRegion)
            throws IOException {
        List<ByteBuffer> regions = new ArrayList<>();
        long begin = info.begin();
        do {
            long length = Math.min(maxRegion, info.end() - begin);
            regions.add(channel.map(FileChannel.MapMode.READ_ONLY, dataStart + begin, length));
            begin += length;
        } while (begin < info.end());
        return regions;
    }
}
