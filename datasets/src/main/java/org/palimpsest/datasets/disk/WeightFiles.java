package org.palimpsest.datasets.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.Sha256;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.npy.ArraySource;
import org.palimpsest.datasets.onnx.PackagedWeights;
import org.palimpsest.datasets.safetensors.ModelFolder;

/**
 * Pretrained weights: those that are installed with Palimpsest, and on the user's disk {@code .npz} archives in a folder {@code weights} of those that data
 * sets are looked for in, or of our own store.
 */
public final class WeightFiles {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Files that are usually called otherwise than we call what is in them. */
    private static final Map<String, String> FILES = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            "cifar10-resnet20", "cifar10_resnet20_f32.npz",
            "cifar10-resnet32", "cifar10_resnet32_f32.npz",
            "imagenet-squeezenet", "squeezenet1_1_imagenet_f16.npz")));

    private final DataFolders folders;

    /** Weights in these folders. */
    public WeightFiles(DataFolders folders) {
        this.folders = folders;
    }

    /** Names of those that the packaged benchmarks start from. */
    public static Set<String> known() {
        return FILES.keySet();
    }

    /**
     * Reads weights.
     *
     * @param name one of ours, e.g. {@code cifar10-resnet20}, that of a file without its ending, or {@code folder:} and the path of a language model
     * @throws DatasetException if they are not here, or damaged
     */
    public PretrainedWeights load(String name) {
        if (name.startsWith(PretrainedWeights.FOLDER)) {
            return ModelFolder.of(name.substring(PretrainedWeights.FOLDER.length())).weights();
        }
        if (!NAME.matcher(name).matches()) {
            throw new DatasetException(name, "is no name of weights: letters, digits, dots, hyphens and underscores");
        }
        if (PackagedWeights.names().contains(name)) {
            return PackagedWeights.load(name);
        }
        String file = "weights/" + FILES.getOrDefault(name, name + ".npz");
        List<Path> looked = folders.roots("").stream().map(root -> root.resolve(file)).toList();
        Path found = looked.stream().filter(Files::isRegularFile).findFirst().orElseThrow(() -> missing(name, looked));
        return new PretrainedWeights(name, Sha256.of(found), arrays(found));
    }

    private static Map<String, WeightArray> arrays(Path archive) {
        Map<String, WeightArray> arrays = new LinkedHashMap<>();
        new ArraySource(archive).floats(array -> !isBookkeeping(array)).forEach((name, array) -> arrays.put(name, WeightArray.of(array)));
        return arrays;
    }

    /** PyTorch counts the batches that a normalisation has seen, a whole number, which means nothing for its values. */
    private static boolean isBookkeeping(String array) {
        return array.equals("num_batches_tracked") || array.endsWith(".num_batches_tracked");
    }

    private static DatasetException missing(String name, List<Path> looked) {
        String known = FILES.containsKey(name) ? "" : Names.suggestion(name, FILES.keySet());
        return new DatasetException(name, "these weights are not on this machine. Looked for "
                + looked.stream().map(Path::toString).collect(Collectors.joining(", "))
                + ". Way out: name the folder that holds weights/ with --data or PALIMPSEST_DATA" + known);
    }
}
