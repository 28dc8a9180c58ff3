/** All data sets that Palimpsest knows, brought together: the one place that names every layout, so a new one is a line here. */
package org.palimpsest.datasets.catalogue;
