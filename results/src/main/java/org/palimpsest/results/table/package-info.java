/** Tables in every form that they are printed in. */
package org.palimpsest.results.table;
