import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.text.Generative;
import org.palimpsest.harness.api.text.Sampling;
import org.palimpsest.harness.api.text.TextBackboneModule;
import org.palimpsest.harness.config.PlannedBackbone;

/** How fast we answer with the model that generate.py makes: Generate.java FOLDER BATCH PROMPT ANSWER ROUNDS; prints what generate.py prints. */
final class Generate {
    private static final int VOCABULARY = 32_000;

    private Generate() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(1);
        int batch = Integer.parseInt(args[1]);
        int length = Integer.parseInt(args[2]);
        int answer = Integer.parseInt(args[3]);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            Block model = load(args[0], new Shape(2, length + answer), manager);
            List<int[]> prompts = prompts(batch, length);
            OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            double[][] speeds = new double[2][Integer.parseInt(args[4])];
            long sum = 0;
            for (int i = -1; i < speeds[0].length; i++) {
                long start = System.nanoTime();
                long used = process.getProcessCpuTime();
                List<int[]> answers = ((Generative) model).generate(new ParameterStore(manager, false), prompts, answer, -1, Sampling.GREEDY);
                if (i >= 0) {
                    speeds[0][i] = batch * answer * 1e9 / (System.nanoTime() - start);
                    speeds[1][i] = batch * answer * 1e9 / (process.getProcessCpuTime() - used);
                    sum = answers.stream().flatMapToInt(Arrays::stream).asLongStream().sum();
                }
            }
            System.out.println("tokens " + sum);
            print("clock", speeds[0]);
            print("processor", speeds[1]);
        }
    }

    private static void print(String what, double[] speeds) {
        System.out.print(what + String.join("", Arrays.stream(speeds).mapToObj(s -> String.format(Locale.ROOT, " %.1f", s)).toList()));
        Arrays.sort(speeds);
        System.out.printf(Locale.ROOT, " median %.1f%n", (speeds[(speeds.length - 1) / 2] + speeds[speeds.length / 2]) / 2);
    }

    private static Block load(String folder, Shape example, NDManager manager) throws ReflectiveOperationException {
        TextBackboneModule<?> module = ServiceLoader.load(BackboneModule.class).stream().map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals("causal-lm")).map(found -> (TextBackboneModule<?>) found).findFirst().orElseThrow();
        Constructor<?> options = module.options().getDeclaredConstructors()[0];
        Record chosen = (Record) options.newInstance(folder, OptionalInt.empty());
        Block model = module.create(chosen, example);
        WeightFiles files = new WeightFiles(DataFolders.of(List.of(), Map.of(), Path.of(".")));
        module.pretrain(model, PlannedBackbone.forNetworks(files.load(module.weightsOf(chosen).orElseThrow())), new ChannelStatistics(List.of(), List.of()));
        model.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(example));
        return model;
    }

    /** As generate.py makes them. */
    private static List<int[]> prompts(int batch, int length) {
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            int[] prompt = new int[length - i % 8];
            for (int j = 0; j < prompt.length; j++) {
                prompt[j] = (i * 7919 + j * 104_729 + 13) % VOCABULARY;
            }
            prompts.add(prompt);
        }
        return prompts;
    }
}
