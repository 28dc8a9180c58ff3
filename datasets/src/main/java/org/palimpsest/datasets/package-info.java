/**
 * Data sets and the streams of tasks made of them, as plain Java arrays: nothing here knows of networks.
 *
 * <p>A {@link org.palimpsest.datasets.DatasetSource} found in the {@link org.palimpsest.datasets.Catalogue} loads a
 * {@link org.palimpsest.datasets.Dataset}, such as an {@link org.palimpsest.datasets.image.ImageDataset} or an
 * {@link org.palimpsest.datasets.text.InstructionDataset}. A {@link org.palimpsest.datasets.stream.StreamSpec} declares a stream over it; with the
 * {@link org.palimpsest.datasets.RandomStreams} of a run seed it becomes a {@link org.palimpsest.datasets.stream.Stream}.
 *
 * <p>This root holds what all rooms share: the catalogue's nouns, {@link org.palimpsest.datasets.Problems} with what users give,
 * names, digests and random streams. What belongs to one kind of data or one kind of file has a room of its own.
 */
package org.palimpsest.datasets;
