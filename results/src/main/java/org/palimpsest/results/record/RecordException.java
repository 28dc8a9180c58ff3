package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A file of the results folder cannot be written, or read, or is damaged. The message is meant for people. */
public class RecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /** A fault of the file's content or place, in plain words. */
    public RecordException(Path file, String fault) {
        super(file + ": " + fault);
        this.file = file;
    }

    private RecordException(String words, Path file) {
        super(words);
        this.file = file;
    }

    /** A fault in words that name the file. */
    static RecordException told(Path file, String words) {
        return new RecordException(words, file);
    }

    /** The same fault, of another kind. */
    RecordException(RecordException fault) {
        super(fault.getMessage(), fault);
        file = fault.file;
    }

    private RecordException(Path file, String fault, Throwable cause) {
        super(file + ": " + fault, cause);
        this.file = file;
    }

    /** The file concerned. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** A damaged line, counted from 1. */
    public static RecordException atLine(Path file, long line, String fault) {
        return new RecordException(file, "line " + line + ": " + fault);
    }

    /** A fault of the machine met while doing something with the file. */
    public static RecordException io(Path file, String doing, IOException cause) {
        return new RecordException(file, "cannot " + doing + ": " + inPlainWords(cause), cause);
    }

    private static String inPlainWords(IOException cause) {
        String text = String.valueOf(cause.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space")) {
            return "the disk is full";
        }
        if (lower.contains("quota exceeded")) {
            return "the disk quota is used up";
        }
        if (lower.contains("read-only file system")) {
            return "the file system is read-only";
        }
        if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
            return "permission denied";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        String reason = cause instanceof FileSystemException fault ? fault.getReason() : text;
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
