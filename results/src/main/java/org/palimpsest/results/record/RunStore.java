package org.palimpsest.results.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The run records below one results folder: {@code <results>/runs/<benchmark>/<method>/<seed>-<digest>/}. Records may
 * be read at any time; whoever writes holds the {@linkplain #lock lock}.
 */
public final class RunStore {

    private static final Pattern RUN = Pattern.compile("(-?\\d{1,19})-([0-9a-f]{12})");
    private static final Comparator<RunId> ORDER = Comparator.comparing(RunId::benchmark)
            .thenComparing(RunId::method)
            .thenComparing(RunId::seed)
            .thenComparing(RunId::digest);

    private final Path results;
    private final Disk disk;

    RunStore(Path results, Disk disk) {
        this.results = results;
        this.disk = disk;
    }

    /** The store below a results folder, which need not exist yet. */
    public static RunStore at(Path results) {
        return new RunStore(results, new Disk());
    }

    /** Networks that several runs start from, in the same results folder. */
    public BaseStore bases() {
        return new BaseStore(results, disk);
    }

    /**
     * Takes the results folder for this process, waiting while another holds it, and sweeps away what runs killed in
     * their last moment left behind. The lock falls with the process, however it ends.
     *
     * @param waiting told who holds the folder, once for each holder met
     * @param patience how long to wait; zero to try once
     * @return closes without an exception
     * @throws LockedException if another process still holds it then
     * @throws RecordException if the folder cannot be written
     */
    public ResultsLock lock(Consumer<String> waiting, Duration patience) {
        disk.createFolder(results);
        ResultsLock lock = ResultsLock.acquire(results.resolve(".lock"), waiting, patience);
        try {
            sweep();
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        return lock;
    }

    /**
     * The last committed state of a run; empty if nothing was ever committed.
     *
     * @throws RecordException if its {@code run.json} is damaged
     */
    public Optional<RunInfo> find(RunId id) {
        Optional<RunInfo> info = folder(id).readInfo();
        info.filter(found -> !found.id().equals(id)).ifPresent(found -> {
            throw new RecordException(folder(id).info(), "is the record of another run, " + found.id());
        });
        return info;
    }

    /** Begins a run. Whatever lies in its folder, of an earlier attempt or another format, is wiped. */
    public RunWriter create(RunInfo info) {
        return RunWriter.create(disk, folder(info.id()), info);
    }

    /**
     * Takes up a run at its last committed task: rows and files beyond it are dropped.
     *
     * @throws RecordException if nothing was committed, the run has ended, or committed bytes are missing
     */
    public RunWriter resume(RunId id) {
        RunInfo info = require(id);
        if (info.status() != RunStatus.RUNNING) {
            throw new RecordException(folder(id).info(), "cannot be resumed, the run has " + info.status().id());
        }
        return RunWriter.resume(disk, folder(id), info);
    }

    /**
     * All committed runs of the given names, by benchmark, method, seed and digest.
     *
     * @throws RecordException if one of them is damaged
     */
    public List<RunRecord> runs(Predicate<RunId> wanted) {
        return ids().stream().filter(wanted).map(this::read).toList();
    }

    /** The names of all committed runs, by benchmark, method, seed and digest. */
    public List<RunId> ids() {
        return folders().filter(id -> Files.exists(folder(id).info())).toList();
    }

    /**
     * Reads a run as far as it was committed.
     *
     * @throws RecordException if there is none or it is damaged, naming file and line
     */
    public RunRecord read(RunId id) {
        RunInfo info = require(id);
        RunFolder folder = folder(id);
        RunRecord record = new RunRecord(
                info, folder.read(Table.ACCURACY, info), folder.read(Table.PROBE, info),
                folder.read(Table.CONFUSION, info), folder.read(Table.GAUGES, info), folder.read(Table.TRAINING, info));
        for (AccuracyRow row : record.accuracy()) {
            requireTask(folder.table(Table.ACCURACY), info, Math.max(row.trainedTask(), row.task()));
        }
        for (ProbeRow row : record.probe()) {
            requireTask(folder.table(Table.PROBE), info, Math.max(row.trainingTask(), row.task()));
        }
        for (ConfusionRow row : record.confusion()) {
            requireTask(folder.table(Table.CONFUSION), info, row.trainedTask());
        }
        for (GaugeRow row : record.gauges()) {
            requireTask(folder.table(Table.GAUGES), info, row.task());
        }
        for (TrainingRow row : record.training()) {
            requireTask(folder.table(Table.TRAINING), info, row.task());
        }
        return record;
    }

    private RunInfo require(RunId id) {
        return find(id).orElseThrow(() -> new RecordException(folder(id).path(), "there is no run record"));
    }

    private static void requireTask(Path file, RunInfo info, int task) {
        if (task > info.tasks()) {
            throw new RecordException(file, "damaged, speaks of task " + task + " of " + info.tasks());
        }
    }

    private void sweep() {
        folders().map(this::folder).filter(RunFolder::mayHoldLeftovers).forEach(folder -> ended(folder)
                .ifPresent(info -> folder.leftovers(info).forEach(disk::delete)));
    }

    private static Optional<RunInfo> ended(RunFolder folder) {
        try {
            return folder.readInfo().filter(info -> info.status() != RunStatus.RUNNING);
        } catch (RecordException e) {
            return Optional.empty(); // told to whoever reads that run, and no reason to keep others from running
        }
    }

    private RunFolder folder(RunId id) {
        return new RunFolder(root().resolve(id.relativePath()));
    }

    private Path root() {
        return results.resolve("runs");
    }

    /** The names of all folders that may hold a run; others below the root are not ours and left alone. */
    private Stream<RunId> folders() {
        if (!Files.isDirectory(root())) {
            return Stream.empty();
        }
        try (Stream<Path> walk = Files.find(root(), 3, (path, attributes) -> attributes.isDirectory())) {
            return walk.map(root()::relativize).flatMap(RunStore::id).sorted(ORDER).toList().stream();
        } catch (IOException e) {
            throw RecordException.io(root(), "list", e);
        } catch (UncheckedIOException e) {
            throw RecordException.io(root(), "list", e.getCause());
        }
    }

    private static Stream<RunId> id(Path path) {
        Matcher run = RUN.matcher(path.getFileName().toString());
        if (path.getNameCount() != 3 || !run.matches()) {
            return Stream.empty();
        }
        try {
            RunId id = new RunId(
                    path.getName(0).toString(), path.getName(1).toString(), Long.parseLong(run.group(1)), run.group(2));
            return id.relativePath().equals(path) ? Stream.of(id) : Stream.empty();
        } catch (IllegalArgumentException e) {
            return Stream.empty(); // a foreign folder of a similar shape
        }
    }
}
