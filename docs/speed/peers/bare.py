"""A job as a bare loop: python bare.py JOB FOLDER. Prints the final accuracies and the number of updates."""
import sys
from random import randrange, sample

import torch
from torch.nn import functional as F

import jobs


class Reservoir:
    """A uniform sample of the stream, in one array for each field."""

    def __init__(self, size):
        self.size = size
        self.seen = 0
        self.fields = None

    def __len__(self):
        return min(self.seen, self.size)

    def offer(self, *fields):
        if self.fields is None:
            self.fields = [torch.empty((self.size, *f.shape[1:]), dtype=f.dtype) for f in fields]
        places = {}
        for row in range(len(fields[0])):
            place = self.seen if self.seen < self.size else randrange(self.seen + 1)
            self.seen += 1
            if place < self.size:
                places[place] = row
        if places:
            at, rows = torch.tensor(list(places)), torch.tensor(list(places.values()))
            for mine, field in zip(self.fields, fields):
                mine[at] = field[rows]

    def draw(self, number):
        rows = torch.tensor(sample(range(len(self)), min(number, len(self))))
        return [field[rows] for field in self.fields]


def examine(net, tasks):
    """Class- and task-incremental accuracy on each of the tasks."""
    net.eval()
    scores = []
    with torch.inference_mode():
        for task in tasks:
            right = told = 0
            first = task.classes[0]
            for x, y in zip(task.test_x.split(jobs.SWEEP), task.test_y.split(jobs.SWEEP)):
                logits = net(x)
                right += (logits.argmax(1) == y).sum().item()
                told += (logits[:, first:first + len(task.classes)].argmax(1) + first == y).sum().item()
            scores.append((right / len(task.test_y), told / len(task.test_y)))
    net.train()
    return scores


def main(name, folder):
    jobs.prepare()
    job = jobs.JOBS[name]
    tasks = jobs.load(job, folder)
    net = jobs.network(job)
    optimiser = torch.optim.SGD(net.parameters(), lr=job.lr)
    memory = Reservoir(jobs.MEMORY)
    updates = 0
    examine(net, [] if job.only_seen else tasks)
    for t, task in enumerate(tasks):
        total = right = 0.0
        for rows in torch.randperm(len(task.y)).split(job.batch):
            x, y = task.x[rows], task.y[rows]
            n = len(y)
            optimiser.zero_grad()
            if job.method == "naive" or len(memory) == 0:
                logits = net(x)
                loss = F.cross_entropy(logits, y)
            elif job.method == "er":
                past_x, past_y = memory.draw(jobs.REPLAY)
                logits = net(torch.cat((x, past_x)))
                loss = F.cross_entropy(logits, torch.cat((y, past_y)))
            else:
                past_x, _, past_logits = memory.draw(jobs.REPLAY)
                again_x, again_y, _ = memory.draw(jobs.REPLAY)
                logits = net(torch.cat((x, past_x, again_x)))
                _, scores, labels = logits.split((n, len(past_x), len(again_x)))
                loss = (F.cross_entropy(logits[:n], y) + jobs.ALPHA * F.mse_loss(scores, past_logits)
                        + jobs.BETA * F.cross_entropy(labels, again_y))
            loss.backward()
            optimiser.step()
            updates += 1
            mine = logits[:n].detach()
            total += loss.item()
            right += (mine.argmax(1) == y).sum().item()
            if job.method == "er":
                memory.offer(x, y)
            elif job.method == "der++":
                memory.offer(x, y, mine)
        scores = examine(net, tasks[:t + 1] if job.only_seen else tasks)
    print(f"{name}: class-IL {100 * sum(s for s, _ in scores) / len(tasks):.1f} %, "
          f"task-IL {100 * sum(s for _, s in scores) / len(tasks):.1f} %, {updates} updates")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
