/** Games on a small grid, as environments: rules, batches of games played side by side, pictures of them. */
package org.palimpsest.datasets.arcade;
