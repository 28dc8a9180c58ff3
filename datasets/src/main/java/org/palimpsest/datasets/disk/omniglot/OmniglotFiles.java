package org.palimpsest.datasets.disk.omniglot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.decode.EncodedImage;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.disk.Decoded;
import org.palimpsest.datasets.disk.FoundImages;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * Drawings in archives, which are read in place, or in folders.
 *
 * @param folder the folder that holds them
 * @param sources archives and folders, in the order of their classes
 * @param images what drawings become
 */
record OmniglotFiles(Path folder, List<Path> sources, ImageSettings images) implements FoundImages {
    @Override
    public List<Path> files() {
        return sources.stream().flatMap(source -> isArchive(source) ? Stream.of(source) : below(source).stream()).toList();
    }

    @Override
    public String settings() {
        return images.id() + "-light-on-dark";
    }

    @Override
    public Decoded decode(ProgressMonitor monitor) {
        List<ZipFile> open = new ArrayList<>();
        try {
            List<Drawing> drawings = new ArrayList<>();
            for (Path source : sources) {
                if (isArchive(source)) {
                    ZipFile archive = open(source);
                    open.add(archive);
                    drawings.addAll(inArchive(source, archive));
                } else {
                    drawings.addAll(inFolder(source));
                }
            }
            Decoded dark = new Drawings(folder, drawings).parts().decode("omniglot", images, monitor);
            return new Decoded(dark.classNames(), dark.groups(), negative(dark.train()), negative(dark.test()));
        } finally {
            close(open);
        }
    }

    /** Light strokes on a dark ground, as those of MNIST and as few-shot learners are fed: most of a drawing is then 0. */
    private static LabelledImages negative(LabelledImages images) {
        ByteBuffer dark = images.pixels();
        ByteBuffer light = ByteBuffer.allocateDirect(dark.remaining());
        while (dark.hasRemaining()) {
            light.put((byte) ~dark.get());
        }
        return new LabelledImages(images.shape(), light.flip(), images.labels());
    }

    private static ZipFile open(Path archive) {
        try {
            return new ZipFile(archive.toFile());
        } catch (IOException e) {
            throw new DatasetException(archive.toString(), "is damaged or no archive: " + e.getMessage(), e);
        }
    }

    private static boolean isArchive(Path source) {
        return source.toString().endsWith(".zip");
    }

    private static List<Drawing> inArchive(Path source, ZipFile archive) {
        Map<String, Drawing> byName = new TreeMap<>();
        archive.stream().map(ZipEntry::getName).forEach(name -> Drawing.at(name, new EncodedImage(source + "!" + name,
                () -> archive.getInputStream(archive.getEntry(name)))).ifPresent(drawing -> byName.put(name, drawing)));
        return List.copyOf(byName.values());
    }

    private static List<Drawing> inFolder(Path source) {
        Map<String, Drawing> byName = new TreeMap<>();
        for (Path file : below(source)) {
            String name = source.relativize(file).toString().replace('\\', '/');
            Drawing.at(name, EncodedImage.of(file)).ifPresent(drawing -> byName.put(name, drawing));
        }
        return List.copyOf(byName.values());
    }

    private static List<Path> below(Path source) {
        try (Stream<Path> tree = Files.find(source, 4, (path, about) -> about.isRegularFile() && path.toString().endsWith(".png"))) {
            return tree.sorted().toList();
        } catch (IOException e) {
            throw new DatasetException(source.toString(), "cannot be listed: " + Reason.of(e), e);
        }
    }

    private static void close(List<ZipFile> archives) {
        for (ZipFile archive : archives) {
            try {
                archive.close();
            } catch (IOException e) {
                throw new DatasetException(archive.getName(), "cannot be closed: " + Reason.of(e), e);
            }
        }
    }
}
