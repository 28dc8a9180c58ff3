package org.palimpsest.methods.control;

/**
 * The chance of any action in the course of a task: it falls evenly, and then stays (Mnih et al., Nature 2015).
 *
 * @param first chance when a task begins
 * @param last chance when it has fallen
 * @param share of the task's steps in which it falls
 */
record Exploration(double first, double last, double share) {
    /**
     * The chance now.
     *
     * @param made steps of the task that are made
     * @param steps of the task
     */
    double at(long made, long steps) {
        double fall = share * steps;
        double done = fall == 0 ? 1 : Math.min(1, made / fall);
        return first + done * (last - first);
    }
}
