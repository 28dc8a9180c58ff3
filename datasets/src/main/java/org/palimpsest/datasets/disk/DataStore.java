package org.palimpsest.datasets.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.cache.SourceDigests;
import org.palimpsest.datasets.fetch.Archives;
import org.palimpsest.datasets.fetch.Digest;
import org.palimpsest.datasets.fetch.Downloader;
import org.palimpsest.datasets.fetch.Limits;
import org.palimpsest.datasets.fetch.RemoteFile;
import org.palimpsest.datasets.fetch.Settings;

/** Puts data sets into the store: from their authors, or from files that users have. */
public final class DataStore {

    private final List<Layout> layouts;
    private final DataFolders folders;
    private final ProgressMonitor monitor;

    /**
     * A store in the cache folder.
     *
     * @param layouts how the files of each data set lie
     * @param folders where the store is
     * @param monitor shows how far fetching and unpacking have got
     */
    public DataStore(List<Layout> layouts, DataFolders folders, ProgressMonitor monitor) {
        this.layouts = layouts.stream().filter(layout -> !layout.card().family()).toList();
        this.folders = folders;
        this.monitor = monitor;
    }

    /**
     * Fetches a data set from its official address, or the mirror that the settings name, going on with what an earlier try left.
     *
     * @return where it is now
     * @throws InvalidInputException if there is no such data set or nobody offers it without asking
     * @throws DatasetException if it cannot be fetched, or not whole
     */
    public Path fetch(String dataset, Settings settings) {
        layout(dataset);
        Download download = Downloads.of(dataset).orElseThrow(() -> new InvalidInputException(new Problem("data fetch", "name", dataset,
                "cannot be had without asking its owners; get it from them, then use 'palimpsest data import " + dataset + " PATH'")));
        Path place = folders.store().resolve(dataset);
        Downloader downloader = new Downloader(settings, monitor);
        if (!download.archive()) {
            Path folder = place.resolve(download.folder());
            download.files().forEach(file -> downloader.fetch(dataset, file, folder));
        } else if (!Files.isDirectory(place)) {
            Path archive = downloader.fetch(dataset, download.files().get(0), folders.store());
            unpackVerified(dataset, archive, place);
            delete(archive);
        }
        return place;
    }

    /**
     * Takes over what a user has: an archive, which is unpacked, or a folder, which is copied.
     *
     * @return where it is now
     * @throws InvalidInputException if there is no such data set or file, or the data set is in the store already
     * @throws DatasetException if the file does not hold the data set
     */
    public Path importFrom(String dataset, Path source) {
        Layout layout = layout(dataset);
        Path place = folders.store().resolve(dataset);
        if (!Files.exists(source)) {
            throw refused(source, "there is no such file or folder");
        }
        if (Files.exists(place)) {
            throw refused(source, "there is a " + dataset + " in " + place + " already; delete that first");
        }
        if (Files.isRegularFile(source) && isOfficial(dataset, source)) {
            unpackVerified(dataset, source, place);
        } else if (Files.isRegularFile(source)) {
            Archives.unpack(source, place, Limits.standard(), monitor);
        } else {
            copy(layout, dataset, source, place);
        }
        if (layout.find(place, DatasetName.parse(dataset)).isEmpty()) {
            deleteAll(place);
            throw new DatasetException(source.toString(), "does not hold " + dataset + "; looked for " + layout.card().layout());
        }
        return place;
    }

    private static boolean isOfficial(String dataset, Path file) {
        Optional<Digest> published = Downloads.of(dataset).filter(Download::archive).map(d -> d.files().get(0)).map(RemoteFile::digest);
        try {
            return published.isPresent() && Digest.of(published.get().algorithm(), file).equals(published.get());
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + e, e);
        }
    }

    private void unpackVerified(String dataset, Path archive, Path place) {
        Archives.unpack(archive, place, Limits.standard(), monitor);
        layout(dataset).find(place, DatasetName.parse(dataset)).ifPresent(found -> {
            String sha256 = new SourceDigests(folders.digests()).of(found.folder(), found.files(), monitor).sha256();
            new Editions(folders).remember(dataset, "official archive", sha256);
        });
    }

    /** Copies the folder that holds the data set under its own name, by which it is recognised; or as the data set, if that is its own. */
    private void copy(Layout layout, String dataset, Path source, Path place) {
        Path absolute = source.toAbsolutePath().normalize();
        Found found = layout.find(absolute, DatasetName.parse(dataset)).orElseThrow(() -> new DatasetException(source.toString(),
                "does not hold " + dataset + "; looked for " + layout.card().layout()));
        Path folder = found.folder();
        boolean itself = folder.equals(absolute);
        Path target = place.resolve(itself ? folder.getFileName() : absolute.relativize(folder));
        Path part = place.resolveSibling("." + dataset + ".copying");
        deleteAll(part);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Path copy = part.resolve(place.relativize(target)).resolve(folder.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
            boolean known = !itself || layout.find(part, DatasetName.parse(dataset)).isPresent();
            Files.move(known ? part : part.resolve(folder.getFileName()), place, StandardCopyOption.ATOMIC_MOVE);
            deleteAll(part);
        } catch (IOException e) {
            deleteAll(part);
            throw new DatasetException(source.toString(), "cannot be copied to " + place + ": " + e, e);
        }
    }

    private Layout layout(String dataset) {
        List<String> names = layouts.stream().map(l -> l.card().name()).toList();
        return layouts.stream().filter(l -> l.card().name().equals(dataset)).findFirst().orElseThrow(() -> new InvalidInputException(
                new Problem("data", "name", dataset, "is no data set that can be fetched or imported" + Names.suggestion(dataset, names))));
    }

    private static InvalidInputException refused(Path source, String why) {
        return new InvalidInputException(new Problem("data import", "path", source.toString(), why));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be deleted: " + e, e);
        }
    }

    private static void deleteAll(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(DataStore::delete);
        } catch (IOException e) {
            throw new DatasetException(folder.toString(), "cannot be deleted: " + e, e);
        }
    }
}
