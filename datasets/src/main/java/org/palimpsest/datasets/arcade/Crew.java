package org.palimpsest.datasets.arcade;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Threads that share the work on games side by side. Which of them plays which game makes no difference: no two games share anything. */
final class Crew implements AutoCloseable {
    private final ExecutorService others;
    private final int size;

    /** As many threads, that of the caller among them. */
    Crew(int threads) {
        size = threads - 1;
        others = Executors.newFixedThreadPool(Math.max(1, size), work -> {
            Thread thread = new Thread(work, "games");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does something with each game, numbered from 0, and returns when all is done. */
    void each(int games, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> {
            for (int game = next.getAndIncrement(); game < games; game = next.getAndIncrement()) {
                work.accept(game);
            }
        };
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < Math.min(size, games - 1); i++) {
            running.add(others.submit(share));
        }
        try {
            share.run();
        } finally {
            running.forEach(Crew::await);
        }
    }

    private static void await(Future<?> running) {
        boolean interrupted = false;
        while (true) {
            try {
                running.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the games must not be played on by two at once
            } catch (ExecutionException e) {
                throw new IllegalStateException("a game cannot be played", e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        others.shutdownNow();
    }
}
