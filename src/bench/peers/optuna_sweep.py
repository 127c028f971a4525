"""One of the processes that run the sweep of sweep.yaml by Optuna's default sampler and PyTorch.

    optuna_sweep.py IMAGES JOURNAL SEED PRECISION LAYOUT     IMAGES is the folder of MNIST's files, JOURNAL a file that they share

Asks for trials until there are as many as the sweep has runs, and trains each on one thread: in float32, or in bfloat16 by
autocast; images lie as LAYOUT says: contiguous_format, which PyTorch takes where nobody says otherwise, or channels_last. That is
its fastest mode for this network (src/docs/benchmarks.md): compiling takes longer than a run, for each number of units anew.
Prints a line for each run as it ends: the time, and its best validation accuracy.
"""

import sys
import time
from pathlib import Path

import numpy
import optuna
import torch
from optuna.samplers import TPESampler
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from torch import nn
from torch.nn import functional

from pytorch import idx

RUNS, EPOCHS, IMAGES, VALIDATION, EVALUATION_BATCH = 24, 4, 6000, 1200, 128


def images_of(folder, part, layout):
    images = torch.from_numpy(idx(folder / f"{part}-images-idx3-ubyte").astype(numpy.float32) / 255).unsqueeze(1)
    labels = torch.from_numpy(idx(folder / f"{part}-labels-idx1-ubyte").astype(numpy.int64))
    return images.contiguous(memory_format=layout), labels


def cnn(dense_units, dropout, layout):
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, dense_units), nn.ReLU(inplace=True), nn.Dropout(dropout),
        nn.Linear(dense_units, 10),
    ).to(memory_format=layout)


class Sweep:
    def __init__(self, folder, seed, precision, layout):
        self.layout = layout
        self.autocast = lambda: torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16")
        images, labels = images_of(folder, "train", layout)
        chosen = torch.from_numpy(numpy.random.default_rng(seed).permutation(len(images))[:IMAGES])
        images, labels = images[chosen].contiguous(memory_format=layout), labels[chosen]
        self.training = images[VALIDATION:], labels[VALIDATION:]
        self.validation = images[:VALIDATION], labels[:VALIDATION]
        self.test = images_of(folder, "t10k", layout)

    def accuracy(self, network, part):
        network.eval()
        images, labels = part
        with torch.no_grad(), self.autocast():
            right = sum(
                (network(some).argmax(1) == answers).sum().item()
                for some, answers in zip(images.split(EVALUATION_BATCH), labels.split(EVALUATION_BATCH))
            )
        return right / len(labels)

    def train(self, trial):
        dense_units = trial.suggest_int("dense_units", 32, 160)
        dropout = trial.suggest_float("dropout", 0.0, 0.6)
        l2 = trial.suggest_float("l2", 1e-7, 1e-2, log=True)
        batch_size = trial.suggest_categorical("batch_size", [32, 64, 128])
        learning_rate = trial.suggest_float("learning_rate", 1e-4, 3e-2, log=True)
        network = cnn(dense_units, dropout, self.layout)
        optimizer = torch.optim.Adam(network.parameters(), lr=learning_rate, weight_decay=l2)
        images, labels = self.training
        best = 0
        for _ in range(EPOCHS):
            network.train()
            for batch in torch.randperm(len(images)).split(batch_size):
                optimizer.zero_grad(set_to_none=True)
                with self.autocast():
                    loss = functional.cross_entropy(network(images[batch]), labels[batch])
                loss.backward()
                optimizer.step()
            best = max(best, self.accuracy(network, self.validation))
        self.accuracy(network, self.test)  # as Trawl does, once a run
        return best


def main(folder, journal, seed, precision, layout):
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    sweep = Sweep(folder, seed // 2, precision, getattr(torch, layout))
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(
        study_name="sweep",
        storage=JournalStorage(JournalFileBackend(journal)),
        direction="maximize",
        sampler=TPESampler(seed=seed),
        load_if_exists=True,
    )
    while (trial := study.ask()).number < RUNS:
        value = sweep.train(trial)
        study.tell(trial, value)
        print(time.time(), value, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
