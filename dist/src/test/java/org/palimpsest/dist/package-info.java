/** Tests of the whole: the arrows between the modules, and the command line in processes of its own. */
package org.palimpsest.dist;
