package org.palimpsest.results.record;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A digest of a JSON document as its last key, by which a change to any of its bytes is noticed. */
final class Seal {
    private static final String CLOSED = "\n}\n";
    private static final String KEY = ",\n  \"seal\" : \"";
    private static final int DIGITS = 64;
    private static final int LENGTH = KEY.length() + DIGITS + 1 + CLOSED.length();

    private Seal() {}

    /** The bytes of an object as a sealed document. */
    static byte[] write(Object value) {
        String json = Json.pretty(value);
        String body = json.substring(0, json.length() - CLOSED.length());
        return (body + seal(body.getBytes(StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8);
    }

    private static String seal(byte[] body) {
        return KEY + Sha256.of(body).hex() + '"' + CLOSED;
    }

    /**
     * Whether a document is sealed; one that was written before there were seals is not.
     *
     * @throws RecordException if the seal is not that of the bytes before it
     */
    static boolean isOn(Path file, byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1); // a character a byte
        if (!text.contains(KEY)) {
            return false;
        }
        byte[] body = Arrays.copyOf(json, Math.max(0, json.length - LENGTH));
        if (!text.substring(body.length).equals(seal(body))) {
            throw new RecordException(file, "damaged, it is not what was written; delete its folder to begin again");
        }
        return true;
    }
}
