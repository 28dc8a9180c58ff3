package org.palimpsest.datasets.fetch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.ProgressMonitor;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Two who want the same file at once. */
public class HoldLockTest {

    private TempFolder temp;
    private Path made;

    @BeforeMethod
    public void makeAFolder() {
        temp = new TempFolder();
        made = temp.path().resolve("made");
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolder() {
        temp.close();
    }

    /** Another process: holds what its argument names until its input ends, and says so. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            try (HoldLock lock = HoldLock.acquire(Path.of(arguments[0]), ProgressMonitor.NONE, Pause.SLEEP)) {
                System.out.write('!');
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    public void waitsForAnotherProcessAndOutlivesItsDeath() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), made.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals(other.getInputStream().read(), '!');
            Told told = new Told();
            AtomicBoolean waited = new AtomicBoolean();
            HoldLock.acquire(made, told, length -> {
                waited.set(true);
                other.destroyForcibly().waitFor();
            }).close();
            assertTrue(waited.get());
            assertEquals(told.begun, List.of("waiting for another process at made"));
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    public void waitsForAnotherThreadAndTakesWhatItFetched() throws Exception {
        byte[] body = {1, 2, 3};
        try (TestServer server = new TestServer(TestServer.good(body))) {
            RemoteFile file = new RemoteFile(server.uri("/made"), "made", OptionalLong.empty(), Digest.sha256(DigestUtils.sha256Hex(body)));
            Settings settings = new Settings(
                    Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(10), 1, Duration.ZERO);
            Told told = new Told();
            CompletableFuture<Void> waits = new CompletableFuture<>();
            CompletableFuture<Path> second;
            try (HoldLock first = HoldLock.acquire(made, ProgressMonitor.NONE, Pause.SLEEP)) {
                second = CompletableFuture.supplyAsync(() -> new Downloader(settings, told, length -> {
                    waits.complete(null);
                    Thread.sleep(1);
                }).fetch("set", file, temp.path()));
                waits.get(10, TimeUnit.SECONDS);
                Files.write(made, body);
            }
            assertEquals(second.get(10, TimeUnit.SECONDS), made);
            assertEquals(server.requests(), List.of());
        }
    }
}
