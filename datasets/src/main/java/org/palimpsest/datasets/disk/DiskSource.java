package org.palimpsest.datasets.disk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Dataset;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.cache.CacheKey;
import org.palimpsest.datasets.cache.DecodedCache;
import org.palimpsest.datasets.cache.SourceDigest;
import org.palimpsest.datasets.cache.SourceDigests;
import org.palimpsest.datasets.image.ContentDigest;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.Moments;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionInfo;

/** A data set on the user's disk: found, verified, and read; images are opened through the cache. */
final class DiskSource implements DatasetSource {
    private static final Logger LOG = System.getLogger(DiskSource.class.getName());

    private final Layout layout;
    private final DataFolders folders;
    private final ProgressMonitor monitor;
    private final DecodedCache cache;
    private final SourceDigests digests;
    private final Editions editions;

    DiskSource(Layout layout, DataFolders folders, ProgressMonitor monitor) {
        this(layout, folders, monitor, new Editions(folders));
    }

    DiskSource(Layout layout, DataFolders folders, ProgressMonitor monitor, Editions editions) {
        this.layout = layout;
        this.folders = folders;
        this.monitor = monitor;
        this.cache = new DecodedCache(folders.decoded());
        this.digests = new SourceDigests(folders.digests());
        this.editions = editions;
    }

    @Override
    public DatasetCard card() {
        return layout.card();
    }

    @Override
    public DatasetState state(DatasetName name) {
        Optional<Found> found = Optional.empty();
        try {
            found = find(name);
            if (found.isEmpty()) {
                return new DatasetState(DatasetState.Kind.MISSING, "", missing(name));
            }
            return state(name, found.get(), digests(found.get()));
        } catch (DatasetException e) {
            String where = found.map(f -> f.folder().toString()).orElse("");
            return new DatasetState(DatasetState.Kind.DAMAGED, where, e.getMessage());
        }
    }

    private DatasetState state(DatasetName name, Found found, SourceDigest digest) {
        List<Edition> known = editions.of(name.base());
        DatasetState state = Verification.of(found.folder(), digest, known);
        boolean remembered = known.stream().anyMatch(edition -> edition.whole().equals(digest.sha256()));
        if (state.kind() == DatasetState.Kind.VERIFIED && !remembered) {
            editions.remember(name.base(), state.detail(), digest.sha256());
        }
        return state;
    }

    private SourceDigest digests(Found found) {
        return digests.of(found.folder(), found.files(), monitor);
    }

    @Override
    public Dataset load(DatasetName name) {
        Found found = find(name).orElseThrow(() -> new DatasetException(name.toString(), missing(name)));
        SourceDigest digest = digests(found);
        return found instanceof FoundImages images ? images(name, images, digest) : instructions(name, (FoundInstructions) found, digest);
    }

    private InstructionDataset instructions(DatasetName name, FoundInstructions found, SourceDigest digest) {
        requireSound(name, state(name, found, digest));
        InstructionInfo info = new InstructionInfo(name.toString(), card().title(), card().licence(), card().origin());
        InstructionDataset dataset = new InstructionDataset(info, found.read(monitor));
        return unverified(name, found, digest).map(dataset::unverified).orElse(dataset);
    }

    private ImageDataset images(DatasetName name, FoundImages found, SourceDigest digest) {
        CacheKey key = new CacheKey(name.toString(), digest.sha256(), found.settings());
        ImageDataset decoded = cache.get(key, () -> decode(name, found, digest));
        ImageDataset dataset = unverified(name, found, digest).map(decoded::unverified).orElse(decoded);
        return found.shots().map(dataset::withShots).orElse(dataset);
    }

    /** Why files may be another's than those of the data set that is named; a family has no files of its own. */
    private Optional<String> unverified(DatasetName name, Found found, SourceDigest digest) {
        if (card().family()) {
            return Optional.empty();
        }
        DatasetState state = state(name, found, digest);
        if (state.kind() != DatasetState.Kind.UNVERIFIED) {
            return Optional.empty();
        }
        if (!editions.of(name.base()).isEmpty()) {
            LOG.log(Level.WARNING, "{0} in {1} is not verified, so what comes of it need not be a result on {2}: {3}", name, state.where(),
                    card().title(), state.detail());
        }
        return Optional.of(state.detail());
    }

    private static void requireSound(DatasetName name, DatasetState state) {
        if (state.kind() == DatasetState.Kind.DAMAGED) {
            throw new DatasetException(name.toString(), state.detail());
        }
    }

    private ImageDataset decode(DatasetName name, FoundImages found, SourceDigest digest) {
        requireSound(name, state(name, found, digest));
        Decoded decoded = found.decode(monitor);
        Moments moments = Moments.of(decoded.train());
        DatasetInfo info = new DatasetInfo(name.toString(), card().title(), card().licence(), card().origin(), decoded.classNames(),
                decoded.train().shape(), decoded.train().size(), decoded.test().size(), moments.mean(), moments.std(), decoded.groups());
        String sha256 = ContentDigest.of(decoded.classNames(), decoded.train(), decoded.test());
        return new ImageDataset(info, decoded.train(), decoded.test(), sha256);
    }

    private Optional<Found> find(DatasetName name) {
        return folders.roots(name.base()).stream().flatMap(root -> layout.find(root, name).stream()).findFirst();
    }

    private String missing(DatasetName name) {
        List<Path> roots = folders.roots(name.base());
        String looked = roots.stream().map(Path::toString).collect(Collectors.joining(", "));
        String base = name.base();
        String fetch = Downloads.of(base).isPresent() ? "fetch it with 'palimpsest data fetch " + base + "', " : "";
        String own = card().family() ? "" : "import what you have with 'palimpsest data import " + base + " PATH', or ";
        return "is not on this machine. Looked in " + looked + " for " + card().layout() + ". Ways out: " + fetch + own
                + "name the folder that holds it with --data or PALIMPSEST_DATA";
    }
}
