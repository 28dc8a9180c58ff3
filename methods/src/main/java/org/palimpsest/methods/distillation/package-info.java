/** Methods that hold what a network says about new data to what it said before the task. */
package org.palimpsest.methods.distillation;
