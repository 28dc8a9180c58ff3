"""What the peers' jobs have in common: data as tensors, networks and the numbers of each job."""
import gzip
import os
import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SEED = 0
SWEEP = 64  # test images a batch, as in the harness
MEMORY = 200
REPLAY = 10
ALPHA, BETA = 0.3, 0.5  # der++


@dataclass(frozen=True)
class Job:
    data: str
    method: str  # er, der++ or naive
    batch: int
    lr: float
    only_seen: bool  # what is examined after a task: tasks so far, or all


JOBS = {
    "er": Job("mnist", "er", 10, 0.05, False),
    "der++": Job("mnist", "der++", 10, 0.05, False),
    "naive": Job("mnist", "naive", 128, 0.05, False),
    "slim": Job("cifar100", "er", 10, 0.1, True),
}


def prepare():
    """One thread, one seed."""
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    random.seed(SEED)


@dataclass(frozen=True)
class Task:
    classes: list
    x: torch.Tensor
    y: torch.Tensor
    test_x: torch.Tensor
    test_y: torch.Tensor


@dataclass(frozen=True)
class Images:
    """Images as they are stored, (n, channels, height, width) from 0 to 255, and labels: places in the order of classes."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Source:
    ways: int  # classes of a task
    train: Images
    test: Images
    mean: np.ndarray  # of all training images, a channel each
    sd: np.ndarray


def read(job, folder):
    """The images of a job; of CIFAR-100 the first 30 and 10 of each class."""
    if job.data == "mnist":
        order, ways = [8, 6, 7, 5, 3, 1, 0, 9, 2, 4], 2  # the order that the harness draws for seed 0
        parts = [mnist(folder, part) for part in ("train", "t10k")]
        keep = [None, None]
    else:
        order, ways = np.random.default_rng(SEED).permutation(100).tolist(), 10
        parts = [cifar100(folder, part) for part in ("train", "test")]
        keep = [30, 10]
    pixels = parts[0][0].astype(np.float32) / 255
    mean, sd = (f((0, 2, 3), dtype=np.float64) for f in (pixels.mean, pixels.std))
    place = np.argsort(order)
    images = []
    for (x, y), most in zip(parts, keep):
        if most is not None:
            chosen = np.sort(np.concatenate([np.flatnonzero(y == c)[:most] for c in range(len(order))]))
            x, y = x[chosen], y[chosen]
        images.append(Images(x, place[y].astype(np.int64)))
    return Source(ways, *images, mean, sd)


def load(job, folder):
    """The tasks of a job as tensors, pixels standardised."""
    source = read(job, folder)
    mean, sd = (torch.from_numpy(v.astype(np.float32)).view(1, -1, 1, 1) for v in (source.mean, source.sd))
    arrays = []
    for images in (source.train, source.test):
        x = (torch.from_numpy(images.x).float().div_(255) - mean) / sd
        arrays += [x, torch.from_numpy(images.y)]
    x, y, test_x, test_y = arrays
    tasks = []
    for first in range(0, int(y.max()) + 1, source.ways):
        mine, asked = ((labels >= first) & (labels < first + source.ways) for labels in (y, test_y))
        tasks.append(Task(list(range(first, first + source.ways)), x[mine], y[mine], test_x[asked], test_y[asked]))
    return tasks


def mnist(folder, part):
    return (idx(folder, f"{part}-images-idx3-ubyte")[16:].reshape(-1, 1, 28, 28), idx(folder, f"{part}-labels-idx1-ubyte")[8:])


def idx(folder, name):
    path = os.path.join(folder, "MNIST", "raw", name)
    with open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb") as file:
        return np.frombuffer(bytearray(file.read()), np.uint8)


def cifar100(folder, part):
    rows = np.fromfile(os.path.join(folder, "cifar-100-binary", f"{part}.bin"), np.uint8).reshape(-1, 3074)
    return rows[:, 2:].reshape(-1, 3, 32, 32), rows[:, 1]


def network(job):
    if job.data == "mnist":
        return nn.Sequential(nn.Flatten(), nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 400), nn.ReLU(), nn.Linear(400, 10))
    return SlimResNet18(100)


class Block(nn.Module):
    def __init__(self, width_in, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(width_in, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.shortcut = nn.Identity()
        if stride != 1 or width_in != width:
            self.shortcut = nn.Sequential(nn.Conv2d(width_in, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        hidden = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(hidden)) + self.shortcut(x))


class SlimResNet18(nn.Module):
    """ResNet-18 with 20 channels in its first stage and a 3x3 stem."""

    def __init__(self, classes, width=20):
        super().__init__()
        layers = [nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        width_in = width
        for stage in range(4):
            for block in range(2):
                layers.append(Block(width_in, width << stage, 2 if stage > 0 and block == 0 else 1))
                width_in = width << stage
        self.features = nn.Sequential(*layers)
        self.head = nn.Linear(width_in, classes)

    def forward(self, x):
        return self.head(self.features(x).mean((2, 3)))
