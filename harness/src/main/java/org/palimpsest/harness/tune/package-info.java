/** Searches for options: what is varied, what is tried, and what is chosen by the scores that come of it. Pure; nothing is run here. */
package org.palimpsest.harness.tune;
