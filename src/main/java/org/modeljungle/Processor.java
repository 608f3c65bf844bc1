package org.modeljungle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The processor of this machine, as far as its operating system tells.
 *
 * @param model as its maker calls it; {@value #UNKNOWN} where nothing tells
 * @param instructions the instruction set that PyTorch's own kernels use on it: {@code AVX512}, {@code AVX2}, or
 *     {@code DEFAULT}; {@value #UNKNOWN} where nothing tells. Another one rounds otherwise, so that the last bits of a
 *     result differ
 */
public record Processor(String model, String instructions) {

    static final String UNKNOWN = "unknown";
    private static final String WISH = "ATEN_CPU_CAPABILITY"; // PyTorch's own variable
    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final Set<String> AVX2 = Set.of("avx2", "fma");
    private static final Set<String> AVX512 = Set.of("avx512vl", "avx512bw", "avx512dq", "fma");

    /**
     * Whether PyTorch is known to compute bfloat16 number by number here, as it does with AVX2 alone: products of
     * matrices take many times as long as in single precision.
     */
    public boolean slowInBfloat16() {
        return instructions.equals("AVX2");
    }

    /** The processor that this runs on. */
    public static Processor current() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        if (Files.isReadable(LINUX)) {
            return linux(linux(), architecture, System::getenv);
        }
        return system.contains("mac")
                ? mac(Processor::sysctl, architecture, System::getenv)
                : other(architecture, System::getenv);
    }

    /** From the text of Linux's {@code /proc/cpuinfo}. */
    static Processor linux(String info, String architecture, UnaryOperator<String> environment) {
        String model = after("model name", info);
        Set<String> flags = flags(after("flags", info) + " " + after("Features", info)); // of x86 and of ARM
        return of(model, flags, architecture, environment);
    }

    /** From what macOS's {@code sysctl -n} says of a name; empty where it knows none such. */
    static Processor mac(UnaryOperator<String> sysctl, String architecture, UnaryOperator<String> environment) {
        String flags = sysctl.apply("machdep.cpu.features") + " " + sysctl.apply("machdep.cpu.leaf7_features");
        return of(sysctl.apply("machdep.cpu.brand_string"), flags(flags), architecture, environment);
    }

    /** From Windows' environment, which names no instruction sets. */
    static Processor other(String architecture, UnaryOperator<String> environment) {
        String model = environment.apply("PROCESSOR_IDENTIFIER");
        return of(model == null ? "" : model, Set.of(), architecture, environment);
    }

    private static Processor of(
            String model, Set<String> flags, String architecture, UnaryOperator<String> environment) {
        String wish = environment.apply(WISH);
        boolean wished = wish != null && Set.of("default", "avx2", "avx512").contains(wish);
        String instructions = wished ? wish.toUpperCase(Locale.ROOT) : chosen(flags, architecture);
        return new Processor(model.isBlank() ? UNKNOWN : model.strip(), instructions);
    }

    /** PyTorch's choice (DispatchStub.cpp, compute_cpu_capability). */
    private static String chosen(Set<String> flags, String architecture) {
        if (architecture.equals("aarch64")) {
            return flags.contains("sve") ? UNKNOWN : "DEFAULT"; // whether it has kernels for SVE depends on its build
        }
        if (flags.isEmpty()) {
            return UNKNOWN;
        }
        return flags.containsAll(AVX512) ? "AVX512" : flags.containsAll(AVX2) ? "AVX2" : "DEFAULT";
    }

    private static Set<String> flags(String text) {
        String all = text.strip().toLowerCase(Locale.ROOT);
        return all.isEmpty() ? Set.of() : Set.copyOf(List.of(all.split("\\s+")));
    }

    /** What follows a name and a colon in the first line that starts so. */
    private static String after(String name, String info) {
        return info.lines()
                .filter(line -> line.startsWith(name) && line.contains(":"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }

    private static String linux() {
        try {
            return Files.readString(LINUX);
        } catch (IOException e) {
            return ""; // the record says "unknown"
        }
    }

    private static String sysctl(String name) {
        return Command.output("sysctl", "-n", name).orElse("");
    }
}
