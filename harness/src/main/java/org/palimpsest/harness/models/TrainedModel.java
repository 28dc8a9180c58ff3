package org.palimpsest.harness.models;

import java.util.List;
import org.palimpsest.harness.api.network.Network;

/**
 * What a learner has made of its network.
 *
 * @param network the network, with the outputs that it uses and no more
 * @param plan how it is put together
 * @param labels what its outputs stand for
 * @param ofNetwork whether the learner answers by the network's outputs
 * @param answers how it answers
 */
public record TrainedModel(Network network, NetworkPlan plan, List<ModelCard.Label> labels, boolean ofNetwork, ModelCard.Answers answers) {}
