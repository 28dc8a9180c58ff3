package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.cache.SourceDigests;
import org.palimpsest.datasets.fetch.Digest;
import org.palimpsest.datasets.fetch.TempFolder;
import org.palimpsest.datasets.image.ContentDigest;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A data set on disk, from the search for it to its images. */
public class DiskSourceTest {
    private static final DatasetName NAME = DatasetName.parse("tiny");

    private TempFolder temp;
    private Path first;
    private Path second;
    private DataFolders folders;
    private TinyLayout layout;

    @BeforeMethod
    public void makeFolders() {
        temp = new TempFolder();
        first = temp.path().resolve("first");
        second = temp.path().resolve("second");
        folders = new DataFolders(List.of(first, second), temp.path().resolve("cache"));
        layout = TinyLayout.of("tiny");
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolders() {
        temp.close();
    }

    private Catalogue catalogue() {
        return new Catalogue(DiskDatasets.sources(List.of(layout), folders, ProgressMonitor.NONE));
    }

    private ImageDataset load(String name) {
        return catalogue().load(name, ImageDataset.class);
    }

    private DatasetState state() {
        return catalogue().find("tiny").state(NAME);
    }

    private List<String> kept() {
        return temp.tree().stream().filter(path -> path.startsWith("cache/decoded/")).toList();
    }

    /** The source when an edition by MD5 is known, which must be read to be compared. */
    private DiskSource withEdition() {
        Edition edition = Edition.of("first edition",
                Map.of("train.raw", Set.of(md5(TinyLayout.TRAIN)), "test.raw", Set.of(md5(TinyLayout.TEST))));
        return new DiskSource(layout, folders, ProgressMonitor.NONE, new Editions(folders, Map.of("tiny", List.of(edition))));
    }

    private static Digest md5(byte[] bytes) {
        try {
            return Digest.of(Digest.Algorithm.MD5, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void whatIsMissingSaysWhereItWasLookedForAndTheWaysOut() {
        DatasetState state = state();
        assertEquals(state.kind(), DatasetState.Kind.MISSING);
        String expected = "is not on this machine. Looked in " + first + ", " + second + ", " + folders.store().resolve("tiny")
                + " for tiny/train.raw and tiny/test.raw. Ways out: import what you have with 'palimpsest data import tiny PATH', or "
                + "name the folder that holds it with --data or PALIMPSEST_DATA";
        assertEquals(state.detail(), expected);
        assertEquals(expectThrows(DatasetException.class, () -> load("tiny")).getMessage(), "tiny: " + expected);
        layout = TinyLayout.of("cifar100");
        String message = expectThrows(DatasetException.class, () -> load("cifar100")).getMessage();
        assertTrue(message.contains("Ways out: fetch it with 'palimpsest data fetch cifar100', import"), message);
        layout = TinyLayout.of("kind", true);
        message = expectThrows(DatasetException.class, () -> load("kind:x")).getMessage();
        assertFalse(message.contains("import"), message);
        assertTrue(message.contains("Ways out: name the folder"), message);
    }

    @Test
    public void isReadAndThenOpenedFromTheCache() {
        TinyLayout.write(second.resolve("tiny"));
        ImageDataset made = load("tiny");
        assertEquals(made.info().name(), "tiny");
        assertEquals(made.info().title(), "Tiny");
        assertEquals(made.info().classNames(), List.of("a", "b"));
        assertEquals(made.train().labels(), new int[] {0, 1, 0});
        assertEquals(made.test().labels(), new int[] {1});
        assertEquals(made.info().mean()[0], 20.5 / 255, 1e-16);
        assertEquals(made.sha256(), ContentDigest.of(List.of("a", "b"), made.train(), made.test()));
        ImageDataset again = load("tiny");
        assertEquals(again.train().pixels(), made.train().pixels());
        assertEquals(again.sha256(), made.sha256());
        assertEquals(layout.decoded().get(), 1);
        assertEquals(state(), new DatasetState(DatasetState.Kind.UNVERIFIED, second.resolve("tiny").toString(),
                "2 files; there is no published digest to compare with"));
    }

    @Test
    public void theFirstFolderThatHasItWins() {
        TinyLayout.write(folders.store().resolve("tiny"));
        assertEquals(state().where(), folders.store().resolve("tiny").toString());
        TinyLayout.write(second.resolve("tiny"));
        assertEquals(state().where(), second.resolve("tiny").toString());
        TinyLayout.write(first);
        assertEquals(state().where(), first.toString());
    }

    @Test
    public void theSameFilesElsewhereNeedNoDecoding() {
        TinyLayout.write(second.resolve("tiny"));
        load("tiny");
        TinyLayout.write(first);
        load("tiny");
        assertEquals(layout.decoded().get(), 1);
    }

    @Test
    public void changedFilesAreDecodedAnew() throws IOException {
        Path tiny = TinyLayout.write(first.resolve("tiny"));
        String before = load("tiny").sha256();
        Files.write(tiny.resolve("test.raw"), new byte[] {0, 1, 2, 1, 3, 4});
        ImageDataset after = load("tiny");
        assertEquals(after.test().labels(), new int[] {0, 1});
        assertFalse(after.sha256().equals(before));
        assertEquals(layout.decoded().get(), 2);
    }

    @Test
    public void everySizeIsKeptApart() {
        TinyLayout.write(first.resolve("tiny"));
        assertEquals(load("tiny@7").info().name(), "tiny@7");
        assertEquals(load("tiny").info().name(), "tiny");
        assertEquals(kept().size(), 2);
        load("tiny@7");
        assertEquals(layout.decoded().get(), 2);
    }

    @Test
    public void shotsAreThereWhetherOrNotItWasKept() throws IOException {
        Path tiny = TinyLayout.write(first.resolve("tiny"));
        assertTrue(load("tiny").shots().isEmpty());
        Files.writeString(tiny.resolve("shots.txt"), "2");
        for (int i = 0; i < 2; i++) {
            assertEquals(load("tiny").shots().orElseThrow().sessions().get(0), new int[] {2});
        }
        assertEquals(layout.decoded().get(), 1);
    }

    @Test
    public void filesOfAnEditionThatWasSeenHereAreVerified() throws IOException {
        Path tiny = TinyLayout.write(first.resolve("tiny"));
        String digest = new SourceDigests(folders.digests())
                .of(tiny, List.of(tiny.resolve("train.raw"), tiny.resolve("test.raw")), ProgressMonitor.NONE).sha256();
        new Editions(folders).remember("tiny", "official archive", digest);
        assertEquals(state(), new DatasetState(DatasetState.Kind.VERIFIED, tiny.toString(), "official archive"));
        load("tiny");
        Files.write(tiny.resolve("test.raw"), new byte[] {0, 1, 2});
        assertEquals(state().kind(), DatasetState.Kind.UNVERIFIED);
        for (byte[] damage : List.of(new byte[] {(byte) 0xff, 0}, "tiny\t\n\t\t\t\nx".getBytes(StandardCharsets.UTF_8))) {
            Files.write(temp.path().resolve("cache/verified.txt"), damage);
            assertEquals(state().kind(), DatasetState.Kind.UNVERIFIED, "what we remember can be damaged, but not the data by that");
        }
    }

    @Test
    public void damagedFilesAreNamedAndNotDecoded() throws IOException {
        Path tiny = TinyLayout.write(first.resolve("tiny"));
        byte[] damaged = {1, 40, 42};
        Files.write(tiny.resolve("test.raw"), damaged);
        DatasetState state = withEdition().state(NAME);
        assertEquals(state, new DatasetState(DatasetState.Kind.DAMAGED, tiny.toString(), "differs from the first edition: "
                + tiny.resolve("test.raw") + ": expected MD5 " + md5(TinyLayout.TEST).hex() + ", found SHA-256 " + DigestUtils.sha256Hex(damaged)));
        String message = expectThrows(DatasetException.class, () -> withEdition().load(NAME)).getMessage();
        assertEquals(message, "tiny: " + state.detail());
        assertEquals(layout.decoded().get(), 0);
        assertEquals(kept(), List.of());
    }

    @Test
    public void verifiedFilesAreReadForThatOnce() throws IOException {
        Path tiny = TinyLayout.write(first.resolve("tiny"));
        DatasetState verified = new DatasetState(DatasetState.Kind.VERIFIED, tiny.toString(), "first edition");
        assertEquals(withEdition().state(NAME), verified);
        Path file = tiny.resolve("test.raw");
        FileTime time = Files.getLastModifiedTime(file);
        Files.write(file, new byte[TinyLayout.TEST.length]);
        Files.setLastModifiedTime(file, time);
        assertEquals(withEdition().state(NAME), verified, "nobody can see the change without reading");
        assertEquals(Files.readAllLines(temp.path().resolve("cache/verified.txt")).size(), 1);
    }

    @Test
    public void whereNothingCanBeKeptItIsReadAllTheSame() throws IOException {
        TinyLayout.write(first.resolve("tiny"));
        Files.writeString(temp.path().resolve("cache"), "a file where the folder should be");
        assertEquals(((ImageDataset) withEdition().load(NAME)).train().labels(), new int[] {0, 1, 0});
        assertEquals(withEdition().state(NAME).kind(), DatasetState.Kind.VERIFIED);
    }

    @Test
    public void aFileThatIsGoneIsNamed() throws IOException {
        Path tiny = TinyLayout.write(first.resolve("tiny"));
        Files.delete(tiny.resolve("test.raw"));
        String expected = tiny.resolve("test.raw") + ": is missing";
        assertEquals(state(), new DatasetState(DatasetState.Kind.DAMAGED, tiny.toString(), expected));
        assertEquals(expectThrows(DatasetException.class, () -> load("tiny")).getMessage(), expected);
        assertEquals(kept(), List.of());
    }

    @Test
    public void labelsBeyondTheClassesAreRefusedAndNotKept() throws IOException {
        Path tiny = TinyLayout.write(first.resolve("tiny"));
        Files.write(tiny.resolve("test.raw"), new byte[] {2, 0, 0});
        assertEquals(expectThrows(DatasetException.class, () -> load("tiny")).getMessage(),
                "tiny: label of test image 0: expected below 2, found 2");
        assertEquals(kept(), List.of());
    }
}
