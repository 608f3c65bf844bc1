package org.modeljungle;

import java.util.function.Supplier;

/** A value that is made once, when it is first asked for. */
public final class Lazy<T> implements Supplier<T> {

    private final Supplier<T> making;
    private T value; // null until then

    /** Made by {@code making}, which makes no null. */
    public Lazy(Supplier<T> making) {
        this.making = making;
    }

    @Override
    public synchronized T get() {
        if (value == null) {
            value = making.get();
        }
        return value;
    }

    @Override
    public synchronized String toString() {
        return value == null ? "not yet made" : value.toString();
    }
}
