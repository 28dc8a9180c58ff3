/** Leaderboards: runs gathered into rows, ranked, and written as CSV and text. */
package org.palimpsest.results.board;
