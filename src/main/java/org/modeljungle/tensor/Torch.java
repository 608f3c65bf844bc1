package org.modeljungle.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import org.modeljungle.Check;
import org.modeljungle.NvidiaDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine, started once: where memory scopes come from and on which device they live.
 *
 * <p>A scope is an {@link NDManager}: arrays made in it, or attached to it, are freed when it closes. Open one with
 * try-with-resources around every step.
 */
public final class Torch {

    private static final Logger LOG = LoggerFactory.getLogger(Torch.class);
    private static final String DEVICE_VARIABLE = "MODELJUNGLE_DEVICE";
    private static volatile String wanted = ""; // a device; empty for the default

    private Torch() {}

    /** A new memory scope on the {@linkplain #device() default device}, with gradients off in this thread. */
    public static NDManager scope() {
        return scope(device());
    }

    /** A new memory scope on {@code device}, with gradients off in this thread. */
    public static NDManager scope(Device device) {
        Holder.start();
        NativeHeap.relieve();
        prepareThread();
        return NativeUse.opened(NDManager.newBaseManager(device, "PyTorch"));
    }

    /** An owner for what lives as long as the process; whether this thread records gradients stays as it is. */
    static NDManager lastingScope() {
        return NativeUse.opened(NDManager.newBaseManager(device(), "PyTorch"));
    }

    /**
     * The device that everything runs on: that of {@link #useDevice}, else that of the environment variable
     * {@code MODELJUNGLE_DEVICE} ({@code cpu}, {@code gpu}, {@code gpu1}...), else the first GPU where the engine sees
     * one, else the CPU.
     */
    public static Device device() {
        Holder.start();
        return choose(wish(), Holder.ENGINE.getGpuCount());
    }

    /** Whether everything runs on a GPU. Starts the engine only where there may be one. */
    public static boolean isOnGpu() {
        return !wish().strip().equalsIgnoreCase("cpu") && !NvidiaDriver.isAbsent() && device().isGpu();
    }

    /** Gives back the GPU's memory that no array uses and that the engine keeps for later; a CPU has none such. */
    public static void releaseUnused() {
        if (isOnGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /**
     * How many bytes of the GPU's memory are free, by its driver, once the engine has given back what it keeps for
     * later; empty where everything runs on the CPU.
     */
    public static OptionalLong freeOnGpu() {
        if (!isOnGpu()) {
            return OptionalLong.empty();
        }
        releaseUnused();
        MemoryUsage memory = CudaUtils.getGpuMemory(device());
        return OptionalLong.of(memory.getMax() - memory.getUsed());
    }

    private static String wish() {
        return wanted.isEmpty() ? Utils.getEnvOrSystemProperty(DEVICE_VARIABLE, "") : wanted;
    }

    /**
     * From now on everything runs on this device: what is computed already stays where it is, so choose it first.
     *
     * @param name {@code cpu}, {@code gpu} or {@code gpu} and a number; empty for the default again
     * @throws IllegalArgumentException if the engine sees no such device
     */
    public static void useDevice(String name) {
        Holder.start();
        choose(name, Holder.ENGINE.getGpuCount());
        wanted = name;
    }

    static Device choose(String wish, int gpus) {
        String name = wish.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return gpus > 0 ? Device.gpu() : Device.cpu();
        }
        Check.that(
                name.matches("cpu|gpu\\d{0,3}"),
                "%s: expected 'cpu', 'gpu' or 'gpu' and a number, found '%s'",
                DEVICE_VARIABLE,
                wish);
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int gpu = name.equals("gpu") ? 0 : Integer.parseInt(name.substring(3));
        Check.that(
                gpu < gpus,
                "%s=%s: the engine sees %d GPU(s); set it to 'cpu' or leave it out",
                DEVICE_VARIABLE,
                wish,
                gpus);
        return Device.gpu(gpu);
    }

    /**
     * The device's name, for run records and for what depends on the device: {@code cpu} or {@code gpu(0)}, and
     * {@code gpu(0) with TF32} where {@linkplain NvidiaDriver#allowsTf32 that is allowed}.
     */
    public static String deviceName() {
        return deviceName(device(), NvidiaDriver.allowsTf32());
    }

    static String deviceName(Device device, boolean tf32) {
        return NativeUse.name(device) + (device.isGpu() && tf32 ? " with TF32" : "");
    }

    /**
     * A tensor of these values, in memory that the engine itself laid out. MKL promises the same bits only for memory
     * that is aligned the same each time, and only the engine's own memory is.
     *
     * @param scope its owner
     * @param values row-major
     */
    public static NDArray tensor(NDManager scope, float[] values, Shape shape) {
        try (NDArray unaligned = scope.create(values, shape)) {
            return unaligned.duplicate();
        }
    }

    /** Like {@link #tensor(NDManager, float[], Shape)}, in double precision. */
    public static NDArray tensor(NDManager scope, double[] values, Shape shape) {
        try (NDArray unaligned = scope.create(values, shape)) {
            return unaligned.duplicate();
        }
    }

    /**
     * {@code values} times a number, differentiable. {@code NDArray.mul(Number)} and the like must not be: they close
     * the tensor of their number at once, and Java frees its memory at the next garbage collection, while the backward
     * pass still reads it.
     *
     * @param scope owns the result and the number; it must stay open until gradients are taken
     */
    public static NDArray scaled(NDManager scope, NDArray values, float factor) {
        return values.mul(scope.create(factor));
    }

    /** Writes values into a tensor, in place and in the memory it has ({@code NDArray.set} would swap the memory). */
    public static void copyInto(NDArray target, float[] values) {
        try (NDManager scope = scope(target.getDevice())) {
            NDArray source = tensor(scope, values, target.getShape());
            Copy.SCRIPT.call(scope, "copy", target, source).close();
        }
    }

    /** The values of a float array, in row-major order. */
    public static float[] floats(NDArray array) {
        if (!array.getDevice().isGpu()) {
            return array.toFloatArray();
        }
        try (NDArray copy = array.toDevice(Device.cpu(), false)) { // the engine's own would live as long as the array
            return copy.toFloatArray();
        }
    }

    /** The values of an array of whole numbers, in row-major order. */
    public static int[] ints(NDArray array) {
        return Arrays.stream(array.toLongArray()).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * Gradients and the script optimiser are switched off: both switches are thread-local, and on in fresh threads. The
     * optimiser rewrites a script after its first runs, so that the same call would give other bits then.
     */
    private static void prepareThread() {
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
    }

    /** Sets how many threads one native operation may use when it is called from this thread. */
    static void threads(int count) {
        Holder.start();
        JniUtils.setNumThreads(count);
    }

    private static final class Copy {
        static final Script SCRIPT = Script.compile("copy", """
                def copy(self, target: Tensor, source: Tensor) -> Tensor:
                  return target.copy_(source)
                """);

        private Copy() {}
    }

    /** Loads the engine once; where that failed, every call says why. */
    private static final class Holder {
        static final Engine ENGINE;
        private static final Throwable FAILURE;

        static {
            Engine engine = null;
            Throwable failure = null;
            try {
                engine = load();
            } catch (RuntimeException | LinkageError e) {
                failure = e;
            }
            ENGINE = engine;
            FAILURE = failure;
        }

        private Holder() {}

        static void start() {
            if (ENGINE == null) {
                throw new IllegalStateException(
                        "the PyTorch engine did not load: " + reason(FAILURE)
                                + "; look at PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR, or delete "
                                + Utils.getEngineCacheDir("pytorch")
                                + " so that it is unpacked anew, and start the process again",
                        FAILURE);
            }
        }

        private static String reason(Throwable failure) {
            return failure.getCause() == null ? failure.toString() : reason(failure.getCause());
        }

        private static Engine load() {
            System.setProperty("OPT_OUT_TRACKING", "true"); // no network probe at start
            CudaRuntime.announce();
            boolean lies = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH") != null;
            if (!lies && !Files.isDirectory(Utils.getEngineCacheDir("pytorch"))) {
                LOG.warn("First start: unpacking the PyTorch engine (about 430 MB) to {}", Utils.getEngineCacheDir());
            }
            Engine engine = Engine.getEngine("PyTorch");
            JniUtils.setNumThreads(1); // several one-thread workers beat one job with many threads
            return engine;
        }
    }
}
