/** Learners that take gradient steps, and what a step is made of. */
package org.palimpsest.harness.api.training;
