"""The base network in PyTorch, trained as Trawl's runs are: float32, batch 64, Adam, one thread.

Arguments: epochs, training images. Prints the medians of the epochs after the first:
"train <images/s>" and "evaluate <images/s>".
"""

import statistics
import struct
import sys
import time
from pathlib import Path

import numpy
import torch
from torch import nn

BATCH = 64
EVALUATION_BATCH = 128
CACHE = Path.home() / ".cache" / "trawl" / "datasets" / "mnist"


def idx(name):
    data = (CACHE / name).read_bytes()
    dimensions = struct.unpack(f">{data[3]}I", data[4 : 4 + 4 * data[3]])
    values = numpy.frombuffer(data, dtype=numpy.uint8, offset=4 + 4 * data[3])
    return values.reshape(dimensions)


def images(name, limit=None):
    pixels = torch.from_numpy(idx(name)[:limit].astype(numpy.float32) / 255)
    return pixels.unsqueeze(1)


def labels(name, limit=None):
    return torch.from_numpy(idx(name)[:limit].astype(numpy.int64))


def base_network():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1600, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )


def train_epoch(network, optimizer, features, classes):
    loss_of = nn.CrossEntropyLoss()
    order = torch.randperm(len(features))
    # As Trawl records it: training loss and accuracy of every batch.
    loss_sum, right = 0.0, 0
    for batch in order.split(BATCH):
        optimizer.zero_grad()
        output = network(features[batch])
        loss = loss_of(output, classes[batch])
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(batch)
        right += (output.argmax(1) == classes[batch]).sum().item()
    return loss_sum / len(features), right / len(features)


def evaluate(network, features, classes):
    right = 0
    with torch.no_grad():
        for batch, expected in zip(
            features.split(EVALUATION_BATCH), classes.split(EVALUATION_BATCH)
        ):
            right += (network(batch).softmax(1).argmax(1) == expected).sum().item()
    return right / len(features)


def speed(images_count, work):
    began = time.perf_counter()
    work()
    return images_count / (time.perf_counter() - began)


def main():
    epochs, limit = int(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    features = images("train-images-idx3-ubyte", limit)
    classes = labels("train-labels-idx1-ubyte", limit)
    test_features = images("t10k-images-idx3-ubyte")
    test_classes = labels("t10k-labels-idx1-ubyte")
    network = base_network()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    trained = [
        speed(limit, lambda: train_epoch(network, optimizer, features, classes))
        for _ in range(epochs)
    ]
    evaluated = [
        speed(len(test_features), lambda: evaluate(network, test_features, test_classes))
        for _ in range(4)
    ]
    print(f"train {statistics.median(trained[1:]):.0f}")
    print(f"evaluate {statistics.median(evaluated[1:]):.0f}")


main()
