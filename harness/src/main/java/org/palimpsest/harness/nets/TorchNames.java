package org.palimpsest.harness.nets;

import java.util.regex.Pattern;

/** What the arrays of {@link ResNet} are called in PyTorch code of the same networks. */
final class TorchNames {
    private static final Pattern BLOCK = Pattern.compile("^stage(\\d+)block(\\d+)\\.");

    private TorchNames() {}

    /** From {@code stage1block1.norm1.gamma} to {@code layer1.0.bn1.weight}. */
    static String of(String path) {
        String name = BLOCK.matcher(path).replaceFirst(m -> "layer" + m.group(1) + "." + (Integer.parseInt(m.group(2)) - 1) + ".");
        return name.replaceFirst("^stem\\.", "conv1.")
                .replaceFirst("^stemNorm\\.", "bn1.")
                .replaceFirst("\\.convolution(\\d)\\.", ".conv$1.")
                .replaceFirst("\\.norm(\\d)\\.", ".bn$1.")
                .replaceFirst("\\.gamma$", ".weight")
                .replaceFirst("\\.beta$", ".bias")
                .replaceFirst("\\.runningMean$", ".running_mean")
                .replaceFirst("\\.runningVar$", ".running_var");
    }

    /** What is no part of a backbone: the linear layer. */
    static boolean isClassifier(String name) {
        return name.matches("(linear|fc)\\.(weight|bias)");
    }
}
