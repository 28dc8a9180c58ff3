/** Precomputed features in NumPy's files. */
package org.palimpsest.datasets.disk.features;
