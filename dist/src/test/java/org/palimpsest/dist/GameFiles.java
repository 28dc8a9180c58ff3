package org.palimpsest.dist;

import java.nio.file.Path;

/** Definition of a small benchmark on games, to be written to files. */
final class GameFiles {
    private GameFiles() {}

    /**
     * Writes {@code <name>-stream.yaml} and {@code <name>.yaml}.
     *
     * @param stream what the stream says besides its name: lines of YAML
     * @param benchmark likewise
     */
    static void write(Path folder, String name, String stream, String benchmark) {
        Folders.write(folder.resolve(name + "-stream.yaml"), "id: " + name + "\nversion: 1\nscenario: control\n" + stream + "\n");
        Folders.write(folder.resolve(name + ".yaml"), "id: " + name + "\nversion: 1\ntitle: Games\nstream: " + name + "-stream.yaml\nbackbone: conv\n"
                + "optimiser: {name: adam, lr: 0.001}\n" + benchmark + "\n");
    }
}
