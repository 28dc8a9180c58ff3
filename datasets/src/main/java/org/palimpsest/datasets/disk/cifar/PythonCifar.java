package org.palimpsest.datasets.disk.cifar;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;

/** The pickled files: dictionaries of a matrix of pixels, one image a row, and lists of labels; or of lists of names. */
final class PythonCifar extends CifarFiles {

    private final CifarVariant.Keys keys;

    PythonCifar(Path folder, CifarVariant variant) {
        super(folder, variant, variant.python());
        this.keys = variant.keys();
    }

    @Override
    List<String> classNames() {
        return names(keys.names());
    }

    @Override
    Optional<List<String>> groupNames() {
        return keys.groupNames().map(this::names);
    }

    private List<String> names(String key) {
        Path file = names().get(0);
        return list(file, PickleReader.read(file), key, String.class);
    }

    @Override
    CifarBatch read(Path file) {
        Map<?, ?> contents = PickleReader.read(file);
        int[] labels = numbers(file, contents, keys.labels());
        int[] groups = keys.groupLabels().map(key -> numbers(file, contents, key)).orElse(new int[0]);
        if (!(contents.get("data") instanceof NumpyArray data)) {
            throw new DatasetException(file.toString(), "has no matrix 'data'");
        }
        List<Integer> expected = List.of(labels.length, CifarBatch.SHAPE.size());
        if (!data.shape().equals(expected)) {
            throw DatasetException.mismatch(file.toString(), "shape of 'data'", expected, data.shape());
        }
        if (keys.groupLabels().isPresent() && groups.length != labels.length) {
            throw DatasetException.mismatch(file.toString(), "superclass labels", labels.length, groups.length);
        }
        return new CifarBatch(file.toString(), labels, groups, ByteBuffer.wrap(data.bytes()));
    }

    private static int[] numbers(Path file, Map<?, ?> contents, String key) {
        return list(file, contents, key, Integer.class).stream().mapToInt(Integer::intValue).toArray();
    }

    private static <T> List<T> list(Path file, Map<?, ?> contents, String key, Class<T> type) {
        if (!(contents.get(key) instanceof List<?> list) || !list.stream().allMatch(type::isInstance)) {
            String words = type == String.class ? "names" : "whole numbers";
            throw new DatasetException(file.toString(), "has no list of " + words + " '" + key + "'");
        }
        return list.stream().map(type::cast).toList();
    }
}
