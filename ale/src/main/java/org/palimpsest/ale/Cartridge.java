package org.palimpsest.ale;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A game that the emulator is known to play. It ends the whole process when it is given one that it does not know, so that no other is ever
 * given to it.
 *
 * @param rom name of its file, without the ending
 * @param md5 digest of that file
 * @param minimal numbers of the actions that do something in it, ascending
 */
record Cartridge(String rom, String md5, List<Integer> minimal) {
    /** What games are called begins with this. */
    static final String PREFIX = "ale:";
    /** The names of all actions, in the order of the emulator's numbers. */
    static final List<String> ACTIONS = List.of("no-op", "fire", "up", "right", "left", "down", "up-right", "up-left", "down-right", "down-left",
            "up-fire", "right-fire", "left-fire", "down-fire", "up-right-fire", "up-left-fire", "down-right-fire", "down-left-fire");
    /** Doing nothing. */
    static final int NO_OP = 0;
    /** Pressing the button, which starts some games. */
    static final int FIRE = 1;

    /** All of them by the names of their games: those that are in ale-py 0.12.1 and that the emulator, version 0.7.3, plays. */
    private static final SortedMap<String, Cartridge> ALL = read();

    private static SortedMap<String, Cartridge> read() {
        SortedMap<String, Cartridge> all = new TreeMap<>();
        try (InputStream in = Cartridge.class.getResourceAsStream("cartridges.csv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).map(line -> line.split(","))
                    .map(cells -> new Cartridge(cells[0], cells[1], Stream.of(cells[2].split(" ")).map(Integer::valueOf).toList()))
                    .forEach(cartridge -> all.put(cartridge.game(), cartridge));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableSortedMap(all);
    }

    /** All games, by name. */
    static SortedMap<String, Cartridge> all() {
        return ALL;
    }

    /** What its game is called. */
    String game() {
        return PREFIX + rom.replace('_', '-');
    }
}
