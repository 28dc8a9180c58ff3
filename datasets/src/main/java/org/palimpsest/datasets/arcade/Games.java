package org.palimpsest.datasets.arcade;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.palimpsest.datasets.Names;

/** The games that there are. */
public final class Games {
    private final List<GameModule> all;

    private Games(List<GameModule> all) {
        this.all = all;
    }

    /** What a class loader finds. */
    public static Games of(ClassLoader loader) {
        return new Games(ServiceLoader.load(GameModule.class, loader).stream().map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(GameModule::id)).toList());
    }

    /** All of them, by name. */
    public List<GameModule> all() {
        return all;
    }

    /** Their names, in order. */
    public List<String> ids() {
        return all.stream().map(GameModule::id).toList();
    }

    /** The one of that name, if there is one. */
    public Optional<GameModule> find(String id) {
        return all.stream().filter(game -> game.id().equals(id)).findFirst();
    }

    /**
     * The one of that name.
     *
     * @throws IllegalArgumentException with the nearest name, if there is none
     */
    public GameModule get(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("no game '" + id + "'" + Names.suggestion(id, ids())));
    }
}
