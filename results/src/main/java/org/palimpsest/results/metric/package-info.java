/** Pure functions of run records, each with an id, a formula and a direction; and those of other tools, the dialects. A new metric goes here. */
package org.palimpsest.results.metric;
