package org.palimpsest.results.record;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records one run, task by task, or part by part of a long one. It is committed by replacing {@code run.json}, which holds the length of every
 * table, after the tables and the checkpoint are on disk: a run killed at any moment is either before or after that
 * replacement, and {@link RunStore#resume} drops whatever was written beyond the last one. Every method throws
 * {@link RecordException} if the disk is full or cannot be written; the last commit then stands. Not safe for use by
 * several threads.
 */
public final class RunWriter {
    private final Disk disk;
    private final RunFolder folder;
    private final List<Table<?>> tables;
    private final Map<Table<?>, Sha256> digests = new HashMap<>();
    private RunInfo info;
    private HeldLines held;
    private Map<String, Path> kept = Map.of(); // of the state that the end of the run commits

    private RunWriter(Disk disk, RunFolder folder, Collection<Table<?>> tables, RunInfo info) {
        this.disk = disk;
        this.folder = folder;
        this.tables = List.copyOf(tables);
        this.info = info;
        tables.forEach(table -> digests.put(table, Sha256.EMPTY));
    }

    /** Begins a run in its folder, wiping what lies there. */
    static RunWriter create(Disk disk, RunFolder folder, RunInfo info, List<Table<?>> tables) {
        disk.createFolder(folder.path());
        disk.delete(folder.info()); // first, so that no half-wiped folder passes for a record
        folder.files().forEach(disk::delete);
        RunWriter writer = new RunWriter(disk, folder, tables, info);
        Map<String, Long> committed = new LinkedHashMap<>();
        tables.forEach(table -> committed.put(table.name(), 0L));
        writer.commit(info.withBookkeeping(0, committed, Map.of()), List.of());
        writer.held = writer.none();
        return writer;
    }

    /**
     * Takes a run up at its last commit.
     *
     * @param recorded the tables that it has, with the digests of what they hold
     * @param filled those that it is to have
     */
    static RunWriter resume(Disk disk, RunFolder folder, RunInfo info, Map<Table<?>, Sha256> recorded, List<Table<?>> filled) {
        folder.leftovers(info).forEach(disk::delete);
        Set<Table<?>> tables = new LinkedHashSet<>(recorded.keySet());
        tables.addAll(filled);
        RunWriter writer = new RunWriter(disk, folder, tables, info);
        writer.digests.putAll(recorded);
        Map<String, Long> committed = new LinkedHashMap<>(info.committed());
        tables.forEach(table -> committed.putIfAbsent(table.name(), 0L));
        Map<String, String> digests = writer.hex(writer.digests);
        info.digests().forEach((key, digest) -> {
            if (!RunFolder.isTable(key)) {
                digests.put(key, digest);
            }
        });
        writer.info = info.withBookkeeping(info.resumed() + 1, committed, digests);
        writer.cut();
        writer.held = writer.none();
        return writer;
    }

    /** Drops what stands in the tables beyond what is committed. */
    private void cut() {
        for (Table<?> table : tables) {
            Path file = folder.table(table.name());
            long committed = info.committed().get(table.name());
            if (committed == 0) {
                disk.delete(file);
            } else if (RunFolder.size(file) > committed) {
                disk.truncate(file, committed);
            }
        }
    }

    /** Those of the tables; one without rows has none, as it has no file. */
    private Map<String, String> hex(Map<Table<?>, Sha256> digests) {
        Map<String, String> hex = new LinkedHashMap<>();
        tables.stream().filter(table -> digests.get(table) != Sha256.EMPTY).forEach(table -> hex.put(table.name(), digests.get(table).hex()));
        return hex;
    }

    /** The run as last committed, counting this resumption. */
    public RunInfo info() {
        return info;
    }

    /** The run's folder. */
    public Path directory() {
        return folder.path();
    }

    /** The checkpoint of the last commit; empty if none was written. */
    public Optional<Path> checkpoint() {
        return info.committed().containsKey(RunFolder.CHECKPOINT)
                ? Optional.of(folder.checkpoint(info))
                : Optional.empty();
    }

    /**
     * The checkpoint at the start of the task that the last commit is {@linkplain #commitInside inside} of; empty if it is inside of none, or the task
     * began with a student as it is made.
     */
    public Optional<Path> start() {
        return info.committed().containsKey(RunFolder.START) ? Optional.of(folder.start(info)) : Optional.empty();
    }

    /** Whether nothing is committed yet, not even the rows of the untrained network. */
    public boolean isFresh() {
        return info.tasksDone() == 0 && info.partsDone() == 0
                && checkpoint().isEmpty()
                && tables.stream().allMatch(table -> info.committed().get(table.name()) <= folder.file(table, info).header().length);
    }

    /**
     * Takes rows that are to be committed later, perhaps with those of other tasks: all of them, or none.
     *
     * @param rows rows to append to the run's tables, in the order they shall stand
     * @throws IllegalArgumentException if a row does not fit the run, comes twice, or is of a table that the run does not have
     */
    public void hold(TableRows rows) {
        held.add(rows);
    }

    /**
     * Commits the tasks, or parts of one, whose rows are held: the rows, the state to go on from, and the progress.
     *
     * @param progress the run with these counted; {@code resumed} and {@code committed} are filled in here
     * @param checkpoint writes the state, or {@link CheckpointWriter#NONE}
     * @throws IllegalArgumentException if {@code progress} is another run's, has ended, or does not go forward. Nothing is written then
     */
    public void commitHeld(RunInfo progress, CheckpointWriter checkpoint) {
        requireForward(progress);
        commit(progress, held, write(checkpoint, progress));
    }

    /** As {@link #commitHeld}, at the end of a task, with a state that stays when the run has gone on from it. */
    public void commitHeldAndKeep(RunInfo progress, CheckpointWriter checkpoint) {
        requireForward(progress);
        require(progress.tasksDone() > 0 && progress.partsDone() == 0, "states are kept at the end of a task");
        Map<String, Path> files = write(checkpoint, progress);
        files.putAll(kept(files, progress));
        commit(progress, held, files);
    }

    /**
     * Writes the state after the last task, which {@link #finish} commits as one that stays.
     *
     * @param progress the run with all tasks counted
     */
    public void keepAtEnd(RunInfo progress, CheckpointWriter state) {
        requireForward(progress);
        kept = kept(write(state, progress), progress);
    }

    private static Map<String, Path> kept(Map<String, Path> files, RunInfo progress) {
        Map<String, Path> kept = new LinkedHashMap<>();
        files.forEach((key, file) -> kept.put(RunFolder.keptKey(progress.tasksDone(), key), file));
        return kept;
    }

    /**
     * As {@link #commitHeld}, inside a task that can only be gone on with from the state at its start and what has changed since: the checkpoint at its
     * start, which the last commit must be unless it was inside the task itself, is kept beside the new one. Rows that are held are of earlier tasks.
     *
     * @param progress the run with more parts of the task done, not with more tasks
     * @param checkpoint writes what has changed since
     * @throws IllegalArgumentException as {@link #commitHeld}, and if {@code progress} has other tasks done. Nothing is written then
     */
    public void commitInside(RunInfo progress, CheckpointWriter checkpoint) {
        requireForward(progress);
        require(progress.tasksDone() == info.tasksDone(), "a commit inside task " + (progress.tasksDone() + 1) + " does not follow its start");
        Map<String, Path> files = new LinkedHashMap<>();
        info.committed().keySet().stream().filter(RunFolder::isOfPiece).forEach(key -> files.put(key, folder.file(key, info)));
        (info.partsDone() == 0 ? checkpoint() : start()).ifPresent(start -> files.put(RunFolder.START, start));
        files.putAll(write(checkpoint, progress));
        commit(progress, held, files);
    }

    /**
     * Commits a task: its rows, the state to go on from, and the progress. With {@code tasksDone} 0 the rows are those
     * of the untrained network.
     *
     * @param progress the run with the task counted; {@code resumed} and {@code committed} are filled in here
     * @param rows rows to append to the run's tables, in the order they shall stand
     * @param checkpoint writes the state, or {@link CheckpointWriter#NONE}
     * @throws IllegalArgumentException if {@code progress} is another run's, has ended, or does not go forward; if a row does not fit the
     *     run, or is of a table that the run does not have. Nothing is written then
     */
    public void commitTask(RunInfo progress, TableRows rows, CheckpointWriter checkpoint) {
        requireForward(progress);
        HeldLines own = none();
        own.add(rows);
        commit(progress, own, write(checkpoint, progress));
    }

    private void commit(RunInfo next, HeldLines lines, Map<String, Path> states) {
        Map<Table<?>, Sha256> longer = new HashMap<>(digests);
        Map<String, Long> committed = new LinkedHashMap<>(info.committed());
        List<Path> written = new ArrayList<>();
        lines.forEach((table, bytes) -> {
            written.add(append(table, bytes));
            committed.merge(table.name(), (long) bytes.length, Long::sum);
            longer.put(table, digests.get(table).and(bytes));
        });
        Map<String, String> hex = hex(longer);
        committed.keySet().removeIf(RunFolder::isOfCheckpoint);
        info.digests().forEach((key, digest) -> {
            if (RunFolder.isKept(key)) {
                hex.put(key, digest);
            }
        });
        Map<Path, Optional<String>> known = folder.states(info);
        Map<Path, String> digestOf = new HashMap<>();
        states.forEach((key, file) -> {
            committed.put(key, RunFolder.size(file));
            hex.put(key, digestOf.computeIfAbsent(file, f -> {
                if (!known.containsKey(f)) {
                    written.add(f);
                }
                return known.getOrDefault(f, Optional.empty()).orElseGet(() -> Sha256.of(f, Long.MAX_VALUE).hex());
            }));
        });
        commit(next.withBookkeeping(info.resumed(), committed, hex), written);
        digests.putAll(longer);
        held = none();
    }

    /**
     * Commits the rows that are held, ends the run and drops what it would go on from, all at once. States that are kept stay.
     *
     * @param end the run with its final status, see {@link RunInfo#finished}
     * @throws IllegalArgumentException if {@code end} is another run's or still running, or this one has ended
     */
    public void finish(RunInfo end) {
        require(end.id().equals(info.id()), "record of " + info.id() + " given " + end.id());
        require(info.status() == RunStatus.RUNNING, "the run has ended");
        require(end.status() != RunStatus.RUNNING, "a run cannot end as running");
        cut(); // what a commit that came to nothing has written
        commit(end, held, kept);
    }

    private void requireForward(RunInfo progress) {
        require(progress.id().equals(info.id()), "record of " + info.id() + " given " + progress.id());
        require(info.status() == RunStatus.RUNNING && progress.status() == RunStatus.RUNNING, "the run has ended");
        // rows must not come twice, and the checkpoint in force must not be written over before the next is committed
        require(
                progress.tasksDone() > info.tasksDone() || progress.tasksDone() == info.tasksDone() && progress.partsDone() > info.partsDone() || isFresh(),
                progress.tasksDone() + " tasks done follows " + info.tasksDone() + parts(info));
    }

    private static String parts(RunInfo info) {
        return info.partsDone() == 0 ? "" : " and " + info.partsDone() + " parts of the next lesson";
    }

    private HeldLines none() {
        return new HeldLines(folder, tables, info);
    }

    private Path append(Table<?> table, byte[] lines) {
        Path file = folder.table(table.name());
        long before = info.committed().get(table.name());
        if (before == 0) {
            disk.write(file, lines);
        } else {
            disk.append(file, before, lines);
        }
        return file;
    }

    /**
     * The files of the checkpoint by their keys; none if the writer made none. They have their final names at once: before the commit nobody
     * looks for them.
     */
    private Map<String, Path> write(CheckpointWriter checkpoint, RunInfo progress) {
        Path file = folder.checkpoint(progress);
        disk.delete(file); // of a commit that failed and is repeated
        Set<Path> known = folder.states(info).keySet();
        Map<String, Path> files = new LinkedHashMap<>();
        disk.write(file, checkpoint, (name, bytes) -> {
            String key = RunFolder.key(name);
            files.put(key, Pieces.file(file, name));
            if (!known.contains(files.get(key))) {
                disk.write(files.get(key), bytes.get());
            }
        });
        if (Files.exists(file)) {
            files.put(RunFolder.CHECKPOINT, file);
        }
        return files;
    }

    private void commit(RunInfo next, List<Path> written) {
        disk.replace(folder.info(), Seal.write(next), written);
        info = next;
        folder.leftovers(next).forEach(disk::delete);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
