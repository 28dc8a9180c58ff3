/**
 * Decoded data sets on disk, opened by mapping them into memory; and digests of files, remembered. Whatever is slow to make and
 * can be made again goes here, under a key that tells all it was made from; nothing here is ever the only copy.
 */
package org.palimpsest.datasets.cache;
