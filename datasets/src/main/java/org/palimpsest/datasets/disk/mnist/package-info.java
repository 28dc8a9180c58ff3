/**
 * MNIST and Fashion-MNIST as their authors publish them: four IDX files, packed with gzip or not. A further set in this form is
 * one more {@code MnistLayout}.
 */
package org.palimpsest.datasets.disk.mnist;
