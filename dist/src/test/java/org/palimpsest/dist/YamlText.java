package org.palimpsest.dist;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/** What the bytes of a YAML file say, read without the program's own code and without giving any text a type. */
final class YamlText {
    private static final int DEEPEST = 50;

    private YamlText() {}

    /**
     * A scalar or an empty collection.
     *
     * @param text as written, without quotes; {@code []} and {@code {}} for empty collections
     * @param plain whether without quotes, tags or blocks
     * @param collection whether it is an empty collection
     */
    record Leaf(String text, boolean plain, boolean collection) {}

    /** The leaves by path, aliases put in; empty if this is not one document that is a mapping, or says a thing twice. */
    static Optional<Map<String, Leaf>> leaves(byte[] content) {
        try {
            String text = decoded(content);
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            Yaml yaml = new Yaml(new SafeConstructor(options), new Representer(new DumperOptions()), new DumperOptions(), options);
            List<Node> documents = new ArrayList<>();
            yaml.composeAll(new StringReader(text)).forEach(documents::add);
            documents.removeIf(node -> node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().isEmpty()); // nothing after a '---'
            if (documents.size() != 1 || documents.get(0).getNodeId() != NodeId.mapping) {
                return Optional.empty();
            }
            Map<String, Leaf> leaves = new LinkedHashMap<>();
            add("", documents.get(0), leaves, 0);
            return Optional.of(leaves);
        } catch (YAMLException | CharacterCodingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Text in UTF-8, or in UTF-16 if a mark says so, without the mark. */
    static String decoded(byte[] content) throws CharacterCodingException {
        Charset charset = starts(content, 0xfe, 0xff) ? StandardCharsets.UTF_16BE : starts(content, 0xff, 0xfe) ? StandardCharsets.UTF_16LE
                : StandardCharsets.UTF_8;
        String text = charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static boolean starts(byte[] content, int first, int second) {
        return content.length > 1 && (content[0] & 0xff) == first && (content[1] & 0xff) == second;
    }

    private static void add(String path, Node node, Map<String, Leaf> leaves, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("too deep");
        }
        if (node instanceof ScalarNode scalar) {
            leaves.put(path, new Leaf(scalar.getValue(), scalar.isPlain(), false));
        } else if (node instanceof SequenceNode sequence) {
            if (sequence.getValue().isEmpty()) {
                leaves.put(path, new Leaf("[]", true, true));
            }
            for (int i = 0; i < sequence.getValue().size(); i++) {
                add(path + "[" + i + "]", sequence.getValue().get(i), leaves, depth + 1);
            }
        } else if (node instanceof MappingNode mapping) {
            Map<String, Node> keys = new TreeMap<>();
            mapping.getValue().forEach(tuple -> {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : tuple.getKeyNode().toString();
                if (keys.put(key, tuple.getValueNode()) != null) {
                    throw new IllegalArgumentException("'" + key + "' twice");
                }
            });
            if (keys.isEmpty()) {
                leaves.put(path, new Leaf("{}", true, true));
            }
            keys.forEach((key, value) -> add(path + "." + key, value, leaves, depth + 1));
        }
    }
}
