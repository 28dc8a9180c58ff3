package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.ImageDataset;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.cache.SourceDigests;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class DiskSourceTest {

    private static final DatasetName NAME = DatasetName.parse("cifar100");

    private Path home;
    private TinyLayout layout;
    private DatasetSource source;

    @BeforeMethod
    public void makeFolders() throws IOException {
        home = Files.createTempDirectory("palimpsest-disk-");
        layout = new TinyLayout("cifar100");
        source = DiskDatasets.sources(List.of(layout), folders(), ProgressMonitor.NONE).get(0);
    }

    private DataFolders folders() {
        return new DataFolders(List.of(home.resolve("first"), home.resolve("second")), home.resolve("cache"));
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    @Test
    public void whatIsNotThereIsSaidToBeMissingWithWaysOut() {
        DatasetState state = source.state(NAME);
        assertEquals(state.kind(), DatasetState.Kind.MISSING);
        String message = expectThrows(DatasetException.class, () -> source.load(NAME)).getMessage();
        for (String words : List.of("cifar100: is not on this machine", home.resolve("first").toString(), home.resolve("second").toString(),
                "tiny (train.bin, test.bin)", "palimpsest data fetch cifar100", "palimpsest data import cifar100 PATH", "--data", "PALIMPSEST_DATA")) {
            assertTrue(message.contains(words), words + " in " + message);
        }
    }

    @Test
    public void isDecodedOnceAndKnownByItsContents() throws IOException {
        TinyLayout.write(home.resolve("second"));
        ImageDataset dataset = source.load(NAME);
        assertEquals(dataset.info().classNames(), List.of("a", "b"));
        assertEquals(dataset.info().mean()[0], (10 + 20 + 30 + 40 + 50 + 60 + 70 + 80) / 8.0 / 255, 1e-15);
        assertEquals(dataset.shots().orElseThrow().origin(), "made up");
        ImageDataset again = DiskDatasets.sources(List.of(layout), folders(), ProgressMonitor.NONE).get(0).load(NAME);
        assertEquals(again.sha256(), dataset.sha256());
        assertTrue(again.shots().isPresent());
        assertEquals(layout.decoded.get(), 1);
        // the same contents elsewhere: found first, decoded from the cache, as the files are the same
        TinyLayout.write(home.resolve("first"));
        assertEquals(source.load(NAME).sha256(), dataset.sha256());
        assertEquals(layout.decoded.get(), 1);
        assertEquals(source.state(NAME).where(), home.resolve("first/tiny").toString());
    }

    @Test
    public void otherFilesAreDecodedAnew() throws IOException {
        Path folder = TinyLayout.write(home.resolve("first"));
        String before = source.load(NAME).sha256();
        Files.write(folder.resolve("test.bin"), new byte[] {0, 1, 2, 3, 4, 1, 5, 6, 7, 8});
        ImageDataset after = source.load(NAME);
        assertNotEquals(after.sha256(), before);
        assertEquals(after.info().test(), 2);
        assertEquals(layout.decoded.get(), 2);
    }

    @Test
    public void filesOfNoKnownEditionAreNotVerified() throws IOException {
        TinyLayout.write(home.resolve("first"));
        DatasetState state = source.state(NAME);
        assertEquals(state.kind(), DatasetState.Kind.UNVERIFIED);
        assertTrue(state.detail().contains("2 files"), state.detail());
    }

    @Test
    public void anEditionThatWasVerifiedHereIsRemembered() throws IOException {
        TinyLayout.write(home.resolve("first"));
        Found found = layout.find(home.resolve("first"), NAME).orElseThrow();
        String sha256 = new SourceDigests(home.resolve("digests")).of(found.folder(), found.files(), ProgressMonitor.NONE).sha256();
        new Editions(folders()).remember("cifar100", "official archive", sha256);
        DatasetState state = source.state(NAME);
        assertEquals(state.kind(), DatasetState.Kind.VERIFIED);
        assertEquals(state.detail(), "official archive");
    }

    @Test
    public void aMissingFileIsDamage() throws IOException {
        Files.delete(TinyLayout.write(home.resolve("first")).resolve("test.bin"));
        DatasetState state = source.state(NAME);
        assertEquals(state.kind(), DatasetState.Kind.DAMAGED);
        assertTrue(state.detail().contains("test.bin"), state.detail());
        assertTrue(expectThrows(DatasetException.class, () -> source.load(NAME)).getMessage().contains("test.bin"));
    }
}
