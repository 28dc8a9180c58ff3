/** Runs made again: the command that makes one, and whether it came out the same. */
package org.palimpsest.results.replay;
