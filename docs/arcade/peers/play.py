"""Plays the published games: play.py GAME POLICY EPISODES SEED LIMIT; prints return and length of each episode. Play.java plays ours the same way."""
import logging
import sys

import numpy as np

logging.disable(logging.CRITICAL)  # it misses what it would draw with
from minatar import Environment  # noqa: E402

NONE, LEFT, UP, RIGHT, DOWN, FIRE = range(6)


def cells(state, plane):
    """Rows and columns of what is in a plane, row by row."""
    return [(int(row), int(column)) for row, column in np.argwhere(state[:, :, plane])]


def towards(at, aim):
    """One step, rows first."""
    if aim[0] != at[0]:
        return UP if aim[0] < at[0] else DOWN
    if aim[1] != at[1]:
        return LEFT if aim[1] < at[1] else RIGHT
    return NONE


def follow(state):
    paddle, ball = cells(state, 0)[0][1], cells(state, 1)[0][1]
    return LEFT if ball < paddle else RIGHT if ball > paddle else NONE


def ahead(state):
    paddle, ball, trail = cells(state, 0)[0][1], cells(state, 1)[0], cells(state, 2)[0]
    aim = ball[1] + (ball[1] - trail[1] if ball[0] > trail[0] else 0)
    return LEFT if aim < paddle else RIGHT if aim > paddle else NONE


def gold(state):
    player, all_gold = cells(state, 0)[0], cells(state, 3)
    if not all_gold:
        return NONE
    return towards(player, min(all_gold, key=lambda at: abs(at[0] - player[0]) + abs(at[1] - player[1])))


def careful_gold(state):
    row, column = cells(state, 0)[0]
    enemies = cells(state, 1)

    def near(where, distance):
        return any(at[0] == where and abs(at[1] - column) <= distance for at in enemies)

    if near(row, 2):
        return UP if row == 8 or row > 1 and not near(row - 1, 2) else DOWN
    action = gold(state)
    return NONE if action == UP and near(row - 1, 1) or action == DOWN and near(row + 1, 1) else action


def up(state):
    return UP


def careful_up(state):
    row = cells(state, 0)[0][0]
    return NONE if any(at[0] == row - 1 and 3 <= at[1] <= 5 for at in cells(state, 1)) else UP


def turret(state):
    """Shoots at, or turns to, the nearest enemy in the same row, or None."""
    front, back = cells(state, 0)[0], cells(state, 1)
    here = [at[1] - front[1] for at in sorted(cells(state, 5) + cells(state, 6)) if at[0] == front[0]]
    if not here:
        return None
    facing = front[1] - back[0][1] if back else 1 if front[1] == 0 else -1
    side = min(here, key=abs)
    return FIRE if side * facing >= 0 else LEFT if side < 0 else RIGHT


def divers(state):
    oxygen, aboard, all_divers = len(cells(state, 7)), len(cells(state, 8)), cells(state, 9)
    if aboard == 6 or aboard > 0 and oxygen <= 1:
        return UP
    shot = turret(state)
    return shot if shot is not None else towards(cells(state, 0)[0], all_divers[0]) if all_divers else NONE


def hunter(state):
    row, oxygen, aboard = cells(state, 0)[0][0], len(cells(state, 7)), len(cells(state, 8))
    rows = sorted(at[0] for at in cells(state, 5) + cells(state, 6))
    if aboard > 0 and oxygen <= 3:
        return UP
    if row == 0:
        return DOWN
    shot = turret(state)
    if shot is not None or not rows:
        return NONE if shot is None else shot
    return UP if min(rows, key=lambda other: abs(other - row)) < row else DOWN


def sweep(state):
    cannon = cells(state, 0)[0][1]
    return FIRE if all(at[1] != cannon for at in cells(state, 4)) else LEFT if cells(state, 2) else RIGHT


def gunner(state):
    cannon = cells(state, 0)[0][1]
    danger = {column for row, column in cells(state, 5) if 5 <= row <= 8}
    if cannon in danger:
        first = -1 if cannon > 4 else 1
        other = cannon + first in danger and 0 <= cannon - first <= 9 and cannon - first not in danger
        return LEFT if (-first if other else first) < 0 else RIGHT
    aliens = cells(state, 1)
    direction = -1 if cells(state, 2) else 1
    nearest = aim = 99
    for column in range(10):
        rows = [at[0] for at in aliens if at[1] == column]
        if rows:
            there = column + direction * ((9 - max(rows)) // min(len(aliens), 12))
            there = -1 - there if there < 0 else 19 - there if there > 9 else there
            if abs(there - cannon) < nearest:
                nearest, aim = abs(there - cannon), there
    if aim == cannon:
        return FIRE
    return NONE if cannon + (1 if aim > cannon else -1) in danger else LEFT if aim < cannon else RIGHT


POLICIES = {"breakout": {"follow": follow, "ahead": ahead}, "asterix": {"gold": gold, "careful": careful_gold},
            "freeway": {"up": up, "careful": careful_up}, "seaquest": {"divers": divers, "hunter": hunter},
            "space-invaders": {"sweep": sweep, "gunner": gunner}}


def main(game, policy, episodes, seed, limit):
    environment = Environment(game.replace("-", "_"))
    environment.seed(seed)
    drawn = np.random.RandomState(seed + 1)
    choose = POLICIES[game].get(policy)
    for _ in range(episodes):
        environment.reset()
        points = steps = 0
        over = False
        while not over and steps < limit:
            reward, over = environment.act(choose(environment.state()) if choose else drawn.randint(6))
            points += reward
            steps += 1
        print(int(points), steps)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(number) for number in sys.argv[3:]))
