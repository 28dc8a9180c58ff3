/**
 * Streams of images, or of features, with labels: how they are planned, taught and examined. All that the harness knows of this kind of
 * stream is here; another kind gets a room of its own beside it, announced by a {@link org.palimpsest.harness.engine.StreamKind}.
 */
package org.palimpsest.harness.images;
