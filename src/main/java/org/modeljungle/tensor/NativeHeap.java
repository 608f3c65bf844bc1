package org.modeljungle.tensor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory that the C library keeps of tensors that are gone. The kernels' settings ask it to, since the next step needs
 * as much again and the system is slow to hand it out; but a fit of gigabytes must not hold them against all that comes
 * after it. So they go back to the system once the process takes more than a part of the machine's memory, or of the
 * container's.
 */
final class NativeHeap {

    private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
    private static final double PART = .6;
    private static final long INTERVAL = 5_000_000_000L; // nanoseconds between two looks
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:"; // in KiB
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

    private NativeHeap() {}

    /** Gives the memory back if there is need to. It looks every few seconds, however often it is called. */
    static void relieve() {
        long now = System.nanoTime();
        long next = NEXT.get();
        if (now - next >= 0 && NEXT.compareAndSet(next, now + INTERVAL) && isLarge(resident(), machine())) {
            trim();
        }
    }

    static boolean isLarge(long resident, long machine) {
        return resident > PART * machine;
    }

    /** Gives the memory back; false where this machine or its Java cannot. */
    static boolean trim() {
        try {
            Object said = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
            LOG.debug("{}", said);
            return true;
        } catch (JMException | RuntimeException e) { // Java before 17.0.9, or no glibc
            LOG.debug("the C library keeps its memory: {}", e.toString());
            return false;
        }
    }

    /** Bytes of this process in memory; 0 where the system does not tell. */
    static long resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private static long machine() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }
}
