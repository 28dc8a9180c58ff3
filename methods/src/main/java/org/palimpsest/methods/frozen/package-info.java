/** Classifiers on features that stay as they are after the first task: nothing is forgotten because nothing moves. */
package org.palimpsest.methods.frozen;
