package org.modeljungle.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeljungle.tensor.NativeUse;

/**
 * What an object holds, with all that can be reached from it, as an estimate: arrays to the byte, other objects by
 * their fields. What classes of Java itself hide is not counted, nor what comes after the first {@value #MOST} objects.
 *
 * @param heap bytes on Java's heap
 * @param engine bytes of arrays in the engine's memory
 */
public record ObjectSize(long heap, long engine) {

    private static final int MOST = 200_000; // objects looked at
    private static final int HEADER = 16; // bytes of an object or array
    private static final int REFERENCE = 4; // bytes
    private static final Map<Class<?>, Integer> WIDTHS = Map.of(
            boolean.class,
            1,
            byte.class,
            1,
            char.class,
            2,
            short.class,
            2,
            int.class,
            4,
            float.class,
            4,
            long.class,
            8,
            double.class,
            8);

    /** What {@code root} holds; nothing for null. */
    public static ObjectSize of(Object root) {
        return new Walk().from(root);
    }

    private static final class Walk {

        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Deque<Object> waiting = new ArrayDeque<>();
        private long heap;
        private long engine;

        ObjectSize from(Object root) {
            push(root);
            while (!waiting.isEmpty()) {
                Object next = waiting.pop();
                try {
                    visit(next);
                } catch (RuntimeException e) {
                    heap += HEADER; // it changes just now, or is closed: its parts stay out
                }
            }
            return new ObjectSize(heap, engine);
        }

        private void push(Object found) {
            boolean counts = found != null
                    && !(found instanceof Class || found instanceof ClassLoader || found instanceof Thread)
                    && !(found instanceof Enum);
            if (counts && seen.size() < MOST && seen.add(found)) {
                waiting.push(found);
            }
        }

        private void visit(Object found) {
            if (found instanceof NDArray array) {
                engine += NativeUse.bytes(array);
            } else if (found instanceof NDManager scope) {
                scope.getManagedArrays().forEach(this::push);
            } else if (found.getClass().isArray()) {
                array(found);
            } else if (found instanceof String text) {
                heap += 2 * HEADER + text.length();
            } else if (found instanceof Collection<?> elements && isJavas(found)) {
                heap += HEADER + (long) REFERENCE * elements.size();
                elements.forEach(this::push);
            } else if (found instanceof Map<?, ?> map && isJavas(found)) {
                heap += HEADER + (long) (2 * HEADER) * map.size();
                map.forEach((key, value) -> {
                    push(key);
                    push(value);
                });
            } else if (found instanceof Optional<?> held) {
                heap += HEADER;
                held.ifPresent(this::push);
            } else {
                fields(found);
            }
        }

        private static boolean isJavas(Object found) {
            return found.getClass().getName().startsWith("java.");
        }

        private void array(Object array) {
            Class<?> component = array.getClass().getComponentType();
            heap += HEADER + (long) WIDTHS.getOrDefault(component, REFERENCE) * Array.getLength(array);
            if (array instanceof Object[] elements) {
                for (Object element : elements) {
                    push(element);
                }
            }
        }

        private void fields(Object found) {
            heap += HEADER;
            for (Class<?> type = found.getClass(); type != null && !isJdk(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        heap += WIDTHS.getOrDefault(field.getType(), REFERENCE);
                        follow(found, field);
                    }
                }
            }
        }

        private static boolean isJdk(Class<?> type) {
            return type.getModule().isNamed();
        }

        private void follow(Object found, Field field) {
            if (!field.getType().isPrimitive() && field.trySetAccessible()) {
                try {
                    push(field.get(found));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e); // it was made accessible
                }
            }
        }
    }
}
