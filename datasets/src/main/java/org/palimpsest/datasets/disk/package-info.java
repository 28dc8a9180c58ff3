/**
 * Data sets on the user's disk: where they are looked for, how their files lie, whether they are what they should be.
 *
 * <p>A {@link org.palimpsest.datasets.disk.Layout} recognises the files of one data set; {@code DiskSource} looks for it in all
 * {@link org.palimpsest.datasets.disk.DataFolders}, verifies it and opens it through the cache of decoded data sets;
 * {@link org.palimpsest.datasets.disk.DataStore} fetches and imports.
 *
 * <p>A new data set is a layout in a package of its own below this one, a line in {@code AllDatasets}, and, where they are
 * published, its digests in {@code Editions} and its address in {@code Downloads}.
 */
package org.palimpsest.datasets.disk;
