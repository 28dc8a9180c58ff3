"""Writes what the metrics of other libraries are on random matrices: libraries.py FILE."""
import json
import sys

import numpy as np
import torch
from avalanche.evaluation.metrics.forgetting_bwt import BWT, Forgetting
from avalanche.evaluation.metrics.forward_transfer import ForwardTransfer
from capymoa.ocl.evaluation._evaluator import _OCLEvaluator
from continuum.metrics import metrics as continuum
from rliable import metrics as rliable

random = np.random.default_rng(2026)


def avalanche_values(n, untrained, correct):
    accuracy = correct / n
    tasks = len(n)
    forgetting, bwt, forward = Forgetting(), BWT(), ForwardTransfer()
    for i in range(tasks):
        forgetting.update(i, accuracy[i, i], initial=True)
        forgetting.update(i, accuracy[-1, i])
        bwt.update(i, accuracy[i, i], initial=True)
        bwt.update(i, accuracy[-1, i])
        forward.update(i, untrained[i] / n[i], initial=True)
        if i > 0:
            forward.update(i, accuracy[i - 1, i])
    past = range(tasks - 1)  # the last experience has been seen once, and is none of the stream's
    return {
        "StreamForgetting": float(np.mean([forgetting.result_key(k=i) for i in past])),
        "StreamBWT": float(np.mean([bwt.result_key(k=i) for i in past])),
        "StreamForwardTransfer": float(np.mean([forward.result_key(k=i) for i in range(1, tasks)])),
    }


def continuum_values(n, correct):
    tasks = len(n)
    predictions, targets, ids = [], [], []
    for t in range(tasks):
        predictions.append(np.concatenate([(np.arange(n[i]) >= correct[t, i]).astype(int) for i in range(tasks)]))
        targets.append(np.zeros(n.sum(), dtype=int))
        ids.append(np.repeat(np.arange(tasks), n))
    return {
        "accuracy": float(continuum.accuracy(predictions[-1], targets[-1])),
        **{name: float(getattr(continuum, name)(predictions, targets, ids)) for name in (
            "accuracy_A", "backward_transfer", "positive_backward_transfer", "remembering", "forward_transfer", "forgetting")},
    }


class NoPrequential:
    windowed = None


def capymoa_values(n, correct):
    tasks = len(n)
    evaluator = _OCLEvaluator(tasks, 1, 2)
    for t in range(tasks):
        for i in range(tasks):
            evaluator.cm[t, 0, i, 0, 0] = int(correct[t, i])
            evaluator.cm[t, 0, i, 0, 1] = int(n[i] - correct[t, i])
    metrics = evaluator.build(NoPrequential(), torch.zeros(tasks + 1))
    return {name: float(getattr(metrics, name)) for name in (
        "accuracy_final", "accuracy_all_avg", "accuracy_seen_avg", "forward_transfer", "backward_transfer")}


cases = []
for case in range(60):
    tasks = int(random.integers(2, 9))
    n = random.integers(1, 200, tasks)
    correct = np.array([[random.integers(0, size + 1) for size in n] for _ in range(tasks)])
    untrained = np.array([random.integers(0, size + 1) for size in n])
    cases.append({
        "n": n.tolist(), "untrained": untrained.tolist(), "correct": correct.tolist(),
        "avalanche": avalanche_values(n, untrained, correct), "continuum": continuum_values(n, correct), "capymoa": capymoa_values(n, correct),
    })
means = []
for runs in range(1, 12):
    for environments in range(1, 7):
        scores = random.normal(size=(runs, environments))
        means.append({"scores": scores.tolist(), "iqm": float(rliable.aggregate_iqm(scores))})
with open(sys.argv[1], "w") as file:
    json.dump({"cases": cases, "means": means}, file)
