"""A plain DQN on the MinAtar package: the job of dqn-breakout.yaml, for measuring. Usage: dqn.py [STEPS] [SEED]"""
import resource
import sys

import numpy as np
import torch
from minatar import Environment
from torch import nn
from torch.nn import functional as F

steps = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
torch.set_num_threads(1)
torch.manual_seed(seed)
dice = np.random.default_rng(seed)
game = Environment("breakout", sticky_action_prob=0.1, difficulty_ramping=True)
game.seed(seed)
height, width, planes = game.state_shape()
actions = game.num_actions()


def network():
    return nn.Sequential(nn.Conv2d(planes, 16, 3), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 8 * 8, 128), nn.ReLU(), nn.Linear(128, actions))


def observed():
    return np.ascontiguousarray(game.state().transpose(2, 0, 1), dtype=np.uint8)


online, target = network(), network()
target.load_state_dict(online.state_dict())
optimiser = torch.optim.Adam(online.parameters(), lr=0.0005)
room, batch, warm_up, copy_every, discount = 100_000, 32, 1000, 1000, 0.99
before = np.zeros((room, planes, height, width), np.uint8)
after = np.zeros_like(before)
chosen = np.zeros(room, np.int64)
rewards = np.zeros(room, np.float32)
goes_on = np.zeros(room, np.float32)

game.reset()
state = observed()
earned, returns, length, updates = 0.0, [], 0, 0
for step in range(steps):
    epsilon = 1 - 0.9 * min(1, step / (0.1 * steps))
    if dice.random() < epsilon:
        action = int(dice.integers(actions))
    else:
        with torch.no_grad():
            action = int(online(torch.from_numpy(state[None]).float()).argmax())
    reward, over = game.act(action)
    following = observed()
    slot = step % room
    before[slot], after[slot], chosen[slot], rewards[slot], goes_on[slot] = state, following, action, reward, 1 - over
    earned += reward
    length += 1
    state = following
    if over or length == 2500:
        returns.append(earned)
        earned, length = 0.0, 0
        game.reset()
        state = observed()
    if step >= warm_up:
        drawn = dice.integers(min(step + 1, room), size=batch)
        with torch.no_grad():
            beyond = target(torch.from_numpy(after[drawn]).float()).max(1).values
            aim = torch.from_numpy(rewards[drawn]) + discount * torch.from_numpy(goes_on[drawn]) * beyond
        value = online(torch.from_numpy(before[drawn]).float()).gather(1, torch.from_numpy(chosen[drawn])[:, None])[:, 0]
        loss = F.smooth_l1_loss(value, aim)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        updates += 1
        if updates % copy_every == 0:
            target.load_state_dict(online.state_dict())
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"processor seconds {used.ru_utime + used.ru_stime:.1f}, updates {updates}, episodes {len(returns)}, last hundred {np.mean(returns[-100:]):.2f}")
