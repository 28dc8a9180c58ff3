package org.palimpsest.datasets;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Data sets that can be asked for by name. Knows none by itself: whoever makes one brings the sources. */
public final class Catalogue {
    private static final int LARGEST_SIZE = 1024;

    private final List<DatasetSource> sources;

    /**
     * A catalogue of some sources.
     *
     * @param sources the sources in the order in which to list them
     * @throws IllegalArgumentException if two have the same name
     */
    public Catalogue(List<? extends DatasetSource> sources) {
        this.sources = List.copyOf(sources);
        Set<String> names = new HashSet<>();
        for (String name : names()) {
            if (!names.add(name)) {
                throw new IllegalArgumentException("two data sets are named '" + name + "'");
            }
        }
    }

    /** All sources, in the order in which to list them. */
    public List<DatasetSource> sources() {
        return sources;
    }

    /** The names of all sources, in the same order. */
    public List<String> names() {
        return sources.stream().map(source -> source.card().name()).toList();
    }

    /**
     * The source whose card has a name.
     *
     * @param base the name without size or argument
     * @throws InvalidInputException if there is none, with the nearest name
     */
    public DatasetSource source(String base) {
        return sources.stream()
                .filter(source -> source.card().name().equals(base))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        problem(base, "unknown data set" + Names.suggestion(base, names(), "'palimpsest list datasets' shows all"))));
    }

    /**
     * The source of a data set.
     *
     * @param written as in {@link DatasetName}
     * @throws InvalidInputException if there is none, with the nearest name, or it takes no such size or argument
     */
    public DatasetSource find(String written) {
        DatasetName name = DatasetName.parse(written);
        DatasetSource found = source(name.base());
        Problems problems = new Problems();
        check(written, name, found.card(), problems);
        problems.throwIfAny();
        return found;
    }

    /**
     * Loads a data set.
     *
     * @param written as in {@link DatasetName}
     * @param kind what it has to be
     * @throws InvalidInputException as {@link #find}, or if it is of another kind
     * @throws DatasetException if a file is missing, damaged or not what it should be, or it is here only in part
     */
    public <D extends Dataset> D load(String written, Class<D> kind) {
        DatasetSource source = find(written);
        Dataset loaded = source.load(DatasetName.parse(written));
        if (!kind.isInstance(loaded)) {
            throw new InvalidInputException(problem(written, "is an " + words(loaded.getClass()) + " (" + source.card().title()
                    + "), but this stream needs an " + words(kind)));
        }
        loaded.lacking(source.card()).ifPresent(lacking -> {
            throw new DatasetException(written, lacking);
        });
        return kind.cast(loaded);
    }

    /** {@code ImageDataset} is an image data set. */
    private static String words(Class<?> kind) {
        return kind.getSimpleName().replaceAll("Dataset$", " data set").toLowerCase(Locale.ROOT);
    }

    private static void check(String written, DatasetName name, DatasetCard card, Problems problems) {
        if (card.family() && name.argument().isEmpty()) {
            problems.add("dataset", written, "needs to say which, as in " + card.name() + ":NAME");
        }
        if (name.argument().isPresent() && name.argument().flatMap(UserPath::parse).isEmpty()) {
            problems.add("dataset", written, UserPath.IMPOSSIBLE);
        }
        if (!card.family() && name.argument().isPresent()) {
            problems.add("dataset", written, "'" + card.name() + "' is a single data set, so nothing may follow a colon");
        }
        if (!card.sizes() && name.size().isPresent()) {
            problems.add("dataset", written, "the examples of '" + card.name() + "' are not scaled, so no size can be asked for");
        }
        if (name.size().isPresent() && (name.size().getAsInt() < 1 || name.size().getAsInt() > LARGEST_SIZE)) {
            problems.add("dataset", written, "the size must be between 1 and " + LARGEST_SIZE + " pixels");
        }
    }

    private static Problem problem(String written, String message) {
        return new Problem("", "dataset", written, message);
    }
}
