package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records one run, task by task. A task is committed by replacing {@code run.json}, which holds the length of every
 * table, after the tables and the checkpoint are on disk: a run killed at any moment is either before or after that
 * replacement, and {@link RunStore#resume} drops whatever was written beyond the last one. Every method throws
 * {@link RecordException} if the disk is full or cannot be written; the last commit then stands. Not safe for use by
 * several threads.
 */
public final class RunWriter {

    private final Disk disk;
    private final RunFolder folder;
    private final List<Table<?>> tables;
    private RunInfo info;

    private RunWriter(Disk disk, RunFolder folder, List<Table<?>> tables, RunInfo info) {
        this.disk = disk;
        this.folder = folder;
        this.tables = tables;
        this.info = info;
    }

    /** Begins a run in its folder, wiping what lies there. */
    static RunWriter create(Disk disk, RunFolder folder, RunInfo info, List<Table<?>> tables) {
        disk.createFolder(folder.path());
        disk.delete(folder.info()); // first, so that no half-wiped folder passes for a record
        folder.files().forEach(disk::delete);
        RunWriter writer = new RunWriter(disk, folder, List.copyOf(tables), info);
        Map<String, Long> committed = new LinkedHashMap<>();
        tables.forEach(table -> committed.put(table.name(), writer.begin(table)));
        writer.commit(info.withBookkeeping(0, committed));
        return writer;
    }

    /**
     * Takes a run up at its last commit.
     *
     * @param recorded the tables that it has
     * @param filled those that it is to have
     */
    static RunWriter resume(Disk disk, RunFolder folder, RunInfo info, List<Table<?>> recorded, List<Table<?>> filled) {
        requireCommitted(folder, info);
        folder.leftovers(info).forEach(disk::delete);
        Set<Table<?>> tables = new LinkedHashSet<>(recorded);
        tables.addAll(filled);
        RunWriter writer = new RunWriter(disk, folder, List.copyOf(tables), info);
        Map<String, Long> committed = new LinkedHashMap<>(info.committed());
        recorded.forEach(table -> disk.truncate(folder.table(table.name()), committed.get(table.name())));
        tables.forEach(table -> committed.computeIfAbsent(table.name(), begun -> writer.begin(table)));
        writer.info = info.withBookkeeping(info.resumed() + 1, committed);
        return writer;
    }

    /** Writes a table without rows; returns its bytes. */
    private long begin(Table<?> table) {
        byte[] header = folder.file(table, info).header();
        disk.write(folder.table(table.name()), header);
        return header.length;
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
                ? Optional.of(folder.checkpoint(info.tasksDone()))
                : Optional.empty();
    }

    /** Whether nothing is committed yet, not even the rows of the untrained network. */
    public boolean isFresh() {
        return info.tasksDone() == 0
                && checkpoint().isEmpty()
                && tables.stream().allMatch(table -> info.committed().get(table.name()) == folder.file(table, info).header().length);
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
        require(tables.containsAll(rows.tables()), folder.path() + ": rows of " + rows.tables() + " given, the run has the tables " + tables);
        Map<Table<?>, byte[]> lines = new LinkedHashMap<>();
        tables.forEach(table -> lines.put(table, lines(table, rows)));
        Map<String, Long> committed = new LinkedHashMap<>(info.committed());
        lines.forEach((table, bytes) -> committed.put(table.name(), append(table, bytes)));
        committed.remove(RunFolder.CHECKPOINT);
        write(checkpoint, progress.tasksDone()).ifPresent(bytes -> committed.put(RunFolder.CHECKPOINT, bytes));
        commit(progress.withBookkeeping(info.resumed(), committed));
    }

    /**
     * Ends the run and drops its checkpoints.
     *
     * @param end the run with its final status, see {@link RunInfo#finished}
     * @throws IllegalArgumentException if {@code end} is another run's or still running, or this one has ended
     */
    public void finish(RunInfo end) {
        require(end.id().equals(info.id()), "record of " + info.id() + " given " + end.id());
        require(info.status() == RunStatus.RUNNING, "the run has ended");
        require(end.status() != RunStatus.RUNNING, "a run cannot end as running");
        Map<String, Long> committed = new LinkedHashMap<>(info.committed());
        committed.remove(RunFolder.CHECKPOINT);
        commit(end.withBookkeeping(info.resumed(), committed));
    }

    private void requireForward(RunInfo progress) {
        require(progress.id().equals(info.id()), "record of " + info.id() + " given " + progress.id());
        require(info.status() == RunStatus.RUNNING && progress.status() == RunStatus.RUNNING, "the run has ended");
        // rows must not come twice, and the checkpoint in force must not be written over before the next is committed
        require(
                progress.tasksDone() > info.tasksDone() || isFresh(),
                progress.tasksDone() + " tasks done follows " + info.tasksDone());
    }

    private <R> byte[] lines(Table<R> table, TableRows rows) {
        return folder.file(table, info).lines(rows.rows(table));
    }

    /** The bytes of the table with these. */
    private long append(Table<?> table, byte[] lines) {
        long before = info.committed().get(table.name());
        if (lines.length > 0) {
            disk.append(folder.table(table.name()), before, lines);
        }
        return before + lines.length;
    }

    /** The bytes of the checkpoint; empty if the writer made no file. */
    private Optional<Long> write(CheckpointWriter checkpoint, int tasksDone) {
        Path file = folder.checkpoint(tasksDone);
        Path temporary = file.resolveSibling(file.getFileName() + RunFolder.TEMPORARY);
        disk.delete(temporary); // of a commit that failed and is repeated
        disk.write(temporary, checkpoint);
        if (!Files.exists(temporary)) {
            return Optional.empty();
        }
        disk.rename(temporary, file);
        return Optional.of(size(file));
    }

    private void commit(RunInfo next) {
        disk.replace(folder.info(), Json.pretty(next).getBytes(StandardCharsets.UTF_8));
        info = next;
        folder.leftovers(next).forEach(disk::delete);
    }

    private static void requireCommitted(RunFolder folder, RunInfo info) {
        for (Map.Entry<String, Long> entry : info.committed().entrySet()) {
            boolean state = entry.getKey().equals(RunFolder.CHECKPOINT);
            Path file = state ? folder.checkpoint(info.tasksDone()) : folder.table(entry.getKey());
            long bytes = Files.exists(file) ? size(file) : 0;
            if (bytes < entry.getValue() || state && bytes > entry.getValue()) {
                throw new RecordException(
                        file,
                        "damaged, holds " + bytes + " bytes where " + entry.getValue()
                                + " were committed; delete the run's folder to begin it again");
            }
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
