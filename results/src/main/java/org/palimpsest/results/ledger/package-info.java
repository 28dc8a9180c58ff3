/** Published values against our own. */
package org.palimpsest.results.ledger;
