/**
 * Data sets on the user's disk: where they are looked for, how their files lie, whether they are what they should be.
 *
 * <p>A {@link org.palimpsest.datasets.disk.Layout} recognises the files of one data set; {@code DiskSource} looks for it in all
 * {@link org.palimpsest.datasets.disk.DataFolders}, verifies it and opens it through the cache of decoded data sets;
 * {@link org.palimpsest.datasets.disk.DataStore} fetches and imports.
 */
package org.palimpsest.datasets.disk;
