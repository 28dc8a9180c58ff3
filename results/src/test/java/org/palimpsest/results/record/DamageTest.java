package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Whatever is changed in a record by others than its writer is noticed, and told by its file. */
public class DamageTest {
    private static final RunInfo RUN = Examples.info("er", 1);
    private static final RunInfo OTHER = Examples.info("er", 2);
    private static final int PLACES = 4;

    private Path results;
    private RunStore store;

    @BeforeMethod
    void makeFolder() {
        results = Folders.fresh();
        store = RunStore.at(results);
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(results);
    }

    private Path folder() {
        return results.resolve("runs").resolve(RUN.id().relativePath());
    }

    /** Two tasks of three, with rows of every table; then ended, if it is to be. */
    private void record(RunInfo run, boolean finished) {
        RunWriter writer = store.create(run, Examples.TABLES);
        for (int task = 1; task <= 2; task++) {
            commit(writer, task);
        }
        if (finished) {
            commit(writer, 3);
            writer.finish(writer.info().finished(RunStatus.FINISHED, Optional.empty(), Optional.empty()));
        }
    }

    private static void commit(RunWriter writer, int task) {
        List<AccuracyRow> accuracy = List.of(new AccuracyRow(task, 1, 70, 40 + task, 50), new AccuracyRow(task, 2, 70, 13, 50));
        List<ConfusionRow> confusion = List.of(new ConfusionRow(task, 0, 70, 40, Map.of(1, 30)));
        List<ProbeRow> probe = List.of(new ProbeRow(task, 1, 1, 30, 11, 12), new ProbeRow(task, 2, 1, 30, 12, 13));
        List<GaugeRow> gauges = List.of(new GaugeRow(task, 2, "units.dead", "", task / 3.0));
        List<TrainingRow> training = List.of(new TrainingRow(task, 2, new TrainingRow.Part(60, 17, 1.5), new TrainingRow.Part(30, 11, 0.5)));
        writer.commitTask(writer.info().withProgress(task, RUN.timings(), RUN.cost()),
                TableRows.of(AccuracyRow.TABLE, accuracy).and(ConfusionRow.TABLE, confusion).and(ProbeRow.TABLE, probe).and(GaugeRow.TABLE, gauges)
                        .and(TrainingRow.TABLE, training),
                (file, pieces) -> {
                    Files.write(file, new byte[] {(byte) task, 1, 2, 3});
                    pieces.keep("first", () -> new byte[] {7, 8, 9});
                });
    }

    /** A file of a record, what it holds and what becomes of it. */
    private record Damage(String what, String file, byte[] sound, byte[] bytes) {
        boolean onlyAppends() {
            return bytes.length > sound.length && Arrays.equals(Arrays.copyOf(bytes, sound.length), sound);
        }
    }

    /** In several places of every file: another digit, a flipped bit, a line cut out, a line twice; and more or less at the end. */
    private List<Damage> damages() throws IOException {
        List<Damage> damages = new ArrayList<>();
        for (Path file : new RunFolder(folder()).files()) {
            String name = file.getFileName().toString();
            byte[] sound = Files.readAllBytes(file);
            for (int place = 0; place < PLACES; place++) {
                int at = sound.length * place / PLACES;
                damages.add(new Damage("a flipped bit at " + at, name, sound, with(sound, at, (byte) (sound[at] ^ 4))));
                if (name.endsWith(".bin")) {
                    continue;
                }
                int digit = digit(sound, at);
                damages.add(new Damage("another digit at " + digit, name, sound, with(sound, digit, (byte) (sound[digit] == '7' ? '8' : '7'))));
                int line = place * lines(sound).size() / PLACES;
                List<String> cut = new ArrayList<>(lines(sound));
                cut.remove(line);
                damages.add(new Damage("line " + (line + 1) + " cut out", name, sound, text(cut)));
                List<String> twice = new ArrayList<>(lines(sound));
                twice.add(line, twice.get(line));
                damages.add(new Damage("line " + (line + 1) + " twice", name, sound, text(twice)));
            }
            damages.add(new Damage("the last byte missing", name, sound, Arrays.copyOf(sound, sound.length - 1)));
            damages.add(new Damage("nothing in it", name, sound, new byte[0]));
            damages.add(new Damage("more at the end", name, sound, text(List.of(text(sound), "1,1"))));
        }
        return damages;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    /** A digit from there on, or the last one before. */
    private static int digit(byte[] bytes, int from) {
        int found = 0;
        for (int i = 0; i < bytes.length && (i < from || !isDigit(bytes[found]) || found < from); i++) {
            found = isDigit(bytes[i]) ? i : found;
        }
        return found;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static List<String> lines(byte[] bytes) {
        return List.of(text(bytes).split("(?<=\n)"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] text(List<String> lines) {
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    public void everyDamageOfAFinishedRecordIsNoticed() throws IOException {
        record(OTHER, true);
        record(RUN, true);
        int count = 0;
        for (Damage damage : damages()) {
            inflict(damage);
            List<BadRecordException> bad = new ArrayList<>();
            List<RunRecord> read = store.runs(id -> true, bad::add);
            assertEquals(read.stream().map(run -> run.info().id()).toList(), List.of(OTHER.id()), damage.what() + " in " + damage.file());
            assertNamed(damage, bad.get(0));
            assertNamed(damage, refusal(damage, () -> store.verify(RUN.id())));
            repair(damage);
            count++;
        }
        assertTrue(count >= 112, count + " damages");
        assertEquals(store.read(RUN.id()).rows(AccuracyRow.TABLE).size(), 6);
    }

    @Test
    public void everyDamageOfARunningRecordIsNoticedBeforeTheRunGoesOn() throws IOException {
        record(RUN, false);
        int count = 0;
        for (Damage damage : damages()) {
            if (damage.onlyAppends() && damage.file().endsWith(".csv")) {
                continue; // just so looks what a run was writing when it was killed
            }
            inflict(damage);
            Map<String, String> before = contents();
            assertNamed(damage, refusal(damage, () -> store.resume(RUN.id(), Examples.TABLES)));
            assertNamed(damage, refusal(damage, () -> store.verify(RUN.id())));
            assertEquals(contents(), before, damage.what() + " in " + damage.file() + ": nothing is changed");
            repair(damage);
            count++;
        }
        assertTrue(count >= 112, count + " damages");
    }

    private void inflict(Damage damage) throws IOException {
        assertFalse(Arrays.equals(damage.sound(), damage.bytes()), damage.what() + " in " + damage.file() + " changes nothing");
        Files.write(folder().resolve(damage.file()), damage.bytes());
    }

    private void repair(Damage damage) throws IOException {
        Files.write(folder().resolve(damage.file()), damage.sound());
    }

    private static BadRecordException refusal(Damage damage, Runnable reading) {
        try {
            reading.run();
        } catch (BadRecordException e) {
            return e;
        }
        throw new AssertionError(damage.what() + " in " + damage.file() + " goes unnoticed");
    }

    private void assertNamed(Damage damage, BadRecordException bad) {
        assertEquals(bad.file(), Optional.of(folder().resolve(damage.file())), damage.what() + ": " + bad.getMessage());
        assertTrue(bad.getMessage().startsWith(folder().resolve(damage.file()) + ": "), bad.getMessage());
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : new RunFolder(folder()).files()) {
            contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return contents;
    }

    /** As written by a version without digests: read, taken up, and with digests from then on. */
    @Test
    public void olderRecordsAreReadAndGainDigestsWhenTheyGoOn() throws IOException {
        record(RUN, false);
        Map<String, String> digests = new TreeMap<>(store.find(RUN.id()).orElseThrow().digests());
        assertEquals(digests.keySet().toString(), "[accuracy, checkpoint, checkpoint/first, confusion, gauges, probe, training]");
        Older.rewrite(folder().resolve("run.json"), text -> text);
        assertEquals(store.find(RUN.id()).orElseThrow().digests(), Map.of());
        assertEquals(store.read(RUN.id()).rows(AccuracyRow.TABLE).size(), 4);

        RunWriter writer = store.resume(RUN.id(), Examples.TABLES);
        digests.keySet().removeIf(RunFolder::isOfCheckpoint);
        assertEquals(new TreeMap<>(writer.info().digests()), digests, "of what is there");
        commit(writer, 3);
        Path table = folder().resolve("probe.csv");
        byte[] sound = Files.readAllBytes(table);
        assertEquals(Sha256.of(sound).hex(), store.find(RUN.id()).orElseThrow().digests().get("probe"), "of what is there and what has come");
        Files.write(table, with(sound, sound.length - 3, (byte) '9'));
        assertThrows(BadRecordException.class, () -> store.read(RUN.id()));
    }

    /** An older record that ended may have more in a table than was committed. */
    @Test
    public void whatAnOlderVersionLeftBehindACommitIsStillIgnored() throws IOException {
        record(RUN, true);
        Older.rewrite(folder().resolve("run.json"), text -> text);
        Path table = folder().resolve("accuracy.csv");
        Files.writeString(table, Files.readString(table) + "9,");
        assertEquals(store.read(RUN.id()).rows(AccuracyRow.TABLE).size(), 6);
    }

    /** A commit that a learner's state spoils has written rows already; the end of the run drops them. */
    @Test
    public void aRunThatEndsAfterACommitThatCameToNothingIsSound() {
        RunWriter writer = store.create(RUN, Examples.TABLES);
        commit(writer, 1);
        TableRows rows = TableRows.of(AccuracyRow.TABLE, List.of(new AccuracyRow(2, 1, 70, 1, 1)))
                .and(GaugeRow.TABLE, List.of(new GaugeRow(2, 1, "units.dead", "", 1)));
        assertThrows(IllegalStateException.class, () -> writer.commitTask(writer.info().withProgress(2, RUN.timings(), RUN.cost()), rows, (file, pieces) -> {
            throw new IllegalStateException("a broken plug-in");
        }));
        writer.finish(writer.info().finished(RunStatus.FAILED, Optional.of("a broken plug-in"), Optional.of(new StopPoint(2, 1))));
        assertEquals(store.read(RUN.id()).rows(AccuracyRow.TABLE).size(), 2);
        store.verify(RUN.id());
    }

    /** A table without rows is no file, so that nothing has to make sense of a header alone. */
    @Test
    public void aTableWithoutRowsLeavesNoFile() throws IOException {
        RunWriter writer = store.create(RUN, Examples.TABLES);
        assertEquals(contents().keySet().toString(), "[run.json]");
        writer.commitTask(RUN.withProgress(1, RUN.timings(), RUN.cost()), TableRows.of(AccuracyRow.TABLE, List.of(new AccuracyRow(1, 1, 70, 1, 1))),
                CheckpointWriter.NONE);
        assertEquals(contents().keySet().toString(), "[accuracy.csv, run.json]");
        Files.writeString(folder().resolve("probe.csv"), "training_task,st");
        assertEquals(store.read(RUN.id()).rows(ProbeRow.TABLE), List.of());

        RunWriter resumed = store.resume(RUN.id(), Examples.TABLES);
        assertEquals(contents().keySet().toString(), "[accuracy.csv, run.json]", "what a killed run had begun to write is gone");
        commit(resumed, 2);
        assertEquals(store.read(RUN.id()).rows(ProbeRow.TABLE).size(), 2);
        resumed.finish(resumed.info().finished(RunStatus.FAILED, Optional.empty(), Optional.empty()));
        store.verify(RUN.id());
    }

    @Test
    public void aHeaderAloneOfAnOlderRecordIsKept() throws IOException {
        RunWriter writer = store.create(RUN, Examples.TABLES);
        writer.commitTask(RUN, TableRows.of(AccuracyRow.TABLE, List.of(new AccuracyRow(0, 1, 70, 1, 1))), CheckpointWriter.NONE);
        String header = String.join(",", ProbeRow.TABLE.columns()) + "\r\n";
        Files.writeString(folder().resolve("probe.csv"), header);
        Older.rewrite(folder().resolve("run.json"), text -> text.replaceFirst("\"probe\" : 0", "\"probe\" : " + header.length()));
        assertEquals(store.read(RUN.id()).rows(ProbeRow.TABLE), List.of());
        RunWriter resumed = store.resume(RUN.id(), Examples.TABLES);
        assertFalse(resumed.isFresh());
        commit(resumed, 1);
        assertEquals(store.read(RUN.id()).rows(ProbeRow.TABLE).size(), 2);
        assertTrue(Files.readString(folder().resolve("probe.csv")).startsWith(header + "1,1,1,"));
    }
}
