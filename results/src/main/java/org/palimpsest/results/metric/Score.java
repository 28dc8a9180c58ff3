package org.palimpsest.results.metric;

/**
 * What a learner got on one task at one point of the stream.
 *
 * @param trainedTask the task just learned, or being learned, 1..T; 0 for the network before any training
 * @param step updates made inside that task; 0 where the task is over
 * @param task the task that was asked for, 1..T
 * @param sum sum over what was scored, for example right answers
 * @param n how many were scored, for example test examples or episodes; the score is {@code sum / n}, and none if n is 0
 */
public record Score(int trainedTask, long step, int task, double sum, double n) {

    /** A score after a task. */
    public static Score after(int trainedTask, int task, double sum, double n) {
        return new Score(trainedTask, 0, task, sum, n);
    }
}
