/**
 * The data sets that come with Palimpsest, read from its own resources. A new one is a folder below {@code palimpsest/data} with
 * its digests in {@code SHA256SUMS}, and a class here that knows its facts and its files and makes an {@code EmbeddedImages} or
 * {@code EmbeddedInstructions} of them.
 */
package org.palimpsest.datasets.embedded;
