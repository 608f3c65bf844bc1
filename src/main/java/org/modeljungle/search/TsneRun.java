package org.modeljungle.search;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import smile.manifold.TSNE;

/**
 * The t-SNE of the library Smile, made to be stopped and to give the same places each time: it starts from given places
 * instead of random ones, and sums in the order that a pool of a fixed number of threads has, whatever the machine has.
 */
final class TsneRun {

    private static final int THREADS = 4; // decides the order of sums, and so the last bits
    private static final double PAIRS = 2e7; // between two looks at the stop button
    private static final int MOST = 50; // iterations between two looks
    private static final double SPREAD = 1e-4; // of the first places

    private TsneRun() {}

    /** The places // [models, 2] */
    static double[][] of(ModelDistances distances, Tsne settings, Seeds seeds) {
        int n = distances.models();
        Check.that(
                settings.perplexity() <= (n - 1) / 3.0,
                "t-SNE: expected a perplexity of at most %.1f for %d models, a third of the others, found %s",
                (n - 1) / 3.0,
                n,
                settings.perplexity());
        double[][] squares = distances.squares();
        double[][] start =
                PrincipalAxes.of(Arrays.stream(squares).map(double[]::clone).toArray(double[][]::new), seeds);
        int step = (int) Math.max(1, Math.min(MOST, PAIRS / n / n));
        ForkJoinPool pool = new ForkJoinPool(THREADS);
        try (Progress progress = Progress.of("drawing the map", settings.iterations())) {
            TSNE tsne = run(pool, progress, () -> new TSNE(squares, 2, settings.perplexity(), settings.rate(), 0));
            place(start, tsne.coordinates);
            for (int done = 0; done < settings.iterations(); done += step) {
                int next = Math.min(step, settings.iterations() - done);
                run(pool, progress, () -> {
                    tsne.update(next);
                    return null;
                });
                progress.step(next);
            }
            return tsne.coordinates;
        } finally {
            pool.shutdown();
        }
    }

    /** The first places, as large as t-SNE likes them. */
    private static void place(double[][] start, double[][] coordinates) {
        double square =
                Arrays.stream(start).mapToDouble(xy -> xy[0] * xy[0]).average().orElseThrow();
        for (int i = 0; i < start.length; i++) {
            for (int axis = 0; axis < 2; axis++) {
                coordinates[i][axis] = start[i][axis] / Math.sqrt(square) * SPREAD;
            }
        }
    }

    /** What is under way when the job is stopped is waited for: less than a second, or one iteration. */
    private static <T> T run(ForkJoinPool pool, Progress progress, Callable<T> task) {
        progress.check();
        Future<T> future = pool.submit(task);
        boolean interrupted = false;
        while (true) {
            try {
                T done = future.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                    progress.check();
                }
                return done;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("t-SNE failed", e.getCause());
            }
        }
    }
}
