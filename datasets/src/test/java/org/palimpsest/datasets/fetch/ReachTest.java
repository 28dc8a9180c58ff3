package org.palimpsest.datasets.fetch;

import static org.palimpsest.datasets.fetch.TestServer.cut;
import static org.palimpsest.datasets.fetch.TestServer.good;
import static org.palimpsest.datasets.fetch.TestServer.status;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The ways to a file: no way at all, a detour, a proxy, a mirror. Default proxies and keys are of the process, so in turn. */
@Test(singleThreaded = true)
public class ReachTest {

    private static final byte[] BODY = "what was asked for".getBytes(StandardCharsets.US_ASCII);
    private static final String PASSWORD = "changeit";

    private final List<Duration> pauses = new ArrayList<>();
    private TempFolder temp;
    private Path folder;

    @BeforeMethod
    public void makeAFolder() {
        temp = new TempFolder();
        folder = temp.path().resolve("downloads");
        pauses.clear();
    }

    @AfterMethod(alwaysRun = true)
    public void removeTheFolder() {
        temp.close();
    }

    private Downloader downloader(Optional<URI> mirror) {
        Settings settings = new Settings(mirror, Duration.ofSeconds(10), Duration.ofSeconds(10), 3, Duration.ofMillis(1));
        return new Downloader(settings, ProgressMonitor.NONE, pauses::add);
    }

    private static RemoteFile file(URI address) {
        return new RemoteFile(address, "data.bin", OptionalLong.empty(), Digest.sha256(DigestUtils.sha256Hex(BODY)));
    }

    private void fetch(Optional<URI> mirror, URI address) throws IOException {
        assertEquals(Files.readAllBytes(downloader(mirror).fetch("tiny set", file(address), folder)), BODY);
    }

    private String failure(Optional<URI> mirror, URI address) {
        return expectThrows(DatasetException.class, () -> fetch(mirror, address)).getMessage();
    }

    private String failure(URI address) {
        return failure(Optional.empty(), address);
    }

    private static URI deadEnd() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + nobody.getLocalPort() + "/data.bin");
        }
    }

    @Test
    public void saysAtOnceThatNobodyAnswersAndWhatToDo() throws IOException {
        URI address = deadEnd();
        assertEquals(failure(address), address + ": cannot be reached (no connection): this machine seems to be offline."
                + " Set PALIMPSEST_MIRROR to the address of a mirror that has tiny set/data.bin, or get the file some other"
                + " way and run: palimpsest data import tiny set data.bin");
        assertEquals(pauses, List.of());
        assertEquals(temp.tree(), List.of("downloads"));
    }

    @Test
    public void saysAtOnceThatAHostIsUnknown() {
        String failure = failure(URI.create("https://data.palimpsest.invalid/data.bin"));
        assertTrue(failure.startsWith("https://data.palimpsest.invalid/data.bin: cannot be reached"
                + " (unknown host data.palimpsest.invalid): this machine seems to be offline. Set "), failure);
        assertEquals(pauses, List.of());
    }

    @Test
    public void triesAgainWhenTheLineGoesDownOnTheWay() {
        try (TestServer server = new TestServer(cut(BODY, 5))) {
            Settings settings = new Settings(
                    Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(10), 3, Duration.ZERO);
            Downloader downloader = new Downloader(settings, ProgressMonitor.NONE, length -> {
                pauses.add(length);
                server.close();
            });
            String failure = expectThrows(DatasetException.class,
                    () -> downloader.fetch("tiny set", file(server.uri("/data.bin")), folder)).getMessage();
            assertTrue(failure.contains("cannot be reached"), failure);
            assertEquals(pauses.size(), 2);
        }
    }

    @Test
    public void followsRedirectsAndAsksThereForTheRest() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("data.bin.part"), Arrays.copyOf(BODY, 5));
        try (TestServer there = new TestServer(good(BODY));
                TestServer here = new TestServer(status("302 Found", "Location: " + there.uri("/elsewhere")))) {
            fetch(Optional.empty(), here.uri("/data.bin"));
            assertEquals(there.requests().get(0).line(), "GET /elsewhere HTTP/1.1");
            assertEquals(there.ranges(), List.of("bytes=5-"));
        }
    }

    @Test
    public void doesNotFollowRedirectsForEver() {
        try (TestServer server = new TestServer(status("302 Found", "Location: /data.bin"))) {
            String failure = failure(server.uri("/data.bin"));
            assertTrue(failure.contains("the server answered 302 and points to '/data.bin', which is not followed"), failure);
        }
    }

    @Test
    public void goesThroughTheProxyOfTheVirtualMachine() throws IOException {
        ProxySelector before = ProxySelector.getDefault();
        try (TestServer proxy = new TestServer(good(BODY))) {
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.uri("/").getPort())));
            fetch(Optional.empty(), URI.create("http://data.palimpsest.invalid/data.bin"));
            assertEquals(proxy.requests().get(0).line(), "GET http://data.palimpsest.invalid/data.bin HTTP/1.1");
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    public void asksTheMirrorInsteadAndChecksAllTheSame() throws IOException {
        URI official = deadEnd();
        try (TestServer mirror = new TestServer(good(BODY))) {
            fetch(Optional.of(mirror.uri("/pub/")), official);
            assertEquals(mirror.requests().get(0).line(), "GET /pub/tiny%20set/data.bin HTTP/1.1");
        }
        Files.delete(folder.resolve("data.bin"));
        try (TestServer mirror = new TestServer(good(new byte[18]))) {
            String failure = failure(Optional.of(mirror.uri("/pub")), official);
            assertTrue(failure.startsWith(mirror.uri("/pub/tiny%20set/data.bin") + ": data.bin came damaged twice: SHA-256"),
                    failure);
        }
    }

    @Test
    public void aMirrorMayBeAFolder() throws IOException {
        URI official = deadEnd();
        Path mirror = Files.createDirectories(temp.path().resolve("a mirror"));
        Optional<URI> base = Optional.of(mirror.toUri());
        Path copy = mirror.resolve("tiny set/data.bin");
        assertEquals(failure(base, official), copy + ": is not there");

        Files.createDirectories(copy.getParent());
        Files.write(copy, new byte[18]);
        assertTrue(failure(base, official).contains("data.bin came damaged twice: SHA-256"), "checked all the same");

        Files.write(copy, BODY);
        fetch(base, official);
    }

    @Test
    public void neverGoesFromASecretLineToAnOpenOne() throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext keys = keys();
        try (TestServer open = new TestServer(good(BODY))) {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(keys));
            server.createContext("/open", exchange -> {
                exchange.getResponseHeaders().add("Location", open.uri("/data.bin").toString());
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
            });
            server.createContext("/secret", exchange -> {
                exchange.sendResponseHeaders(200, BODY.length);
                exchange.getResponseBody().write(BODY);
                exchange.close();
            });
            server.start();
            try {
                String address = "https://localhost:" + server.getAddress().getPort();
                String distrusted = failure(URI.create(address + "/secret"));
                assertTrue(distrusted.contains("the server cannot prove who it is: "), distrusted);

                SSLContext.setDefault(keys);
                fetch(Optional.empty(), URI.create(address + "/secret"));
                Files.delete(folder.resolve("data.bin"));
                String failure = failure(URI.create(address + "/open"));
                assertTrue(failure.contains("302 and points to '" + open.uri("/data.bin") + "', which is not followed: from"
                        + " https only to https"), failure);
                assertEquals(open.requests(), List.of());
            } finally {
                server.stop(0);
            }
        } finally {
            SSLContext.setDefault(before);
        }
    }

    /** A context that proves to be localhost and believes itself. */
    private SSLContext keys() throws IOException, GeneralSecurityException, InterruptedException {
        Path store = temp.path().resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
                "-keystore", store.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS), "keytool hangs");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory proves = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        proves.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory believes = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        believes.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(proves.getKeyManagers(), believes.getTrustManagers(), null);
        return context;
    }
}
