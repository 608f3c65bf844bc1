package org.modeljungle.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Keeps the vector of each text that it has encoded. */
final class CachedEncoder implements TextEncoder {

    private final TextEncoder encoder;
    private final Map<String, float[]> units = new ConcurrentHashMap<>();
    private final Map<String, float[]> raws = new ConcurrentHashMap<>();

    CachedEncoder(TextEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public float[][] encode(List<String> texts) {
        return find(texts, units, encoder::encode);
    }

    @Override
    public float[][] encodeRaw(List<String> texts) {
        return find(texts, raws, encoder::encodeRaw);
    }

    private static float[][] find(
            List<String> texts, Map<String, float[]> known, Function<List<String>, float[][]> encode) {
        Set<String> missing = new LinkedHashSet<>(texts);
        missing.removeAll(known.keySet());
        if (!missing.isEmpty()) {
            List<String> fresh = List.copyOf(missing);
            float[][] vectors = encode.apply(fresh);
            for (int i = 0; i < vectors.length; i++) {
                known.put(fresh.get(i), vectors[i]);
            }
        }
        return texts.stream().map(text -> known.get(text).clone()).toArray(float[][]::new);
    }

    @Override
    public boolean isOfUnitLength() {
        return encoder.isOfUnitLength();
    }

    @Override
    public TextEncoder cached() {
        return this;
    }

    @Override
    public String digest() {
        return encoder.digest();
    }

    @Override
    public String toString() {
        return encoder + ", kept";
    }
}
