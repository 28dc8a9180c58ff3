/**
 * CIFAR-10 and CIFAR-100 as their authors publish them: binary files, and pickled files for Python.
 *
 * <p>Format: <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the authors' description</a>. Both hold the same images in the
 * same order, so that both give the same data set. A further set in these formats is a {@code CifarVariant}.
 */
package org.palimpsest.datasets.disk.cifar;
