package org.palimpsest.datasets.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.Reason;

/** A file in a mirror that is a folder. It is copied from its beginning: that is quicker than asking what changed. */
final class FileOrigin implements Origin {
    private static final int BUFFER = 1 << 16;

    private final URI address;
    private final ProgressMonitor monitor;

    FileOrigin(URI address, ProgressMonitor monitor) {
        this.address = address;
        this.monitor = monitor;
    }

    @Override
    public void transfer(PartFile part) {
        Path file = Path.of(address);
        part.restart(address, Optional.empty());
        try (InputStream in = Files.newInputStream(file);
                Meter meter = monitor.begin("copying " + file.getFileName(), Files.size(file), "bytes")) {
            Disk.requireRoom(part.path(), Files.size(file));
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                part.append(ByteBuffer.wrap(buffer, 0, n));
                meter.add(n);
            }
        } catch (NoSuchFileException e) {
            throw new DatasetException(file.toString(), "is not there", e);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }
}
