package org.palimpsest.results.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The tables that records can be read with: those of this program and those of its plug-ins. */
public final class Tables {

    private final List<Table<?>> all;

    private Tables(List<Table<?>> all) {
        this.all = List.copyOf(all);
    }

    /** The tables on the class path. */
    public static Tables builtIn() {
        return of(Tables.class.getClassLoader());
    }

    /**
     * The tables that a class loader and its parents offer as services.
     *
     * @throws IllegalArgumentException if two of them have one name
     * @throws java.util.ServiceConfigurationError if one cannot be loaded
     */
    public static Tables of(ClassLoader loader) {
        List<Table<?>> all = new ArrayList<>();
        for (Table<?> table : ServiceLoader.load(Table.class, loader)) {
            all.stream().filter(other -> other.name().equals(table.name())).findFirst().ifPresent(other -> {
                throw new IllegalArgumentException("two tables have the name '" + table.name() + "': "
                        + other.getClass().getName() + " and " + table.getClass().getName());
            });
            all.add(table);
        }
        all.sort(Comparator.comparing(Table::name));
        return new Tables(all);
    }

    /** All of them, by name. */
    public List<Table<?>> all() {
        return all;
    }

    /** The table of a name. */
    public Optional<Table<?>> find(String name) {
        return all.stream().<Table<?>>map(table -> table).filter(table -> table.name().equals(name)).findFirst();
    }
}
