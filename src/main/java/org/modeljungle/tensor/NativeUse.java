package org.modeljungle.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;

/**
 * The arrays in the memory scopes that are open, on one device.
 *
 * @param device its name, for example {@code cpu} or {@code gpu(0)}
 * @param scopes the number of scopes
 * @param arrays the number of arrays that they own
 * @param bytes what these take
 */
public record NativeUse(String device, int scopes, int arrays, long bytes) {

    private static final int PRUNE = 1_000; // scopes after which those that are closed are forgotten
    private static final Set<NDManager> OPEN = Collections.newSetFromMap(new WeakHashMap<>());

    /** Notes a new scope; gives it back. */
    static NDManager opened(NDManager scope) {
        synchronized (OPEN) {
            if (OPEN.size() >= PRUNE) {
                OPEN.removeIf(known -> !known.isOpen());
            }
            OPEN.add(scope);
        }
        return scope;
    }

    /** What the scopes of {@link Torch} own now, by device; nothing before the engine is used. */
    public static List<NativeUse> now() {
        List<NDManager> scopes;
        synchronized (OPEN) {
            scopes = new ArrayList<>(OPEN);
        }
        Map<String, NativeUse> byDevice = new TreeMap<>();
        for (NDManager scope : scopes) {
            if (scope.isOpen()) {
                byDevice.merge(name(scope.getDevice()), of(scope), NativeUse::plus);
            }
        }
        return List.copyOf(byDevice.values());
    }

    private static NativeUse of(NDManager scope) {
        List<NDArray> arrays = scope.getManagedArrays();
        long bytes = arrays.stream().mapToLong(NativeUse::bytes).sum();
        return new NativeUse(name(scope.getDevice()), 1, arrays.size(), bytes);
    }

    private NativeUse plus(NativeUse other) {
        return new NativeUse(device, scopes + other.scopes, arrays + other.arrays, bytes + other.bytes);
    }

    /** What an array takes, in bytes; 0 once it is closed. */
    public static long bytes(NDArray array) {
        try {
            return array.isReleased() ? 0 : array.size() * array.getDataType().getNumOfBytes();
        } catch (IllegalStateException e) {
            return 0; // another thread has closed it meanwhile
        }
    }

    /** A device's name: {@code cpu} or {@code gpu(0)}. */
    static String name(Device device) {
        return device.isGpu() ? device.toString() : device.getDeviceType();
    }
}
