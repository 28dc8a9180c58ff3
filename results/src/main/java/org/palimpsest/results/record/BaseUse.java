package org.palimpsest.results.record;

/**
 * The network that a run started from after its first task, which other runs may have started from too.
 *
 * @param digest of everything that the network depends on; the name of its folder
 * @param shared whether another run trained it; its cost is booked in either case
 * @param trainedBy the run that trained it, as the path of its folder
 * @param commit commit of the code that trained it
 */
public record BaseUse(String digest, boolean shared, String trainedBy, String commit) {}
