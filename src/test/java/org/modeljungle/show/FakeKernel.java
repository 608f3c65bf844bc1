package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.modeljungle.kernel.NotebookKernel;
import org.modeljungle.kernel.Payload;

/** A kernel that notes what it is sent. */
final class FakeKernel implements NotebookKernel {

    final List<String> texts = new ArrayList<>();
    final List<Class<?>> types = new ArrayList<>();
    boolean attached = true;
    boolean sentWhileInterrupted;
    boolean cannotBeLeft;

    @Override
    public Object kernel() {
        return this;
    }

    @Override
    public boolean attached() {
        return attached;
    }

    @Override
    public Consumer<Payload> display(String id, Payload payload) {
        note(payload);
        return this::note;
    }

    private void note(Payload payload) {
        sentWhileInterrupted |= Thread.currentThread().isInterrupted();
        texts.add((String) payload.data().get(Payload.TEXT));
    }

    @Override
    public void unwatch() {
        if (cannotBeLeft) {
            throw new IllegalStateException("another version");
        }
    }

    @Override
    public <T> void register(Class<T> type, Function<Object, Payload> view) {
        types.add(type);
    }
}
