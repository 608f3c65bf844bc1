package org.modeljungle.memory;

/**
 * Java's own memory.
 *
 * @param used bytes in use, garbage that was not collected yet among them
 * @param limit bytes that it may grow to
 */
public record HeapUse(long used, long limit) {

    /** Where the limit is set. */
    public static final String SETTING = "start Jupyter with JDK_JAVA_OPTIONS=-Xmx8g for a heap of 8 GB"
            + " (without it the kernel takes up to half of the machine's memory)";

    /** What is in use now. */
    public static HeapUse now() {
        Runtime runtime = Runtime.getRuntime();
        return new HeapUse(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
    }

    /** What is in use once the garbage was collected; takes a moment. */
    public static HeapUse collected() {
        System.gc();
        return now();
    }

    @Override
    public String toString() {
        return ByteCount.text(used) + " of at most " + ByteCount.text(limit);
    }
}
