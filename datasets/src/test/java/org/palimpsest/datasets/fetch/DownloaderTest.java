package org.palimpsest.datasets.fetch;

import static org.palimpsest.datasets.fetch.TestServer.cut;
import static org.palimpsest.datasets.fetch.TestServer.good;
import static org.palimpsest.datasets.fetch.TestServer.head;
import static org.palimpsest.datasets.fetch.TestServer.noRanges;
import static org.palimpsest.datasets.fetch.TestServer.partial;
import static org.palimpsest.datasets.fetch.TestServer.sends;
import static org.palimpsest.datasets.fetch.TestServer.status;
import static org.palimpsest.datasets.fetch.TestServer.thenSilence;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Downloads from servers that do what servers and lines do. */
public class DownloaderTest {

    private static final byte[] BODY = new byte[1000];
    private static final byte[] DAMAGED = new byte[1000];
    private static final String NAME = "data.tar.gz";

    static {
        for (int i = 0; i < BODY.length; i++) {
            BODY[i] = (byte) (i * i / 7);
            DAMAGED[i] = BODY[i];
        }
        DAMAGED[500] ^= 1;
    }

    private final List<Duration> pauses = new ArrayList<>();
    private TempFolder temp;
    private Path folder;
    private Told told;
    private Duration patience;

    @BeforeMethod
    public void makeAFolder() {
        temp = new TempFolder();
        folder = temp.path().resolve("downloads");
        told = new Told();
        pauses.clear();
        // short only where a test waits for its end: a busy machine must not fail the others
        patience = Duration.ofSeconds(10);
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolder() {
        temp.close();
    }

    private Downloader downloader() {
        Settings settings = new Settings(Optional.empty(), patience, patience, 4, Duration.ofMillis(10));
        return new Downloader(settings, told, pauses::add);
    }

    private static RemoteFile file(TestServer server, OptionalLong size) {
        return new RemoteFile(server.uri("/set/" + NAME), NAME, size, Digest.sha256(DigestUtils.sha256Hex(BODY)));
    }

    private void fetch(TestServer server, OptionalLong size) throws IOException {
        Path path = downloader().fetch("set", file(server, size), folder);
        assertEquals(path, folder.resolve(NAME));
        assertEquals(Files.readAllBytes(path), BODY);
        assertEquals(temp.tree(), List.of("downloads", "downloads/" + NAME), "nothing is left beside the file");
    }

    private void fetch(TestServer server) throws IOException {
        fetch(server, OptionalLong.empty());
    }

    private String failure(TestServer server, OptionalLong size) {
        RemoteFile file = file(server, size);
        String message = expectThrows(DatasetException.class, () -> downloader().fetch("set", file, folder)).getMessage();
        assertTrue(message.startsWith(file.address() + ": "), message);
        assertFalse(Files.exists(folder.resolve(NAME)), "what is not whole must not have the file's name");
        return message.substring(file.address().toString().length() + 2);
    }

    private static OptionalLong known() {
        return OptionalLong.of(BODY.length);
    }

    /** What a process that was killed had left. */
    private void leave(byte[] bytes, int length, TestServer server, String version) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(NAME + ".part"), Arrays.copyOf(bytes, length));
        Files.write(folder.resolve(NAME + ".part.from"), List.of(server.uri("/set/" + NAME).toString(), version));
    }

    @DataProvider
    public Object[][] sizes() {
        return new Object[][] {{OptionalLong.empty()}, {known()}};
    }

    @Test(dataProvider = "sizes")
    public void fetchesAFileAndTellsHowFarItGot(OptionalLong size) throws IOException {
        try (TestServer server = new TestServer(good(BODY))) {
            fetch(server, size);
            assertEquals(server.ranges(), List.of(""));
            assertEquals(told.done, List.of(
                    "fetching " + server.uri("/set/" + NAME) + " 1000 bytes: 1000", "checking data.tar.gz 1000 bytes: 1000"));
        }
    }

    @Test
    public void fetchesAFileOfUnknownLength() throws IOException {
        try (TestServer server = new TestServer((request, out) -> {
            head(out, "200 OK");
            out.write(BODY);
        })) {
            fetch(server);
            assertTrue(told.done.get(0).endsWith(" -1 bytes: 1000"), told.done.get(0));
        }
    }

    @Test
    public void doesNotAskForWhatIsHere() throws IOException {
        try (TestServer server = new TestServer(good(BODY))) {
            fetch(server);
            fetch(server);
            assertEquals(server.requests().size(), 1);
        }
    }

    @Test
    public void leavesADamagedFileOfTheSameNameToItsOwner() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(NAME), DAMAGED);
        try (TestServer server = new TestServer(good(BODY))) {
            DatasetException refused = expectThrows(DatasetException.class, () -> fetch(server));
            assertEquals(refused.getMessage(), folder.resolve(NAME)
                    + ": is here but damaged; delete it to have it fetched anew. SHA-256: expected " + DigestUtils.sha256Hex(BODY)
                    + ", found " + DigestUtils.sha256Hex(DAMAGED));
            assertEquals(Files.readAllBytes(folder.resolve(NAME)), DAMAGED);
            assertEquals(server.requests(), List.of());
        }
    }

    @Test(dataProvider = "sizes")
    public void goesOnWhereTheConnectionWasCut(OptionalLong size) throws IOException {
        try (TestServer server = new TestServer(cut(BODY, 400), cut(BODY, 0), good(BODY))) {
            fetch(server, size);
            assertEquals(server.requests().size(), 3);
            assertEquals(pauses, List.of(Duration.ofMillis(10), Duration.ofMillis(20)));
        }
    }

    @Test(dataProvider = "sizes")
    public void goesOnWhereAStalledServerFellSilent(OptionalLong size) throws IOException {
        patience = Duration.ofMillis(250);
        try (TestServer server = new TestServer(thenSilence(cut(BODY, 400)), good(BODY))) {
            fetch(server, size);
            assertEquals(server.ranges(), List.of("", "bytes=400-"));
            assertEquals(server.requests().get(1).header("If-Range"), TestServer.TAG);
            String waiting = told.begun.get(1);
            assertEquals(waiting, "data.tar.gz: cut after 400 bytes: the server sent nothing for 0.25 s; next try in 0.01 s");
        }
    }

    @Test
    public void givesUpAServerThatNeverAnswers() {
        patience = Duration.ofMillis(40);
        try (TestServer server = new TestServer(thenSilence((request, out) -> {}))) {
            String message = failure(server, known());
            assertTrue(message.startsWith("gave up after 4 tries without progress: no answer within 0.08 s. Set "), message);
            server.awaitRequests(4);
            assertEquals(server.requests().size(), 4);
        }
    }

    @Test
    public void goesOnFromWhatAKilledProcessLeft() throws IOException {
        try (TestServer server = new TestServer(good(BODY))) {
            leave(BODY, 700, server, TestServer.TAG);
            fetch(server);
            assertEquals(server.ranges(), List.of("bytes=700-"));
            assertEquals(told.done.get(0), "fetching " + server.uri("/set/" + NAME) + " 1000 bytes: 1000");
        }
    }

    @Test
    public void goesOnWithoutKnowingTheVersionForTheDigestTells() throws IOException {
        try (TestServer server = new TestServer(good(BODY)); TestServer other = new TestServer(good(BODY))) {
            leave(BODY, 700, other, "\"of another server\"");
            fetch(server);
            assertEquals(server.ranges(), List.of("bytes=700-"));
            assertEquals(server.requests().get(0).header("If-Range"), "");
        }
    }

    @Test
    public void startsOverWhenTheFileHasChanged() throws IOException {
        try (TestServer server = new TestServer(good(BODY))) {
            leave(DAMAGED, 700, server, "\"v0\"");
            fetch(server);
            assertEquals(server.ranges(), List.of("bytes=700-"));
            assertEquals(server.requests().get(0).header("If-Range"), "\"v0\"");
        }
    }

    @Test
    public void startsOverWhenTheServerKnowsNoRanges() throws IOException {
        try (TestServer server = new TestServer(noRanges(BODY))) {
            leave(DAMAGED, 700, server, TestServer.TAG);
            fetch(server);
            assertEquals(server.ranges(), List.of("bytes=700-"));
        }
    }

    @Test
    public void startsOverOnceWhenTheResumedFileIsDamaged() throws IOException {
        try (TestServer server = new TestServer(good(BODY))) {
            leave(DAMAGED, 700, server, TestServer.TAG);
            fetch(server);
            assertEquals(server.ranges(), List.of("bytes=700-", ""));
        }
    }

    @Test
    public void doesNotFetchWhatIsWholeButHasNotItsNameYet() throws IOException {
        try (TestServer server = new TestServer(good(BODY))) {
            leave(BODY, 1000, server, TestServer.TAG);
            fetch(server, known());
            assertEquals(server.requests(), List.of());
        }
    }

    @Test
    public void takesNothingMoreToSendForTheEnd() throws IOException {
        try (TestServer server = new TestServer(good(BODY))) {
            leave(BODY, 1000, server, TestServer.TAG);
            fetch(server);
            assertEquals(server.ranges(), List.of("bytes=1000-"));
        }
    }

    @Test(dataProvider = "sizes")
    public void startsOverWhenWhatIsHereIsTooLong(OptionalLong size) throws IOException {
        try (TestServer server = new TestServer(good(BODY))) {
            leave(BODY, 1200, server, TestServer.TAG);
            fetch(server, size);
            assertEquals(server.ranges(), List.of("bytes=1200-", ""));
        }
    }

    @DataProvider
    public Object[][] wrongRanges() {
        return new Object[][] {
            {"bytes 0-999/1000"}, {"bytes 699-999/1000"}, {"bytes 701-999/1000"}, {"lines 700-999/1000"}, {"bytes */1000"},
        };
    }

    @Test(dataProvider = "wrongRanges")
    public void startsOverWithoutRangesWhenTheyAreServedWrongly(String contentRange) throws IOException {
        byte[] rest = Arrays.copyOfRange(BODY, 700, 1000);
        try (TestServer server = new TestServer(partial(rest, contentRange), good(BODY))) {
            leave(BODY, 700, server, TestServer.TAG);
            fetch(server);
            assertEquals(server.ranges(), List.of("bytes=700-", ""));
        }
    }

    @Test
    public void startsOverWhenARangeIsOfAnotherTotal() throws IOException {
        byte[] rest = Arrays.copyOfRange(BODY, 700, 1000);
        try (TestServer server = new TestServer(partial(rest, "bytes 700-999/1001"), good(BODY))) {
            leave(BODY, 700, server, TestServer.TAG);
            fetch(server, known());
            assertEquals(server.ranges(), List.of("bytes=700-", ""));
        }
    }

    @Test
    public void asksOnWhenARangeIsShorterThanWasAskedFor() throws IOException {
        byte[] some = Arrays.copyOfRange(BODY, 700, 800);
        try (TestServer server = new TestServer(partial(some, "bytes 700-799/1000"), good(BODY))) {
            leave(BODY, 700, server, TestServer.TAG);
            fetch(server);
            assertEquals(server.ranges(), List.of("bytes=700-", "bytes=800-"));
        }
    }

    @Test(dataProvider = "sizes")
    public void fetchesOnceMoreWhatCameDamaged(OptionalLong size) throws IOException {
        try (TestServer server = new TestServer(sends(DAMAGED, 1000), good(BODY))) {
            fetch(server, size);
            assertEquals(server.ranges(), List.of("", ""));
            assertEquals(pauses, List.of());
        }
    }

    @Test(dataProvider = "sizes")
    public void givesUpWhatComesDamagedTwice(OptionalLong size) {
        try (TestServer server = new TestServer(good(DAMAGED))) {
            assertEquals(failure(server, size), "data.tar.gz came damaged twice: SHA-256: expected " + DigestUtils.sha256Hex(BODY)
                    + ", found " + DigestUtils.sha256Hex(DAMAGED) + ". Set PALIMPSEST_MIRROR to the address of a mirror that has"
                    + " set/data.tar.gz, or get the file some other way and run: palimpsest data import set data.tar.gz");
            assertEquals(server.requests().size(), 2);
            assertEquals(temp.tree(), List.of("downloads"), "the damaged part is deleted");
        }
    }

    @Test
    public void checksMd5AsWell() {
        try (TestServer server = new TestServer(good(DAMAGED))) {
            RemoteFile file = new RemoteFile(server.uri("/x.gz"), "x.gz", known(), Digest.md5("0".repeat(32)));
            String message = expectThrows(DatasetException.class, () -> downloader().fetch("set", file, folder)).getMessage();
            assertTrue(message.contains("MD5: expected 00000000000000000000000000000000, found "), message);
        }
    }

    @DataProvider
    public Object[][] lies() {
        byte[] longer = Arrays.copyOf(BODY, 1200);
        byte[] shorter = Arrays.copyOf(BODY, 800);
        TestServer.Answer endless = (request, out) -> {
            head(out, "200 OK");
            out.write(longer);
        };
        TestServer.Answer early = (request, out) -> {
            head(out, "200 OK");
            out.write(shorter);
        };
        return new Object[][] {
            // more is promised than comes
            {sends(BODY, 1200), OptionalLong.empty(), "gave up after 4 tries without progress: cut after 1000 bytes"},
            {sends(BODY, 1200), known(), "came damaged twice: length in bytes: expected 1000, found 1200"},
            // less is promised than comes
            {sends(BODY, 800), OptionalLong.empty(), "came damaged twice: SHA-256"},
            {sends(BODY, 800), known(), "came damaged twice: length in bytes: expected 1000, found 800"},
            // nothing is promised
            {endless, OptionalLong.empty(), "came damaged twice: SHA-256"},
            {endless, known(), "came damaged twice: length in bytes: expected 1000, found 1200 or more"},
            {early, OptionalLong.empty(), "came damaged twice: SHA-256"},
            {early, known(), "gave up after 4 tries without progress: ended after 800 of 1000 bytes"},
        };
    }

    @Test(dataProvider = "lies")
    public void noticesLengthsThatAreNotTrue(TestServer.Answer lie, OptionalLong size, String message) {
        try (TestServer server = new TestServer(lie)) {
            String failure = failure(server, size);
            assertTrue(failure.contains(message), failure);
        }
    }

    @Test
    public void aLongDownloadMayBeCutManyTimes() throws IOException {
        byte[] big = new byte[8 << 20];
        Arrays.fill(big, (byte) 7);
        TestServer.Answer[] answers = new TestServer.Answer[8];
        TestServer.Answer whole = good(big);
        Arrays.fill(answers, (TestServer.Answer) (request, out) -> whole.send(request, new CutStream(out, 1_300_000)));
        answers[7] = whole;
        try (TestServer server = new TestServer(answers)) {
            RemoteFile file = new RemoteFile(
                    server.uri("/big"), "big", OptionalLong.of(big.length), Digest.sha256(DigestUtils.sha256Hex(big)));
            assertEquals(Files.readAllBytes(downloader().fetch("set", file, folder)), big);
            assertTrue(server.requests().size() > 4, "more tries than may fail in a row");
            assertTrue(pauses.stream().allMatch(Duration.ofMillis(10)::equals), "each is the first: " + pauses);
        }
    }

    @DataProvider
    public Object[][] finalAnswers() {
        return new Object[][] {
            {"401 Unauthorized", "the server answered 401: it does not give this file to everybody"},
            {"403 Forbidden", "the server answered 403: it does not give this file to everybody"},
            {"404 Not Found", "the server answered 404: the file is not there, or no longer"},
            {"407 Proxy Authentication Required", "the server answered 407: the proxy asks for a name and a password"},
            {"416 Range Not Satisfiable", "the server answered 416 instead of sending the file"},
            {"204 No Content", "the server answered 204 instead of sending the file"},
        };
    }

    @Test(dataProvider = "finalAnswers")
    public void doesNotRepeatWhatWasRefused(String status, String message) {
        try (TestServer server = new TestServer(status(status))) {
            String failure = failure(server, known());
            assertTrue(failure.startsWith(message), failure);
            assertEquals(server.requests().size(), 1);
            assertEquals(temp.tree(), List.of("downloads"));
        }
    }

    @Test
    public void backsOffFromABrokenServerAndGivesUp() {
        try (TestServer server = new TestServer(status("500 Internal Server Error"))) {
            String failure = failure(server, known());
            assertTrue(failure.startsWith("gave up after 4 tries without progress: the server answered 500"), failure);
            assertEquals(pauses, List.of(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(40)));
        }
    }

    @Test
    public void waitsAsLongAsABusyServerAsksWithinReason() throws IOException {
        try (TestServer server = new TestServer(
                status("503 Service Unavailable", "Retry-After: 7"),
                status("429 Too Many Requests", "Retry-After: 86400"),
                status("429 Too Many Requests", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"),
                good(BODY))) {
            fetch(server);
            assertEquals(pauses, List.of(Duration.ofSeconds(7), Duration.ofMinutes(5), Duration.ZERO));
        }
    }

    @Test
    public void keepsWhatCameForTheNextTime() throws IOException {
        patience = Duration.ofMillis(250);
        try (TestServer server = new TestServer(
                thenSilence(cut(BODY, 400)), status("503 Busy"), status("503 Busy"), status("503 Busy"), good(BODY))) {
            String failure = failure(server, known());
            assertTrue(failure.contains("; the 400 bytes that came are kept in " + folder.resolve(NAME + ".part")), failure);
            fetch(server, known());
            assertEquals(server.ranges().get(4), "bytes=400-");
        }
    }

    @Test
    public void anInterruptEndsADownloadAndKeepsWhatCame() throws Exception {
        try (TestServer server = new TestServer(thenSilence(cut(BODY, 400)))) {
            Thread.currentThread().interrupt();
            DatasetException interrupted = expectThrows(DatasetException.class, () -> fetch(server));
            assertTrue(Thread.interrupted(), "the interrupt is passed on");
            assertEquals(interrupted.getMessage(),
                    folder.resolve(NAME) + ": the download was interrupted; what came is kept");
        }
    }
}
