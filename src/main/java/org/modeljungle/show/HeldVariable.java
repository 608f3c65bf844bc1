package org.modeljungle.show;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.modeljungle.kernel.CellValues;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.memory.ObjectSize;
import org.modeljungle.store.Models;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one variable of a notebook holds.
 *
 * @param name its name
 * @param type its type
 * @param content what it holds, in few words; empty where the type says enough
 * @param size how much
 */
record HeldVariable(String name, String type, String content, ObjectSize size) {

    private static final Logger LOG = LoggerFactory.getLogger(HeldVariable.class);
    private static final int CHARACTERS = 60;

    /** All of them, with what they hold. */
    static List<HeldVariable> of(List<CellValues.Variable> all) {
        return all.stream()
                .filter(one -> one.value() != null || !one.isUnnamed())
                .map(HeldVariable::of)
                .toList();
    }

    private static HeldVariable of(CellValues.Variable one) {
        Object value = one.value();
        return new HeldVariable(
                one.isUnnamed() ? one.name() + " (no name)" : one.name(),
                cut(one.type()),
                value == null ? "nothing" : cut(content(value)),
                ObjectSize.of(value));
    }

    /** Only of types that are known to say it fast. */
    private static String content(Object value) {
        if (value instanceof LayerBank || value.getClass().isArray()) {
            return Values.text(value);
        }
        if (value instanceof Models models) {
            return models.size() + " models";
        }
        if (value instanceof Collection<?> elements) {
            return elements.size() + " elements";
        }
        return value instanceof Map<?, ?> map ? map.size() + " entries" : "";
    }

    private static String cut(String text) {
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS - 3) + "...";
    }

    /** Heap and engine together, in bytes. */
    long bytes() {
        return size.heap() + size.engine();
    }

    /** Frees what a value holds outside Java's heap. */
    static void close(Object value) {
        if (value instanceof AutoCloseable held) {
            try {
                held.close();
            } catch (Exception e) {
                LOG.warn("a variable's value could not be closed: {}", e.toString());
            }
        }
    }
}
