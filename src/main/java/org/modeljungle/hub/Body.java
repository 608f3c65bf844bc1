package org.modeljungle.hub;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of an answer as they arrive, a few at a time: a server is read no faster than its bytes are used, and its
 * silence ends.
 */
final class Body implements HttpResponse.BodySubscriber<Body>, AutoCloseable {

    private static final Object END = new Object();
    private static final long LEAST = 100; // bytes a second

    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>(); // lists of buffers, an error, or END
    private final Deque<ByteBuffer> ready = new ArrayDeque<>();
    private volatile Flow.Subscription subscription;
    private boolean ended;
    private long since = System.nanoTime(); // the start of the time in which bytes are counted
    private long count; // bytes that arrived in it

    @Override
    public CompletionStage<Body> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        source.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(buffers);
    }

    @Override
    public void onError(Throwable error) {
        arrived.add(error);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }

    /**
     * The next bytes; null at the end.
     *
     * @throws Passing if the connection was cut, or nothing arrives for so long
     */
    ByteBuffer next(Watch watch, Duration silence) {
        long deadline = System.nanoTime() + silence.toNanos();
        while (ready.isEmpty() && !ended) {
            take(poll(), silence, deadline);
            watch.check();
        }
        countLeast(silence);
        return ready.poll();
    }

    /** A server that sends a byte now and then could hold a client for years. */
    private void countLeast(Duration silence) {
        count += ready.isEmpty() ? 0 : ready.peek().remaining();
        long passed = System.nanoTime() - since;
        if (passed > silence.toNanos() && !ended) {
            if (count < LEAST * silence.toMillis() / 1000) {
                throw Passing.of("only %d bytes in %d ms".formatted(count, passed / 1_000_000));
            }
            since = System.nanoTime();
            count = 0;
        }
    }

    private Object poll() {
        try {
            return arrived.poll(Watch.POLL, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void take(Object item, Duration silence, long deadline) {
        if (item == null) {
            if (System.nanoTime() - deadline > 0) {
                throw Passing.of("nothing for " + silence.toMillis() + " ms");
            }
        } else if (item instanceof Throwable error) {
            throw Passing.of("the connection cut (" + error.getMessage() + ")");
        } else if (item instanceof List<?> buffers) {
            buffers.forEach(buffer -> ready.add((ByteBuffer) buffer));
            ready.removeIf(buffer -> !buffer.hasRemaining());
            subscription.request(1);
        } else {
            ended = true;
        }
    }

    /** Lets go of the connection; what has not arrived is not read. */
    @Override
    public void close() {
        if (!ended && subscription != null) {
            subscription.cancel();
        }
    }
}
