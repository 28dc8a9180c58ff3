/** Precomputed features in NumPy's files. Another way to store features on disk goes here. */
package org.palimpsest.datasets.disk.features;
