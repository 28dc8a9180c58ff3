/**
 * Augmentation of training images: what benchmarks can list under {@code augment}. Whole batches are changed on their device by a
 * number of native calls that does not grow with the batch; what only moves pixels is joined into one look-up.
 */
package org.palimpsest.harness.augment;
