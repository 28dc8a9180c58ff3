package org.palimpsest.methods.fscil;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.palimpsest.harness.api.Network;

/**
 * The last part of a backbone that has weights: the blocks right below it whose names are alike but for the number of a block within its
 * stage ({@code stage3block1}, {@code stage3block2} ... are one part).
 */
final class LastStage {
    private static final Pattern CHILD = Pattern.compile("backbone\\.[^.]+");
    private static final Pattern NUMBER_IN_STAGE = Pattern.compile("block\\d+$");

    private LastStage() {}

    /** Its weights, in the order of the network; all of a backbone that is one block. */
    static List<Parameter> of(Network network) {
        Set<Parameter> trained = identitySet(network.parameters().subList(0, network.backboneParameters()));
        String last = "";
        Set<Parameter> found = trained;
        for (Map.Entry<String, Block> entry : network.blocks().entrySet()) {
            Set<Parameter> own = identitySet(entry.getValue().getParameters().values());
            own.retainAll(trained);
            if (CHILD.matcher(entry.getKey()).matches() && !own.isEmpty()) {
                String stage = NUMBER_IN_STAGE.matcher(entry.getKey()).replaceFirst("");
                if (stage.equals(last)) {
                    found.addAll(own);
                } else {
                    found = own;
                }
                last = stage;
            }
        }
        Set<Parameter> weights = found;
        return network.parameters().stream().filter(weights::contains).toList();
    }

    private static Set<Parameter> identitySet(Iterable<Parameter> parameters) {
        Set<Parameter> set = Collections.newSetFromMap(new IdentityHashMap<>());
        parameters.forEach(set::add);
        return set;
    }
}
