package org.palimpsest.harness.control;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.palimpsest.harness.plugins.Plugins;

/** Which consoles can be played on, and how to get those that we know of and that are not part of the distribution. */
public final class Consoles {
    /** What is apart because its licence is another, and the command that builds its plug-in. */
    private static final Map<String, String> APART = Map.of("ale", "the Arcade Learning Environment is a plug-in of its own (GPL 2), "
            + "and is not here: 'mvn -B -q -Pale -pl ale -am -DskipTests package' in the folder of the launcher builds it and puts it into plugins/");

    private Consoles() {}

    /** How to get a console that is not here, if it is one that we know of. */
    static Optional<String> missing(String name) {
        return APART.entrySet().stream().filter(known -> name.equals(known.getKey()) || name.startsWith(known.getKey() + "-")).map(Map.Entry::getValue)
                .findFirst();
    }

    /** A line on each console that is here or known, by name: what can be played, or what is missing and the command that gets it. */
    public static Map<String, String> states(Plugins plugins) {
        Map<String, String> states = new TreeMap<>(APART);
        plugins.consoles().forEach((name, module) -> states.put(name, module.state()));
        return states;
    }
}
