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

    /** Puts one into a kernel, which keeps its threads to itself; false for a version that keeps them elsewhere. */
    static boolean putInto(Object kernel) {
        return find(kernel, kernel.getClass().getPackageName(), DEPTH).isPresent();
    }

    /** The object that holds the executor, once that was replaced. */
    private static Optional<Object> find(Object within, String kernels, int depth) {
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
                Optional<Object> found = follow(within, field, kernels, depth);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> follow(Object within, Field field, String kernels, int depth) {
        try {
            if (field.getType() == ExecutorService.class && field.trySetAccessible()) {
                replace(within, field);
                return Optional.of(within);
            }
            boolean leads = field.getType().getName().startsWith(kernels) || field.getType() == Map.class;
            return leads && field.trySetAccessible() ? find(field.get(within), kernels, depth - 1) : Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.empty(); // another version
        }
    }

    private static void replace(Object within, Field field) throws ReflectiveOperationException {
        if (field.get(within) instanceof ExecutorService known && !(known instanceof CellExecutor)) {
            field.set(within, new CellExecutor(known));
        }
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
