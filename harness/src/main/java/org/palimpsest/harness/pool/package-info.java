/** Runs of a plan made by several processes at once, on one machine or a cluster: whoever hands them out, and whoever makes them. */
package org.palimpsest.harness.pool;
