"""What run.sh asks of ale-py: dump GAME LIFE STEPS FILE, or speed GAME STEPS."""
import sys
import time

import numpy as np
from ale_py.vector_env import AtariVectorEnv


def dump(game, life, steps, file):
    """Writes the observations of two games to a file, and prints actions, rewards, terminations and truncations of each step."""
    games = AtariVectorEnv(game=game, num_envs=2, num_threads=1, noop_max=0, episodic_life=life == "True")
    chance = np.random.default_rng(1)
    with open(file, "wb") as out:
        out.write(games.reset(seed=1)[0].tobytes())
        for _ in range(int(steps)):
            actions = chance.integers(games.single_action_space.n, size=2)
            seen, rewards, over, cut, _ = games.step(actions)
            out.write(seen.tobytes())
            print(*actions, *rewards, *over.astype(int), *cut.astype(int))


def speed(game, steps):
    """Prints frames a second of four games in one thread, after a while."""
    games = AtariVectorEnv(game=game, num_envs=4, num_threads=1)
    chance = np.random.default_rng(1)
    games.reset(seed=1)
    for timed in (int(steps) // 4, int(steps)):
        start = time.perf_counter()
        for _ in range(timed):
            games.step(chance.integers(games.single_action_space.n, size=4))
    print(round(4 * 4 * int(steps) / (time.perf_counter() - start)))


{"dump": dump, "speed": speed}[sys.argv[1]](*sys.argv[2:])
