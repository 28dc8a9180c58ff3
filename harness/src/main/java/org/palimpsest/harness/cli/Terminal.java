package org.palimpsest.harness.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What the terminal can show. */
final class Terminal {
    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 40;

    private Terminal() {}

    /** Whether colours are wanted: on a terminal, unless NO_COLOR or the like says otherwise. */
    static boolean colours(CommandSpec spec) {
        return interactive() && spec.commandLine().getColorScheme().ansi() != Ansi.OFF && Ansi.AUTO.enabled();
    }

    /** Characters in a line of text: as COLUMNS says, which the launcher sets on a terminal; otherwise {@value #USUAL_WIDTH}. */
    static int width() {
        return width(System.getenv("COLUMNS"));
    }

    static int width(String columns) {
        return columns != null && columns.matches("[1-9]\\d{0,3}") ? Math.max(LEAST_WIDTH, Integer.parseInt(columns)) : USUAL_WIDTH;
    }

    /** Whether a person is watching. */
    static boolean interactive() {
        return System.console() != null;
    }
}
