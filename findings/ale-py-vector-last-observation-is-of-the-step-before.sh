#!/usr/bin/env bash
# ale-py 0.12.1, its vector environment (C++): the observation that comes with the end of an episode is the one of the step before, again.
#
# One would guess that the observation of a step shows the screen after that step's frames: so it is in every step but the last of an episode. There
# the environment stops in the frame in which the game is over and returns without a look at the screen, so that
#   1. the last observation of an episode equals the one before it, bit for bit, in each of the games below (ball lost, time over, last life shot);
#   2. that is so even where the game ends in the fourth of four frames, when all frames of the step were played;
#   3. the emulator's own screen, asked for at the same moment, is another one.
# Where episodes end, values are not looked up, so that agents learn alike; but whoever keeps last observations (to see how games end, to train a model of
# the world or a classifier of ends, to make films) keeps pictures of the moment before, and a comparison of two emulators by their observations
# differs once an episode.
#
# Seen: for each of three games the line "GAME: N steps, all but the last as the screen; last as the screen: False; last as the one before: True; frames: K".
# Needs: Python 3.10 to 3.13 with pip and venv, 150 MB of downloads. Installs into a temporary folder only.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check ale-py==0.12.1 gymnasium==1.4.0

cat >"$work/finding.py" <<'PY'
import numpy as np
from ale_py import ALEInterface, LoggerMode, roms
from ale_py.vector_env import AtariVectorEnv

ALEInterface.setLoggerMode(LoggerMode.Error)


def play(game, seed):
    """One episode of random actions, in the vector environment and, frame by frame, in the emulator itself."""
    env = AtariVectorEnv(game=game, num_envs=1, frameskip=4, stack_num=1, img_height=210, img_width=160, maxpool=False, grayscale=True,
                         noop_max=0, repeat_action_probability=0.0, use_fire_reset=False, episodic_life=False)
    ale = ALEInterface()
    ale.setFloat("repeat_action_probability", 0.0)
    ale.setInt("random_seed", seed)
    ale.loadROM(roms.get_rom_path(game))
    ale.reset_game()
    actions = ale.getMinimalActionSet()
    dice = np.random.default_rng(seed)
    seen, _ = env.reset(seed=seed)
    steps = 0
    alike = 0
    while True:
        before = seen[0, 0].copy()
        action = int(dice.integers(len(actions)))
        seen, _, terminated, truncated, _ = env.step(np.array([action]))
        steps += 1
        frames = 0
        while frames < 4 and not ale.game_over():
            ale.act(actions[action])
            frames += 1
        screen = ale.getScreenGrayscale()
        if terminated[0] or truncated[0]:
            assert ale.game_over()
            return steps, alike, bool((seen[0, 0] == screen).all()), bool((seen[0, 0] == before).all()), frames
        alike += bool((seen[0, 0] == screen).all())


ends = set()
for game in ("breakout", "pong", "space_invaders"):
    steps, alike, as_screen, as_before, frames = play(game, 1)
    print(f"{game}: {steps} steps, all but the last as the screen; last as the screen: {as_screen}; last as the one before: {as_before}; frames: {frames}")
    assert alike == steps - 1, "an observation inside of the episode is not the screen"
    assert not as_screen and as_before, "the last observation is no longer that of the step before"
    ends.add(frames)
assert 4 in ends, "no game ended in the fourth frame of a step"
PY
"$work/venv/bin/python" "$work/finding.py"
