"""Trains McMahan and others' CNN on MNIST with Flower and PyTorch, for src/bench/federated: the same clients' images,
C = 0.1, E = 5, B = 10, learning rate 0.1. Prints each round's test accuracy, then a row of the page's table.

    flower.py PARTITION ROUNDS      PARTITION is a file with the places of each client's images in MNIST's file

Each client is a process of Ray's with one thread; which clients are asked is Flower's own choice.
"""

import json
import struct
import sys
import time
from pathlib import Path

import numpy
import torch
from flwr.app import ArrayRecord, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp
from flwr.serverapp import ServerApp
from flwr.serverapp.strategy import FedAvg
from flwr.simulation import run_simulation
from torch import nn
from torch.nn import functional

MNIST = Path.home() / ".cache" / "trawl" / "datasets" / "mnist"
EPOCHS = 5
BATCH = 10
RATE = 0.1
FRACTION = 0.1
TARGET = 0.99


def idx(name):
    data = (MNIST / name).read_bytes()
    dimensions = struct.unpack(f">{data[3]}I", data[4 : 4 + 4 * data[3]])
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3]).reshape(dimensions)


def images(part):
    pixels = torch.from_numpy(idx(f"{part}-images-idx3-ubyte").astype(numpy.float32) / 255).unsqueeze(1)
    return pixels, torch.from_numpy(idx(f"{part}-labels-idx1-ubyte").astype(numpy.int64))


def network():
    return nn.Sequential(
        *(nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(3136, 512), nn.ReLU(), nn.Linear(512, 10)),
    )


def client_app(partition):
    app = ClientApp()

    @app.train()
    def train(message, context):
        began = time.process_time()
        torch.set_num_threads(1)
        mine = torch.tensor(json.loads(Path(partition).read_text())[context.node_config["partition-id"]])
        pixels, labels = (part[mine] for part in images("train"))
        model = network()
        model.load_state_dict(message.content["arrays"].to_torch_state_dict())
        optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
        for _ in range(EPOCHS):
            for batch in torch.randperm(len(mine)).split(BATCH):
                optimizer.zero_grad()
                functional.cross_entropy(model(pixels[batch]), labels[batch]).backward()
                optimizer.step()
        metrics = MetricRecord({"num-examples": len(mine), "processor-seconds": time.process_time() - began})
        content = RecordDict({"arrays": ArrayRecord(model.state_dict()), "metrics": metrics})
        return Message(content=content, reply_to=message)

    return app


class Rounds:
    """What the server measures after each round; the time of measuring is left out."""

    def __init__(self):
        self.pixels, self.labels = images("t10k")
        self.began = None
        self.measuring = 0
        self.processor_measuring = 0
        self.accuracies = []

    def __call__(self, number, arrays):
        began, processor_began = time.monotonic(), time.process_time()
        if number == 0:
            self.began, self.processor_began = began, processor_began
            return MetricRecord({})
        model = network()
        model.load_state_dict(arrays.to_torch_state_dict())
        with torch.no_grad():
            right = sum(
                int((model(self.pixels[at]).argmax(1) == self.labels[at]).sum())
                for at in torch.arange(len(self.labels)).split(1000)
            )
        accuracy = right / len(self.labels)
        self.accuracies.append(accuracy)
        self.measuring += time.monotonic() - began
        self.processor_measuring += time.process_time() - processor_began
        print(f"Flower, IID\t{number}\t{accuracy:.4f}\t{self.seconds():.1f} s", file=sys.stderr, flush=True)
        return MetricRecord({"accuracy": accuracy})

    def seconds(self):
        return time.monotonic() - self.began - self.measuring

    def server_processor_seconds(self):
        return time.process_time() - self.processor_began - self.processor_measuring

    def row(self, seconds, processor_seconds):
        reached = next((n for n, a in enumerate(self.accuracies, 1) if a >= TARGET), "not reached")
        best = max(self.accuracies)
        at = self.accuracies.index(best) + 1
        return f"| Flower, IID | {reached} | {100 * best:.2f} %, {at} | {len(self.accuracies)} | {seconds:.0f} | {processor_seconds:.0f} |"


def main():
    partition, rounds = sys.argv[1], int(sys.argv[2])
    clients = len(json.loads(Path(partition).read_text()))
    measured = Rounds()
    server = ServerApp()

    @server.main()
    def run(grid, context):
        torch.manual_seed(42)
        strategy = FedAvg(fraction_train=FRACTION, fraction_evaluate=0.0, min_available_nodes=clients)
        result = strategy.start(
            grid=grid,
            initial_arrays=ArrayRecord(network().state_dict()),
            num_rounds=rounds,
            evaluate_fn=measured,
        )
        # Of the clients their mean, each of whom has as many images.
        asked = round(FRACTION * clients)
        trained = asked * sum(each["processor-seconds"] for each in result.train_metrics_clientapp.values())
        print(measured.row(measured.seconds(), measured.server_processor_seconds() + trained), flush=True)

    resources = {"client_resources": {"num_cpus": 1, "num_gpus": 0.0}}
    run_simulation(server, client_app(partition), num_supernodes=clients, backend_config=resources)


main()
