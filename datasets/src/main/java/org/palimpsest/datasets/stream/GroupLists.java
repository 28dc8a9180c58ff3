package org.palimpsest.datasets.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.DatasetInfo;

/**
 * Superclasses as a declaration makes them, for any data set.
 *
 * @param classes the classes of each group, by name or else by index, every class of the data set in exactly one; groups are numbered in this order
 */
record GroupLists(Map<String, List<String>> classes) {
    /** Copies the lists. */
    GroupLists {
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    }

    /** Finds everything that is wrong with the lists. */
    void check(DatasetInfo info, Problems problems) {
        if (classes.size() < 2) {
            problems.add("groups", classes.keySet(), "must be at least two");
        }
        String[] groupOf = new String[info.classes()];
        classes.forEach((group, entries) -> entries.forEach(entry -> {
            String key = "groups." + group;
            int found = ClassOrderFile.find(entry, info.classNames());
            if (found < 0) {
                problems.add(key, entry, "unknown class" + Names.suggestion(entry, info.classNames()));
            } else if (groupOf[found] != null) {
                problems.add(key, entry, "the class is in group " + groupOf[found] + " already");
            } else {
                groupOf[found] = group;
            }
        }));
        List<String> missing = new ArrayList<>();
        for (int c = 0; c < groupOf.length; c++) {
            if (groupOf[c] == null) {
                missing.add(info.classNames().get(c));
            }
        }
        if (!missing.isEmpty()) {
            problems.add("groups", classes.keySet(), "classes that are in no group: " + String.join(", ", missing));
        }
    }

    /** Whether nothing is wrong with them. */
    boolean sound(DatasetInfo info) {
        Problems problems = new Problems();
        check(info, problems);
        return problems.isEmpty();
    }

    /** The groups by the numbers of the data set's classes, if they are {@linkplain #sound sound}. */
    ClassGroups of(DatasetInfo info) {
        List<String> names = List.copyOf(classes.keySet());
        int[] groupOf = new int[info.classes()];
        for (int group = 0; group < names.size(); group++) {
            for (String entry : classes.get(names.get(group))) {
                groupOf[ClassOrderFile.find(entry, info.classNames())] = group;
            }
        }
        return new ClassGroups(names, groupOf);
    }
}
