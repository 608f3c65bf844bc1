package org.modeljungle;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What NVIDIA's driver says of a GPU's memory, that of all processes.
 *
 * @param gpu its number and name, for example {@code 0, NVIDIA H200}
 * @param used bytes
 * @param total bytes
 */
public record GpuMemory(String gpu, long used, long total) {

    private static final String COMMAND = "nvidia-smi"; // comes with the driver

    /** Of all GPUs; none where there is no such driver, or it does not answer. */
    public static List<GpuMemory> now() {
        return NvidiaDriver.isAbsent() ? List.of() : now(COMMAND);
    }

    static List<GpuMemory> now(String command) {
        return Command.output(
                        command, "--query-gpu=index,name,memory.used,memory.total", "--format=csv,noheader,nounits")
                .map(said -> said.lines().flatMap(GpuMemory::of).toList())
                .orElse(List.of());
    }

    /** A line {@code 0, NVIDIA H200, 5393, 143771}, in MiB; none for any other. */
    private static Stream<GpuMemory> of(String line) {
        String[] parts = line.split("\\s*,\\s*");
        int last = parts.length - 1;
        if (last < 3 || !parts[last].matches("\\d+") || !parts[last - 1].matches("\\d+")) {
            return Stream.empty();
        }
        String gpu = String.join(", ", Arrays.asList(parts).subList(0, last - 1));
        return Stream.of(new GpuMemory(gpu, bytes(parts[last - 1]), bytes(parts[last])));
    }

    private static long bytes(String mebibytes) {
        return Long.parseLong(mebibytes) << 20;
    }
}
