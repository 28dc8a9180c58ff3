/** MNIST and Fashion-MNIST as their authors publish them: four IDX files, packed with gzip or not. */
package org.palimpsest.datasets.disk.mnist;
