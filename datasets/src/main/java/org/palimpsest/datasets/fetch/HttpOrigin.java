package org.palimpsest.datasets.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;

/** A file on a web server, asked for from where the part on disk ends (RFC 9110, section 14: range requests). */
final class HttpOrigin implements Origin {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient client;
    private final URI address;
    private final OptionalLong size;
    private final Settings settings;
    private final ProgressMonitor monitor;
    private boolean ranges = true;

    HttpOrigin(HttpClient client, URI address, OptionalLong size, Settings settings, ProgressMonitor monitor) {
        this.client = client;
        this.address = address;
        this.size = size;
        this.settings = settings;
        this.monitor = monitor;
    }

    @Override
    public void transfer(PartFile part) throws FailedTry, InterruptedException {
        if (!ranges) {
            part.discard();
        }
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer = send(request(part));
        try (Body body = new Body(answer.body(), settings.stallTimeout())) {
            int status = answer.statusCode();
            if (status == OK) {
                // also the answer to a range when the file has changed or the server knows no ranges
                part.restart(address, version(answer));
                receive(body, part, total(answer.headers().firstValueAsLong("Content-Length")));
            } else if (status == PARTIAL) {
                receive(body, part, total(range(answer, part.length()).total()));
            } else if (status != RANGE_NOT_SATISFIABLE || part.length() == 0) {
                throw Refusal.of(address, answer);
            }
            // else there is nothing beyond what is here: the digest tells whether that is the file
        }
    }

    private HttpRequest request(PartFile part) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("User-Agent", "Palimpsest")
                // the digest is that of the file as it is, not as some proxy would like to pack it
                .header("Accept-Encoding", "identity");
        if (part.length() > 0) {
            request.header("Range", "bytes=" + part.length() + "-");
            part.version(address).ifPresent(version -> request.header("If-Range", version));
        }
        return request.build();
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(HttpRequest request)
            throws FailedTry, InterruptedException {
        Duration patience = settings.connectTimeout().plus(settings.stallTimeout());
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw FailedTry.cut("no answer within " + patience.toMillis() / 1000.0 + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw Refusal.of(address, e.getCause());
        }
    }

    /** A name for this version of the file that {@code If-Range} allows: a strong entity tag, or a date. */
    private static Optional<String> version(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> answer.headers().firstValue("Last-Modified"));
    }

    private ContentRange range(HttpResponse<?> answer, long from) throws FailedTry {
        String header = answer.headers().firstValue("Content-Range").orElse("");
        Optional<ContentRange> range = ContentRange.parse(header).filter(sent -> sent.first() == from);
        if (range.isEmpty()) {
            ranges = false;
            throw FailedTry.cut("asked for the bytes from " + from + " on, the server sent '" + header + "'", null);
        }
        return range.get();
    }

    /** How long the whole file must become, by its publisher or else by the server. */
    private OptionalLong total(OptionalLong announced) throws FailedTry {
        if (size.isPresent() && announced.isPresent() && size.getAsLong() != announced.getAsLong()) {
            throw FailedTry.damaged("length in bytes", size.getAsLong(), announced.getAsLong());
        }
        return size.isPresent() ? size : announced;
    }

    private void receive(Body body, PartFile part, OptionalLong total) throws FailedTry, InterruptedException {
        if (total.isPresent()) {
            Disk.requireRoom(part.path(), total.getAsLong() - part.length());
        }
        try (Meter meter = monitor.begin("fetching " + address, total.orElse(-1), "bytes")) {
            meter.add(part.length());
            for (List<ByteBuffer> bytes = body.next(); !bytes.isEmpty(); bytes = body.next()) {
                for (ByteBuffer some : bytes) {
                    meter.add(some.remaining());
                    part.append(some);
                }
                if (total.isPresent() && part.length() > total.getAsLong()) {
                    throw FailedTry.damaged("length in bytes", total.getAsLong(), part.length() + " or more");
                }
            }
        } catch (IOException e) {
            throw FailedTry.cut("cut after " + part.length() + " bytes: " + e.getMessage(), e);
        }
        if (total.isPresent() && part.length() < total.getAsLong()) {
            throw FailedTry.cut("ended after " + part.length() + " of " + total.getAsLong() + " bytes", null);
        }
    }
}
