package org.palimpsest.datasets;

/** A data file that is missing, damaged or not what it should be. The message names the file first. */
public class DatasetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong with a file. */
    public DatasetException(String file, String message) {
        super(file + ": " + message);
    }

    /** Says what is wrong with a file and what caused it. */
    public DatasetException(String file, String message, Throwable cause) {
        super(file + ": " + message, cause);
    }

    /**
     * This as a problem of the input that names the data.
     *
     * @param source the file or command-line option that names them
     * @param key the key inside the source
     * @param value the name as it was given
     */
    public Problem problem(String source, String key, String value) {
        return new Problem(source, key, value, getMessage(), Problem.Kind.MISSING_DATA);
    }

    /**
     * A file in which one thing was expected and another found.
     *
     * @param file the file's name
     * @param what what was looked at, such as {@code SHA-256}
     * @param expected what should be there
     * @param found what is there
     * @return the exception, for the caller to throw
     */
    public static DatasetException mismatch(String file, String what, Object expected, Object found) {
        return new DatasetException(file, what + ": expected " + expected + ", found " + found);
    }
}
