package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.StreamDraft;
import org.palimpsest.harness.images.ImageDraft;
import org.palimpsest.results.record.Disk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stream}: looks at streams. */
@Command(name = "stream", mixinStandardHelpOptions = true, description = "Looks at streams.", subcommands = StreamCommand.Preview.class)
final class StreamCommand extends CommandGroup {
    /** {@code stream preview}: a contact sheet. */
    @Command(name = "preview", mixinStandardHelpOptions = true,
            description = "Draws a contact sheet of a stream: a row per task with its classes, their training examples and some images.")
    static final class Preview implements Callable<Integer> {
        @Mixin
        private CommonOptions common;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "<stream>", description = "a name that 'list streams' shows, or a YAML file")
        private String name;

        @Option(names = "--out", required = true, paramLabel = "FILE.png", description = "file to write")
        private Path out;

        @Option(names = "--seed", paramLabel = "n", defaultValue = "0", description = "run seed (default: ${DEFAULT-VALUE})")
        private long seed;

        @Option(names = "--tasks", paramLabel = "n", defaultValue = "30", description = "rows at most (default: ${DEFAULT-VALUE})")
        private int tasks;

        @Option(names = {"--images", "--pictures"}, paramLabel = "n", defaultValue = "12", description = "images of each task (default: ${DEFAULT-VALUE})")
        private int perTask;

        @Override
        public Integer call() throws IOException {
            Injector injector = common.injector();
            Problems problems = new Problems();
            Arguments.checkOut(out, problems.at("stream preview"));
            Optional<StreamDraft> read = injector.getInstance(Library.class).stream(name, "stream preview", problems);
            read.ifPresent(stream -> stream.check(problems));
            StreamDraft draft = problems.require(read);
            if (!(draft instanceof ImageDraft images)) {
                throw new InvalidInputException(new Problem("stream preview", "stream", name,
                        "is a stream of the kind '" + draft.scenario() + "', which has no images"));
            }
            ImageStreamSpec declared = images.spec();
            ImageDataset dataset = injector.getInstance(Datasets.class).load(declared.dataset(), ImageDataset.class);
            ImageStream.check(declared, dataset, RandomStreams.of(seed), problems.at(images.source()));
            problems.throwIfAny();
            ImageStream stream = ImageStream.of(declared, dataset, RandomStreams.of(seed));
            BufferedImage sheet = new StreamSheet(stream, tasks, perTask).draw(name + ", seed " + seed + ", " + declared.scenario().id());
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(sheet, "png", png);
            new Disk().deliver(out, png.toByteArray());
            PrintWriter words = spec.commandLine().getOut();
            words.println("written to " + out);
            words.flush();
            return Exit.OK;
        }
    }
}
