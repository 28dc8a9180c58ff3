/** Linear classifiers, trained from scratch on rows of features. */
package org.palimpsest.methods.linear;
