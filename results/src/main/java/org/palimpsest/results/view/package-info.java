/** Other looks at a leaderboard: by what a row costs, over several benchmarks, and parts of it. */
package org.palimpsest.results.view;
