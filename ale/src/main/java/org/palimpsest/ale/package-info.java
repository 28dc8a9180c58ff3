/** The Arcade Learning Environment: Atari 2600 games (Bellemare et al., JAIR 2013; Machado et al., JAIR 2018), as consoles of streams. */
package org.palimpsest.ale;
