package org.palimpsest.harness.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.Stopping;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;

/**
 * Goes through a plan with several processes, each of which makes one run at a time, as {@link SuiteRunner} does with this process alone: the same records,
 * whichever process makes which run and in which order. A process that dies, or is stuck, loses nothing that was committed: its run goes on in another one.
 */
public final class WorkerPool {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration HELD_UP = Duration.ofSeconds(3);
    private static final int MOST_FALSE_STARTS = 6;
    /** How often a process may end before a run has begun, of which its record cannot know. */
    private static final int MOST_UNBEGUN = 5;
    private static final int MOST_LOSSES = 30;

    private final Crew crew;
    private final RunStore store;
    private final RunListener listener;
    private final Consumer<String> say;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final Deque<PlannedRun> waiting = new ArrayDeque<>();
    private final Map<RunId, RunInfo> infos = new HashMap<>();
    private final Map<RunId, Integer> unbegun = new HashMap<>();
    private final Map<RunId, Integer> losses = new HashMap<>();
    private long looked = System.nanoTime();
    private int allowed;
    private int falseStarts;
    private boolean handsOut = true;

    private record Event(Worker worker, Optional<Message> message) {}

    /**
     * A pool.
     *
     * @param store whose lock the caller holds
     * @param say takes a line for people
     */
    public WorkerPool(Crew crew, RunStore store, RunListener listener, Consumer<String> say) {
        this.crew = crew;
        this.store = store;
        this.listener = listener;
        this.say = say;
        allowed = crew.commands().size();
    }

    /**
     * Makes all runs and returns what their records say, in the order of the plan; without those that were not begun because another one had failed.
     *
     * @param bad told of each run whose record cannot be used, which is left as it is and out of what is returned
     * @throws PoolException if workers cannot work
     */
    public List<RunInfo> run(Plan plan, Consumer<BadRecordException> bad) {
        for (PlannedRun run : plan.runs()) {
            try {
                Optional<RunInfo> done = store.find(run.id()).filter(SuiteRunner::isOver);
                done.ifPresent(info -> {
                    infos.put(run.id(), info);
                    listener.skipped(run, info);
                });
                if (done.isEmpty()) {
                    waiting.add(run);
                }
            } catch (BadRecordException e) {
                listener.unusable(run);
                bad.accept(e);
            }
        }
        Stopping.set(() -> workers.forEach(Worker::stop));
        try {
            while (handsOut && !waiting.isEmpty() || workers.stream().anyMatch(worker -> worker.run().isPresent())) {
                hire();
                Event event = events.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                while (event != null) {
                    hear(event.worker(), event.message(), bad);
                    event = events.poll();
                }
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolException("interrupted while workers were at work");
        } finally {
            workers.forEach(worker -> {
                if (worker.run().isPresent()) {
                    worker.stop();
                }
                worker.dismiss();
            });
            workers.forEach(Worker::end);
            Stopping.clear();
        }
        return plan.runs().stream().map(run -> infos.get(run.id())).filter(info -> info != null).toList();
    }

    /** Now and then, whether all of them live. While this process itself was held up, nobody could be heard. */
    private void look() {
        long pause = System.nanoTime() - looked;
        if (pause < LOOK.toNanos()) {
            return;
        }
        looked += pause;
        if (pause > HELD_UP.toNanos()) {
            workers.forEach(worker -> worker.excuse(pause));
        }
        workers.stream().filter(worker -> !worker.isStopped() && (worker.run().isPresent() || !worker.ready()) && worker.isStuck(crew.patience()))
                .forEach(this::wake);
        workers.stream().filter(Worker::isStubborn).forEach(Worker::kill);
        spareMemory();
    }

    private void hire() {
        long idle = workers.stream().filter(worker -> worker.run().isEmpty()).count();
        while (handsOut && workers.size() < allowed && idle < waiting.size()) {
            try {
                int place = IntStream.range(0, allowed).filter(i -> workers.stream().noneMatch(worker -> worker.place() == i)).findFirst().orElseThrow();
                workers.add(Worker.start(place, crew.commands().get(place), (worker, message) -> events.add(new Event(worker, message)), say));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            idle++;
        }
    }

    private void hear(Worker worker, Optional<Message> heard, Consumer<BadRecordException> bad) {
        if (heard.isEmpty()) {
            ended(worker, bad);
            return;
        }
        worker.moved();
        Message message = heard.get();
        if (message.palimpsest() == Message.Kind.READY) {
            worker.run().ifPresent(run -> over(worker, run)); // its end was not understood
            worker.free();
            falseStarts = 0;
            assign(worker);
            return;
        }
        if (worker.run().isEmpty()) {
            return; // a late word on a run that is over
        }
        PlannedRun run = worker.run().get();
        switch (message.palimpsest()) {
            case STARTED -> {
                unbegun.remove(run.id());
                listener.started(run, message.total(), message.updates());
            }
            case AT -> listener.progressed(run, message.task(), message.updates());
            case TAUGHT -> listener.taskDone(run, message.task(), message.seconds());
            case ENDED -> over(worker, run);
            case UNUSABLE -> {
                worker.free();
                listener.unusable(run);
                bad.accept(BadRecordException.told(Path.of(message.file()), message.text()));
            }
            default -> throw new IllegalStateException(message.toString());
        }
    }

    private void over(Worker worker, PlannedRun run) {
        RunInfo info = store.find(run.id())
                .orElseThrow(() -> new PoolException(run.id().relativePath() + ": a worker says that it is over, but nothing of it is recorded"));
        infos.put(run.id(), info);
        worker.free();
        listener.ended(run, info);
        if (crew.failFast() && info.status() == RunStatus.FAILED && handsOut) {
            handsOut = false;
            say.accept("a run failed, and no further one is begun (--fail-fast); those at work are brought to their end");
        }
    }

    private void assign(Worker worker) {
        if (handsOut && !waiting.isEmpty()) {
            worker.make(waiting.poll());
        } else {
            worker.dismiss();
        }
    }

    /** A process is gone. Its run, if it had one, is the next that is handed out; how often that may happen once it has begun, the engine decides. */
    private void ended(Worker worker, Consumer<BadRecordException> bad) {
        int code = worker.end();
        if (code == Crew.STOPPED && !worker.isStopped()) {
            pause(); // whoever stops all processes stops this one, too
        }
        workers.remove(worker);
        boolean again = worker.run().filter(run -> worker.isStopped() || mayGoOn(run)).isPresent();
        worker.run().ifPresent(listener::lost);
        if (Crew.CANNOT.contains(code) || !worker.ready() && code != 0 && ++falseStarts == MOST_FALSE_STARTS) {
            throw new PoolException("a worker ended with exit code " + code + (worker.run().isPresent() ? " at " + name(worker) : " before it could work")
                    + "; what it said stands above. What is committed stays, and the same command goes on");
        }
        worker.run().filter(run -> again).ifPresent(waiting::addFirst);
        if (worker.run().isPresent() && !worker.isStopped()) {
            String what = name(worker) + ": its process ended without a word (exit code " + code + ")";
            if (again) {
                say.accept(what + (handsOut ? "; another one goes on with it" : "; the same command goes on with it"));
            } else {
                listener.unusable(worker.run().get());
                bad.accept(BadRecordException.told(worker.run().get().id().relativePath(), what + ", and so did those before; it is given up"));
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean mayGoOn(PlannedRun run) {
        return unbegun.merge(run.id(), 1, Integer::sum) < MOST_UNBEGUN & losses.merge(run.id(), 1, Integer::sum) < MOST_LOSSES;
    }

    private void wake(Worker worker) {
        say.accept(String.format(Locale.ROOT, "%s: no sign of life for %d s; its process is ended, and another one goes on with it", name(worker),
                crew.patience().toSeconds()));
        worker.kill();
    }

    /** Those that make runs, but for those whose end is near. */
    private List<Worker> busy() {
        return workers.stream().filter(worker -> worker.run().isPresent() && !worker.isStopped()).toList();
    }

    /** Before the system ends a process for want of memory, which may hit any, the run that was begun last waits. */
    private void spareMemory() {
        List<Worker> busy = busy();
        if (busy.size() > 1 && busy.size() == workers.size() && Machine.availableBytes() < crew.reserve()) {
            Worker last = busy.stream().max(Comparator.comparingLong(Worker::since)).orElseThrow();
            allowed = busy.size() - 1;
            say.accept(name(last) + ": memory is nearly used up; it waits, and " + allowed + " run(s) are made at a time from now on");
            last.stop();
        }
    }

    private static String name(Worker worker) {
        return worker.run().map(run -> run.id().relativePath().toString()).orElse("a worker");
    }
}
