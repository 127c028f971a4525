"""Runs the same sweep of 24 runs (sweep.yaml) by Trawl and by Optuna with PyTorch, by turns, and writes a table into
src/docs/search.md: the wall time of each until it has a run within MARGIN of the lesser of two best ones, Trawl's and the
peer's, and in all. PyTorch's images lie as they come, as most programs leave them, or channels last, which is faster.

    same_sweep.py [ROUNDS] [PRECISION…]     as src/bench/search sweep

Both: MNIST, 4,800 training, 1,200 validation and 10,000 test images, 4 epochs, the base CNN, Adam, TPE, two runs at once
on one thread each (Trawl's in one process, Optuna's in two that share a journal), from the start of the process.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.dont_write_bytecode = True
sys.path.append(str(ROOT / "src" / "bench"))
import tables  # noqa: E402

PEERS = ROOT / "target" / "peers"
OPTUNA = PEERS / "optuna"
MNIST = Path.home() / ".cache" / "trawl" / "datasets" / "mnist"
PAGE = ROOT / "src" / "docs" / "search.md"
TRAWL = os.environ.get("TRAWL", str(ROOT / "trawl"))
FROM, TO = "<!-- src/bench/search sweep writes from here -->\n", "<!-- to here -->\n"
AT_ONCE = 2
MARGIN = 0.002  # two of 1,200 images, and half the standard error of a difference near 98 %
GOAL = 0.5
LAYOUTS = {"as it comes": "contiguous_format", "channels last": "channels_last"}


def python():
    """A Python with PyTorch, and Optuna in a folder beside it."""
    found = os.environ.get("TRAWL_BENCH_PYTHON", str(PEERS / "venv" / "bin" / "python"))
    if not Path(found).exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS / "venv"], check=True)
    if subprocess.run([found, "-c", "import torch, numpy"], stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run([found, "-m", "pip", "install", "-q", "torch", "numpy"], check=True, stdout=sys.stderr)
    if not OPTUNA.exists():
        install = [found, "-m", "pip", "install", "-q", "--target", OPTUNA, "--no-warn-conflicts", "optuna==5.0.0"]
        subprocess.run(install, check=True, stdout=sys.stderr)
    return found


class Sweep:
    """When the runs of a sweep ended, in seconds since it began, with their values; what it took in all."""

    def __init__(self, began, before, runs):
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.wall = time.time() - began
        self.processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.runs = sorted((ended - began, value) for ended, value in runs())
        self.best = max(value for _, value in self.runs)

    def until(self, needed):
        return next(second for second, value in self.runs if value >= needed)


def by_trawl(seed, precision, folder):
    command = [TRAWL, "--db", folder / "db"]
    sweep = ["run", "--no-dashboard", ROOT / "src/bench/peers/sweep.yaml", "--seed", seed, "--workers", AT_ONCE]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    with open(folder / "log", "w+") as log:
        try:
            run([*command, *sweep, "--set", f"training.precision={precision}"], stderr=log)
        except subprocess.CalledProcessError:
            log.seek(0)
            sys.exit(log.read())

    def runs():
        for each in json.loads(run([*command, "runs", "same-sweep", "--json"])):
            ended = datetime.fromisoformat(each["ended_at"].replace("Z", "+00:00")).timestamp()
            yield ended, each["metrics"]["val_accuracy"]

    return Sweep(began, before, runs)


def run(command, **options):
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, check=True, **options).stdout


def by_optuna(seed, precision, layout, folder, found):
    path = os.pathsep.join([str(ROOT / "src/bench/peers"), str(OPTUNA)])
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [found, ROOT / "src/bench/peers/optuna_sweep.py", MNIST, folder / f"journal-{layout}"]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    processes = [
        subprocess.Popen(
            [str(part) for part in [*command, AT_ONCE * seed + place, precision, layout]],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for place in range(AT_ONCE)
    ]
    printed = [process.communicate()[0] for process in processes]
    if any(process.returncode for process in processes):
        sys.exit("need both processes to end with 0, found another code")
    return Sweep(began, before, lambda: (tuple(map(float, line.split())) for text in printed for line in text.splitlines()))


def rows(precision, seed, found):
    """A row of cells by side, and the ratios of Trawl to each peer."""
    with tempfile.TemporaryDirectory() as folder:
        trawl = by_trawl(seed, precision, Path(folder))
        peers = [by_optuna(seed, precision, layout, Path(folder), found) for layout in LAYOUTS.values()]
    cells, ratios = [], []
    for peer in peers:
        needed = min(trawl.best, peer.best) - MARGIN
        cells.append([f"{side.until(needed):.0f}" for side in (trawl, peer)])
        ratios.append(
            [trawl.until(needed) / peer.until(needed), trawl.wall / peer.wall, trawl.processor / peer.processor]
        )
    line = [precision, str(seed)]
    for side in (trawl, *peers):
        line += [f"{side.wall:.0f}", f"{side.processor:.0f}", f"{100 * side.best:.2f} %"]
    line += [" : ".join(pair) for pair in cells]
    print(" | ".join(line), file=sys.stderr, flush=True)
    return line, ratios


def table(rounds, precisions):
    found, lines, ends = python(), [], []
    for precision in precisions:
        measured = [rows(precision, seed, found) for seed in range(1, rounds + 1)]
        lines += ["| " + " | ".join(line) + " |\n" for line, _ in measured]
        for place, layout in enumerate(LAYOUTS):
            near, wall, processor = map(statistics.median, zip(*(ratios[place] for _, ratios in measured)))
            missed = "" if near <= GOAL else ", **missed**"
            ends.append(
                f"{precision}, PyTorch {layout}: Trawl takes {near:.2f} of the wall time to equal best (goal {GOAL}{missed}),"
                f" {wall:.2f} of it for all runs, and {processor:.2f} of the processor time (medians)."
            )
    sides = ["Trawl", *LAYOUTS]
    heads = [f"{side}: all | processor | best" for side in sides] + [f"to equal best, Trawl : {layout}" for layout in LAYOUTS]
    return (
        f"{date.today()}, {tables.processor()}, {os.cpu_count()} processors, load {os.getloadavg()[2]:.1f}; seconds of wall time, and of the"
        " processors.\n\n"
        f"| precision | seed | {' | '.join(heads)} |\n" + "|---" * 13 + "|\n" + "".join(lines) + "\n"
        + "\\\n".join(ends) + "\n"
    )


def main(arguments):
    rounds = int(arguments[0]) if arguments else 3
    precisions = arguments[1:] or ["float32", "bfloat16"]
    if not MNIST.is_dir():
        sys.exit(f"need MNIST, found no {MNIST}: ./trawl data fetch mnist")
    run([TRAWL, "check", ROOT / "src/bench/peers/sweep.yaml"])  # builds the launcher where it is stale
    text = PAGE.read_text()
    written = table(rounds, precisions)
    print(written, end="")
    begin = text.index(FROM) + len(FROM)
    PAGE.write_text(text[:begin] + written + text[text.index(TO, begin):])


if __name__ == "__main__":
    main(sys.argv[1:])
