"""Trains and evaluates one of networks.py in PyTorch on one thread, in each of its modes; see src/bench/run.

    pytorch.py NETWORK [IMAGES]     IMAGES is the folder of MNIST's files

Measures once for each line on the standard input, and answers with lines of `mode<tab>figure<tab>value…` and an empty
one. Speeds are images a second, by processor time and by wall time.
"""

import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from networks import NETWORKS

BATCH = 64
EVALUATION_BATCH = 64
IMAGES = 6400
SECONDS = 0.6
CHUNK_SECONDS = 0.04


@dataclass(frozen=True)
class Mode:
    channels_last: bool = False
    compiled: bool = False
    bfloat16: bool = False


MODES = {
    "default": Mode(),
    "channels_last": Mode(channels_last=True),
    "compile": Mode(channels_last=True, compiled=True),
    "bfloat16": Mode(channels_last=True, bfloat16=True),
    "bfloat16 compile": Mode(channels_last=True, compiled=True, bfloat16=True),
}


def idx(path):
    data = path.read_bytes()
    dimensions = struct.unpack(f">{data[3]}I", data[4 : 4 + 4 * data[3]])
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3]).reshape(dimensions)


def mnist(folder):
    images = idx(folder / "train-images-idx3-ubyte")[:IMAGES].astype(numpy.float32) / 255
    labels = idx(folder / "train-labels-idx1-ubyte")[:IMAGES].astype(numpy.int64)
    return torch.from_numpy(images).unsqueeze(1), torch.from_numpy(labels)


def speeds(step, batch):
    """Images a second: by processor time, the best tenth of some 40 ms each; by wall time, all of them."""
    began = time.thread_time()
    step()
    steps = max(1, round(CHUNK_SECONDS / (time.thread_time() - began)))
    chunks, began, wall = [], time.thread_time(), time.perf_counter()
    while time.thread_time() - began < SECONDS or len(chunks) < 10:
        chunk = time.thread_time()
        for _ in range(steps):
            step()
        chunks.append(time.thread_time() - chunk)
    wall = time.perf_counter() - wall
    images = steps * batch
    return images / sorted(chunks)[len(chunks) // 10], len(chunks) * images / wall


def flops(network, images):
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(images)
    return counter.get_total_flops()


class Trained:
    """A network in one mode: each step takes the next batch."""

    def __init__(self, network, mode, images, labels):
        torch.manual_seed(1)
        layout = torch.channels_last if mode.channels_last else torch.contiguous_format
        self.network = NETWORKS[network]().to(memory_format=layout)
        self.mode = mode
        images = images.contiguous(memory_format=layout)
        self.batches = list(zip(images.split(BATCH), labels.split(BATCH)))
        self.evaluated = images.split(EVALUATION_BATCH)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3, fused=True)
        self.apply = torch.compile(self.network) if mode.compiled else self.network
        self.steps = 0

    def loss(self, images, labels):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.mode.bfloat16):
            logits = self.apply(images)
        return functional.cross_entropy(logits.float(), labels)

    def train(self):
        self.optimizer.zero_grad()
        self.loss(*self.next(self.batches)).backward()
        self.optimizer.step()

    @torch.no_grad()
    def evaluate(self):
        return self.apply(self.next(self.evaluated)).softmax(1)

    def next(self, batches):
        self.steps += 1
        return batches[self.steps % len(batches)]

    def flops(self):
        """Of training and of evaluation, an image, two for each multiplication and addition.

        A backward pass has twice those of the forward pass, but nobody needs the gradient by the images. (PyTorch's
        own count of a backward pass is wrong with groups.)
        """
        images = self.batches[0][0]
        first = next(module for module in self.network.modules() if isinstance(module, torch.nn.Conv2d))
        forward = flops(self.network, images) / BATCH
        return 3 * forward - flops(first, images) / BATCH, forward

    def measure(self):
        self.network.train()
        yield "train", *speeds(self.train, BATCH)
        if not self.mode.bfloat16:
            self.network.eval()
            yield "evaluate", *speeds(self.evaluate, EVALUATION_BATCH)


def main():
    network = sys.argv[1]
    folder = Path(sys.argv[2])
    torch.set_num_threads(1)
    images, labels = mnist(folder)
    say("", "version", torch.__version__)
    say("", "flops", *Trained(network, MODES["default"], images, labels).flops())
    trained = {name: Trained(network, mode, images, labels) for name, mode in MODES.items()}
    for _ in sys.stdin:
        for name, each in list(trained.items()):
            try:
                for figure in each.measure():
                    say(name, *figure)
            except Exception as e:  # Whatever a mode can't do is a row that says why.
                say(name, "failed", next(iter(str(e).strip().splitlines()), type(e).__name__))
                del trained[name]
        print(flush=True)


def say(*fields):
    print(*fields, sep="\t", flush=True)


if __name__ == "__main__":
    main()
