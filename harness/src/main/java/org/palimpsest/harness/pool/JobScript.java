package org.palimpsest.harness.pool;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The script of a job array, each task of which makes some lines of a list of runs.
 *
 * @param name of the job
 * @param command makes runs, but for the option that says which
 * @param runs the list
 * @param perTask lines of a task
 * @param options for Slurm, as they stand behind {@code #SBATCH}
 * @param logs folder of what the tasks print
 */
record JobScript(String name, List<String> command, Path runs, int perTask, List<String> options, Path logs) {
    /** Before the limit of time, so long, a task is stopped and put back into the queue. */
    private static final int SECONDS_BEFORE_LIMIT = 60;
    /** How often a task is put back at most: one that never gets on would be for ever. */
    private static final int MOST_RESTARTS = 1000;

    /**
     * The text.
     *
     * @param first line of the list, from 0, that the first task begins with
     */
    String text(int first) {
        return String.format(Locale.ROOT, """
                #!/usr/bin/env bash
                #SBATCH --job-name=%s
                #SBATCH --output=%s
                #SBATCH --open-mode=append
                #SBATCH --requeue
                #SBATCH --signal=B:USR1@%d
                %s
                # A task that is put back into the queue goes on where its runs were committed last. Its output is kept (append).
                # The signal before the limit of time reaches this shell alone; Slurm itself puts back what is preempted, but nothing for its exit code.
                set -u
                export PALIMPSEST_NO_BUILD=1
                child=
                again() {
                  [ -z "$child" ] || { kill -TERM "$child" 2>/dev/null; wait "$child"; }
                  if [ "${SLURM_RESTART_COUNT:-0}" -lt %d ]; then
                    scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
                  fi
                  exit 130
                }
                first=$((%d + SLURM_ARRAY_TASK_ID * %d))
                trap again USR1
                %s --share "$first:$((first + %d)):"%s &
                child=$!
                wait "$child"
                """, name, quotedPath(logs.resolve("%A_%a.log")), SECONDS_BEFORE_LIMIT,
                options.stream().map(option -> "#SBATCH " + option + "\n").collect(Collectors.joining()).stripTrailing(), MOST_RESTARTS, first, perTask,
                command.stream().map(JobScript::quoted).collect(Collectors.joining(" ")), perTask, quoted(runs.toString()));
    }

    /** A word as the shell takes it. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String quotedPath(Path path) {
        return "\"" + path + "\"";
    }
}
