package org.palimpsest.datasets.disk.cifar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.disk.TextFile;

/** The binary files: of every image one byte for its superclass (CIFAR-100 only), one for its class, and its pixels. */
final class BinaryCifar extends CifarFiles {
    private final boolean hasGroups;

    BinaryCifar(Path folder, CifarVariant variant) {
        super(folder, variant, variant.binary());
        this.hasGroups = names().size() > 1;
    }

    @Override
    List<String> classNames() {
        return TextFile.lines(names().get(0));
    }

    @Override
    Optional<List<String>> groupNames() {
        return hasGroups ? Optional.of(TextFile.lines(names().get(1))) : Optional.empty();
    }

    @Override
    CifarBatch read(Path file) {
        try (FileChannel in = FileChannel.open(file)) {
            int head = hasGroups ? 2 : 1;
            int each = head + CifarBatch.SHAPE.size();
            long size = in.size();
            if (size == 0 || size % each != 0 || size > Integer.MAX_VALUE) {
                throw DatasetException.mismatch(file.toString(), "bytes", "a multiple of " + each, size);
            }
            return batch(file, in.map(MapMode.READ_ONLY, 0, size), head);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    private static CifarBatch batch(Path file, ByteBuffer records, int head) {
        int image = CifarBatch.SHAPE.size();
        int count = records.remaining() / (head + image);
        int[] labels = new int[count];
        int[] groups = new int[head == 2 ? count : 0];
        ByteBuffer pixels = ByteBuffer.allocateDirect(count * image);
        for (int i = 0; i < count; i++) {
            int start = i * (head + image);
            if (head == 2) {
                groups[i] = Byte.toUnsignedInt(records.get(start));
            }
            labels[i] = Byte.toUnsignedInt(records.get(start + head - 1));
            pixels.put(i * image, records, start + head, image);
        }
        return new CifarBatch(file.toString(), labels, groups, pixels);
    }
}
