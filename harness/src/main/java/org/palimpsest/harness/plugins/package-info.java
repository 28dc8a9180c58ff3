/** Finding methods, add-ons, backbones and augmentations: the built-in ones and those in plug-in jars alike. */
package org.palimpsest.harness.plugins;
