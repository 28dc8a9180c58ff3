/** Decoded data sets on disk, opened by mapping them into memory; and digests of files, remembered. */
package org.palimpsest.datasets.cache;
