"""The numbers of DqnTest and PtDqnTest, made with PyTorch and without a line of the harness: updates of small agents from the same memory.

python dqn_update.py (torch 2.7.1) prints weights after them, of the backbone alone but once. What chance gave comes from the harness: which entries were drawn,
and for priorities the numbers from 0 to 1 that fell.
"""
import math

import torch

ROOM = 20
LR = 0.1
GAMMA = 0.9
DRAWN = [[1, 25, 6, 25, 21, 2], [8, 25, 20, 26, 7, 31], [3, 30, 8, 11, 11, 2], [2, 5, 27, 30, 30, 25], [34, 22, 12, 31, 11, 27], [13, 11, 1, 5, 10, 30]]
DRAWN_FOR_PERMANENT = [[27, 9, 8, 6, 25, 29], [27, 4, 20, 25, 2, 21], [1, 9, 25, 11, 27, 6], [26, 9, 6, 22, 20, 3]]
FELL = [
    [0.07961290678925481, 0.4640394773957539, 0.312390763950564, 0.5685429800659001, 0.1327090064155646, 0.5409789949667273],
    [0.6320811094150873, 0.48668844990727866, 0.3117326872249584, 0.9294474838874369, 0.3569628634235088, 0.6026772962101806],
    [0.8661573343285459, 0.42791071937673564, 0.09330504351658686, 0.12473975624131106, 0.025770018310094955, 0.8983643819475967],
]


def observed(t):
    return [[t & 1, t >> 1 & 1, 1], [t >> 1 & 1, 1, t >> 2 & 1]]


def rings(steps):
    """What two environments have lived through: (observation, action, reward, fate), an episode that is cut off with its last observation."""
    all_of = [[], []]
    for t in range(steps):
        actions = [t * 7 // 3 % 2, t * 5 // 3 % 2]
        rewards = [t % 3, actions[1] - 0.5]
        for i in range(2):
            over = i == 0 and t % 5 == 1
            all_of[i].append((observed(t)[i], actions[i], rewards[i], "over" if over else "on"))
            if i == 1 and t % 7 == 3:
                all_of[i].append(([0, 1, 1], 0, 0, "cut"))
    return all_of


def transition(ring, at, n):
    """(before, action, return, discount, after) of n steps, or None where none begins or its end is not known."""
    if ring[at][3] == "cut":
        return None
    total, factor = 0.0, 1.0
    for k in range(n):
        if at + k >= len(ring):
            return None
        if ring[at + k][3] == "cut":
            return ring[at][0], ring[at][1], total, factor, ring[at + k][0]
        total += factor * ring[at + k][2]
        factor *= GAMMA
        if ring[at + k][3] == "over":
            return ring[at][0], ring[at][1], total, 0.0, ring[at][0]
    return None if at + n >= len(ring) else (ring[at][0], ring[at][1], total, factor, ring[at + n][0])


def batch(memory, drawn, n):
    before, action, returns, discount, after = zip(*[transition(memory[e // ROOM], e % ROOM, n) for e in drawn])
    return (torch.tensor(before, dtype=torch.float32), torch.tensor(action), torch.tensor(returns, dtype=torch.float32),
            torch.tensor(discount, dtype=torch.float32), torch.tensor(after, dtype=torch.float32))


class Net(torch.nn.Module):
    def __init__(self, streams, atoms):
        super().__init__()
        self.body = torch.nn.Linear(3, 4)
        self.head = torch.nn.Linear(4, streams * atoms)
        k = 0
        with torch.no_grad():
            for p in self.parameters():
                flat = p.view(-1)
                for i in range(len(flat)):
                    k += 1
                    flat[i] = math.sin(k) / 2

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


def agent(name, n=1, double=False, duelling=False, rainbow=False, atoms=5, low=-2.0, high=3.0):
    streams = 3 if duelling else 2
    net, target = Net(streams, atoms if rainbow else 1), Net(streams, atoms if rainbow else 1)
    z = torch.linspace(low, high, atoms)
    priorities, most, errors = {}, 1.0, None

    def heads(outputs):
        out = outputs.view(len(outputs), streams, -1)
        return out[:, :1] + out[:, 1:] - out[:, 1:].mean(1, keepdim=True) if duelling else out

    def values(outputs):
        return (heads(outputs).softmax(2) * z).sum(2) if rainbow else heads(outputs)[:, :, 0]

    for k in range(3):
        memory = rings(10 + k)
        if rainbow:
            for ring in range(2):
                for at in range(len(memory[ring])):
                    if transition(memory[ring], at, n) and ring * ROOM + at not in priorities:
                        priorities[ring * ROOM + at] = most
            entries = sorted(priorities)
            sums = torch.tensor([priorities[e] for e in entries], dtype=torch.float64).cumsum(0)
            drawn = [entries[int((sums <= (row + u) / 6 * sums[-1]).sum())] for row, u in enumerate(FELL[k])]
        else:
            drawn = DRAWN[k]
        before, action, returns, discount, after = batch(memory, drawn, n)
        index = torch.arange(6)
        with torch.no_grad():
            best = values((net if double else target)(after)).argmax(1)
            if rainbow:
                p = heads(target(after)).softmax(2)[index, best]
                m = torch.zeros(6, atoms)
                gap = (high - low) / (atoms - 1)
                for r in range(6):
                    for j in range(atoms):
                        b = (min(high, max(low, float(returns[r] + discount[r] * z[j]))) - low) / gap
                        lower, upper = math.floor(b), math.ceil(b)
                        if lower == upper:
                            m[r, lower] += p[r, j]
                        else:
                            m[r, lower] += p[r, j] * (upper - b)
                            m[r, upper] += p[r, j] * (b - lower)
            else:
                aims = returns + discount * values(target(after))[index, best]
        if rainbow:
            logs = heads(net(before)).log_softmax(2)[index, action]
            cross = -(m * logs).sum(1)
            kl = (cross + torch.xlogy(m, m).sum(1)).detach()
            beta = 0.4 + 0.6 * (10 + k) / 20
            chance = torch.tensor([priorities[e] for e in drawn], dtype=torch.float64)
            weights = (chance.min() / chance) ** beta
            loss = (cross * weights.float()).mean()
            for e, error in zip(drawn, kl.tolist()):
                priorities[e] = (abs(error) + 1e-6) ** 0.6
                most = max(most, priorities[e])
        else:
            loss = torch.nn.functional.smooth_l1_loss(values(net(before))[index, action], aims)
        descend(net, loss, LR)
        if k == 1:
            target.load_state_dict(net.state_dict())
    show(name, net.body)


def descend(net, loss, lr):
    net.zero_grad()
    loss.backward()
    with torch.no_grad():
        for w in net.parameters():
            w -= lr * w.grad


def show(name, module):
    print(name, [round(float(v), 6) for w in module.parameters() for v in w.reshape(-1)])


def permanent_and_transient():
    transient, target, permanent = Net(2, 1), Net(2, 1), Net(2, 1)
    with torch.no_grad():
        for net in (transient, target, permanent):
            for w in net.head.parameters():
                w.zero_()
    index = torch.arange(6)
    for k in range(6):
        memory = rings(10 + k)
        before, action, returns, discount, after = batch(memory, DRAWN[k], 1)
        with torch.no_grad():
            aims = returns + discount * (target(after) + permanent(after)).max(1)[0]
            fixed = permanent(before)
        descend(transient, torch.nn.functional.smooth_l1_loss((transient(before) + fixed)[index, action], aims), LR)
        if k == 1:
            show("transient function after two updates", transient.body)
        if k % 2 == 1:
            target.load_state_dict(transient.state_dict())
        if k == 2:
            old = Net(2, 1)
            old.load_state_dict(permanent.state_dict())
            for drawn in DRAWN_FOR_PERMANENT:
                before, action, _, _, _ = batch(memory, drawn, 1)
                with torch.no_grad():
                    total = (old(before) + transient(before))[index, action]
                descend(permanent, (permanent(before)[index, action] - total).square().mean() / 2, 0.2)
            with torch.no_grad():
                for w in transient.parameters():
                    w *= 0.75
            target.load_state_dict(transient.state_dict())
    show("transient function after the permanent one has learned, and three updates more", transient.body)
    show("permanent function, with its head", permanent)


agent("plain")
agent("double, duelling, two steps", n=2, double=True, duelling=True)
agent("double, duelling, two steps, C51, priorities", n=2, double=True, duelling=True, rainbow=True)
permanent_and_transient()
