/** Changes to images on the device, and their plug-ins. */
package org.palimpsest.harness.api.image;
