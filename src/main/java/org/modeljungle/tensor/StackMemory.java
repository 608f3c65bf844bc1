package org.modeljungle.tensor;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said where the models of a stack have no room in the engine's memory together: how many would. */
public final class StackMemory {

    private static final Pattern FULL = Pattern.compile(
            "(?s).*(can't allocate memory|not enough memory|out of memory|std::bad_alloc|CUBLAS_STATUS_ALLOC_FAILED).*");
    private static final String SIZE = "([\\d.]+) (\\w*i?B|bytes)";
    private static final Pattern GPU = Pattern.compile(
            "(?s)Tried to allocate SIZE.*?capacity of SIZE of which SIZE is free".replace("SIZE", SIZE));
    private static final Pattern ADVICE = Pattern.compile("a stack of [\\d,]+ models has no room[^:]*(?=:)");
    private static final double HOLDABLE = .9; // of a GPU: memory comes in pieces
    private static final String UNITS = "KMGT"; // each 1,024 of the one before

    private StackMemory() {}

    /** Whether an error's message means that the engine has no memory left. */
    public static boolean isFull(String message) {
        return FULL.matcher(message).matches();
    }

    /**
     * The error of a training of several models, with how many would fit where it means that memory ran out.
     *
     * @param models in the stack
     */
    public static RuntimeException explained(RuntimeException error, long models) {
        String message = String.valueOf(error.getMessage());
        if (models < 2 || !isFull(message) || advice(message).isPresent()) {
            return error;
        }
        OptionalLong fitting = fitting(message, models);
        String advice = fitting.isEmpty()
                ? "try half of it"
                : String.format(Locale.ROOT, "some %,d would fit", fitting.getAsLong());
        return new IllegalStateException(
                String.format(Locale.ROOT, "a stack of %,d models has no room, %s: %s", models, advice, message),
                error);
    }

    /** What {@link #explained} has added to a message. */
    public static Optional<String> advice(String message) {
        Matcher added = ADVICE.matcher(message);
        return added.find() ? Optional.of(added.group()) : Optional.empty();
    }

    /**
     * By the share of the GPU that the stack had taken and then asked for; it may have needed more later, so this is no
     * promise. Empty where the message does not say.
     */
    private static OptionalLong fitting(String message, long models) {
        Matcher gpu = GPU.matcher(message);
        if (!gpu.find()) {
            return OptionalLong.empty();
        }
        double asked = bytes(gpu.group(1), gpu.group(2));
        double capacity = bytes(gpu.group(3), gpu.group(4));
        double free = bytes(gpu.group(5), gpu.group(6));
        long fitting = (long) (HOLDABLE * models * capacity / (capacity - free + asked));
        return OptionalLong.of(Math.max(1, Math.min(fitting, models - 1)));
    }

    private static double bytes(String number, String unit) {
        int power = UNITS.indexOf(unit.charAt(0)) + 1; // 0 for bytes
        return Double.parseDouble(number) * Math.pow(1 << 10, power);
    }
}
