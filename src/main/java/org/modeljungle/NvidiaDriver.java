package org.modeljungle;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What NVIDIA's driver for Linux says of itself and of the GPUs, in plain files. */
public final class NvidiaDriver {

    private static final String TF32 = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";
    private static final Path LINUX = Path.of("/proc/driver/nvidia");
    private static final Pattern VERSION = Pattern.compile("Kernel Module.*?\\s(\\d+(?:\\.\\d+)+)\\s");
    private static final Pattern MODEL = Pattern.compile("(?m)^Model:\\s*(\\S.*)$");

    private static final Path IN_CONTAINER = Path.of("/dev/nvidiactl");
    private static final Path WINDOWS_SUBSYSTEM = Path.of("/dev/dxg");

    private NvidiaDriver() {}

    /** Whether there is certainly none: macOS, or a Linux without it. Elsewhere the engine has to be asked. */
    public static boolean isAbsent() {
        return isAbsent(System.getProperty("os.name", ""), LINUX, IN_CONTAINER, WINDOWS_SUBSYSTEM);
    }

    static boolean isAbsent(String system, Path... traces) {
        return system.startsWith("Mac")
                || (system.startsWith("Linux") && Arrays.stream(traces).noneMatch(Files::exists));
    }

    /**
     * Whether PyTorch may round the factors of matrix products on a GPU to TF32, which has 11 of 24 significant bits
     * and is faster: whether {@code TORCH_ALLOW_TF32_CUBLAS_OVERRIDE}, a variable that PyTorch reads when it starts, is
     * 1.
     */
    public static boolean allowsTf32() {
        return allowsTf32(System.getenv(TF32));
    }

    static boolean allowsTf32(String variable) {
        return "1".equals(variable);
    }

    /** {@code gpu}, {@code driver} and {@code tf32}, for a run's record; nothing where there is no such driver. */
    static Map<String, String> describe() {
        Map<String, String> found = describe(LINUX);
        if (!found.isEmpty() && allowsTf32()) {
            found.put("tf32", "allowed");
        }
        return found;
    }

    static Map<String, String> describe(Path folder) {
        Map<String, String> found = new LinkedHashMap<>();
        String gpus = gpus(folder.resolve("gpus"));
        if (!gpus.isEmpty()) {
            found.put("gpu", gpus);
        }
        match(VERSION, folder.resolve("version")).ifPresent(version -> found.put("driver", version));
        return found;
    }

    /** Each model once, with its number where there are several. */
    private static String gpus(Path folder) {
        Map<String, Integer> counts = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(folder)) {
                each.forEach(gpu -> match(MODEL, gpu.resolve("information"))
                        .ifPresent(model -> counts.merge(model, 1, Integer::sum)));
            } catch (IOException e) {
                return ""; // the record does without
            }
        }
        return counts.entrySet().stream()
                .map(one -> one.getValue() == 1 ? one.getKey() : one.getValue() + " x " + one.getKey())
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> match(Pattern pattern, Path file) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(file));
            return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
