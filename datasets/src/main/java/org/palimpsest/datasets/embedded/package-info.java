/** The data sets that come with Palimpsest, read from its own resources. */
package org.palimpsest.datasets.embedded;
