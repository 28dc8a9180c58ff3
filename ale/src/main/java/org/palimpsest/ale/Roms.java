package org.palimpsest.ale;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.datasets.disk.DataFolders;

/**
 * The user's copies of the games: files {@code NAME.bin} in a folder, in a folder {@code roms} of it, or in a wheel of ale-py, which is a zip
 * file and may lie in that folder as it was downloaded. No byte of them reaches the emulator before their digest is found to be a known one.
 */
final class Roms {
    /** The environment variable that names the folder, or the wheel. */
    static final String VARIABLE = "PALIMPSEST_ALE_ROMS";
    /** More than any cartridge holds. */
    private static final int LARGEST = 1 << 20;
    private static final String ENDING = ".bin";
    private static final String FOLDER = "roms";

    private final String named;
    private final Path usual;
    private final Map<String, Path> ready = new TreeMap<>();

    /**
     * Copies in a place.
     *
     * @param named folder or wheel as the user names it; blank for the usual folder
     * @param usual folder that is looked in otherwise
     */
    Roms(String named, Path usual) {
        this.named = named;
        this.usual = usual;
    }

    /** Those of this machine: where {@link #VARIABLE} says, or in the folder {@code ale-roms} of the cache. */
    static Roms ofMachine() {
        Map<String, String> environment = System.getenv();
        return new Roms(environment.getOrDefault(VARIABLE, ""),
                DataFolders.of(List.of(), Map.copyOf(cacheOnly(environment)), Path.of(System.getProperty("user.home"))).cache().resolve("ale-roms"));
    }

    /** Which folders the user names for data sets is no concern of ours. */
    private static Map<String, String> cacheOnly(Map<String, String> environment) {
        Map<String, String> kept = new TreeMap<>(environment);
        kept.remove("PALIMPSEST_DATA");
        return kept;
    }

    /** What is in the way of playing a game, and the way out; empty if nothing is. */
    Optional<String> obstacle(Cartridge cartridge) {
        try (Shelves shelves = new Shelves()) {
            return obstacle(cartridge, shelves);
        }
    }

    private static Optional<String> obstacle(Cartridge cartridge, Shelves shelves) {
        try {
            shelves.checked(cartridge);
            return Optional.empty();
        } catch (MissingRom e) {
            return Optional.of(e.getMessage());
        }
    }

    /** How many games can be played, or why none can, in a line. */
    String state() {
        List<String> obstacles;
        try (Shelves shelves = new Shelves()) {
            obstacles = Cartridge.all().values().stream().flatMap(cartridge -> obstacle(cartridge, shelves).stream()).toList();
        }
        int playable = Cartridge.all().size() - obstacles.size();
        String first = obstacles.isEmpty() ? "" : obstacles.get(0);
        return playable == 0 ? first : playable + " of " + Cartridge.all().size() + " games, from " + place()
                + (obstacles.isEmpty() ? "" : "; not played: " + first + (obstacles.size() == 1 ? "" : "; and " + (obstacles.size() - 1) + " more"));
    }

    /**
     * A file that the emulator can be given: a copy of ours that holds what was checked, whatever becomes of the user's.
     *
     * @throws MissingRom if there is none
     */
    synchronized Path file(Cartridge cartridge) {
        return ready.computeIfAbsent(cartridge.rom(), rom -> {
            try (Shelves shelves = new Shelves()) {
                byte[] bytes = shelves.checked(cartridge);
                Path folder = Files.createTempDirectory("palimpsest-ale-");
                Path copy = folder.resolve(rom + ENDING);
                Files.write(copy, bytes);
                folder.toFile().deleteOnExit();
                copy.toFile().deleteOnExit(); // the last to be said is the first to be deleted
                return copy;
            } catch (IOException e) {
                throw new MissingRom("no copy of " + rom + ENDING + " can be made in " + System.getProperty("java.io.tmpdir") + ": " + Reason.of(e));
            }
        });
    }

    private Path place() {
        return named.isBlank() ? usual : UserPath.parse(named).orElseThrow(() -> new MissingRom(VARIABLE + " is '" + named + "', and that "
                + UserPath.IMPOSSIBLE));
    }

    private String wayOut() {
        return "'python3 -m pip download --no-deps -d " + usual + " ale-py==0.12.1' gets the games to where they are looked for by themselves; " + VARIABLE
                + " names another folder with files like pong.bin, or a wheel of ale-py";
    }

    /** Where games lie: folders, and wheels, each of which is opened once for all games that are looked for, when the first one is. */
    private final class Shelves implements AutoCloseable {
        private final Map<Path, Wheel> open = new HashMap<>();
        private List<Path> wheels = List.of();

        byte[] checked(Cartridge cartridge) {
            Path place = place();
            if (!Files.exists(place)) {
                throw new MissingRom((named.isBlank() ? "there are no games of the Atari 2600 in " + place : VARIABLE + " names " + place
                        + ", and there is no such folder or file") + "; " + wayOut());
            }
            String file = cartridge.rom() + ENDING;
            try {
                for (Path folder : List.of(place, place.resolve(FOLDER))) {
                    Path rom = folder.resolve(file);
                    if (Files.isRegularFile(rom)) {
                        return known(cartridge, rom, rom.toString());
                    }
                }
                wheels = wheels.isEmpty() ? wheels(place) : wheels;
                for (Path wheel : wheels) {
                    Path rom = wheel(wheel).roms.get(file);
                    if (rom != null) {
                        return known(cartridge, rom, wheel + "!" + rom);
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                throw new MissingRom(place + " cannot be read: " + Reason.of(e));
            }
            throw new MissingRom("there is no " + file + " in " + place + "; " + wayOut());
        }

        private Wheel wheel(Path file) throws IOException {
            if (!open.containsKey(file)) {
                open.put(file, Wheel.of(file));
            }
            return open.get(file);
        }

        @Override
        public void close() {
            open.values().forEach(Wheel::close);
        }
    }

    /**
     * A wheel that is open.
     *
     * @param roms the games in it, by the names of their files
     */
    private record Wheel(FileSystem files, Map<String, Path> roms) {
        static Wheel of(Path file) throws IOException {
            FileSystem files;
            try {
                files = FileSystems.newFileSystem(file);
            } catch (ProviderNotFoundException e) {
                throw new IOException("it is neither a folder nor a wheel", e);
            }
            try (Stream<Path> all = Files.walk(files.getPath("/"))) {
                return new Wheel(files, all.filter(Files::isRegularFile).filter(rom -> rom.getParent().endsWith(FOLDER))
                        .collect(Collectors.toMap(rom -> rom.getFileName().toString(), rom -> rom, (first, other) -> first)));
            } catch (IOException | RuntimeException e) {
                files.close();
                throw e;
            }
        }

        void close() {
            try {
                files.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A wheel that was named, or those that are in a folder, the newest name first. */
    private static List<Path> wheels(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.getFileName().toString().matches("ale_py-.*\\.whl")).sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static byte[] known(Cartridge cartridge, Path rom, String file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(rom)) {
            bytes = in.readNBytes(LARGEST);
        }
        String digest = DigestUtils.md5Hex(bytes);
        if (!digest.equals(cartridge.md5())) {
            throw new MissingRom(file + " has the MD5 digest " + digest + ", and the game that the emulator knows has " + cartridge.md5()
                    + "; it is not given to the emulator, which would end the whole process");
        }
        return bytes;
    }
}
