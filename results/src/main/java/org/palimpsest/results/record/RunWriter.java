package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private RunInfo info;

    private RunWriter(Disk disk, RunFolder folder, RunInfo info) {
        this.disk = disk;
        this.folder = folder;
        this.info = info;
    }

    /** Begins a run in its folder, wiping what lies there. */
    static RunWriter create(Disk disk, RunFolder folder, RunInfo info) {
        disk.createFolder(folder.path());
        disk.delete(folder.info()); // first, so that no half-wiped folder passes for a record
        folder.files().forEach(disk::delete);
        Map<String, Long> committed = new LinkedHashMap<>();
        for (Table<?> table : Table.ALL) {
            disk.write(folder.table(table), table.header());
            committed.put(table.name(), (long) table.header().length);
        }
        RunWriter writer = new RunWriter(disk, folder, info);
        writer.commit(info.withBookkeeping(0, committed));
        return writer;
    }

    /** Takes a run up at its last commit. */
    static RunWriter resume(Disk disk, RunFolder folder, RunInfo info) {
        requireCommitted(folder, info);
        folder.leftovers(info).forEach(disk::delete);
        Map<String, Long> committed = new LinkedHashMap<>(info.committed());
        for (Table<?> table : Table.ALL) {
            if (committed.containsKey(table.name())) {
                disk.truncate(folder.table(table), committed.get(table.name()));
            } else { // begun before this table existed
                disk.write(folder.table(table), table.header());
                committed.put(table.name(), (long) table.header().length);
            }
        }
        return new RunWriter(disk, folder, info.withBookkeeping(info.resumed() + 1, committed));
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
                && Table.ALL.stream().allMatch(table -> info.committed().get(table.name()) == table.header().length);
    }

    /**
     * Commits a task: its rows, the state to go on from, and the progress. With {@code tasksDone} 0 the rows are those
     * of the untrained network.
     *
     * @param progress the run with the task counted; {@code resumed} and {@code committed} are filled in here
     * @param examination rows to append, in the order they shall stand
     * @param probe rows to append, in the order they shall stand
     * @param gauges rows to append, in the order they shall stand
     * @param training rows to append, in the order they shall stand
     * @param checkpoint writes the state, or {@link CheckpointWriter#NONE}
     * @throws IllegalArgumentException if {@code progress} is another run's, has ended, or does not go forward
     */
    public void commitTask(
            RunInfo progress,
            Examination examination,
            List<ProbeRow> probe,
            List<GaugeRow> gauges,
            List<TrainingRow> training,
            CheckpointWriter checkpoint) {
        requireForward(progress);
        Map<String, Long> committed = new LinkedHashMap<>(info.committed());
        committed.put(Table.ACCURACY.name(), append(Table.ACCURACY, examination.accuracy()));
        committed.put(Table.PROBE.name(), append(Table.PROBE, probe));
        committed.put(Table.CONFUSION.name(), append(Table.CONFUSION, examination.confusion()));
        committed.put(Table.GAUGES.name(), append(Table.GAUGES, gauges));
        committed.put(Table.TRAINING.name(), append(Table.TRAINING, training));
        committed.remove(RunFolder.CHECKPOINT);
        write(checkpoint, progress.tasksDone()).ifPresent(bytes -> committed.put(RunFolder.CHECKPOINT, bytes));
        commit(progress.withBookkeeping(info.resumed(), committed));
    }

    /** As {@link #commitTask(RunInfo, Examination, List, List, List, CheckpointWriter)}, for a task of which nothing else is known. */
    public void commitTask(
            RunInfo progress, Examination examination, List<ProbeRow> probe, CheckpointWriter checkpoint) {
        commitTask(progress, examination, probe, List.of(), List.of(), checkpoint);
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

    private <R> long append(Table<R> table, List<R> rows) {
        long before = info.committed().get(table.name());
        byte[] lines = Csv.lines(() -> rows.stream().map(table.write()).iterator()).getBytes(StandardCharsets.UTF_8);
        if (lines.length > 0) {
            disk.append(folder.table(table), before, lines);
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
            Path file = state ? folder.checkpoint(info.tasksDone()) : folder.path().resolve(entry.getKey() + ".csv");
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
