import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.palimpsest.ale.AlePyVectorConsole;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.GameBatch;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.harness.config.Binder;

/** What run.sh asks of the plug-in: same GAME LIFE FILE, or speed GAME STEPS. */
public class Ale {
    private static GameBatch games(String rom, int size, Map<String, Object> options) {
        AlePyVectorConsole console = new AlePyVectorConsole();
        Problems problems = new Problems();
        Record settings = problems.require(new Binder(problems).bind(console.options(), options, "command line"));
        GameModule game = console.game("ale:" + rom.replace('_', '-'), settings);
        return new GameBatch(game, console.usual(), size, 1, 0, 1);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("same")) {
            same(arguments[1], arguments[2], Path.of(arguments[3]));
        } else {
            speed(arguments[1], Integer.parseInt(arguments[2]));
        }
    }

    private static void same(String game, String life, Path dump) throws IOException {
        try (GameBatch games = games(game, 2, Map.of("noopMax", 0, "episodicLife", life.equals("True")));
                DataInputStream theirs = new DataInputStream(Files.newInputStream(dump));
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in))) {
            byte[] seen = new byte[2 * games.info().bytes()];
            byte[] there = new byte[seen.length];
            float[] rewards = new float[2];
            boolean[] over = new boolean[2];
            boolean[] cut = new boolean[2];
            int steps = 0;
            int ends = 0;
            int wrong = 0;
            int pictures = 0;
            games.reset(seen);
            theirs.readFully(there);
            pictures += differing(seen, there);
            for (String line = lines.readLine(); line != null; line = lines.readLine(), steps++) {
                String[] cells = line.split(" ");
                games.step(new int[] {Integer.parseInt(cells[0]), Integer.parseInt(cells[1])}, seen, rewards, over, cut);
                theirs.readFully(there);
                pictures += differing(seen, there);
                for (int i = 0; i < 2; i++) {
                    ends += over[i] || cut[i] ? 1 : 0;
                    wrong += rewards[i] == Float.parseFloat(cells[2 + i]) && over[i] == cells[4 + i].equals("1") && cut[i] == cells[6 + i].equals("1") ? 0 : 1;
                }
            }
            System.out.printf("%-16s episodic_life %-5s  %d steps of two, %d ends: %d rewards or ends differ, and %d observations%n",
                    game, life, steps, ends, wrong, pictures);
        }
    }

    /** Of two observations, how many are not the same in every pixel. */
    private static int differing(byte[] ours, byte[] theirs) {
        int half = ours.length / 2;
        return (Arrays.equals(ours, 0, half, theirs, 0, half) ? 0 : 1)
                + (Arrays.equals(ours, half, ours.length, theirs, half, ours.length) ? 0 : 1);
    }

    private static void speed(String game, int steps) {
        try (GameBatch games = games(game, 4, Map.of())) {
            byte[] seen = new byte[4 * games.info().bytes()];
            int[] actions = new int[4];
            float[] rewards = new float[4];
            boolean[] over = new boolean[4];
            boolean[] cut = new boolean[4];
            SplittableRandom chance = new SplittableRandom(1);
            games.reset(seen);
            long start = 0;
            for (int timed : new int[] {steps / 4, steps}) {
                start = System.nanoTime();
                for (int step = 0; step < timed; step++) {
                    for (int i = 0; i < 4; i++) {
                        actions[i] = chance.nextInt(games.info().actions().size());
                    }
                    games.step(actions, seen, rewards, over, cut);
                }
            }
            System.out.println(Math.round(4 * 4 * steps / ((System.nanoTime() - start) / 1e9)));
        }
    }
}
