package org.modeljungle.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.modeljungle.weights.TensorInfo;

/** Runs of tensors that lie side by side in a file: each is one request. */
final class Spans {

    /** A gap that costs less than another request, in bytes. */
    static final long GAP = 1 << 16;

    private Spans() {}

    /** The tensors in runs, in the file's order. */
    static List<List<TensorInfo>> of(List<TensorInfo> tensors) {
        List<List<TensorInfo>> spans = new ArrayList<>();
        long end = 0;
        // an empty tensor comes before the one that begins at the same byte
        for (TensorInfo info : tensors.stream()
                .sorted(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end))
                .toList()) {
            if (spans.isEmpty() || info.begin() - end > GAP) {
                spans.add(new ArrayList<>());
            }
            spans.get(spans.size() - 1).add(info);
            end = info.end();
        }
        return spans;
    }
}
