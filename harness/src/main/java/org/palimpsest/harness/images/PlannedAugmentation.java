package org.palimpsest.harness.images;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.config.Values;
import org.palimpsest.harness.plugins.Plugins;

/**
 * One change to the training images, looked up and checked.
 *
 * @param module what is done
 * @param options its options
 */
public record PlannedAugmentation(AugmentationModule<?> module, Record options) {
    private static final String KEY = "augment";

    /** The augmentation for such images. */
    public Augmentation create(ImageInfo images) {
        return module.create(options, images);
    }

    /** Name and options, for the protocol. */
    Map<String, Object> protocol() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", module.name());
        map.putAll(Binder.toMap(options));
        return map;
    }

    /**
     * Looks up what a benchmark lists; everything wrong with it is added to the problems.
     *
     * @param values the benchmark's raw values, which know where they came from
     * @param images what is to be changed; empty if that is not known
     */
    static List<PlannedAugmentation> of(
            List<RecipeSpec> written, Plugins plugins, Optional<ImageInfo> images, Values values, Problems problems) {
        Problems here = problems.at(values.sourceOf(KEY));
        List<PlannedAugmentation> planned = new ArrayList<>();
        for (RecipeSpec recipe : written) {
            AugmentationModule<?> module = plugins.augmentations().get(recipe.name());
            if (module == null) {
                here.add(KEY, recipe.name(), "unknown augmentation" + Names.suggestion(recipe.name(), plugins.augmentations().keySet(),
                        "'palimpsest list augmentations' shows all"));
                continue;
            }
            Problems own = new Problems();
            new Binder(own).bind(module.options(), recipe.options(), values.sourceOf(KEY)).ifPresent(options -> {
                images.flatMap(p -> module.problem(options, p)).ifPresent(why -> here.add(KEY, recipe.name(), why));
                planned.add(new PlannedAugmentation(module, options));
            });
            own.list().forEach(p -> problems.at(p.source()).add(KEY + "." + recipe.name() + "." + p.key(), p.value(), p.message()));
        }
        return planned;
    }
}
