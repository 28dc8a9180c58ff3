package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.Optional;

/** What may be put beside a {@link Projection}: from (..., inputs) to (..., outputs), added to what the layer gives. */
public interface Adapter extends Block {
    /**
     * What W would have to be changed by for the layer alone to give, in evaluation, what both give together; none if the adapter is not linear.
     *
     * @param manager owner of the result
     * @return shape (outputs, inputs)
     */
    Optional<NDArray> change(NDManager manager);
}
