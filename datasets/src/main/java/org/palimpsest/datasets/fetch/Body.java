package org.palimpsest.datasets.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read on the caller's thread, which waits for more bytes only so long. The client's own
 * streams wait for ever, and its time-out is for the whole answer.
 */
final class Body implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    private static final Signal END = new Signal(List.of(), null);

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final Duration patience;

    /** What the client said: some bytes, none at the end, or a fault. */
    private record Signal(List<ByteBuffer> bytes, Throwable fault) {}

    /** Begins to read; to be closed, or the connection stays open. */
    Body(Flow.Publisher<List<ByteBuffer>> publisher, Duration patience) {
        this.patience = patience;
        publisher.subscribe(this);
    }

    /**
     * The next bytes.
     *
     * @return an empty list at the end
     * @throws IOException if the connection failed or was silent for too long
     */
    List<ByteBuffer> next() throws IOException, InterruptedException {
        subscription.thenAccept(open -> open.request(1));
        Signal signal = signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (signal == null) {
            throw new IOException("the server sent nothing for " + patience.toMillis() / 1000.0 + " s");
        }
        if (signal.fault != null) {
            throw new IOException(signal.fault.getMessage(), signal.fault);
        }
        return signal.bytes;
    }

    @Override
    public void onSubscribe(Flow.Subscription open) {
        subscription.complete(open);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        signals.add(new Signal(bytes, null));
    }

    @Override
    public void onError(Throwable fault) {
        signals.add(new Signal(List.of(), fault));
    }

    @Override
    public void onComplete() {
        signals.add(END);
    }

    /** Drops the connection if the body has not ended. */
    @Override
    public void close() {
        subscription.thenAccept(Flow.Subscription::cancel);
    }
}
