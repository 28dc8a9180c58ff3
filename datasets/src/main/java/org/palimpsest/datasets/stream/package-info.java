/**
 * Streams: sequences of tasks that are made of a data set, declared in data and drawn from the run's seed.
 *
 * <p>A {@link org.palimpsest.datasets.stream.StreamSpec} is what a file declares, by what its tasks are made of; over images, an
 * {@link org.palimpsest.datasets.stream.ImageStreamSpec} with the {@link org.palimpsest.datasets.stream.Variation} of its scenario.
 * An {@link org.palimpsest.datasets.stream.ImageStream} is what a seed makes of it. A new kind of stream over images is a scenario
 * with its variation and an {@code Allotment}; a new way to spoil or thin out any of them is a record beside
 * {@link org.palimpsest.datasets.stream.Imbalance}.
 */
package org.palimpsest.datasets.stream;
