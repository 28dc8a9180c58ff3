import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.palimpsest.datasets.arcade.Game;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.datasets.arcade.Games;

/** Plays the native games: Play.java GAME POLICY EPISODES SEED LIMIT; prints return and length of each episode. play.py plays the published ones the same way. */
final class Play {
    private static final int NONE = 0;
    private static final int LEFT = 1;
    private static final int UP = 2;
    private static final int RIGHT = 3;
    private static final int DOWN = 4;
    private static final int FIRE = 5;

    private final Game game;
    private final byte[] observation;

    private Play(Game game) {
        this.game = game;
        observation = new byte[game.info().bytes()];
    }

    public static void main(String[] args) {
        long seed = Long.parseLong(args[3]);
        int limit = Integer.parseInt(args[4]);
        Play play = new Play(Games.of(Play.class.getClassLoader()).get(args[0]).start(GameSettings.PUBLISHED, seed));
        Random random = new Random(seed + 1);
        StringBuilder lines = new StringBuilder();
        for (int episode = Integer.parseInt(args[2]); episode > 0; episode--) {
            play.game.reset();
            int points = 0;
            int steps = 0;
            while (!play.game.over() && steps < limit) {
                points += (int) play.game.step(args[1].equals("random") ? random.nextInt(6) : play.action(args[0] + " " + args[1]));
                steps++;
            }
            lines.append(points).append(' ').append(steps).append('\n');
        }
        System.out.print(lines);
    }

    private int action(String policy) {
        game.observe(observation, 0);
        return switch (policy) {
            case "breakout follow" -> sideways(first("paddle").column, first("ball").column);
            case "breakout ahead" -> ahead();
            case "asterix gold" -> gold();
            case "asterix careful" -> carefulGold();
            case "freeway up" -> UP;
            case "freeway careful" -> carefulUp();
            case "seaquest divers" -> divers();
            case "seaquest hunter" -> hunter();
            case "space-invaders sweep" -> sweep();
            case "space-invaders gunner" -> gunner();
            default -> throw new IllegalArgumentException(policy);
        };
    }

    private int ahead() {
        Cell ball = first("ball");
        Cell trail = first("trail");
        return sideways(first("paddle").column, ball.column + (ball.row > trail.row ? ball.column - trail.column : 0));
    }

    private int gold() {
        Cell player = first("player");
        return cells("gold").stream().min(Comparator.comparingInt(at -> Math.abs(at.row - player.row) + Math.abs(at.column - player.column)))
                .map(at -> towards(player, at)).orElse(NONE);
    }

    private int carefulGold() {
        int row = first("player").row;
        if (enemyNear(row, 2)) {
            return row == 8 || row > 1 && !enemyNear(row - 1, 2) ? UP : DOWN;
        }
        int action = gold();
        return action == UP && enemyNear(row - 1, 1) || action == DOWN && enemyNear(row + 1, 1) ? NONE : action;
    }

    private boolean enemyNear(int row, int distance) {
        int column = first("player").column;
        return cells("enemy").stream().anyMatch(at -> at.row == row && Math.abs(at.column - column) <= distance);
    }

    private int carefulUp() {
        int row = first("chicken").row;
        return cells("car").stream().anyMatch(at -> at.row == row - 1 && at.column >= 3 && at.column <= 5) ? NONE : UP;
    }

    private List<Cell> enemies() {
        List<Cell> enemies = new ArrayList<>(cells("fish"));
        enemies.addAll(cells("enemy-submarine"));
        enemies.sort(Comparator.comparingInt(Cell::row).thenComparing(Cell::column));
        return enemies;
    }

    /** Shoots at, or turns to, the nearest enemy in the same row. */
    private Optional<Integer> turret() {
        Cell front = first("front");
        List<Cell> back = cells("back");
        int facing = back.isEmpty() ? front.column == 0 ? 1 : -1 : front.column - back.get(0).column;
        return enemies().stream().filter(at -> at.row == front.row).map(at -> at.column - front.column).min(Comparator.comparingInt(Math::abs))
                .map(side -> side * facing >= 0 ? FIRE : side < 0 ? LEFT : RIGHT);
    }

    private int divers() {
        int aboard = cells("divers").size();
        if (aboard == 6 || aboard > 0 && cells("oxygen").size() <= 1) {
            return UP;
        }
        List<Cell> divers = cells("diver");
        return turret().orElseGet(() -> divers.isEmpty() ? NONE : towards(first("front"), divers.get(0)));
    }

    private int hunter() {
        int row = first("front").row;
        if (!cells("divers").isEmpty() && cells("oxygen").size() <= 3) {
            return UP;
        }
        if (row == 0) {
            return DOWN;
        }
        return turret().orElseGet(() -> enemies().stream().map(Cell::row).min(Comparator.comparingInt(other -> Math.abs(other - row)))
                .map(other -> other < row ? UP : DOWN).orElse(NONE));
    }

    private int sweep() {
        int cannon = first("cannon").column;
        return cells("friendly-bullet").stream().noneMatch(at -> at.column == cannon) ? FIRE : cells("alien-left").isEmpty() ? RIGHT : LEFT;
    }

    private int gunner() {
        int cannon = first("cannon").column;
        Set<Integer> danger = new HashSet<>();
        cells("enemy-bullet").stream().filter(at -> at.row >= 5 && at.row <= 8).forEach(at -> danger.add(at.column));
        if (danger.contains(cannon)) {
            int first = cannon > 4 ? -1 : 1;
            int other = cannon - first;
            boolean turn = danger.contains(cannon + first) && other >= 0 && other <= 9 && !danger.contains(other);
            return (turn ? -first : first) < 0 ? LEFT : RIGHT;
        }
        List<Cell> aliens = cells("alien");
        int direction = cells("alien-left").isEmpty() ? 1 : -1;
        int nearest = 99;
        int aim = 99;
        for (int column = 0; column < 10; column++) {
            int where = column;
            int lowest = aliens.stream().filter(at -> at.column == where).mapToInt(Cell::row).max().orElse(-1);
            if (lowest >= 0) {
                int there = column + direction * ((9 - lowest) / Math.min(aliens.size(), 12));
                there = there < 0 ? -1 - there : there > 9 ? 19 - there : there;
                if (Math.abs(there - cannon) < nearest) {
                    nearest = Math.abs(there - cannon);
                    aim = there;
                }
            }
        }
        if (aim == cannon) {
            return FIRE;
        }
        return danger.contains(cannon + Integer.signum(aim - cannon)) ? NONE : sideways(cannon, aim);
    }

    private static int sideways(int from, int to) {
        return to < from ? LEFT : to > from ? RIGHT : NONE;
    }

    /** One step, rows first. */
    private static int towards(Cell from, Cell to) {
        return to.row < from.row ? UP : to.row > from.row ? DOWN : sideways(from.column, to.column);
    }

    private Cell first(String plane) {
        return cells(plane).get(0);
    }

    /** What is in a plane, row by row. */
    private List<Cell> cells(String plane) {
        List<Cell> cells = new ArrayList<>();
        int at = game.info().planes().indexOf(plane) * 100;
        for (int i = 0; i < 100; i++) {
            if (observation[at + i] != 0) {
                cells.add(new Cell(i / 10, i % 10));
            }
        }
        return cells;
    }

    private record Cell(int row, int column) {}
}
