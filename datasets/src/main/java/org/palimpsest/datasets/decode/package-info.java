/** Image files to blocks of pixels. */
package org.palimpsest.datasets.decode;
