package org.palimpsest.results.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files of one run, and how they are read. */
record RunFolder(Path path) {
    /** What a file is called while it is being written. */
    static final String TEMPORARY = ".tmp";

    /** The key of the checkpoint's length among the committed ones. */
    static final String CHECKPOINT = "checkpoint";

    /** The key of the length of the checkpoint at the start of the task that a run is inside of. */
    static final String START = CHECKPOINT + "-start";

    private static final String PIECE = CHECKPOINT + "/";
    private static final String KEPT = "kept/";
    private static final String BEGIN_AGAIN = "; delete the run's folder to begin it again";

    Path info() {
        return path.resolve("run.json");
    }

    /** The file of a table, by its name. */
    Path table(String name) {
        return path.resolve(name + ".csv");
    }

    /** The file of a table. */
    <R> TableFile<R> file(Table<R> table, RunInfo info) {
        return new TableFile<>(table(table.name()), table, info);
    }

    /** The file of the state after so much of a run. */
    Path checkpoint(RunInfo progress) {
        String part = progress.partsDone() == 0 ? "" : "-" + progress.partsDone();
        return checkpoint(progress.tasksDone() + part);
    }

    private Path checkpoint(String when) {
        return path.resolve(CHECKPOINT + "-" + when + ".bin");
    }

    /** The file of the state at the start of the task that a run is inside of. */
    Path start(RunInfo progress) {
        return checkpoint(Integer.toString(progress.tasksDone()));
    }

    /** The key of a piece of the checkpoint among the committed lengths. */
    static String key(String piece) {
        return PIECE + piece;
    }

    /** Whether a key of a committed length is that of the checkpoint or of a piece of it: of what the run goes on from. */
    static boolean isOfCheckpoint(String key) {
        return key.equals(CHECKPOINT) || key.equals(START) || isOfPiece(key);
    }

    /** Whether a key of a committed length is that of a piece of the checkpoint. */
    static boolean isOfPiece(String key) {
        return key.startsWith(PIECE);
    }

    /** The key of what is kept of the state after a task, by its key in the checkpoint: {@code kept/3}, and {@code kept/3/NAME} of a piece. */
    static String keptKey(int task, String checkpointKey) {
        return KEPT + task + checkpointKey.substring(CHECKPOINT.length());
    }

    /** Whether a key of a committed length is of a state that stays. */
    static boolean isKept(String key) {
        return key.startsWith(KEPT);
    }

    /** Whether a key of a committed length is a table's. */
    static boolean isTable(String key) {
        return !isOfCheckpoint(key) && !isKept(key);
    }

    /** The task after which the state that a key is of was kept. */
    static int taskOfKept(String key) {
        return Integer.parseInt(key.split("/")[1]);
    }

    /** The keys of committed lengths, of those that share a file one. */
    Collection<String> files(RunInfo info) {
        Map<Path, String> byFile = new LinkedHashMap<>();
        info.committed().keySet().forEach(key -> byFile.putIfAbsent(file(key, info), key));
        return byFile.values();
    }

    /** The digests of the tables that have rows, by their names. */
    Map<String, String> rows(RunInfo info) {
        Map<String, String> rows = new TreeMap<>();
        info.committed().forEach((key, length) -> {
            if (isTable(key) && length > 0) {
                rows.put(key, verify(key, info).hex());
            }
        });
        return rows;
    }

    /** The digests of the states that are on disk as committed, by their files; empty where an older version wrote none. */
    Map<Path, Optional<String>> states(RunInfo info) {
        Map<Path, Optional<String>> states = new LinkedHashMap<>();
        info.committed().keySet().stream().filter(key -> !isTable(key))
                .forEach(key -> states.put(file(key, info), Optional.ofNullable(info.digests().get(key))));
        return states;
    }

    /** The bytes of the last committed state. */
    byte[] sealed() {
        try {
            return Files.readAllBytes(info());
        } catch (IOException e) {
            throw RecordException.io(info(), "read", e);
        }
    }

    /** The last committed state; empty if no run was ever committed here. */
    Optional<RunInfo> readInfo() {
        if (!Files.exists(info())) {
            return Optional.empty();
        }
        Disk.requireRegular(info());
        try {
            byte[] json = sealed();
            int format = Json.read(json, Format.class).format(); // alone, since all else may differ in another format
            if (format != RunInfo.FORMAT) {
                throw new RecordException(
                        info(), "has format " + format + ", this version reads format " + RunInfo.FORMAT);
            }
            RunInfo info = Json.read(json, RunInfo.class);
            if (!Seal.isOn(info(), json) && !info.digests().isEmpty()) {
                throw new RecordException(info(), "damaged, its seal is missing" + BEGIN_AGAIN);
            }
            return Optional.of(info);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw RecordException.atLine(info(), line, "damaged, " + Json.problem(e));
        } catch (IOException e) {
            throw RecordException.io(info(), "read", e);
        }
    }

    /**
     * The tables that a run has committed.
     *
     * @throws RecordException if one is not among the known
     */
    List<Table<?>> tables(RunInfo info, Tables known) {
        List<Table<?>> tables = new ArrayList<>();
        for (String name : info.committed().keySet()) {
            if (isTable(name)) {
                tables.add(known.find(name).orElseThrow(() -> unknown(name, info, known)));
            }
        }
        return tables;
    }

    private RecordException unknown(String name, RunInfo info, Tables known) {
        String plugins = info.plugins().isEmpty() ? "a plug-in that is missing here"
                : "one of the plug-ins that the run was made with, " + info.plugins().stream().map(PluginInfo::jar).collect(Collectors.joining(", "));
        return new RecordException(table(name), "is of the table '" + name + "', which belongs to " + plugins + "; known tables: "
                + known.all().stream().map(Table::name).collect(Collectors.joining(", ")));
    }

    /** The committed rows of some tables. */
    TableRows read(List<Table<?>> tables, RunInfo info) {
        TableRows rows = TableRows.NONE;
        for (Table<?> table : tables) {
            rows = rows.and(read(table, info));
        }
        return rows;
    }

    /** What a line says is looked at first, since that tells more of a damage than a digest does. */
    private <R> TableRows read(Table<R> table, RunInfo info) {
        long committed = requireLength(table.name(), info);
        if (committed == 0) {
            return TableRows.NONE;
        }
        TableFile<R> file = file(table, info);
        byte[] bytes = first(file.path(), committed);
        List<R> rows = file.rows(bytes);
        requireDigest(table.name(), info, Sha256.of(bytes));
        return TableRows.of(table, rows);
    }

    /**
     * Reads what was committed of a file, without looking at its content.
     *
     * @param name of a table, or of a state or a piece of it
     * @return its digest
     * @throws RecordException if it is not what was written
     */
    Sha256 verify(String name, RunInfo info) {
        long committed = requireLength(name, info);
        if (committed == 0) {
            return Sha256.EMPTY;
        }
        Sha256 found = Sha256.of(file(name, info), committed);
        requireDigest(name, info, found);
        return found;
    }

    /** The file of a committed length, by its key. */
    Path file(String name, RunInfo info) {
        if (isTable(name)) {
            return table(name);
        }
        if (name.equals(START)) {
            return start(info);
        }
        Path checkpoint = isKept(name) ? checkpoint(name.split("/")[1]) : checkpoint(info);
        int piece = name.indexOf('/', isKept(name) ? KEPT.length() : 0);
        return piece < 0 ? checkpoint : Pieces.file(checkpoint, name.substring(piece + 1));
    }

    /** Beyond what is committed stands what was being written by a run that was killed; a run that has ended leaves nothing there. */
    private long requireLength(String name, RunInfo info) {
        long committed = info.committed().get(name);
        Path file = file(name, info);
        Disk.requireRegular(file);
        long bytes = size(file);
        boolean exact = !isTable(name) || info.status() != RunStatus.RUNNING && !info.digests().isEmpty();
        if (bytes < committed || exact && bytes > committed) {
            throw new RecordException(file, "damaged, holds " + bytes + " bytes where " + committed + " were committed" + BEGIN_AGAIN);
        }
        return committed;
    }

    private void requireDigest(String name, RunInfo info, Sha256 found) {
        String expected = info.digests().getOrDefault(name, found.hex());
        if (!expected.equals(found.hex())) {
            throw new RecordException(
                    file(name, info), "damaged, its SHA-256 is " + found.hex() + " where " + expected + " was committed" + BEGIN_AGAIN);
        }
    }

    /** The bytes of a file; 0 if it is not there. */
    static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    /** Everything in the folder that no commit speaks of: parts of files, and states of other moments that are not kept. */
    List<Path> leftovers(RunInfo info) {
        Set<Path> current = states(info).keySet();
        return files().stream()
                .filter(file -> isTemporary(file) || isCheckpoint(file) && !current.contains(file))
                .toList();
    }

    /** Whether something is left here that may have to be swept away; cheap, reads no file. */
    boolean mayHoldLeftovers() {
        return files().stream().anyMatch(file -> isTemporary(file) || isCheckpoint(file));
    }

    /** All files of the folder by name. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            return files;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            stream.forEach(files::add);
        } catch (IOException e) {
            throw RecordException.io(path, "list", e);
        }
        Collections.sort(files);
        return files;
    }

    private static boolean isTemporary(Path file) {
        return file.toString().endsWith(TEMPORARY);
    }

    private static boolean isCheckpoint(Path file) {
        return file.getFileName().toString().matches(CHECKPOINT + "-\\d+(-\\d+)?\\.bin|piece-.+\\.bin");
    }

    private static byte[] first(Path file, long length) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Math.toIntExact(length));
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    private record Format(int format) {}
}
