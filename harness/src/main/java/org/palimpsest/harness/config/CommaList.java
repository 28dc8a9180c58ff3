package org.palimpsest.harness.config;

import java.util.List;
import java.util.stream.Stream;

/** Lists as users write them in one text. */
public final class CommaList {
    /** What is wrong with a list that has an empty entry. */
    public static final String GAP = "has nothing between two commas, or before or behind one";

    private CommaList() {}

    /** What stands between the commas, without the blanks around it; an entry may be empty. */
    public static List<String> of(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }
}
