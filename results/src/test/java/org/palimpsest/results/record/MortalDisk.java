package org.palimpsest.results.record;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A disk whose process is killed at a chosen operation, before it or with a write half done. */
final class MortalDisk extends Disk {
    private final boolean half;
    private int left;

    /** Lives for {@code operations}; the next one kills it. */
    MortalDisk(int operations, boolean half) {
        this.left = operations;
        this.half = half;
    }

    /** The end of the process. An Error, so that nothing in between takes it for a fault of the disk. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void createFolder(Path folder) {
        live(() -> {});
        super.createFolder(folder);
    }

    @Override
    public void write(Path file, byte[] content) {
        live(() -> super.write(file, Arrays.copyOf(content, content.length / 2)));
        super.write(file, content);
    }

    @Override
    public void append(Path file, long offset, byte[] content) {
        live(() -> super.append(file, offset, Arrays.copyOf(content, content.length / 2)));
        super.append(file, offset, content);
    }

    @Override
    void write(Path file, CheckpointWriter writer, Pieces pieces) {
        live(() -> super.write(file, new byte[] {1}));
        super.write(file, writer, pieces);
    }

    @Override
    void sync(List<Path> files) {
        live(() -> {});
        super.sync(files);
    }

    @Override
    void rename(Path from, Path to) {
        live(() -> {});
        super.rename(from, to);
    }

    @Override
    public void delete(Path file) {
        live(() -> {});
        super.delete(file);
    }

    private void live(Runnable halfOfIt) {
        if (left-- == 0) {
            if (half) {
                halfOfIt.run();
            }
            throw new Killed();
        }
    }
}
