package org.palimpsest.ale;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** What is no known game never gets to the emulator. */
public class RomsTest {
    private static final byte[] HARMLESS = "no game".getBytes(StandardCharsets.UTF_8);
    private static final String REFUSAL = " has the MD5 digest " + DigestUtils.md5Hex(HARMLESS) + ", and the game that the emulator knows has "
            + "60e0ea3cbe0913d39803477945e9e5ec; it is not given to the emulator, which would end the whole process";

    private final Cartridge pong = Cartridge.all().get("ale:pong");
    private Path folder;

    @BeforeMethod
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-folders")), "roms").toAbsolutePath();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private String obstacle(Path named) {
        return new Roms(named.toString(), Path.of("usual")).obstacle(pong).orElseThrow();
    }

    @Test
    public void aFileWithOtherBytesIsRefusedWithItsDigest() throws IOException {
        Path file = Files.write(folder.resolve("pong.bin"), HARMLESS);
        assertEquals(obstacle(folder), file + REFUSAL);
        Roms roms = new Roms(folder.toString(), folder);
        assertEquals(expectThrows(MissingRom.class, () -> roms.file(pong)).getMessage(), file + REFUSAL);
        assertTrue(roms.state().startsWith("there is no adventure.bin in " + folder), roms.state());
    }

    @Test
    public void soIsOneInAWheel() throws IOException {
        Path wheel = folder.resolve("ale_py-0.12.1-some-platform.whl");
        try (OutputStream out = Files.newOutputStream(wheel); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("ale_py/roms/pong.bin"));
            zip.write(HARMLESS);
        }
        assertEquals(obstacle(wheel), wheel + "!/ale_py/roms/pong.bin" + REFUSAL);
        assertEquals(obstacle(folder), wheel + "!/ale_py/roms/pong.bin" + REFUSAL, "the folder that it was downloaded to");
    }

    @Test
    public void whatIsMissingIsSaidWithTheWayOut() throws IOException {
        String out = "; 'python3 -m pip download --no-deps -d usual ale-py==0.12.1' gets the games to where they are looked for by themselves; "
                + "PALIMPSEST_ALE_ROMS names another folder with files like pong.bin, or a wheel of ale-py";
        assertEquals(obstacle(folder.resolve("none")), "PALIMPSEST_ALE_ROMS names " + folder.resolve("none") + ", and there is no such folder or file" + out);
        assertEquals(obstacle(folder), "there is no pong.bin in " + folder + out);
        assertEquals(new Roms("", Path.of("usual")).obstacle(pong), Optional.of("there are no games of the Atari 2600 in usual" + out));
        Path text = Files.write(folder.resolve("games.whl"), HARMLESS);
        assertTrue(obstacle(text).startsWith(text + " cannot be read: "), obstacle(text));
    }

    @Test
    public void theKnownGamesAreThoseThatTheEmulatorPlays() {
        assertEquals(Cartridge.all().size(), 104);
        assertEquals(Cartridge.all().values().stream().map(Cartridge::md5).distinct().count(), 104);
        for (String two : new String[] {"combat", "joust", "maze-craze", "warlords"}) {
            assertTrue(!Cartridge.all().containsKey("ale:" + two), two + " would end the process");
        }
        Cartridge.all().forEach((game, cartridge) -> {
            assertTrue(game.matches("ale:[a-z0-9-]+") && cartridge.md5().matches("[0-9a-f]{32}"), cartridge.toString());
            assertEquals(cartridge.minimal(), cartridge.minimal().stream().distinct().sorted().toList());
        });
        assertEquals(pong.minimal().stream().map(Cartridge.ACTIONS::get).toList().toString(), "[no-op, fire, right, left, right-fire, left-fire]");
    }

    @Test
    public void aCopyOfWhatWasCheckedIsPlayed() throws IOException {
        Roms roms = TestRoms.here();
        Path copy = roms.file(pong);
        assertEquals(DigestUtils.md5Hex(Files.readAllBytes(copy)), pong.md5());
        assertEquals(roms.file(pong), copy);
        assertTrue(roms.state().startsWith("104 of 104 games, from "), roms.state());
    }
}
