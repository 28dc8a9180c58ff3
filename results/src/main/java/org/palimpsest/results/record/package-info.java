/** What came of runs, on disk: one folder a run, written so that a kill at any moment loses nothing that was committed. A new kind of table goes here. */
package org.palimpsest.results.record;
