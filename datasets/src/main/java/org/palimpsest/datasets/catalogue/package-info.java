/** All data sets that Palimpsest knows, brought together. */
package org.palimpsest.datasets.catalogue;
