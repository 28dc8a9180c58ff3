package org.palimpsest.datasets.stream;

/**
 * One task of an {@link ImageStream}. The arrays are shared with the stream rather than copied, because they may be as
 * long as the data set: read them, never write.
 *
 * @param index its place in the stream, from 0
 * @param name a short name for people
 * @param classes the labels that occur in its training, ascending
 * @param testClasses the labels that are examined as this task's own, ascending
 * @param train what is learned from; indices ascend unless the task is ordered
 * @param test what is examined, indices ascending: test images, but training images where labels are drawn at random,
 *     since there is nothing but memory to examine, and where part of the training images is held out for validation
 * @param pixels what is done to every image of the task
 * @param ordered whether training examples arrive in the order given, because what they are changes on the way
 */
public record ImageTask(
        int index,
        String name,
        int[] classes,
        int[] testClasses,
        ExampleSet train,
        ExampleSet test,
        PixelMap pixels,
        boolean ordered)
        implements Task {}
