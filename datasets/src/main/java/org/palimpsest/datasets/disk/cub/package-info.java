/**
 * Caltech-UCSD Birds-200-2011 in the layout of its authors: Wah et al., technical report CNS-TR-2011-001, California Institute of
 * Technology, 2011. Another selection of its species is one more {@code CubLayout}.
 */
package org.palimpsest.datasets.disk.cub;
