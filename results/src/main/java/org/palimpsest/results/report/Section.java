package org.palimpsest.results.report;

import java.util.List;

/**
 * One benchmark under one protocol.
 *
 * @param benchmark its name
 * @param protocol first digits of the digest of the benchmark as resolved
 * @param scenario the stream's scenario; may be empty
 * @param measured what the numbers are, in words
 * @param headings the columns of its leaderboard
 * @param entries its rows: ranked ones, bounds, and those without a score
 * @param figures its charts, which speak of the rows by their places
 * @param remarks what is to be said of all of it
 */
public record Section(
        String benchmark,
        String protocol,
        String scenario,
        String measured,
        List<Heading> headings,
        List<Entry> entries,
        List<Figure> figures,
        List<String> remarks) {
    /** Copies the lists. */
    public Section {
        headings = List.copyOf(headings);
        entries = List.copyOf(entries);
        figures = List.copyOf(figures);
        remarks = List.copyOf(remarks);
    }
}
