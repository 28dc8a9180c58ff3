/**
 * What came of runs, on disk: one folder a run, written so that a kill at any moment loses nothing that was committed. A new kind of
 * table is one file, here or in a plug-in, see {@link org.palimpsest.results.record.Table}.
 */
package org.palimpsest.results.record;
