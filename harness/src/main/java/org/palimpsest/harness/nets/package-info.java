/** The built-in backbones, announced as a plug-in's would be. */
package org.palimpsest.harness.nets;
