package org.palimpsest.harness.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.results.replay.Shell;

/**
 * What a rule came to.
 *
 * @param method what was tried, as on the command line
 * @param rule name of the rule
 * @param summary what it asks
 * @param outcome how it went
 * @param expected what was expected; empty unless the rule is broken
 * @param happened what happened; the reason where the rule was not tried; empty if it is kept
 * @param settings {@code key=value} that it was tried with
 */
public record Verdict(String method, String rule, String summary, Outcome outcome, Optional<String> expected, Optional<String> happened,
        List<String> settings) {
    /** How it can go. */
    public enum Outcome {
        /** The rule is kept. */
        KEPT,
        /** The rule is broken. */
        BROKEN,
        /** The rule could not be tried: the method does not take such a stream. */
        NOT_TRIED
    }

    /** The command that tries it again. */
    public String again() {
        Stream<String> words = Stream.of("palimpsest", "check", method, "--rule", rule);
        return Shell.line(Stream.concat(words, settings.stream().flatMap(setting -> Stream.of("--set", setting))).toList());
    }

    @Override
    public String toString() {
        return switch (outcome) {
            case KEPT -> "kept: " + rule + ", " + summary;
            case NOT_TRIED -> "not tried: " + rule + ", " + happened.orElse("");
            case BROKEN -> "BROKEN: " + rule + ", " + summary + "\n  expected: " + expected.orElse("") + "\n  happened: " + happened.orElse("")
                    + "\n  again: " + again();
        };
    }
}
