package org.modeljungle.kernel;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the kernel's own threads that run cells, to be the first to know of a full heap: at the same moment the
 * kernel's other threads need memory, and one that does not get it ends, and the kernel with it. It also lets a stop
 * reach a statement that starts while it is under way.
 */
final class CellExecutor extends AbstractExecutorService {

    private static final int DEPTH = 4;

    private final ExecutorService kernels;

    private CellExecutor(ExecutorService kernels) {
        this.kernels = kernels;
    }

    /** Puts one into a kernel, which keeps its threads to itself; empty for a version that keeps them elsewhere. */
    static Optional<CellExecutor> putInto(Object kernel) {
        return find(kernel, kernel.getClass().getPackageName(), DEPTH);
    }

    private static Optional<CellExecutor> find(Object within, String kernels, int depth) {
        if (depth == 0 || within == null) {
            return Optional.empty();
        }
        if (within instanceof Map<?, ?> map) {
            return map.values().stream()
                    .flatMap(held -> find(held, kernels, depth - 1).stream())
                    .findFirst();
        }
        for (Class<?> type = within.getClass(); type.getName().startsWith(kernels); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Optional<CellExecutor> found = follow(within, field, kernels, depth);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<CellExecutor> follow(Object within, Field field, String kernels, int depth) {
        try {
            if (field.getType() == ExecutorService.class && field.trySetAccessible()) {
                return replace(within, field);
            }
            boolean leads = field.getType().getName().startsWith(kernels) || field.getType() == Map.class;
            return leads && field.trySetAccessible() ? find(field.get(within), kernels, depth - 1) : Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.empty(); // another version
        }
    }

    private static Optional<CellExecutor> replace(Object within, Field field) throws ReflectiveOperationException {
        Object known = field.get(within);
        if (known instanceof CellExecutor already) {
            return Optional.of(already);
        }
        if (known instanceof ExecutorService kernels) {
            CellExecutor fresh = new CellExecutor(kernels);
            field.set(within, fresh);
            return Optional.of(fresh);
        }
        return Optional.empty();
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> cell) {
        return super.newTaskFor(() -> {
            try {
                CellStop.await();
                return cell.call();
            } catch (Throwable e) {
                OutOfMemory.noticed(e);
                throw e;
            }
        });
    }

    @Override
    public void execute(Runnable command) {
        kernels.execute(command);
    }

    @Override
    public void shutdown() {
        kernels.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return kernels.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return kernels.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return kernels.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return kernels.awaitTermination(timeout, unit);
    }
}
