package org.palimpsest.dist;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.palimpsest.dist.MutatedInput.Verdict;

/** What holds of every command, whatever it was given: how it ends, and how it speaks. */
final class Manners {
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\x{80}-\\x{9f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");
    private static final Pattern JAVA = Pattern.compile(
            "\\b(?:java|javax|jdk|sun|com|ai|picocli|org\\.(?:yaml|apache|palimpsest|hibernate|slf4j))(?:\\.[a-z][a-z0-9]*)+\\.[A-Z]\\w*"
                    + "|\\b[A-Z]\\w*(?:Exception|Error)\\b|\\tat \\S+\\(|@[0-9a-f]{6,8}\\b");
    private static final int LONGEST_COMPLAINT = 30_000;

    private Manners() {}

    /**
     * What is wrong with an outcome.
     *
     * @param mentioned what the input itself says: such words may come back
     */
    static Optional<Verdict> fault(Outcome outcome, String mentioned) {
        String text = (outcome.out() + outcome.err()).replace("\r\n", "\n");
        Matcher java = JAVA.matcher(text);
        Matcher control = CONTROL.matcher(text);
        if (outcome.code() == CommandServer.HUNG) {
            return Optional.of(Verdict.fault("hangs"));
        } else if (outcome.code() < 0) {
            return Optional.of(Verdict.fault("takes the process with it", outcome.err()));
        } else if (text.contains("unexpected error")) {
            return Optional.of(Verdict.fault("unexpected error", line(text, text.indexOf("unexpected error"))));
        } else if (java.find() && !mentioned.contains(java.group())) {
            return Optional.of(Verdict.fault("speaks of " + java.group().strip(), line(text, java.start())));
        } else if (control.find()) {
            return Optional.of(Verdict.fault("prints a control character", CONTROL.matcher(line(text, control.start())).replaceAll("<control>")));
        } else if (outcome.code() != 0 && outcome.err().isBlank()) {
            return Optional.of(Verdict.fault("ends with " + outcome.code() + " and says nothing"));
        } else if (outcome.err().length() > LONGEST_COMPLAINT) {
            return Optional.of(Verdict.fault("complains at great length", outcome.err().length() + " characters"));
        } else if (outcome.code() > 3) {
            return Optional.of(Verdict.fault("ends with " + outcome.code()));
        }
        return Optional.empty();
    }

    private static String line(String text, int at) {
        String from = text.substring(text.lastIndexOf('\n', at) + 1);
        return from.lines().findFirst().orElse("");
    }
}
