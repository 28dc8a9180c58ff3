/** The two ends of every comparison: doing nothing about forgetting, and never having to. */
package org.palimpsest.methods.bounds;
