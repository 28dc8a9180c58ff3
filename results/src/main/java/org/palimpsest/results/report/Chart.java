package org.palimpsest.results.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The charts that there are, in the order of the page. */
public enum Chart {
    /** Means of what decides the rank. */
    RANKING("ranking", "Ranking", "what decides the rank: mean, 95 % interval, and a dot for each seed",
            "The large sign is the mean over the seeds, the line its 95 % interval, and each small dot below it one seed."),
    /** The path from cheap to good. */
    COST_FRONT("cost-front", "Score and cost", "what decides the rank against a cost, with the front of the methods that no other one beats in both",
            "Up is better, left is cheaper. The dashed line joins the methods that none is both cheaper and better than; bounds are shown and not joined."),
    /** What is learned against what is kept. */
    STABILITY_PLASTICITY("stability-plasticity", "Stability and plasticity", "forgetting against how well each task is learned, with 95 % intervals",
            "To the right tasks are learned better, further up less of them is forgotten: the right upper corner is the place to be."),
    /** Means over the tasks seen. */
    ACCURACY("accuracy-over-tasks", "Over the tasks seen", "mean over the tasks seen so far, after every task",
            "After each task, the mean over all tasks seen by then. Bands are 95 % intervals over the seeds, drawn while at most eight methods are shown."),
    /** Sessions of few-shot streams. */
    SESSIONS("sessions", "Sessions", "few-shot streams: all classes seen, base classes and later ones, after every session",
            "After each session: all test examples of the classes seen, those of the base session, and those of all later sessions. Bands are 95 % intervals."),
    /** Losses against the best. */
    FORGETTING("forgetting-over-tasks", "Forgetting", "mean loss against the best value that each earlier task ever had, after every task",
            "After each task, the mean over the tasks before it of what is lost against their best value. Less is better. Bands are 95 % intervals."),
    /** Diagonal of the matrix. */
    LEARNING("learning-over-tasks", "Learning", "each task just after it was learned",
            "Each task just after it was learned: a line that falls is a network that learns worse and worse. Bands are 95 % intervals."),
    /** Probes inside tasks. */
    ANYTIME("anytime", "At any time", "mean over the tasks seen so far at every probe inside tasks, mean and range over the seeds",
            "At every probe inside the tasks, the mean over the tasks seen so far, the one being learned included. Dotted lines are the switches of tasks; "
            + "what falls right after one and comes back is the stability gap. Bands reach from the lowest to the highest seed."),
    /** R. */
    MATRIX("matrix", "Every task after every task", "the whole matrix as colours, a picture for each method",
            "A row for each task just learned, a column for each task examined, the mean over the seeds in each cell."),
    /** Each task at the end. */
    TASK_METRICS("task-metrics", "Tasks at the end", "each task at the end of the stream, under every measure",
            "Each task at the end of the stream, the methods beside each other in the order of the ranking; means over the seeds."),
    /** Returns of agents. */
    RETURNS("returns", "Returns", "games: what agents get in each environment, over the steps of the whole stream",
            "What agents get in each environment over the steps of the whole stream; dotted lines are the switches of tasks. Bands reach from the "
            + "lowest to the highest seed."),
    /** Readings of gauges. */
    GAUGES("gauges", "Gauges", "readings of every gauge at the end of each task",
            "The last reading inside each task, the mean over the layers where there is none of the network as a whole; task 0 is the network before training. "
            + "Bands are 95 % intervals. Each gauge has a scale of its own."),
    /** What is taken for what. */
    CONFUSION("confusion", "Confusion", "what was answered to the classes at the end of the stream, a picture for each method",
            "A row for each right answer, a column for each answer given, in percent of the row, all seeds together. Classes stand in the stream's order.");

    private final String id;
    private final String title;
    private final String summary;
    private final String reading;

    Chart(String id, String title, String summary, String reading) {
        this.id = id;
        this.title = title;
        this.summary = summary;
        this.reading = reading;
    }

    /** Its name on the command line and in the page. */
    public String id() {
        return id;
    }

    /** Its heading. */
    public String title() {
        return title;
    }

    /** What it shows, in one line. */
    public String summary() {
        return summary;
    }

    /** How it is read, in sentences. */
    public String reading() {
        return reading;
    }

    /** The ids of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Chart::id).toList();
    }

    /** The one of an id. */
    public static Optional<Chart> find(String id) {
        return Arrays.stream(values()).filter(chart -> chart.id.equals(id)).findFirst();
    }
}
