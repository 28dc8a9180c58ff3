package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Training;

/** What one run learns and answers with: the encoder, the table of classes, and the tricks that are switched on. */
final class FewShotModel implements Stateful {
    private final NDManager manager;
    private final Network network;
    private final PseudoClasses versions;
    private final Optional<Prototypes> prototypes;
    private final Encoder encoder;
    private final CosineTable table;
    private final Optional<SupCon> supCon;
    private final Optional<Subnet> subnet;
    private final Optional<InstanceContrast> instanceContrast;
    private final Optional<Rotation> rotation;

    /** Makes all parts, with their weights among {@code weights}. */
    FewShotModel(Training training, Fscil.Options options, Set<Trick> tricks, TrickWeights weights, Randomness random) {
        manager = training.manager();
        network = training.network();
        int features = network.features();
        versions = tricks.contains(Trick.PSEUDO_CLASSES) ? options.pseudoClasses().transforms() : PseudoClasses.UPRIGHT;
        prototypes = when(tricks, Trick.PROTOTYPES, () -> new Prototypes(weights, manager, random, features,
                network.classes() * versions.count(), options.prototypes()));
        encoder = new Encoder(manager, network, versions, replacedHead().map(Prototypes::neck));
        table = new CosineTable(weights, manager, network.classes(), versions, encoder.width(), options.scale());
        supCon = when(tricks, Trick.SUPCON, () -> new SupCon(weights, features, options.supcon()));
        subnet = when(tricks, Trick.SUBNET, () -> new Subnet(weights, manager, network, options.subnet()));
        instanceContrast = when(tricks, Trick.SSL_PRETRAINING, () -> new InstanceContrast(training, random, options.ssl()));
        rotation = when(tricks, Trick.ROTATION, () -> new Rotation(weights, features, options.rotation()));
    }

    private static <T> Optional<T> when(Set<Trick> tricks, Trick trick, Supplier<T> part) {
        return tricks.contains(trick) ? Optional.of(part.get()) : Optional.empty();
    }

    PseudoClasses versions() {
        return versions;
    }

    Encoder encoder() {
        return encoder;
    }

    CosineTable table() {
        return table;
    }

    Optional<Prototypes> prototypes() {
        return prototypes;
    }

    /** The prototypes, if their loss takes the place of cross-entropy. */
    Optional<Prototypes> replacedHead() {
        return prototypes.filter(Prototypes::replacesHead);
    }

    /** Whether the vectors of the classes are fixed beforehand. */
    boolean fixedVectors() {
        return prototypes.filter(Prototypes::areTheClasses).isPresent();
    }

    Optional<SupCon> supCon() {
        return supCon;
    }

    Optional<Subnet> subnet() {
        return subnet;
    }

    Optional<InstanceContrast> instanceContrast() {
        return instanceContrast;
    }

    Optional<Rotation> rotation() {
        return rotation;
    }

    /** Gives the prototypes, if there are any, to the classes of a task that have none yet. */
    void assignPrototypes(TaskData task) {
        if (prototypes.isEmpty()) {
            return;
        }
        Prototypes directions = prototypes.get();
        List<Optional<double[]>> means = directions.assignedByMeans()
                ? new Encoder(manager, network, versions, Optional.of(directions.neck())).means(task, task.classes()) : List.of();
        directions.assign(versions.rows(task.classes()), means);
    }

    /** Gives the classes of a task their vectors, which are mean embeddings or, where these are the classes, prototypes. */
    void tabulate(TaskData task) {
        int[] rows = versions.rows(task.classes());
        List<Optional<double[]>> vectors = new ArrayList<>(encoder.means(task, task.classes()));
        if (fixedVectors()) {
            assignPrototypes(task);
            List<Optional<double[]>> directions = prototypes.get().of(rows);
            for (int i = 0; i < rows.length; i++) {
                int row = i;
                vectors.set(i, vectors.get(i).flatMap(mean -> directions.get(row)));
            }
        }
        table.put(rows, vectors);
    }

    @Override
    public void save(State state) {
        table.save(state.scope("table"));
        prototypes.ifPresent(p -> p.save(state.scope("prototypes")));
        subnet.ifPresent(s -> s.save(state.scope("subnet")));
    }

    @Override
    public void load(State state) {
        table.load(state.scope("table"));
        prototypes.ifPresent(p -> p.load(state.scope("prototypes")));
        subnet.ifPresent(s -> s.load(state.scope("subnet")));
    }
}
