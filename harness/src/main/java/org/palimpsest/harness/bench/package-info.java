/**
 * {@code palimpsest bench}: what the harness costs, as ratios measured in one process against the same training written
 * directly against DJL, with no harness around it.
 */
package org.palimpsest.harness.bench;
