/**
 * Finding methods, add-ons, backbones and augmentations: the built-in ones and those in plug-in jars alike. Each jar is loaded by a
 * class loader of its own, and what is wrong with any of them is told at once.
 */
package org.palimpsest.harness.plugins;
