package org.palimpsest.datasets.arcade;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Things of a kind that cross a grid along its rows, in the order in which they came. They move and shoot at a pace: once in so many steps and one. */
final class Swarm {
    private final int[] rows;
    private final int[] columns;
    private final int[] directions;
    private final int[] toMove;
    private final int[] toShot;
    private int count;

    /**
     * None.
     *
     * @param slowest pace at which they move; there is room for twice as many as can come, one in a step, while one crosses the grid
     */
    Swarm(int slowest) {
        int most = GridGame.SIZE * (slowest + 1) * 2;
        rows = new int[most];
        columns = new int[most];
        directions = new int[most];
        toMove = new int[most];
        toShot = new int[most];
    }

    int count() {
        return count;
    }

    int row(int which) {
        return rows[which];
    }

    int column(int which) {
        return columns[which];
    }

    /** 1 to the right, -1 to the left. */
    int direction(int which) {
        return directions[which];
    }

    void clear() {
        count = 0;
    }

    void add(int row, int column, int direction, int stepsToMove, int stepsToShot) {
        rows[count] = row;
        columns[count] = column;
        directions[count] = direction;
        toMove[count] = stepsToMove;
        toShot[count] = stepsToShot;
        count++;
    }

    void remove(int which) {
        count--;
        for (int i = which; i < count; i++) {
            rows[i] = rows[i + 1];
            columns[i] = columns[i + 1];
            directions[i] = directions[i + 1];
            toMove[i] = toMove[i + 1];
            toShot[i] = toShot[i + 1];
        }
    }

    /** Removes the first one there; whether there was any. */
    boolean removeAt(int row, int column) {
        for (int i = 0; i < count; i++) {
            if (isAt(i, row, column)) {
                remove(i);
                return true;
            }
        }
        return false;
    }

    /** Whether it moves in this step. */
    boolean moves(int which, int pace) {
        return isDue(toMove, which, pace);
    }

    /** Whether it shoots in this step. */
    boolean shoots(int which, int pace) {
        return isDue(toShot, which, pace);
    }

    private static boolean isDue(int[] waits, int which, int pace) {
        if (waits[which] > 0) {
            waits[which]--;
            return false;
        }
        waits[which] = pace;
        return true;
    }

    /** Moves it on; whether it is still on the grid. */
    boolean move(int which) {
        columns[which] += directions[which];
        return columns[which] >= 0 && columns[which] < GridGame.SIZE;
    }

    boolean isAt(int which, int row, int column) {
        return columns[which] == column && rows[which] == row;
    }

    /** Whether one moves against a direction in a row. */
    boolean faces(int row, int direction) {
        for (int i = 0; i < count; i++) {
            if (rows[i] == row && directions[i] != direction) {
                return true;
            }
        }
        return false;
    }

    void draw(byte[] target, int offset, int plane) {
        for (int i = 0; i < count; i++) {
            GridGame.mark(target, offset, plane, rows[i], columns[i]);
        }
    }

    /** Marks the cells that they come from. */
    void drawTrails(byte[] target, int offset, int plane) {
        for (int i = 0; i < count; i++) {
            GridGame.markBehind(target, offset, plane, rows[i], columns[i], directions[i]);
        }
    }

    void write(DataOutput output) throws IOException {
        output.writeInt(count);
        for (int i = 0; i < count; i++) {
            GridGame.write(output, rows[i], columns[i], directions[i], toMove[i], toShot[i]);
        }
    }

    void read(DataInput input) throws IOException {
        int things = input.readInt();
        if (things < 0 || things > rows.length) {
            throw new IOException(things + " things, more than there can be");
        }
        count = 0;
        for (int i = 0; i < things; i++) {
            add(input.readInt(), input.readInt(), input.readInt(), input.readInt(), input.readInt());
        }
    }
}
