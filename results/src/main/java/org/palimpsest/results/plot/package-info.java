/** Charts of the report as pictures: SVG and PNG, for papers and pages. */
package org.palimpsest.results.plot;
