package org.palimpsest.results.record;

import java.nio.file.Path;
import java.util.function.Supplier;

/** The record of one run, or one network that runs share, cannot be used; the other ones of the results folder are not concerned. */
public final class BadRecordException extends RecordException {
    private static final long serialVersionUID = 1L;

    /** A fault of the file's content or place, in plain words. */
    public BadRecordException(Path file, String fault) {
        super(file, fault);
    }

    /** What another process has met, in its words, which name the file. */
    public static BadRecordException told(Path file, String words) {
        return new BadRecordException(RecordException.told(file, words));
    }

    private BadRecordException(RecordException fault) {
        super(fault);
    }

    /** Reads from a record; whatever is wrong with it is a fault of this record. */
    static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (BadRecordException e) {
            throw e;
        } catch (RecordException e) {
            throw new BadRecordException(e);
        }
    }
}
