package org.palimpsest.results.report;

/** HTML as it is written: elements in order, and texts that can be nothing else but text. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** A text, of whatever signs. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : (char) c);
            }
        });
        return escaped.toString();
    }

    /** JSON that no browser takes for the end of a script, or for the begin of a comment in one. */
    static String inScript(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    /** A script of our own or of a library, in which the end of a script can only stand inside a text. */
    static String code(String script) {
        return script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
    }

    /** Markup as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** A text. */
    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /**
     * An element with a text in it.
     *
     * @param tag name and attributes, as written between the brackets
     */
    Html element(String tag, String text) {
        return open(tag).text(text).close(tag);
    }

    /** Begins an element. */
    Html open(String tag) {
        out.append('<').append(tag).append('>');
        return this;
    }

    /** Ends it. */
    Html close(String tag) {
        out.append("</").append(tag.split(" ", 2)[0]).append(">\n");
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
