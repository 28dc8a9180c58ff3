package org.palimpsest.harness.cli;

import java.util.stream.Stream;

/**
 * Several commands in one process, one an argument: what the launcher runs once, in a folder that it then throws away, to see which
 * classes the program needs. It puts them into the archive that later starts take them from.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Runs the commands; one that cannot work on this machine stops none of the others. */
    public static void main(String[] commands) {
        Main.main(Stream.of(commands).map(command -> command.split(" ")).toList());
    }
}
