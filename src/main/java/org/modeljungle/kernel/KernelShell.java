package org.modeljungle.kernel;

import java.lang.reflect.Field;
import java.util.Optional;
import jdk.jshell.JShell;

/** The JShell that a kernel runs its cells in and keeps to itself. */
public final class KernelShell {

    private static final String EVALUATOR = "CodeEvaluator"; // IJava's holder of its JShell

    private KernelShell() {}

    /** The JShell of a kernel; empty for a version that keeps it elsewhere. */
    public static Optional<JShell> of(Object kernel) {
        for (Class<?> type = kernel.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Optional<JShell> found = within(kernel, field);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<JShell> within(Object holder, Field field) {
        if (field.getType() == JShell.class) {
            return value(holder, field).map(JShell.class::cast);
        }
        return field.getType().getSimpleName().equals(EVALUATOR)
                ? value(holder, field).flatMap(KernelShell::of)
                : Optional.empty();
    }

    private static Optional<Object> value(Object holder, Field field) {
        try {
            field.setAccessible(true);
            return Optional.ofNullable(field.get(holder));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty(); // another version
        }
    }
}
