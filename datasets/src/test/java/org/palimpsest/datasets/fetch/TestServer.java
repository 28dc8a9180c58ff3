package org.palimpsest.datasets.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A web server that does to each request in turn what the test says, however wrong; the last answer goes on for ever. */
public final class TestServer implements AutoCloseable {
    static final String TAG = "\"v1\"";

    private static final long SILENCE_MILLIS = 10_000;

    private final ServerSocket socket;
    private final List<Answer> answers;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** The first line of a request and its headers under their lower-case names. */
    public record Request(String line, Map<String, String> headers) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** What is sent; the connection is closed after it. */
    public interface Answer {
        void send(Request request, OutputStream out) throws IOException;
    }

    public TestServer(Answer... answers) {
        this.answers = List.of(answers);
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "test server");
        thread.setDaemon(true);
        thread.start();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    public List<Request> requests() {
        return requests;
    }

    /** Waits until so many requests have been read, for a client may have given up before; in vain for at most half a minute. */
    void awaitRequests(int count) {
        for (int i = 0; i < 3000 && requests.size() < count; i++) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** The ranges asked for, empty where none was. */
    List<String> ranges() {
        return requests.stream().map(request -> request.header("Range")).toList();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread thread = new Thread(() -> answer(connection), "test connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = in.readLine();
            Map<String, String> headers = new TreeMap<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                String[] header = line.split(": *", 2);
                headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
            }
            Request request = new Request(first, headers);
            int number;
            synchronized (requests) {
                number = requests.size();
                requests.add(request);
            }
            answers.get(Math.min(number, answers.size() - 1)).send(request, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException e) {
            // the client hung up, as some tests want it to
            return;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void head(OutputStream out, String status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** An answer as it should be, ranges included. */
    public static Answer good(byte[] body) {
        return (request, out) -> {
            String range = request.header("Range");
            String version = request.header("If-Range");
            if (range.isEmpty() || !(version.isEmpty() || version.equals(TAG))) {
                head(out, "200 OK", "Content-Length: " + body.length, "ETag: " + TAG);
                out.write(body);
                return;
            }
            int from = Integer.parseInt(range.replaceAll("\\D", ""));
            if (from >= body.length) {
                head(out, "416 Range Not Satisfiable", "Content-Length: 0", "Content-Range: bytes */" + body.length);
                return;
            }
            head(out, "206 Partial Content", "Content-Length: " + (body.length - from), "ETag: " + TAG,
                    "Content-Range: bytes " + from + "-" + (body.length - 1) + "/" + body.length);
            out.write(body, from, body.length - from);
        };
    }

    /** The whole body whatever was asked. */
    static Answer noRanges(byte[] body) {
        return sends(body, body.length);
    }

    /** A status with nothing else. */
    static Answer status(String status, String... headers) {
        return (request, out) -> {
            String[] all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Content-Length: 0";
            head(out, status, all);
        };
    }

    /** Some bytes under a Content-Length that need not be theirs, and the end of the connection. */
    static Answer sends(byte[] body, long contentLength) {
        return (request, out) -> {
            head(out, "200 OK", "Content-Length: " + contentLength, "ETag: " + TAG);
            out.write(body);
        };
    }

    /** Some bytes of a partial answer under headers of the test's. */
    static Answer partial(byte[] body, String contentRange) {
        return (request, out) -> {
            head(out, "206 Partial Content", "Content-Length: " + body.length, "Content-Range: " + contentRange);
            out.write(body);
        };
    }

    /** The beginning of the good answer, and the end of the connection. */
    public static Answer cut(byte[] body, int after) {
        return sends(Arrays.copyOf(body, after), body.length);
    }

    /** What another answer sends, and then silence. */
    static Answer thenSilence(Answer beginning) {
        return (request, out) -> {
            beginning.send(request, out);
            out.flush();
            try {
                Thread.sleep(SILENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
