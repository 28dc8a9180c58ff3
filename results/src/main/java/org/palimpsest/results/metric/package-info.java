/**
 * Pure functions of run records, each with an id, a formula and a direction; and those of other tools, the dialects. A new metric is one
 * file, here or in a plug-in, see {@link org.palimpsest.results.metric.MetricProvider}.
 */
package org.palimpsest.results.metric;
