package org.palimpsest.datasets.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.Reason;

/**
 * Fetches files over HTTP(S), or from a mirror. Redirects are followed, but never from HTTPS to HTTP; proxies are those
 * of the JVM ({@code https.proxyHost}). Nothing is asked for but the file itself.
 */
public final class Downloader {
    private final Settings settings;
    private final ProgressMonitor monitor;
    private final Pause pause;
    private final HttpClient client;

    /**
     * A downloader.
     *
     * @param settings how to fetch
     * @param monitor told of bytes, checks and waits
     */
    public Downloader(Settings settings, ProgressMonitor monitor) {
        this(settings, monitor, Pause.SLEEP);
    }

    Downloader(Settings settings, ProgressMonitor monitor, Pause pause) {
        this.settings = settings;
        this.monitor = monitor;
        this.pause = pause;
        client = HttpClient.newBuilder()
                // a single file over a single connection gains nothing from HTTP/2
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    /**
     * Fetches a file into a folder, going on from what an earlier try left there. The file appears under its name only
     * when it is whole and of the right digest; one that is there already is checked and not fetched again. Waits while
     * another process fetches the same file.
     *
     * @param dataset the name of the data set the file belongs to: its folder in a mirror
     * @param file the file
     * @param folder where to put it; made if it is missing
     * @return {@code folder/name}
     * @throws DatasetException if the file cannot be had or written, or is not what its digest says
     */
    public Path fetch(String dataset, RemoteFile file, Path folder) {
        Path whole = folder.resolve(file.name());
        try {
            if (!isHere(file, whole)) {
                Files.createDirectories(folder);
                try (HoldLock lock = HoldLock.acquire(whole, monitor, pause)) {
                    // whoever held the lock may have fetched it
                    if (!isHere(file, whole)) {
                        fetchNow(dataset, file, whole);
                    }
                }
            }
            return whole;
        } catch (IOException e) {
            throw Disk.cannotWrite(folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException(whole.toString(), "the download was interrupted; what came is kept", e);
        }
    }

    private boolean isHere(RemoteFile file, Path whole) {
        if (!Files.exists(whole)) {
            return false;
        }
        Digest found = digest(file, whole);
        if (!found.equals(file.digest())) {
            throw DatasetException.mismatch(whole.toString(),
                    "is here but damaged; delete it to have it fetched anew. " + found.algorithm(),
                    file.digest().hex(), found.hex());
        }
        return true;
    }

    private void fetchNow(String dataset, RemoteFile file, Path whole) throws InterruptedException {
        URI address = settings.mirror()
                .map(mirror -> Addresses.below(mirror, dataset, file.name()))
                .orElse(file.address());
        Origin origin = Addresses.isFile(address)
                ? new FileOrigin(address, monitor)
                : new HttpOrigin(client, address, file.size(), settings, monitor);
        Tries tries = new Tries(settings, new WaysOut(address, dataset, file.name()), monitor, pause);
        try (PartFile part = new PartFile(whole)) {
            tries.run(part, () -> bring(origin, file, part));
            part.complete();
        }
    }

    private void bring(Origin origin, RemoteFile file, PartFile part) throws FailedTry, InterruptedException {
        boolean complete = file.size().isPresent() && file.size().getAsLong() == part.length();
        if (!complete) {
            origin.transfer(part);
        }
        Digest found = digest(file, part.path());
        if (!found.equals(file.digest())) {
            throw FailedTry.damaged(found.algorithm().toString(), file.digest().hex(), found.hex());
        }
    }

    private Digest digest(RemoteFile file, Path path) {
        try (Meter meter = monitor.begin("checking " + file.name(), Files.size(path), "bytes")) {
            return file.digest().of(path, meter);
        } catch (IOException e) {
            throw new DatasetException(path.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }
}
