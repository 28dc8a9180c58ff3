package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.NoOptions;

/** {@code crelu}: units that pass on what is above zero and what is below. */
@AutoService(AddOnModule.class)
public final class ConcatenatedRelu extends AddOnModule<NoOptions> {
    /** For the service loader. */
    public ConcatenatedRelu() {
        super("crelu", "concatenated ReLU in the place of every ReLU, with twice as many outputs",
                "Shang et al., ICML 2016; for plasticity: Abbas et al., Loss of Plasticity in Continual Deep Reinforcement Learning, CoLLAs 2023",
                NoOptions.class);
    }

    /**
     * (max(0, x), max(0, -x)): the layers keep their widths, so that those behind have twice as many inputs. Only for layers in a row, since
     * a shortcut would meet what is twice as wide.
     */
    @Override
    protected Block rebuild(Block backbone, NoOptions options) {
        Block rebuilt = Structure.withRelus(backbone);
        Structure.inARow(rebuilt);
        Structure.relus(rebuilt).forEach(relu -> relu.replace(ConcatenatedRelu::both, 2));
        return rebuilt;
    }

    private static NDArray both(NDArray x) {
        return NDArrays.concat(new NDList(Activation.relu(x), Activation.relu(x.neg())), 1);
    }
}
