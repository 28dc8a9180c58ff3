/** The report: one page of HTML that holds everything about some runs, and the data of its charts, which {@code plot} draws as well. */
package org.palimpsest.results.report;
