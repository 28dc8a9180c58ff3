"""A job with Avalanche: python with_avalanche.py JOB FOLDER images|tensors. Prints the final accuracy and the number of updates.

With 'images' each image goes through PIL, ToTensor and Normalize whenever it is asked for, as in the benchmarks that come with Avalanche
(SplitMNIST, SplitCIFAR100) and in its examples; with 'tensors' all of that has been done beforehand.
"""
import sys

import torch
from PIL import Image
from avalanche.benchmarks import nc_benchmark, tensors_benchmark
from avalanche.evaluation.metrics import accuracy_metrics, loss_metrics
from avalanche.training.plugins import EvaluationPlugin, ReplayPlugin
from avalanche.training.storage_policy import ReservoirSamplingBuffer
from avalanche.training.supervised import DER, Naive
from torch.utils.data import Dataset
from torchvision.transforms import Compose, Normalize, ToTensor

import jobs


class Pictures(Dataset):
    """Images and labels, as torchvision's MNIST and CIFAR100 hand them out."""

    def __init__(self, images):
        self.rows = images.x[:, 0] if images.x.shape[1] == 1 else images.x.transpose(0, 2, 3, 1)
        self.targets = images.y.tolist()

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, at):
        return Image.fromarray(self.rows[at]), self.targets[at]


def of_images(job, folder):
    source = jobs.read(job, folder)
    change = Compose([ToTensor(), Normalize(source.mean.tolist(), source.sd.tolist())])
    classes = int(source.train.y.max()) + 1
    return nc_benchmark(Pictures(source.train), Pictures(source.test), n_experiences=classes // source.ways, task_labels=False,
                        fixed_class_order=list(range(classes)), train_transform=change, eval_transform=change)


def of_tensors(job, folder):
    tasks = jobs.load(job, folder)
    return tensors_benchmark(
        train_tensors=[(task.x, task.y) for task in tasks], test_tensors=[(task.test_x, task.test_y) for task in tasks],
        task_labels=[0] * len(tasks), complete_test_set_only=False)


def main(name, folder, data):
    jobs.prepare()
    job = jobs.JOBS[name]
    benchmark = {"images": of_images, "tensors": of_tensors}[data](job, folder)
    net = jobs.network(job)
    # a running accuracy and loss of training, an accuracy of each task and of all of them; nothing is printed
    evaluator = EvaluationPlugin(accuracy_metrics(epoch=True, experience=True, stream=True), loss_metrics(epoch=True), loggers=[])
    common = dict(
        model=net, optimizer=torch.optim.SGD(net.parameters(), lr=job.lr), criterion=torch.nn.CrossEntropyLoss(), train_mb_size=job.batch,
        train_epochs=1, eval_mb_size=jobs.SWEEP, device="cpu", evaluator=evaluator)
    if job.method == "der++":
        strategy = DER(mem_size=jobs.MEMORY, batch_size_mem=jobs.REPLAY, alpha=jobs.ALPHA, beta=jobs.BETA, **common)
    elif job.method == "er":
        replay = ReplayPlugin(mem_size=jobs.MEMORY, batch_size=job.batch, batch_size_mem=jobs.REPLAY,
                              storage_policy=ReservoirSamplingBuffer(jobs.MEMORY))
        strategy = Naive(plugins=[replay], **common)
    else:
        strategy = Naive(**common)
    if not job.only_seen:
        strategy.eval(benchmark.test_stream)
    for t, experience in enumerate(benchmark.train_stream):
        strategy.train(experience)
        last = strategy.eval(benchmark.test_stream[:t + 1] if job.only_seen else benchmark.test_stream)
    accuracies = [v for k, v in last.items() if k.startswith("Top1_Acc_Exp/eval_phase")]
    print(f"{name}: class-IL {100 * sum(accuracies) / len(accuracies):.1f} %, {strategy.clock.train_iterations} updates")


if __name__ == "__main__":
    main(*sys.argv[1:4])
