/** Data sets whose images lie in a folder for each class. */
package org.palimpsest.datasets.disk.folders;
