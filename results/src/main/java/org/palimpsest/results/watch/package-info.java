/** Runs that are being made, as a page of text. */
package org.palimpsest.results.watch;
