package org.palimpsest.datasets.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.palimpsest.datasets.Meter;

/** Walks through an archive of one kind. */
interface ArchiveFormat {
    /**
     * Hands over every entry.
     *
     * @param meter told of the archive's bytes as they are read
     * @throws IOException if the archive cannot be read
     */
    void read(Path archive, Unpacking to, Meter meter) throws IOException;

    /** By the central directory, which alone tells links from files and how long a file is. */
    static void zip(Path archive, Unpacking to, Meter meter) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (Enumeration<ZipArchiveEntry> entries = zip.getEntries(); entries.hasMoreElements(); ) {
                ZipArchiveEntry entry = entries.nextElement();
                zipEntry(zip, entry, to);
                meter.add(entry.getCompressedSize());
            }
        }
    }

    private static void zipEntry(ZipFile zip, ZipArchiveEntry entry, Unpacking to) throws IOException {
        String name = entry.getName();
        // the file type of stat(2): none, as Windows writes it, a folder or a plain file
        if (!Set.of(0, 0x4000, 0x8000).contains(entry.getUnixMode() & 0xf000)) {
            throw to.refuse(name, "a link or a device");
        }
        if (entry.isDirectory()) {
            to.folder(name);
            return;
        }
        if (!zip.canReadEntryData(entry)) {
            throw to.refuse(name, "encrypted or compressed in a rare way");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            long crc = to.file(name, in);
            if (crc != entry.getCrc()) {
                throw to.fault(name, "is damaged: CRC-32: expected " + Long.toHexString(entry.getCrc()) + ", found " + Long.toHexString(crc));
            }
        }
    }

    static void tar(Path archive, Unpacking to, Meter meter) throws IOException {
        try (InputStream in = open(archive, meter)) {
            tarEntries(in, to);
        }
    }

    static void tarGz(Path archive, Unpacking to, Meter meter) throws IOException {
        try (InputStream in = new GZIPInputStream(open(archive, meter))) {
            tarEntries(in, to);
            // the checksum comes behind the padding
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                to.spend(n);
            }
        }
    }

    private static void tarEntries(InputStream in, Unpacking to) throws IOException {
        // not closed: that would close the stream below, which has still to be read to its end
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = entry.getName();
            if (!entry.isCheckSumOK()) {
                throw to.fault(name, "is damaged: its header's checksum is wrong");
            }
            switch (entry.getLinkFlag()) {
                case TarConstants.LF_DIR -> to.folder(name);
                case TarConstants.LF_NORMAL, TarConstants.LF_CONTIG -> to.file(name, tar);
                // before POSIX, a folder was a file whose name ended with a slash
                case TarConstants.LF_OLDNORM -> {
                    if (name.endsWith("/")) {
                        to.folder(name);
                    } else {
                        to.file(name, tar);
                    }
                }
                case TarConstants.LF_SYMLINK, TarConstants.LF_LINK -> throw to.refuse(name, "a link");
                default -> throw to.refuse(name, "a device or something else of type " + (char) entry.getLinkFlag());
            }
        }
    }

    /** A single file, under the archive's name without its ending. */
    static void gz(Path archive, Unpacking to, Meter meter) throws IOException {
        String name = archive.getFileName().toString();
        try (InputStream in = new GZIPInputStream(open(archive, meter))) {
            to.file(name.substring(0, name.length() - ".gz".length()), in);
        }
    }

    private static InputStream open(Path archive, Meter meter) throws IOException {
        return new BufferedInputStream(new MeteredStream(Files.newInputStream(archive), meter), 1 << 16);
    }
}
