"""What src/bench/run measured, as Markdown."""

import math
import platform
import statistics
from collections import defaultdict
from pathlib import Path

NETWORKS = ("cnn", "deep_cnn", "resnet-8", "resnet-20", "se_resnet-8", "mobilenet_v2", "attention")
PYTORCH_FLOAT32 = ("default", "channels_last", "compile")
PYTORCH_BFLOAT16 = ("bfloat16", "bfloat16 compile")
INSTRUCTIONS = ("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16")


class Figures:
    """Values by (side, network, mode, figure): of each round one, by processor time and by the wall clock."""

    def __init__(self):
        self.values = defaultdict(list)
        self.failures = {}

    def add(self, side, network, mode, figure, values):
        if figure == "failed":
            self.failures[side, network, mode] = values[0]
        else:
            self.values[side, network, mode, figure].append([number(value) for value in values])

    def median(self, side, network, mode, figure, index=0):
        """None if it wasn't measured."""
        values = self.values.get((side, network, mode, figure))
        return values and statistics.median_low(value[index] for value in values)

    def best(self, side, network, modes, figure):
        measured = [self.median(side, network, mode, figure) for mode in modes]
        return max((speed for speed in measured if speed), default=None)

    def networks(self):
        measured = {key[1] for key in [*self.values, *self.failures]}
        return [network for network in NETWORKS if network in measured]


def number(text):
    try:
        return float(text)
    except ValueError:
        return text


def table(header, rows):
    return "\n".join(
        f"| {' | '.join(row)} |" for row in [header, ["---"] * len(header), *rows]
    )


def speed(figures, *key):
    by_processor, by_wall = figures.median(*key), figures.median(*key, index=1)
    return f"{by_processor:,.0f} ({by_wall:,.0f})" if by_processor else ""


def speeds(figures, figure, modes):
    """A row for each network, a column for each side and mode."""
    header = ["", *(f"{side} {mode}" for side, mode in modes)]
    rows = [
        [network, *(speed(figures, side, network, mode, figure) for side, mode in modes)]
        for network in figures.networks()
    ]
    return table(header, rows)


def training(figures):
    modes = [("PyTorch", mode) for mode in PYTORCH_FLOAT32] + [("Trawl", "float32")]
    modes += [("PyTorch", mode) for mode in PYTORCH_BFLOAT16] + [("Trawl", "bfloat16")]
    return speeds(figures, "train", modes)


def evaluation(figures):
    modes = [("PyTorch", mode) for mode in PYTORCH_FLOAT32] + [("Trawl", "float32")]
    return speeds(figures, "evaluate", modes)


def ratio(own, other, goal):
    if not own or not other:
        return ""
    return f"{math.floor(100 * own / other) / 100:.2f}{'' if own / other >= goal else ' **missed**'}"


def of_peak(figures, network, speed, index):
    """The share of what the core could do if it did nothing but multiply and add; index 0 is training, 1 evaluation."""
    peak = figures.median("", "", "", "peak")
    operations = figures.median("PyTorch", network, "", "flops", index)
    return speed * operations / peak / 1e9 if speed and peak and operations else 0


def goals(figures):
    rows = []
    for network in figures.networks():
        own = figures.median("Trawl", network, "float32", "train")
        own16 = figures.median("Trawl", network, "bfloat16", "train")
        peer = figures.best("PyTorch", network, PYTORCH_FLOAT32, "train")
        peer16 = figures.best("PyTorch", network, PYTORCH_BFLOAT16, "train")
        own_evaluation = figures.median("Trawl", network, "float32", "evaluate")
        peer_evaluation = figures.best("PyTorch", network, PYTORCH_FLOAT32, "evaluate")
        share = of_peak(figures, network, own, 0)
        rows.append(
            [
                network,
                ratio(own, peer, 0 if share >= 0.9 else 1.25),
                f"{share:.2f}",
                ratio(own16, peer, 2),
                ratio(own16, peer16, 1.3),
                ratio(own_evaluation, peer_evaluation, 1.2),
                f"{of_peak(figures, network, own_evaluation, 1):.2f}",
            ]
        )
    header = [
        "",
        "float32 ÷ PyTorch's best float32",
        "float32 ÷ FMA peak",
        "bfloat16 ÷ PyTorch's best float32",
        "bfloat16 ÷ PyTorch's best bfloat16",
        "evaluation ÷ PyTorch's best",
        "evaluation ÷ FMA peak",
    ]
    targets = ["goal", "1.25, or", "0.9", "2", "1.3", "1.2", ""]
    return table(header, [targets, *rows])


def at_once(figures):
    """Two processes and two threads against one, in the same rounds."""
    rows = []
    for network in figures.networks():
        for precision in ("float32", "bfloat16"):
            one = figures.median("one run", network, precision, "train")
            if one:
                row = [f"{network} {precision}", speed(figures, "one run", network, precision, "train")]
                for side in ("two processes", "two threads"):
                    two = figures.median(side, network, precision, "train")
                    row += [speed(figures, side, network, precision, "train"), ratio(two, one, 1.9)]
                rows.append(row)
    return table(["", "one run", "two processes", "goal 1.9", "two threads", "goal 1.9"], rows)


def pieces(figures):
    rows = []
    for network in figures.networks():
        for precision in ("float32", "bfloat16"):
            values = [
                figures.median("Trawl", network, precision, piece)
                for piece in ("forward", "backward", "update")
            ]
            if all(values):
                rows.append([f"{network} {precision}", *(f"{value:,.0f}" for value in values)])
    return table(["µs a step of 64", "forward", "backward", "update"], rows)


def shares(figures):
    """What a run's processor time goes to beside the step's primitives."""
    rows = []
    for precision in ("float32", "bfloat16"):
        run = figures.median("run", "cnn", precision, "step")
        primitives = figures.median("run", "cnn", precision, "primitives")
        if run and primitives:
            share = 1 - primitives / run
            parts = [
                figures.median("run", "cnn", precision, part) for part in ("data", "update", "recording")
            ]
            rows.append(
                [
                    f"cnn {precision}",
                    f"{run:,.0f}",
                    f"{primitives:,.0f}",
                    f"{100 * share:.1f} %{'' if share <= 0.1 else ' **missed**'}",
                    *(f"{100 * part:.1f} %" for part in parts),
                ]
            )
    header = ["", "µs a step of 64", "primitives", "outside, goal 10 %", "data", "update", "recording"]
    return table(header, rows)


def processor():
    """Name, family, model and what of its instructions matters."""
    try:
        lines = Path("/proc/cpuinfo").read_text().split("\n\n")[0].splitlines()
    except OSError:
        return platform.processor()
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    flags = set(facts.get("flags", "").split())
    instructions = " ".join(flag for flag in INSTRUCTIONS if flag in flags)
    name, family, model = (facts.get(key, "?") for key in ("model name", "cpu family", "model"))
    return f"{name}, family {family} model {model}, {instructions}"


def failures(figures):
    return "\n".join(
        f"- {side} {network} {mode}: {why}" for (side, network, mode), why in figures.failures.items()
    )


def markdown(figures, about):
    parts = [
        about,
        "Training, images a second by the thread's processor time (by the wall clock):",
        training(figures),
        "Evaluation, likewise:",
        evaluation(figures),
        "Goals, by processor time:",
        goals(figures),
    ]
    for title, part in (
        ("Two runs at once:", at_once(figures)),
        ("A run, by processor time of its thread, without evaluation:", shares(figures)),
        ("Trawl's step by its pieces, processor time:", pieces(figures)),
        ("Failed:", failures(figures)),
    ):
        if part.count("\n") > 1 or title == "Failed:" and part:
            parts += [title, part]
    return "\n\n".join(parts)
