package org.palimpsest.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines of text files as any system writes them: UTF-8, or what a byte-order mark says, with any ends of lines. */
public final class TextLines {
    private static final int MARK = 0xfeff;
    /** More than any list of the field has. */
    private static final long LARGEST = 1L << 28;

    private TextLines() {}

    /**
     * The lines of a file, without its byte-order mark.
     *
     * @throws DatasetException if it cannot be read or is no text
     */
    public static List<String> of(Path file) {
        return text(file).lines().toList();
    }

    /**
     * All that a file says, without its byte-order mark.
     *
     * @throws DatasetException if it cannot be read or is no text
     */
    public static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw DatasetException.mismatch(file.toString(), "bytes of a text file", "at most " + LARGEST, Files.size(file));
            }
            byte[] bytes = Files.readAllBytes(file);
            Charset charset = marked(bytes);
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') >= 0) {
                throw notText(file, "it holds zero bytes, as UTF-16 without a byte-order mark does", null);
            }
            return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw notText(file, "it has bytes that stand for no character", e);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    private static DatasetException notText(Path file, String why, Exception cause) {
        return new DatasetException(file.toString(), "cannot be read as UTF-8 text: " + why + "; save it as UTF-8", cause);
    }

    private static Charset marked(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 255) << Byte.SIZE | bytes[1] & 255;
        return first == MARK ? StandardCharsets.UTF_16BE : first == 0xfffe ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }
}
