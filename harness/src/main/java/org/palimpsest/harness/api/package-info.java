/**
 * What a method, an add-on, a backbone or an augmentation is written against: with the rooms below it the only package of
 * the harness that these may use.
 *
 * <p>A gradient method extends {@link org.palimpsest.harness.api.training.GradientLearner} and needs only its loss; another method by a
 * network extends {@link org.palimpsest.harness.api.training.NetworkLearner}, and any other implements a kind of
 * {@link org.palimpsest.harness.api.Learner}. Each is announced by a
 * {@link org.palimpsest.harness.api.MethodModule} that {@link java.util.ServiceLoader} finds.
 */
package org.palimpsest.harness.api;
