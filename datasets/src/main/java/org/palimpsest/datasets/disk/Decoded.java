package org.palimpsest.datasets.disk;

import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * What files hold.
 *
 * @param classNames names of the classes, in the order of their labels
 * @param groups their superclasses, if there are any
 * @param train the training part
 * @param test the test part
 */
public record Decoded(List<String> classNames, Optional<ClassGroups> groups, LabelledImages train, LabelledImages test) {}
