package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.fetch.Settings;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class DataStoreTest {

    private Path home;
    private DataFolders folders;
    private DataStore store;

    @BeforeMethod
    public void makeFolders() throws IOException {
        home = Files.createTempDirectory("palimpsest-store-");
        folders = new DataFolders(List.of(), home.resolve("cache"));
        store = new DataStore(List.of(new TinyLayout("cifar100"), new TinyLayout("mini-imagenet")), folders, ProgressMonitor.NONE);
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private DatasetState state() {
        return DiskDatasets.sources(List.of(new TinyLayout("cifar100")), folders, ProgressMonitor.NONE).get(0).state(DatasetName.parse("cifar100"));
    }

    /** All files but for the hidden locks, which stay so that nobody can lose one. */
    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.walk(folders.store())) {
            return files.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".lock")).map(f -> folders.store().relativize(f).toString()).sorted().toList();
        }
    }

    private Path zip(String... names) throws IOException {
        Path file = home.resolve("tiny.zip");
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(new byte[] {0, 1, 2, 3, 4});
                zip.closeEntry();
            }
        }
        return file;
    }

    @Test
    public void takesAFolderOrOneThatHoldsIt() throws IOException {
        Path folder = TinyLayout.write(home.resolve("mine"));
        store.importFrom("cifar100", home.resolve("mine"));
        assertEquals(stored(), List.of("cifar100/tiny/test.bin", "cifar100/tiny/train.bin"));
        assertEquals(state().kind(), DatasetState.Kind.UNVERIFIED);
        store.importFrom("mini-imagenet", folder);
        assertTrue(stored().contains("mini-imagenet/tiny/train.bin"), stored().toString());
        assertTrue(Files.exists(folder.resolve("train.bin")), "copied, not moved");
    }

    @Test
    public void takesAnArchive() throws IOException {
        store.importFrom("cifar100", zip("tiny/train.bin", "tiny/test.bin"));
        assertEquals(stored(), List.of("cifar100/tiny/test.bin", "cifar100/tiny/train.bin"));
    }

    @Test
    public void refusesWhatDoesNotHoldTheDataSetAndLeavesNothingBehind() throws IOException {
        Files.createDirectories(home.resolve("empty"));
        String message = expectThrows(DatasetException.class, () -> store.importFrom("cifar100", home.resolve("empty"))).getMessage();
        assertTrue(message.contains("does not hold cifar100") && message.contains("tiny (train.bin, test.bin)"), message);
        Path zip = zip("other/file.txt");
        expectThrows(DatasetException.class, () -> store.importFrom("cifar100", zip));
        assertFalse(Files.exists(folders.store().resolve("cifar100")));
    }

    @Test
    public void whatAnInterruptedCopyLeftIsNoHindrance() throws IOException {
        Path left = Files.createDirectories(folders.store().resolve(".cifar100.copying/tiny"));
        Files.writeString(left.resolve("train.bin"), "half");
        store.importFrom("cifar100", TinyLayout.write(home.resolve("mine")));
        assertEquals(stored(), List.of("cifar100/tiny/test.bin", "cifar100/tiny/train.bin"));
    }

    @Test
    public void refusesToReplaceWhatIsThere() throws IOException {
        Path folder = TinyLayout.write(home.resolve("mine"));
        store.importFrom("cifar100", folder);
        String message = expectThrows(InvalidInputException.class, () -> store.importFrom("cifar100", folder)).getMessage();
        assertTrue(message.contains("already"), message);
    }

    @Test
    public void saysWhichDataSetsThereAre() {
        String message = expectThrows(InvalidInputException.class, () -> store.importFrom("cifar10", home)).getMessage();
        assertTrue(message.contains("did you mean 'cifar100'"), message);
        assertTrue(expectThrows(InvalidInputException.class, () -> store.importFrom("cifar100", home.resolve("absent"))).getMessage().contains("absent"));
    }

    @Test
    public void saysWhatCannotBeHadFreely() {
        String message = expectThrows(InvalidInputException.class, () -> store.fetch("mini-imagenet", Settings.standard())).getMessage();
        assertTrue(message.contains("palimpsest data import mini-imagenet PATH"), message);
    }

    @Test
    public void anArchiveOfAnotherDigestIsNotUnpacked() throws IOException {
        Path mirror = Files.createDirectories(home.resolve("mirror/cifar100"));
        Files.move(zip("tiny/train.bin", "tiny/test.bin"), mirror.resolve("cifar-100-binary.tar.gz"));
        Settings settings = Settings.of(Map.of("PALIMPSEST_MIRROR", home.resolve("mirror").toUri().toString()));
        String message = expectThrows(DatasetException.class, () -> store.fetch("cifar100", settings)).getMessage();
        assertTrue(message.contains("03b5dce01913d631647c71ecec9e9cb8"), message);
        assertFalse(Files.exists(folders.store().resolve("cifar100")));
    }
}
