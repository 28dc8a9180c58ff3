/**
 * Data sets and the streams of tasks made of them, as plain Java arrays: nothing here knows of networks.
 *
 * <p>A {@link org.palimpsest.datasets.DatasetSource} found in the {@link org.palimpsest.datasets.Catalogue} loads an
 * {@link org.palimpsest.datasets.image.ImageDataset}. A {@link org.palimpsest.datasets.stream.StreamSpec} declares a stream over it;
 * with the {@link org.palimpsest.datasets.RandomStreams} of a run seed it becomes an
 * {@link org.palimpsest.datasets.stream.ImageStream} of {@link org.palimpsest.datasets.stream.ImageTask}s.
 */
package org.palimpsest.datasets;
