package org.palimpsest.harness.pool;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.SuiteRunner;

/**
 * The work of a process of a pool: it makes the runs whose names come in, a line each, one after the other, and says what becomes of them. When nothing
 * more can come in, whoever handed runs out is gone, and the process ends; at once if a run is at work.
 */
public final class WorkerLoop {
    private static final long BETWEEN_WORDS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final String END = "";

    private final Map<String, PlannedRun> runs;
    private final Plan plan;
    private final Consumer<String> out;
    private final Runnable orphaned;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final BlockingQueue<String> names = new LinkedBlockingQueue<>();

    /**
     * A worker.
     *
     * @param plan of which runs can be handed out
     * @param out takes a line
     * @param orphaned ends the process in the middle of a run
     */
    public WorkerLoop(Plan plan, Consumer<String> out, Runnable orphaned) {
        this.plan = plan;
        this.out = out;
        this.orphaned = orphaned;
        runs = plan.runs().stream().collect(Collectors.toMap(run -> run.id().relativePath().toString(), run -> run));
    }

    /**
     * Works until there is nothing more to do.
     *
     * @param in names of runs
     * @param runner makes a runner that tells a listener
     */
    public void serve(BufferedReader in, Function<RunListener, SuiteRunner> runner) {
        Thread reader = new Thread(() -> read(in), "runs");
        reader.setDaemon(true);
        reader.start();
        SuiteRunner suite = runner.apply(new Teller());
        try {
            while (true) {
                say(Message.of(Message.Kind.READY));
                String name = names.take();
                if (name.equals(END)) {
                    return;
                }
                PlannedRun run = runs.get(name);
                if (run == null) {
                    throw new PoolException("the suite has changed since the command began: " + name + " is no run of it any more");
                }
                make(suite, run);
                busy.set(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make(SuiteRunner suite, PlannedRun run) {
        List<Message> unusable = new ArrayList<>();
        suite.run(plan.only(List.of(run)), e -> unusable.add(
                Message.unusable(e.file().map(Path::toString).orElse(""), e.getMessage())));
        say(unusable.isEmpty() ? Message.of(Message.Kind.ENDED) : unusable.get(0));
    }

    private void read(BufferedReader in) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                busy.set(true);
                names.add(line);
            }
        } catch (IOException e) {
            // as good as the end
        }
        if (busy.get()) {
            orphaned.run();
        }
        names.add(END);
    }

    private void say(Message message) {
        out.accept(message.line());
    }

    /** Tells how a run gets on, as often as somebody may want to see it. */
    private final class Teller implements RunListener {
        private int task;
        private long updates;
        private long last;

        @Override
        public void started(PlannedRun run, long total, long done) {
            task = 0;
            updates = done;
            say(Message.started(done, total));
        }

        @Override
        public void updated(PlannedRun run, int inTask) {
            updates++;
            task = inTask;
            long now = System.nanoTime();
            if (now - last >= BETWEEN_WORDS) {
                last = now;
                say(Message.at(task, updates));
            }
        }

        @Override
        public void waiting(PlannedRun run) {
            say(Message.at(task, updates));
        }

        @Override
        public void taskDone(PlannedRun run, int task, double trainSeconds) {
            say(Message.taught(task, trainSeconds));
        }
    }
}
