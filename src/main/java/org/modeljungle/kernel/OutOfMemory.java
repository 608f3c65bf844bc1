package org.modeljungle.kernel;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.memory.ByteCount;
import org.modeljungle.memory.HeapUse;
import org.modeljungle.tensor.StackMemory;

/**
 * What a cell says that ran out of memory: how much there is, what holds it, and where to set it. Some room is kept for
 * the kernel itself, which needs it then.
 */
public final class OutOfMemory {

    private static final String HEAP = "OutOfMemoryError";
    private static final Pattern WANTED = Pattern.compile("(?:tried to allocate|buy) (\\d+)(?: bytes)?");
    private static final Pattern GPU =
            Pattern.compile("(?s)CUDA out of memory.*?Tried to allocate SIZE.*?capacity of SIZE of which SIZE"
                    .replace("SIZE", "([\\d.]+ (?:\\wiB|bytes))"));
    private static final String LESS = "Smaller batches, or fewer models at a time (a recipe's withStack), need less.";
    private static final String HELP = "%jungle lists what is held, and %jungle free lets go of it";
    private static final int RESERVED = 64 << 20; // bytes, where the heap is not small
    private static final int SHARE = 8; // of a small heap
    private static final int PART = 3; // of what is free once it was full

    private static volatile byte[] reserve = reserve(); // room for the kernel's own work once the heap is full

    private OutOfMemory() {}

    private static byte[] reserve() {
        return new byte[(int) size(Runtime.getRuntime().maxMemory())];
    }

    private static long size(long limit) {
        return Math.min(RESERVED, limit / SHARE);
    }

    /** Keeps some room again, where a full heap took it: a part of what is free at most, the kernel needs the rest. */
    static void keepRoom() {
        if (reserve == null) {
            HeapUse now = HeapUse.collected();
            long free = Math.max(0, now.limit() - now.used());
            try {
                reserve = new byte[(int) Math.min(size(now.limit()), free / PART)];
            } catch (OutOfMemoryError e) {
                reserve = null; // in pieces that are too small
            }
        }
    }

    /** The error to show instead, for one that means that memory ran out. */
    static Optional<CellError> explain(String name, String message, List<String> trace) {
        if (name.equals(HEAP)) {
            reserve = null;
            return Optional.of(new CellError(name, heap(message), places(trace)));
        }
        if (StackMemory.isFull(message)) {
            return Optional.of(new CellError(name, engine(message), places(trace)));
        }
        return Optional.empty();
    }

    /** Gives the kernel the room that was kept, where an error means a full heap. Takes no memory itself. */
    public static void noticed(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                reserve = null;
            }
        }
    }

    /** Only of a full heap is a larger one of use: an array may be too long, a thread one too many. */
    private static String heap(String message) {
        if (!message.contains("heap space") && !message.contains("GC overhead")) {
            return "out of memory: %s. %s.".formatted(message, HELP);
        }
        HeapUse left = HeapUse.collected();
        return "out of memory: Java's heap of %s is too small (%s); %s are held after the cell. %s. For more: %s."
                .formatted(ByteCount.text(left.limit()), message, ByteCount.text(left.used()), HELP, HeapUse.SETTING);
    }

    private static String engine(String message) {
        Matcher gpu = GPU.matcher(message);
        if (gpu.find()) {
            return "out of memory: the GPU has no room for an array, which takes %s; of its %s, %s are free. %s. %s"
                    .formatted(gpu.group(1), gpu.group(2), gpu.group(3), HELP, less(message));
        }
        Matcher wanted = WANTED.matcher(message);
        String size = wanted.find() ? ", which takes " + ByteCount.text(Long.parseLong(wanted.group(1))) : "";
        return "out of memory: the engine has no room for an array%s. %s. %s".formatted(size, HELP, less(message));
    }

    /** How many models would have room, where that is known. */
    private static String less(String message) {
        return StackMemory.advice(message)
                .map(advice -> "Here " + advice + " (a recipe's withStack, or an experiment's stack).")
                .orElse(LESS);
    }

    /** The notebook's own lines alone. */
    private static List<String> places(List<String> trace) {
        return trace.stream().filter(line -> line.startsWith("    at cell")).toList();
    }
}
