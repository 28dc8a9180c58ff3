/** Few-shot class-incremental learning: a frozen encoder with class means, and the tricks that make more of it. */
package org.palimpsest.methods.fscil;
