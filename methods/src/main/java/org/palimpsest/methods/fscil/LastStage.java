package org.palimpsest.methods.fscil;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.palimpsest.harness.api.network.Network;

/**
 * The last part of a backbone that has weights: the blocks right below it whose names are alike but for the number of a block within its
 * stage ({@code stage3block1}, {@code stage3block2} ... are one part). Of a backbone that is one block it is the last layer.
 */
final class LastStage {
    private static final Pattern CHILD = Pattern.compile("backbone\\.[^.]+");
    private static final Pattern NUMBER_IN_STAGE = Pattern.compile("block\\d+$");

    private LastStage() {}

    /** Its weights, in the order of the network. */
    static List<Parameter> of(Network network) {
        List<Parameter> all = network.parameters().subList(0, network.backboneParameters());
        Set<Parameter> trained = identitySet(all);
        String last = "";
        Set<Parameter> found = Set.of();
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
        Set<Parameter> weights = found.isEmpty() ? identitySet(lastLayer(all)) : found;
        return all.stream().filter(weights::contains).toList();
    }

    /** From the last array of two axes or more on. */
    private static List<Parameter> lastLayer(List<Parameter> all) {
        int from = all.size();
        while (from > 0 && (from == all.size() || all.get(from).getShape().dimension() < 2)) {
            from--;
        }
        return all.subList(from, all.size());
    }

    private static Set<Parameter> identitySet(Iterable<Parameter> parameters) {
        Set<Parameter> set = Collections.newSetFromMap(new IdentityHashMap<>());
        parameters.forEach(set::add);
        return set;
    }
}
