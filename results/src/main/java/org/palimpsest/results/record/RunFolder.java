package org.palimpsest.results.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files of one run, and how they are read. */
record RunFolder(Path path) {
    /** What a file is called while it is being written. */
    static final String TEMPORARY = ".tmp";

    /** The key of the checkpoint's length among the committed ones. */
    static final String CHECKPOINT = "checkpoint";

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

    Path checkpoint(int tasksDone) {
        return path.resolve(CHECKPOINT + "-" + tasksDone + ".bin");
    }

    /** The last committed state; empty if no run was ever committed here. */
    Optional<RunInfo> readInfo() {
        if (!Files.exists(info())) {
            return Optional.empty();
        }
        Disk.requireRegular(info());
        try {
            byte[] json = Files.readAllBytes(info());
            int format = Json.read(json, Format.class).format(); // alone, since all else may differ in another format
            if (format != RunInfo.FORMAT) {
                throw new RecordException(
                        info(), "has format " + format + ", this version reads format " + RunInfo.FORMAT);
            }
            return Optional.of(Json.read(json, RunInfo.class));
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw RecordException.atLine(info(), line, "damaged, " + e.getOriginalMessage());
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
            if (!name.equals(CHECKPOINT)) {
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

    private <R> TableRows read(Table<R> table, RunInfo info) {
        TableFile<R> file = file(table, info);
        return TableRows.of(table, file.rows(committedBytes(file.path(), info.committed().get(table.name()))));
    }

    /** Everything in the folder that no commit speaks of: parts of files, and checkpoints of other tasks. */
    List<Path> leftovers(RunInfo info) {
        Path current = info.committed().containsKey(CHECKPOINT) ? checkpoint(info.tasksDone()) : null;
        return files().stream()
                .filter(file -> isTemporary(file) || isCheckpoint(file) && !file.equals(current))
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
        return file.getFileName().toString().matches(CHECKPOINT + "-\\d+\\.bin");
    }

    private static byte[] committedBytes(Path file, long committed) {
        Disk.requireRegular(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(committed));
            if (bytes.length < committed) {
                throw new RecordException(
                        file, "damaged, holds " + bytes.length + " bytes of the " + committed + " that were committed");
            }
            return bytes;
        } catch (IOException e) {
            throw RecordException.io(file, "read", e);
        }
    }

    private record Format(int format) {}
}
