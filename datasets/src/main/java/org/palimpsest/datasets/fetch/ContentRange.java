package org.palimpsest.datasets.fetch;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of which whole an answer of status 206 holds (RFC 9110, section 14.4).
 *
 * @param first the position of the first byte
 * @param total how long the whole is, if the server says so
 */
record ContentRange(long first, OptionalLong total) {
    // 18 digits are within a long and beyond any file
    private static final Pattern FORM = Pattern.compile("bytes +(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** Reads the header's value; empty if it makes no sense. */
    static Optional<ContentRange> parse(String value) {
        Matcher form = FORM.matcher(value.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        String total = form.group(3);
        return Optional.of(new ContentRange(
                Long.parseLong(form.group(1)),
                total.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total))));
    }
}
