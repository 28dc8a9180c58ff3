package org.palimpsest.harness.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.Flat;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;

/** A folder of one experiment with its runs, as MLflow's file store reads it: a file for each metric, parameter and tag, and {@code meta.yaml}. */
final class MlflowFolder {
    private static final int RUN_DIGITS = 32;
    private static final int EXPERIMENT_DIGITS = 15;
    private static final int FINISHED = 3;
    private static final int FAILED = 4;
    private static final int RUNNING = 1;
    /** What MLflow allows in a name; a colon is none on every system's disks. */
    private static final Pattern FORBIDDEN = Pattern.compile("[^\\w\\-. /]");

    private final Disk disk;
    private final Path folder;
    private final String id;

    /**
     * An experiment.
     *
     * @param root the folder of all, {@code mlruns}
     * @param name its name
     * @param created when its first run began, in ISO form
     */
    MlflowFolder(Disk disk, Path root, String name, String created) {
        this.disk = disk;
        // a number, as MLflow gives them, and the same one for the same name
        id = String.valueOf(Long.parseLong(DigestUtils.sha256Hex(name).substring(0, EXPERIMENT_DIGITS), 16));
        folder = root.resolve(id);
        write(folder.resolve("meta.yaml"), "artifact_location: " + text(folder.toUri().toString()) + "\ncreation_time: " + millis(created)
                + "\nexperiment_id: '" + id + "'\nlast_update_time: " + millis(created) + "\nlifecycle_stage: active\nname: " + text(name) + "\n");
    }

    /** Writes a run: its options are parameters, its provenance tags. */
    void add(RunInfo run, List<Scalar> scalars) {
        String path = run.id().relativePath().toString().replace('\\', '/');
        String uuid = DigestUtils.sha256Hex(path).substring(0, RUN_DIGITS);
        Path own = folder.resolve(uuid);
        disk.createFolder(own.resolve("artifacts")); // a run without this folder is none to MLflow
        long began = millis(run.startedAt());
        write(own.resolve("meta.yaml"), "artifact_uri: " + text(own.resolve("artifacts").toUri().toString()) + "\nend_time: "
                + (run.finishedAt().isEmpty() ? "null" : millis(run.finishedAt())) + "\nentry_point_name: ''\nexperiment_id: '" + id
                + "'\nlifecycle_stage: active\nrun_id: " + uuid + "\nrun_name: " + text(path) + "\nrun_uuid: " + uuid
                + "\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: " + began + "\nstatus: " + status(run.status())
                + "\ntags: []\nuser_id: ''\n");
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("benchmark", run.id().benchmark());
        parameters.put("method", run.id().method());
        parameters.put("seed", run.id().seed());
        Flat.of(run.methodOptions()).forEach((key, value) -> parameters.put("options/" + key, value));
        Flat.of(run.training()).forEach((key, value) -> parameters.put("training/" + key, value));
        parameters.forEach((key, value) -> write(own.resolve("params").resolve(name(key)), String.valueOf(value)));
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("mlflow.runName", path);
        tags.put("status", run.status().id());
        tags.put("protocol", run.protocolDigest());
        tags.put("stream", run.stream().id() + " " + run.stream().digest());
        tags.put("commit", run.environment().commit());
        tags.put("device", run.environment().device());
        tags.forEach((key, value) -> write(own.resolve("tags").resolve(key), value));
        Map<String, StringBuilder> metrics = new LinkedHashMap<>();
        scalars.forEach(scalar -> metrics.computeIfAbsent(name(scalar.tag()), tag -> new StringBuilder())
                .append(began).append(' ').append(scalar.value()).append(' ').append(scalar.step()).append('\n'));
        metrics.forEach((key, lines) -> write(own.resolve("metrics").resolve(key), lines.toString()));
    }

    private void write(Path file, String content) {
        disk.createFolder(file.getParent());
        disk.replace(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String name(String key) {
        return FORBIDDEN.matcher(key).replaceAll("_");
    }

    /** In quotes, in which YAML takes all but a quote as it is. */
    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static int status(RunStatus status) {
        return status == RunStatus.FINISHED ? FINISHED : status == RunStatus.RUNNING ? RUNNING : FAILED;
    }

    /** Milliseconds since 1970; 0 for what is no instant in ISO form. */
    static long millis(String instant) {
        try {
            return Instant.parse(instant).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0; // a record that does not say when
        }
    }
}
