package org.palimpsest.harness.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What the terminal can show. */
final class Terminal {
    private Terminal() {}

    /** Whether colours are wanted: on a terminal, unless NO_COLOR or the like says otherwise. */
    static boolean colours(CommandSpec spec) {
        return interactive() && spec.commandLine().getColorScheme().ansi() != Ansi.OFF && Ansi.AUTO.enabled();
    }

    /** Whether a person is watching. */
    static boolean interactive() {
        return System.console() != null;
    }
}
