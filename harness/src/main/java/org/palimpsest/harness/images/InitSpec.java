package org.palimpsest.harness.images;

import ai.djl.nn.Block;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.Initialisation;

/** What weights are at first. */
public record InitSpec(
        @Doc("rule for the weights of linear and convolution layers that are not pretrained; biases are 0 unless it is torch") Initialisation name,
        @Doc("whether the head begins by it, too, rather than by PyTorch's default") @Default("true") boolean head) {
    /** Has the layers of a backbone begin so. */
    void apply(Block backbone) {
        name.apply(backbone);
    }

    /** The rule for the head. */
    Initialisation ofHead() {
        return head ? name : Initialisation.TORCH;
    }
}
