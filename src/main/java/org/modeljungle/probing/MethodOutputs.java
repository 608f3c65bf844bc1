package org.modeljungle.probing;

import java.util.List;
import org.modeljungle.store.Target;

/**
 * What a trained method's outputs are.
 *
 * @param kind of the target that it was trained for
 * @param names of the labels or of the numbers
 */
record MethodOutputs(Target.Kind kind, List<String> names) {

    MethodOutputs {
        names = List.copyOf(names);
    }

    static MethodOutputs of(Target target) {
        return new MethodOutputs(target.kind(), target.names());
    }

    int width() {
        return names.size();
    }

    /** {@code one of 10 labels}. */
    @Override
    public String toString() {
        return switch (kind) {
            case LABELS -> "%d labels".formatted(width());
            case LABEL -> "one of %d labels".formatted(width());
            case NUMBERS -> String.join(", ", names);
        };
    }
}
