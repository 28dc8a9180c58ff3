/** Finding methods, add-ons and backbones: the built-in ones and those in plug-in jars alike. */
package org.palimpsest.harness.plugins;
