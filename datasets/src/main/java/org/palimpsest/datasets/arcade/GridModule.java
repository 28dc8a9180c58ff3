package org.palimpsest.datasets.arcade;

import java.util.List;

/** What is told of a game on a grid of ten by ten cells before it is played. */
abstract class GridModule implements GameModule {
    private static final List<String> ACTIONS = List.of("no-op", "left", "up", "right", "down", "fire");

    private final String id;
    private final String title;
    private final List<Plane> planes;
    private final int[] minimal;

    /**
     * Tells it.
     *
     * @param planes of an observation; in pictures the first lie on top
     * @param minimal the actions that have an effect, and {@link GridGame#NONE}
     */
    GridModule(String id, String title, List<Plane> planes, int... minimal) {
        this.id = id;
        this.title = title;
        this.planes = planes;
        this.minimal = minimal;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final String source() {
        return "Young and Tian, MinAtar, 2019 (arXiv 1903.03176)";
    }

    @Override
    public final GameInfo info(GameSettings settings) {
        int[] actions = actions(settings);
        String[] names = new String[actions.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = ACTIONS.get(actions[i]);
        }
        return new GameInfo(id, planes.stream().map(Plane::name).toList(), GridGame.SIZE, GridGame.SIZE, 1, 1, List.of(names));
    }

    /** The player's actions in the order of their numbers, as numbers of the full set. */
    final int[] actions(GameSettings settings) {
        return settings.fullActions()
                ? new int[] {GridGame.NONE, GridGame.LEFT, GridGame.UP, GridGame.RIGHT, GridGame.DOWN, GridGame.FIRE}
                : minimal.clone();
    }

    /** What the objects of a plane look like to a human. */
    final int colour(int plane) {
        return planes.get(plane).colour();
    }

    /** A kind of object, and its colour as 0xRRGGBB. */
    record Plane(String name, int colour) {}
}
