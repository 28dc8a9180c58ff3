package org.palimpsest.results.record;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private final Tables tables;
    private final Disk disk;

    RunStore(Path results, Tables tables, Disk disk) {
        this.results = results;
        this.tables = tables;
        this.disk = disk;
    }

    /** The store below a results folder, which need not exist yet; for records without tables of plug-ins. */
    public static RunStore at(Path results) {
        return at(results, Tables.builtIn());
    }

    /**
     * The store below a results folder, which need not exist yet.
     *
     * @param tables that its records may have
     */
    public static RunStore at(Path results, Tables tables) {
        return new RunStore(results, tables, new Disk());
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
     * Joins in the hold of another process on the results folder, for which this one writes. It lasts as long as this process; the folder is nobody else's
     * before.
     *
     * @throws RecordException if the folder cannot be used
     */
    public Hold join() {
        return ResultsLock.join(results.resolve(".lock"));
    }

    /** Keeps which runs a suite, or what was chosen of one, consists of, in place of what was kept under that name. The caller holds the lock. */
    public void keepPlan(String name, Collection<RunId> runs) {
        keepNames(plan(name), runs);
    }

    /** Writes names of runs, a line each. */
    public void keepNames(Path file, Collection<RunId> runs) {
        String lines = runs.stream().map(id -> id.relativePath().toString().replace('\\', '/') + "\n").collect(Collectors.joining());
        disk.createFolder(file.getParent());
        disk.replace(file, lines.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The runs that were kept under a name; empty if none were.
     *
     * @throws RecordException if the file is damaged
     */
    public Optional<Set<RunId>> planned(String name) {
        Path file = plan(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return Optional.of(new LinkedHashSet<>(names(file)));
    }

    /**
     * Names of runs, a line each, as {@link #keepPlan} writes them.
     *
     * @throws RecordException if there is no such file, or it is damaged
     */
    public static List<RunId> names(Path file) {
        try {
            List<RunId> runs = new ArrayList<>();
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (int i = 0; i < lines.size(); i++) {
                int line = i + 1;
                runs.add(id(Path.of(lines.get(i))).findFirst()
                        .orElseThrow(() -> RecordException.atLine(file, line, "is the name of no run; delete the file, and the next 'run' writes it")));
            }
            return runs;
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    /** The names under which runs were kept, sorted. */
    public List<String> plans() {
        Path folder = results.resolve("plans");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".txt")).map(name -> name.replaceFirst("\\.txt$", ""))
                    .sorted().toList();
        } catch (IOException e) {
            throw RecordException.io(folder, "list", e);
        }
    }

    private Path plan(String name) {
        return results.resolve("plans").resolve(name + ".txt");
    }

    /**
     * Takes a run for this process, where several share the folder.
     *
     * @return empty if another process has it
     * @throws RecordException if the folder cannot be written
     */
    public Optional<Hold> hold(RunId id) {
        Path file = results.resolve("locks").resolve(id.relativePath().toString().replace(File.separatorChar, '_') + ".lock");
        disk.createFolder(file.getParent());
        return Hold.attempt(file);
    }

    /**
     * The last committed state of a run; empty if nothing was ever committed.
     *
     * @throws BadRecordException if its {@code run.json} is damaged
     */
    public Optional<RunInfo> find(RunId id) {
        return BadRecordException.reading(() -> {
            Optional<RunInfo> info = folder(id).readInfo();
            info.filter(found -> !found.id().equals(id)).ifPresent(found -> {
                throw new RecordException(folder(id).info(), "is the record of another run, " + found.id().relativePath());
            });
            return info;
        });
    }

    /** As {@link #find}, and empty too if the record is damaged. */
    public Optional<RunInfo> findSound(RunId id) {
        try {
            return find(id);
        } catch (BadRecordException e) {
            return Optional.empty();
        }
    }

    /** Bytes on disk of what is recorded of a run. */
    public long bytes(RunId id) {
        return folder(id).files().stream().mapToLong(RunFolder::size).sum();
    }

    /**
     * The last committed state of a run, all of whose files are as they were written; empty if nothing was ever committed.
     *
     * @throws BadRecordException naming the file that is damaged
     */
    public Optional<RunInfo> verify(RunId id) {
        Optional<RunInfo> info = find(id);
        return BadRecordException.reading(() -> {
            info.ifPresent(found -> folder(id).files(found).forEach(name -> folder(id).verify(name, found)));
            return info;
        });
    }

    /**
     * Begins a run. Whatever lies in its folder, of an earlier attempt or another format, is wiped.
     *
     * @param filled the tables that the run's kind of stream fills, in the order of {@code run.json}; no row of another can be committed
     * @throws IllegalArgumentException if one of them could not be read again, as it is not among the tables of this store
     */
    public RunWriter create(RunInfo info, List<Table<?>> filled) {
        requireReadable(filled);
        return RunWriter.create(disk, folder(info.id()), info, filled);
    }

    /**
     * Takes up a run at its last committed task: rows and files beyond it are dropped.
     *
     * @param filled as for {@link #create}; those that the run was begun without, in an older version, are begun now
     * @throws BadRecordException if nothing was committed, the run has ended, something committed is damaged, or a table is unknown; nothing
     *     is changed then
     */
    public RunWriter resume(RunId id, List<Table<?>> filled) {
        requireReadable(filled);
        RunFolder folder = folder(id);
        RunInfo info = require(id);
        Map<Table<?>, Sha256> recorded = BadRecordException.reading(() -> {
            if (info.status() != RunStatus.RUNNING) {
                throw new RecordException(folder.info(), "cannot be resumed, the run has " + info.status().id());
            }
            Map<Table<?>, Sha256> sound = new LinkedHashMap<>();
            folder.tables(info, tables).forEach(table -> sound.put(table, folder.verify(table.name(), info)));
            folder.files(info).stream().filter(key -> !RunFolder.isTable(key)).forEach(key -> folder.verify(key, info));
            return sound;
        });
        return RunWriter.resume(disk, folder, info, recorded, filled);
    }

    /**
     * Whether a run that was begun may go on with the code that there is now.
     *
     * @param plugins the plug-in jars that it is to use
     * @return false if it was begun with other code and has learned nothing yet, so that it may as well begin anew
     * @throws BadRecordException if it was begun with other code and has learned by it, naming both
     */
    public boolean mayGoOn(RunInfo begun, Environment now, List<PluginInfo> plugins) {
        Optional<String> change = CodeChange.between(begun, now, plugins);
        if (change.isPresent() && (begun.tasksDone() > 0 || begun.partsDone() > 0)) {
            throw new BadRecordException(folder(begun.id()).info(), change.get() + "; delete the run's folder to begin it again");
        }
        return change.isEmpty();
    }

    /**
     * The state that a run has kept after a task, as it was written.
     *
     * @param task from 1
     * @throws BadRecordException if none was kept, or it is damaged, naming the file
     */
    public Path kept(RunId id, int task) {
        RunInfo info = require(id);
        RunFolder folder = folder(id);
        return BadRecordException.reading(() -> {
            List<String> keys = info.committed().keySet().stream().filter(key -> RunFolder.isKept(key) && RunFolder.taskOfKept(key) == task).toList();
            if (keys.isEmpty()) {
                throw new RecordException(folder.info(), "has kept no state after task " + task);
            }
            keys.forEach(key -> folder.verify(key, info));
            return folder.file(RunFolder.keptKey(task, RunFolder.CHECKPOINT), info);
        });
    }

    /** What becomes of a run that another results folder offers. */
    public enum Taken {
        /** It was not here, and is now. */
        NEW,
        /** It is here, with the same rows in every table. */
        SAME,
        /** It is here and has ended otherwise, or not yet, and was left as it is. */
        OTHER,
        /** It has not ended there, and was left there. */
        UNFINISHED
    }

    /**
     * Takes over a run of another results folder, with the states that it has kept; what is here already is never written over. Killed at any moment, the run
     * is here as a whole, or not at all. The caller holds the lock.
     *
     * @throws BadRecordException if its record is damaged, there or here, or there is none
     */
    public Taken take(RunStore from, RunId id) {
        RunInfo offered = from.verify(id).orElseThrow(() -> new BadRecordException(from.folder(id).path(), "there is no run record"));
        if (offered.status() == RunStatus.RUNNING) {
            return Taken.UNFINISHED;
        }
        Optional<RunInfo> own = verify(id);
        if (own.isPresent()) {
            boolean same = own.get().status() == offered.status() && from.folder(id).rows(offered).equals(folder(id).rows(own.get()));
            return same ? Taken.SAME : Taken.OTHER;
        }
        disk.createFolder(folder(id).path());
        folder(id).files().forEach(disk::delete); // of a run that was not committed, or not taken over to its end
        List<Path> written = new ArrayList<>();
        for (String key : from.folder(id).files(offered)) {
            Path file = from.folder(id).file(key, offered);
            if (Files.exists(file)) {
                Path copy = folder(id).path().resolve(file.getFileName());
                disk.copy(file, copy);
                written.add(copy);
            }
        }
        disk.replace(folder(id).info(), from.folder(id).sealed(), written);
        return Taken.NEW;
    }

    /** How often a run was attempted in vain. */
    public Attempts attempts(RunId id) {
        return new Attempts(disk, folder(id));
    }

    /**
     * All committed runs of the given names, by benchmark, method, seed and digest.
     *
     * @param bad told of each that cannot be read, which is left out
     */
    public List<RunRecord> runs(Predicate<RunId> wanted, Consumer<BadRecordException> bad) {
        List<RunRecord> runs = new ArrayList<>();
        ids().stream().filter(wanted).forEach(id -> {
            try {
                runs.add(read(id));
            } catch (BadRecordException e) {
                bad.accept(e);
            }
        });
        return runs;
    }

    /** The names of all committed runs, by benchmark, method, seed and digest. */
    public List<RunId> ids() {
        return folders().filter(id -> Files.exists(folder(id).info())).toList();
    }

    /**
     * Reads a run as far as it was committed.
     *
     * @throws BadRecordException if there is none, it is damaged, naming file and line, or one of its tables is unknown, naming that
     */
    public RunRecord read(RunId id) {
        RunInfo info = require(id);
        RunFolder folder = folder(id);
        return BadRecordException.reading(() -> new RunRecord(info, folder.read(folder.tables(info, tables), info)));
    }

    private RunInfo require(RunId id) {
        return find(id).orElseThrow(() -> new BadRecordException(folder(id).path(), "there is no run record"));
    }

    private void requireReadable(List<Table<?>> filled) {
        for (Table<?> table : filled) {
            if (!tables.find(table.name()).filter(table::equals).isPresent()) {
                throw new IllegalArgumentException("the table '" + table.name() + "' could not be read again: " + table.getClass().getName()
                        + " is no service, it lacks @AutoService(Table.class)");
            }
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
