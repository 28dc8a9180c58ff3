package org.palimpsest.datasets;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data set as it is asked for: {@code cifar100}, {@code cub200@64} or {@code image-folder:birds@96}.
 *
 * @param base the name of its {@link DatasetCard}
 * @param argument which one of a family, such as a folder's name or path
 * @param size the side in pixels that images are scaled to
 */
public record DatasetName(String base, Optional<String> argument, OptionalInt size) {
    private static final Pattern WRITTEN = Pattern.compile("(?<base>[^:@]+)(:(?<argument>.+?))?(@(?<size>\\d{1,4}))?");

    /**
     * Takes a name apart.
     *
     * @throws InvalidInputException if it is not written as above
     */
    public static DatasetName parse(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw new InvalidInputException(
                    new Problem("", "dataset", written, "must be written NAME, NAME@SIZE, FAMILY:WHICH or FAMILY:WHICH@SIZE"));
        }
        OptionalInt size = parts.group("size") == null
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(parts.group("size")));
        return new DatasetName(parts.group("base"), Optional.ofNullable(parts.group("argument")), size);
    }

    /** Where the argument leads, if it is one of a family's that are files. */
    public Path path() {
        return argument.flatMap(UserPath::parse).orElseThrow();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return base + argument.map(a -> ":" + a).orElse("") + (size.isPresent() ? "@" + size.getAsInt() : "");
    }
}
