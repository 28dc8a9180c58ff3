package org.palimpsest.datasets.image;

import java.util.List;

/**
 * The superclasses of a data set's classes.
 *
 * @param names the names of the groups, in the order of their numbers
 * @param groupOf the group of every class
 */
public record ClassGroups(List<String> names, int[] groupOf) {
    /** Copies both and checks that every class is in a group there is. */
    public ClassGroups {
        names = List.copyOf(names);
        groupOf = groupOf.clone();
        for (int group : groupOf) {
            if (group < 0 || group >= names.size()) {
                throw new IllegalArgumentException("group " + group + " is none of the " + names.size());
            }
        }
    }

    /** A copy of the group of every class. */
    @Override
    public int[] groupOf() {
        return groupOf.clone();
    }
}
