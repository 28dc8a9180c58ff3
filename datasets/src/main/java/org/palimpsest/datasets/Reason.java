package org.palimpsest.datasets;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says why a file could not be used, in words for people, without the path that a message begins with already. */
public final class Reason {
    private Reason() {}

    /** The reason that an exception stands for. */
    public static String of(Exception thrown) {
        Exception fault = thrown instanceof UncheckedIOException wrapped ? wrapped.getCause() : thrown;
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof NoSuchFileException || fault instanceof FileNotFoundException) {
            return "there is no such file";
        }
        if (fault instanceof NotDirectoryException) {
            return "it is no folder";
        }
        if (fault instanceof FileAlreadyExistsException || fault instanceof DirectoryNotEmptyException) {
            return "something of that name is in the way";
        }
        if (fault instanceof FileSystemLoopException) {
            return "its folders go round in a circle of links";
        }
        if (fault instanceof CharacterCodingException) {
            return "it is no UTF-8 text";
        }
        String said = fault instanceof FileSystemException file ? file.getReason() : fault.getMessage();
        return said == null || said.isBlank() ? "the system does not say why" : said;
    }
}
