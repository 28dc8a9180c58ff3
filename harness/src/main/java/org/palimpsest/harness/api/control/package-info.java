/** Learners that act: agents, what they observe, and what they remember of it. */
package org.palimpsest.harness.api.control;
