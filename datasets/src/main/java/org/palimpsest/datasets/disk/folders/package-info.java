/**
 * Data sets whose images lie in a folder for each class: the user's own, and those of the field that come so. Another one is a
 * layout here that says which folders.
 */
package org.palimpsest.datasets.disk.folders;
