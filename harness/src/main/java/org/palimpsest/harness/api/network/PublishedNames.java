package org.palimpsest.harness.api.network;

import ai.djl.nn.Block;

/** A network that was published under other names: those of its layers in the files of others. */
public interface PublishedNames extends Block {
    /** From the path of a layer below the network, e.g. {@code layer0.attention.query}, to what it is called there: {@code model.layers.0.self_attn.q_proj}. */
    String published(String path);
}
