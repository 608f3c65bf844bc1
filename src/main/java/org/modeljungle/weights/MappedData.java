package org.modeljungle.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The data of one or several files in memory, in as few regions as hold it; nothing is kept for each tensor of a file.
 */
final class MappedData {

    /** The longest region, in bytes: below 2 GiB, and whole elements of every type of whole bytes. */
    static final int MAX_REGION = Integer.MAX_VALUE - 15;

    /** Regions by the first byte of what they hold; several of a tensor that is larger than one. */
    private final NavigableMap<Long, List<ByteBuffer>> regions;

    private final Map<String, MappedData> files; // by tensor; none for the data of one file
    private final Path path; // of one file
    private final long dataStart; // the first byte of its data

    private MappedData(
            NavigableMap<Long, List<ByteBuffer>> regions, Map<String, MappedData> files, Path path, long dataStart) {
        this.regions = regions;
        this.files = files;
        this.path = path;
        this.dataStart = dataStart;
    }

    static MappedData map(Path path, FileChannel channel, SafetensorsHeader header, long fileBytes, int maxRegion)
            throws IOException {
        NavigableMap<Long, List<ByteBuffer>> regions = new TreeMap<>();
        long dataBytes = fileBytes - header.dataStart();
        if (dataBytes <= maxRegion) {
            regions.put(0L, List.of(channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart(), dataBytes)));
            return new MappedData(regions, Map.of(), path, header.dataStart());
        }
        // an empty tensor comes before the one that begins at the same byte
        List<TensorInfo> inOrder = header.tensors().values().stream()
                .sorted(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end))
                .toList();
        for (int first = 0; first < inOrder.size(); ) {
            TensorInfo info = inOrder.get(first);
            int last = lastWithin(inOrder, first, maxRegion);
            if (last < first) { // larger than a region
                regions.put(info.begin(), regions(channel, header.dataStart(), info, maxRegion));
                first++;
                continue;
            }
            long length = inOrder.get(last).end() - info.begin();
            regions.put(
                    info.begin(),
                    List.of(channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart() + info.begin(), length)));
            first = last + 1;
        }
        return new MappedData(regions, Map.of(), path, header.dataStart());
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

    /** The tensors of several files, by name. */
    static MappedData joined(Map<String, MappedData> files) {
        return new MappedData(new TreeMap<>(), files, null, 0);
    }

    /** The same data under other names, old to new. */
    MappedData renamed(Map<String, String> names) {
        Map<String, MappedData> others = new HashMap<>();
        files.forEach((old, file) -> others.put(names.get(old), file));
        return new MappedData(regions, others, path, dataStart);
    }

    /** Fresh little-endian views of a tensor's bytes, in order; one, unless the tensor is larger than a region. */
    List<ByteBuffer> parts(TensorInfo info) {
        if (!files.isEmpty()) {
            return files.get(info.name()).parts(info);
        }
        if (info.bytes() == 0) { // it may lie behind the last region
            return List.of(little(ByteBuffer.allocate(0).asReadOnlyBuffer()));
        }
        Map.Entry<Long, List<ByteBuffer>> region = regions.floorEntry(info.begin());
        List<ByteBuffer> parts = region.getValue();
        if (parts.size() > 1) {
            return parts.stream().map(part -> little(part.duplicate())).toList();
        }
        int begin = (int) (info.begin() - region.getKey());
        return List.of(little(parts.get(0).slice(begin, (int) info.bytes())));
    }

    /**
     * Hands over a tensor's bytes, little-endian, in order and in pieces of whole elements: out of the mapping where
     * the system has all of its pages in memory; else they are read, which costs less than a fault for each page.
     */
    void eachPiece(TensorInfo info, Consumer<ByteBuffer> take) {
        if (!files.isEmpty()) {
            files.get(info.name()).eachPiece(info, take);
            return;
        }
        List<ByteBuffer> parts = parts(info);
        if (parts.stream().allMatch(MappedData::inMemory)) {
            parts.forEach(take);
        } else {
            FilePieces.each(path, dataStart + info.begin(), info.bytes(), take);
        }
    }

    private static boolean inMemory(ByteBuffer part) {
        return !(part instanceof MappedByteBuffer mapped) || mapped.isLoaded();
    }

    private static ByteBuffer little(ByteBuffer bytes) {
        return bytes.order(ByteOrder.LITTLE_ENDIAN);
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
