package org.palimpsest.datasets.disk;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.cache.SourceDigest;
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
    private final Function<String, Optional<Download>> downloads;

    /**
     * A store in the cache folder.
     *
     * @param layouts how the files of each data set lie
     * @param folders where the store is
     * @param monitor shows how far fetching and unpacking have got
     */
    public DataStore(List<Layout> layouts, DataFolders folders, ProgressMonitor monitor) {
        this(layouts, folders, monitor, Downloads::of);
    }

    DataStore(List<Layout> layouts, DataFolders folders, ProgressMonitor monitor, Function<String, Optional<Download>> downloads) {
        this.downloads = downloads;
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
        Layout layout = layout(dataset);
        Download download = downloads.apply(dataset).orElseThrow(() -> new InvalidInputException(new Problem("data fetch", "name", dataset,
                "cannot be had without asking its owners; get it from them, then use 'palimpsest data import " + dataset + " PATH'")));
        Path place = folders.store().resolve(dataset);
        Downloader downloader = new Downloader(settings, monitor);
        if (!download.archive()) {
            Path folder = place.resolve(download.folder());
            download.files().forEach(file -> downloader.fetch(dataset, file, folder));
        } else if (!Files.isDirectory(place)) {
            Path archive = downloader.fetch(dataset, download.files().get(0), folders.store());
            Archives.unpack(archive, place, Limits.of(archive, place), monitor);
            remember(dataset, held(layout, place, archive));
            delete(archive);
        }
        return place;
    }

    /**
     * Takes over what a user has: an archive, which is unpacked; a folder, which is copied; or one of the files that {@link #fetch}
     * would fetch, which is put where that would put it.
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
        Optional<RemoteFile> official = Files.isRegularFile(source) ? official(dataset, source) : Optional.empty();
        if (official.isPresent() && !downloads.apply(dataset).orElseThrow().archive()) {
            Path folder = place.resolve(downloads.apply(dataset).orElseThrow().folder());
            copy(source, folder.resolve(official.get().name()), place.resolveSibling("." + dataset + ".copying"));
            return place;
        }
        if (layout.find(place, DatasetName.parse(dataset)).isPresent()) {
            throw refused(source, "there is a " + dataset + " in " + place + " already; delete that first");
        }
        // what is there is no data set but what a fetch left that came to nothing
        deleteAll(place);
        if (Files.isRegularFile(source)) {
            Archives.unpack(source, place, Limits.of(source, place), monitor);
        } else {
            copyFolder(layout, dataset, source, place);
        }
        Found found = held(layout, place, source);
        if (official.isPresent()) {
            remember(dataset, found);
        }
        return place;
    }

    /** Which of the published files a file is, by its digest. */
    private Optional<RemoteFile> official(String dataset, Path file) {
        return downloads.apply(dataset).stream().flatMap(download -> download.files().stream())
                .filter(published -> has(file, published.digest())).findFirst();
    }

    private static boolean has(Path file, Digest digest) {
        try {
            return Digest.of(digest.algorithm(), file).equals(digest);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    /** What is in its place now; if that is not the data set, or not sound, the place is free again. */
    private Found held(Layout layout, Path place, Path source) {
        String dataset = layout.card().name();
        Found found = layout.find(place, DatasetName.parse(dataset)).orElseThrow(() -> {
            deleteAll(place);
            return doesNotHold(layout, source);
        });
        try {
            DatasetState state = Verification.of(found.folder(), digest(found), new Editions(folders).of(dataset));
            if (state.kind() == DatasetState.Kind.DAMAGED) {
                throw new DatasetException(dataset, state.detail());
            }
            if (state.kind() != DatasetState.Kind.VERIFIED) {
                found.check(monitor);
            }
            return found;
        } catch (DatasetException e) {
            deleteAll(place);
            throw new DatasetException(source.toString(), "holds no sound " + dataset + ", so it was not taken over: "
                    + e.getMessage().replace(place + File.separator, ""), e);
        }
    }

    private SourceDigest digest(Found found) {
        return new SourceDigests(folders.digests()).of(found.folder(), found.files(), monitor);
    }

    private void remember(String dataset, Found found) {
        new Editions(folders).remember(dataset, "official archive", digest(found).sha256());
    }

    /** Copies the folder that holds the data set, under its own name where it is recognised by that. */
    private static void copyFolder(Layout layout, String dataset, Path source, Path place) {
        Path absolute = source.toAbsolutePath().normalize();
        DatasetName name = DatasetName.parse(dataset);
        Path folder = layout.find(absolute, name).orElseThrow(() -> doesNotHold(layout, source)).folder();
        Path below = folder.equals(absolute) ? folder.getFileName() : absolute.relativize(folder);
        copy(folder, place.resolve(below), place.resolveSibling("." + dataset + ".copying"));
        if (layout.find(place, name).isEmpty()) {
            deleteAll(place);
            copy(folder, place, place.resolveSibling("." + dataset + ".copying"));
        }
    }

    /** Copies a file or folder by way of another place, so that nothing half copied is ever under its name. */
    private static void copy(Path source, Path target, Path part) {
        deleteAll(part);
        try {
            Files.createDirectories(part.getParent());
            try (Stream<Path> files = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
                for (Path file : files.toList()) {
                    if (!Files.isDirectory(file) && !Files.isRegularFile(file)) {
                        throw new DatasetException(file.toString(), "is neither a file nor a folder, so " + source + " is not copied");
                    }
                    Files.copy(file, part.resolve(source.relativize(file).toString()));
                }
            }
            Files.createDirectories(target.getParent());
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException(source.toString(), "cannot be copied to " + target + ": " + Reason.of(e), e);
        } finally {
            deleteAll(part);
        }
    }

    private static DatasetException doesNotHold(Layout layout, Path source) {
        return new DatasetException(source.toString(), "does not hold " + layout.card().name() + "; looked for " + layout.card().layout());
    }

    private Layout layout(String dataset) {
        List<String> names = layouts.stream().map(l -> l.card().name()).toList();
        return layouts.stream().filter(l -> l.card().name().equals(dataset)).findFirst().orElseThrow(() -> new InvalidInputException(
                new Problem("data", "name", dataset, "is no data set that can be fetched or imported"
                        + Names.suggestion(dataset, names, "'palimpsest data list' shows all"))));
    }

    private static InvalidInputException refused(Path source, String why) {
        return new InvalidInputException(new Problem("data import", "path", source.toString(), why));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be deleted: " + Reason.of(e), e);
        }
    }

    private static void deleteAll(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(DataStore::delete);
        } catch (IOException e) {
            throw new DatasetException(folder.toString(), "cannot be deleted: " + Reason.of(e), e);
        }
    }
}
