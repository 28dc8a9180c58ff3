package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.fetch.Digest;
import org.palimpsest.datasets.fetch.RemoteFile;
import org.palimpsest.datasets.fetch.Settings;
import org.palimpsest.datasets.fetch.TempFolder;
import org.palimpsest.datasets.fetch.TestServer;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Data sets come into the store whole or not at all, and nothing is left beside them. */
public class DataStoreTest {

    private static final List<String> WHOLE = List.of("tiny", "tiny/tiny", "tiny/tiny/test.raw", "tiny/tiny/train.raw");
    private static final Map<String, byte[]> FILES = Map.of("tiny/train.raw", TinyLayout.TRAIN, "tiny/test.raw", TinyLayout.TEST);

    private TempFolder temp;
    private Path mine;
    private DataFolders folders;
    private Map<String, Download> downloads;
    private DataStore store;

    @BeforeMethod
    public void makeFolders() {
        temp = new TempFolder();
        mine = temp.path().resolve("mine");
        folders = new DataFolders(List.of(), temp.path().resolve("cache"));
        downloads = new TreeMap<>();
        List<Layout> layouts = List.of(TinyLayout.of("tiny"), TinyLayout.of("other"), TinyLayout.of("kind", true));
        store = new DataStore(layouts, folders, ProgressMonitor.NONE, name -> Optional.ofNullable(downloads.get(name)));
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolders() {
        temp.close();
    }

    /** Everything in the store but the locks. */
    private List<String> stored() {
        String store = "cache/datasets/";
        return temp.tree().stream().filter(path -> path.startsWith(store)).map(path -> path.substring(store.length())).toList();
    }

    private DatasetState state() {
        return new DiskSource(TinyLayout.of("tiny"), folders, ProgressMonitor.NONE).state(DatasetName.parse("tiny"));
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tarGz(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = mine.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    @Test
    public void aFolderAboveItIsImported() {
        TinyLayout.write(mine.resolve("tiny"));
        assertEquals(store.importFrom("tiny", mine), folders.store().resolve("tiny"));
        assertEquals(stored(), WHOLE);
        assertEquals(state().kind(), DatasetState.Kind.UNVERIFIED);
    }

    @Test
    public void theFolderItselfIsImported() {
        store.importFrom("tiny", TinyLayout.write(mine.resolve("tiny")));
        assertEquals(stored(), WHOLE);
    }

    @Test
    public void theFolderItselfIsImportedWhateverItIsCalled() {
        store.importFrom("tiny", TinyLayout.write(mine.resolve("from my stick")));
        assertEquals(stored(), List.of("tiny", "tiny/test.raw", "tiny/train.raw"));
        assertEquals(state().kind(), DatasetState.Kind.UNVERIFIED);
    }

    @Test
    public void linksToFoldersAndFilesAreFollowed() throws IOException {
        Path elsewhere = TinyLayout.write(temp.path().resolve("elsewhere"));
        write("more/readme.txt", new byte[1]);
        Files.createSymbolicLink(elsewhere.resolve("linked"), mine.resolve("more"));
        Files.createSymbolicLink(mine.resolve("tiny"), elsewhere);
        store.importFrom("tiny", mine);
        assertEquals(stored(), List.of("tiny", "tiny/tiny", "tiny/tiny/linked", "tiny/tiny/linked/readme.txt", "tiny/tiny/test.raw",
                "tiny/tiny/train.raw"));
    }

    @Test
    public void aLinkThatGoesInACircleIsRefused() throws IOException {
        Path tiny = TinyLayout.write(mine.resolve("tiny"));
        Files.createSymbolicLink(tiny.resolve("again"), tiny);
        String message = expectThrows(DatasetException.class, () -> store.importFrom("tiny", mine)).getMessage();
        assertTrue(message.startsWith(tiny + ": cannot be copied"), message);
        assertEquals(stored(), List.of());
    }

    @Test
    public void archivesAreImported() throws IOException {
        store.importFrom("tiny", write("mine.zip", zip(FILES)));
        store.importFrom("other", write("mine.tar.gz", tarGz(FILES)));
        assertEquals(stored().stream().filter(path -> path.startsWith("tiny")).toList(), WHOLE);
        assertEquals(stored().size(), 8);
        assertEquals(state().kind(), DatasetState.Kind.UNVERIFIED);
    }

    @Test
    public void theOfficialArchiveIsKnownWhoeverBroughtIt() throws IOException {
        byte[] archive = tarGz(FILES);
        downloads.put("tiny", Download.archive(remote("tiny.tar.gz", archive)));
        store.importFrom("tiny", write("renamed.tgz", archive));
        assertEquals(state().kind(), DatasetState.Kind.VERIFIED);
        assertEquals(state().detail(), "official archive");
    }

    @Test
    public void whatIsNotTheDataSetIsRefused() throws IOException {
        Path wrong = write("wrong.zip", zip(Map.of("else/what.raw", new byte[3])));
        String expected = ": does not hold tiny; looked for tiny/train.raw and tiny/test.raw";
        assertEquals(expectThrows(DatasetException.class, () -> store.importFrom("tiny", wrong)).getMessage(), wrong + expected);
        assertEquals(expectThrows(DatasetException.class, () -> store.importFrom("tiny", mine)).getMessage(), mine + expected);
        Path broken = write("broken.zip", new byte[100]);
        String message = expectThrows(DatasetException.class, () -> store.importFrom("tiny", broken)).getMessage();
        assertTrue(message.startsWith(broken.toString()), message);
        Path gone = mine.resolve("gone");
        message = expectThrows(InvalidInputException.class, () -> store.importFrom("tiny", gone)).getMessage();
        assertTrue(message.contains(gone.toString()) && message.contains("no such file or folder"), message);
        assertEquals(stored(), List.of());
    }

    @Test
    public void whatIsThereIsNotReplaced() {
        TinyLayout.write(mine.resolve("tiny"));
        store.importFrom("tiny", mine);
        String message = expectThrows(InvalidInputException.class, () -> store.importFrom("tiny", mine)).getMessage();
        assertTrue(message.contains("already; delete that first"), message);
        assertEquals(stored(), WHOLE);
    }

    @Test
    public void leftoversAreReplaced() throws IOException {
        Path left = Files.createDirectories(folders.store().resolve(".tiny.copying/tiny"));
        Files.writeString(left.resolve("train.raw"), "half");
        // an interrupted fetch leaves the folder
        Files.createDirectories(folders.store().resolve("tiny/tiny"));
        TinyLayout.write(mine.resolve("tiny"));
        store.importFrom("tiny", mine);
        assertEquals(stored(), WHOLE);
        assertEquals(Files.readAllBytes(folders.store().resolve("tiny/tiny/train.raw")), TinyLayout.TRAIN);
    }

    @Test
    public void namesThatAreNoneAreRefusedWithTheNearest() {
        String message = expectThrows(InvalidInputException.class, () -> store.importFrom("tony", mine)).getMessage();
        assertTrue(message.contains("did you mean 'tiny'?"), message);
        message = expectThrows(InvalidInputException.class, () -> store.fetch("kind", Settings.standard())).getMessage();
        assertTrue(message.contains("'kind'") && message.contains("(valid: tiny, other)"), message);
        message = expectThrows(InvalidInputException.class, () -> store.fetch("tiny", Settings.standard())).getMessage();
        assertTrue(message.contains("without asking its owners") && message.contains("palimpsest data import tiny PATH"), message);
        assertEquals(stored(), List.of());
    }

    private static RemoteFile remote(String name, byte[] content) {
        return new RemoteFile(URI.create("http://127.0.0.1:9/" + name), name, OptionalLong.empty(), Digest.sha256(DigestUtils.sha256Hex(content)));
    }

    private Settings mirror() {
        return settings(Optional.of(mine.toUri()));
    }

    private static Settings settings(Optional<URI> mirror) {
        return new Settings(mirror, Duration.ofSeconds(10), Duration.ofSeconds(10), 1, Duration.ofMillis(1));
    }

    @Test
    public void anArchiveIsFetchedFromAMirrorAndVerified() throws IOException {
        byte[] archive = zip(FILES);
        write("tiny/tiny.zip", archive);
        downloads.put("tiny", Download.archive(remote("tiny.zip", archive)));
        assertEquals(store.fetch("tiny", mirror()), folders.store().resolve("tiny"));
        assertEquals(stored(), WHOLE);
        assertEquals(state().kind(), DatasetState.Kind.VERIFIED);
        assertEquals(state().detail(), "official archive");
        Files.delete(mine.resolve("tiny/tiny.zip"));
        assertEquals(store.fetch("tiny", mirror()), folders.store().resolve("tiny"), "nothing to fetch");
        Files.write(folders.store().resolve("tiny/tiny/test.raw"), new byte[] {0, 0, 0, 1, 1, 1});
        assertEquals(state().kind(), DatasetState.Kind.UNVERIFIED);
    }

    @Test
    public void filesAreFetchedFromAMirror() throws IOException {
        files();
        write("tiny/train.raw", TinyLayout.TRAIN);
        String message = expectThrows(DatasetException.class, () -> store.fetch("tiny", mirror())).getMessage();
        assertTrue(message.contains("tiny/test.raw"), message);
        write("tiny/test.raw", TinyLayout.TEST);
        store.fetch("tiny", mirror());
        assertEquals(stored(), WHOLE);
    }

    private void files() {
        downloads.put("tiny", Download.files("tiny", List.of(remote("train.raw", TinyLayout.TRAIN), remote("test.raw", TinyLayout.TEST))));
    }

    @Test
    public void filesThatAFetchWouldBringAreImportedOneByOne() throws IOException {
        files();
        store.importFrom("tiny", write("a", TinyLayout.TEST));
        store.importFrom("tiny", write("b", TinyLayout.TRAIN));
        store.importFrom("tiny", write("b", TinyLayout.TRAIN));
        assertEquals(stored(), WHOLE);
    }

    @Test
    public void aFetchThatCameToNothingLeavesTheWayOpen() throws IOException {
        files();
        expectThrows(DatasetException.class, () -> store.fetch("tiny", settings(Optional.empty())));
        TinyLayout.write(mine.resolve("tiny"));
        store.importFrom("tiny", mine);
        assertEquals(stored(), WHOLE);
    }

    @Test
    public void anArchiveOfAnotherDigestIsNotUnpacked() throws IOException {
        write("tiny/tiny.zip", zip(FILES));
        byte[] published = zip(Map.of());
        downloads.put("tiny", Download.archive(remote("tiny.zip", published)));
        String message = expectThrows(DatasetException.class, () -> store.fetch("tiny", mirror())).getMessage();
        assertTrue(message.contains(DigestUtils.sha256Hex(published)), message);
        assertTrue(Files.notExists(folders.store().resolve("tiny")));
    }

    @Test
    public void aWrongArchiveOfTheRightDigestLeavesNothing() throws IOException {
        byte[] archive = zip(Map.of("else/what.raw", new byte[3]));
        write("tiny/tiny.zip", archive);
        downloads.put("tiny", Download.archive(remote("tiny.zip", archive)));
        String message = expectThrows(DatasetException.class, () -> store.fetch("tiny", mirror())).getMessage();
        assertTrue(message.contains("does not hold tiny"), message);
        assertEquals(stored(), List.of("tiny.zip"), "kept, since it is what was published");
    }

    @Test
    public void anInterruptedFetchGoesOn() throws IOException {
        byte[] archive = tarGz(FILES);
        downloads.put("tiny", Download.archive(remote("tiny.tar.gz", archive)));
        try (TestServer server = new TestServer(TestServer.cut(archive, 40), TestServer.good(new byte[0]))) {
            expectThrows(DatasetException.class, () -> store.fetch("tiny", settings(Optional.of(server.uri("")))));
        }
        assertTrue(stored().stream().anyMatch(path -> path.contains("tiny.tar.gz")), "what came is kept: " + stored());
        try (TestServer server = new TestServer(TestServer.good(archive))) {
            store.fetch("tiny", settings(Optional.of(server.uri(""))));
            assertEquals(server.requests().get(0).header("Range"), "bytes=40-");
        }
        assertEquals(stored(), WHOLE);
        assertEquals(state().kind(), DatasetState.Kind.VERIFIED);
    }
}
