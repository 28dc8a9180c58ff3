package org.palimpsest.datasets;

/**
 * One task of an {@link ImageStream}. The arrays are shared with the stream rather than copied, because they may be as
 * long as the data set: read them, never write.
 *
 * @param index its place in the stream, from 0
 * @param name a short name for people
 * @param classes the labels that occur in it, ascending, as learners see them: places in the stream's class order
 * @param train ascending indices into the data set's training images
 * @param test ascending indices into the data set's test images
 * @param pixels what is done to every image of the task
 */
public record ImageTask(int index, String name, int[] classes, int[] train, int[] test, PixelMap pixels)
        implements Task {}
