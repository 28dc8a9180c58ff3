/**
 * Caltech-UCSD Birds-200-2011 in the layout of its authors: Wah et al., technical report CNS-TR-2011-001, California Institute of
 * Technology, 2011.
 */
package org.palimpsest.datasets.disk.cub;
