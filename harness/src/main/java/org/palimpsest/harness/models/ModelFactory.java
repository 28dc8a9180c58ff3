package org.palimpsest.harness.models;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.harness.plugins.Plugins;

/**
 * Builds the block of an exported model, which DJL then fills with its weights: a folder of such a model names this class, so that loading it takes no more
 * than its path. The parts of the network are looked for on the class path, and in the plug-in jars of the folder that the argument {@value #PLUGINS} names.
 */
public final class ModelFactory implements BlockFactory {
    /** Name of an argument. */
    public static final String PLUGINS = "plugins";

    private static final long serialVersionUID = 1L;

    @Override
    public Block newBlock(Model model, Path folder, Map<String, ?> arguments) throws IOException {
        NetworkPlan plan = ModelCard.read(folder.resolve(ModelFiles.CARD)).network();
        List<Path> jars = Optional.ofNullable(arguments.get(PLUGINS)).map(text -> Path.of(text.toString())).stream().toList();
        Plugins plugins = Plugins.load(jars);
        return WithoutGradients.get(() -> new ModelBlock(plan.build(plugins, model.getNDManager()), plan.example()));
    }
}
