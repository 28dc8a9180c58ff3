package org.palimpsest.harness.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.palimpsest.datasets.Printable;

/**
 * All that commands print goes through here: control characters are spelt out, but for line ends, tabs and, where colours are wanted, the
 * colours that commands set.
 */
final class TerminalWriter extends Writer {
    private static final Pattern LEFT = Pattern.compile("\r?\n|\t");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Writer out;
    private final boolean colours;

    /**
     * A writer to another one.
     *
     * @param colours whether colours pass
     */
    TerminalWriter(Writer out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    @Override
    public void write(char[] chars, int from, int length) throws IOException {
        String text = new String(chars, from, length);
        StringBuilder shown = new StringBuilder(length);
        Matcher left = LEFT.matcher(text);
        Matcher colour = COLOUR.matcher(text);
        for (int at = 0; at < text.length();) {
            if (left.region(at, text.length()).lookingAt()) {
                shown.append(left.group());
                at = left.end();
            } else if (colours && colour.region(at, text.length()).lookingAt()) {
                shown.append(colour.group());
                at = colour.end();
            } else {
                Printable.append(text.charAt(at++), shown);
            }
        }
        out.write(shown.toString());
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
