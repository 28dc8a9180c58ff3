package org.palimpsest.datasets;

/**
 * Whether a data set is at hand and whether it is what it should be.
 *
 * @param kind the verdict
 * @param where the folder or file, as text; empty if there is none
 * @param detail what was found or what differs, for people
 */
public record DatasetState(Kind kind, String where, String detail) {
    /** The verdicts. */
    public enum Kind {
        /** Comes with Palimpsest. */
        EMBEDDED("embedded"),
        /** On disk, every file with the digest that is published or known of it. */
        VERIFIED("verified"),
        /** On disk, with nothing to compare it to: the user's own images, or an edition that is not known. */
        UNVERIFIED("not verified"),
        /** On disk, but files differ from what they should be or are missing. */
        DAMAGED("damaged"),
        /** Not on this machine. */
        MISSING("not found");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** In words. */
        public String words() {
            return words;
        }
    }

    /** That of a data set that comes with Palimpsest. */
    public static DatasetState embedded() {
        return new DatasetState(Kind.EMBEDDED, "", "comes with Palimpsest");
    }
}
