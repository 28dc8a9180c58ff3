package org.palimpsest.harness.api.network;

/**
 * A block that says whether it draws from the engine's own generator while it is trained. The state of that generator cannot be saved, so a run is not
 * committed inside its tasks if a block of its network draws. One of a plug-in that does not say is taken to draw, as are DJL's dropout and symbol
 * blocks; lambda blocks are taken not to.
 */
public interface Draws {
    /** Whether it does; blocks inside it speak for themselves. */
    boolean draws();
}
