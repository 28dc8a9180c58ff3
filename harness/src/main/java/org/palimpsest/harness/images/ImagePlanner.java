package org.palimpsest.harness.images;

import com.google.inject.Inject;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.StreamPlanner;
import org.palimpsest.harness.config.Values;
import org.palimpsest.harness.config.Variants;
import org.palimpsest.harness.plugins.Plugins;

/** Plans streams of images, or of features, with labels. */
public final class ImagePlanner implements StreamPlanner {
    private static final String ORDER_FILE = "classOrderFile";
    private static final String INCREMENTS = "increments";
    private static final String TASKS = "tasks";
    private static final Variants FORMS = forms();

    private final Plugins plugins;
    private final Datasets datasets;

    /** A planner that looks up backbones, augmentations and normalisers among these plug-ins. */
    @Inject
    public ImagePlanner(Plugins plugins, Datasets datasets) {
        this.plugins = plugins;
        this.datasets = datasets;
    }

    private static Variants forms() {
        Map<String, List<Class<? extends Record>>> forms = new LinkedHashMap<>();
        for (Scenario scenario : Scenario.values()) {
            forms.put(scenario.id(), scenario.parts());
        }
        return new Variants("scenario", forms);
    }

    @Override
    public List<String> scenarios() {
        return Arrays.stream(Scenario.values()).map(Scenario::id).toList();
    }

    @Override
    public Class<ImageBenchmark> section() {
        return ImageBenchmark.class;
    }

    @Override
    public List<String> trained() {
        return List.of("normaliser", "head", "augment", "budget");
    }

    @Override
    public Map<String, Collection<? extends RecipeModule<?>>> plugins() {
        return Map.of("normaliser", plugins.normalisers().values());
    }

    /** A class-order file is relative to the stream's file, and a list of increments tells the number of tasks. */
    @Override
    public Optional<ImageDraft> read(String file, Values values, Problems problems) {
        if (!file.isEmpty() && values.tree().get(ORDER_FILE) instanceof String order) {
            UserPath.beside(file, order).ifPresent(path -> values.tree().put(ORDER_FILE, path.toString()));
        }
        if (values.tree().get(INCREMENTS) instanceof List<?> sizes) {
            values.tree().putIfAbsent(TASKS, sizes.size());
        }
        return new Binder(problems).bind(FORMS, values).map(ImageStreamSpec.class::cast)
                .map(spec -> new ImageDraft(spec, values.sourceOf(""), plugins, datasets));
    }
}
