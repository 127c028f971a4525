"""Optuna's default sampler on the functions of dev.trawl.search.Landscape.

    optuna_search.py SEEDS RUNS

Prints a line for each search: optuna, function, lag, noise, seed and the true regret of the run
that looked best. A search is told the result of run k - lag before it is asked for run k.
"""

import math
import sys
from collections import deque

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution


def branin(x):
    b, c, t = 5.1 / (4 * math.pi**2), 5 / math.pi, 1 / (8 * math.pi)
    value = (x["x2"] - b * x["x1"] ** 2 + c * x["x1"] - 6) ** 2 + 10 * (1 - t) * math.cos(x["x1"]) + 10
    return value - 0.39788735772973816


A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)
ALPHA = np.array([1.0, 1.2, 3.0, 3.2])


def hartmann6(x):
    u = np.array([x[f"x{i}"] for i in range(1, 7)])
    return 3.322368011415515 - float(np.sum(ALPHA * np.exp(-np.sum(A * (u - P) ** 2, axis=1))))


BEST_RATE = {"adam": -2.75, "sgd": -1.25, "rmsprop": -3.0}
OPTIMIZER = {"adam": 0.0, "sgd": 0.1, "rmsprop": 0.2}
BATCH = {32: 0.03, 64: 0.0, 128: 0.03, 256: 0.1}


def mixed(x):
    rate = math.log10(x["learning_rate"]) - BEST_RATE[x["optimizer"]] - 0.25 * math.log2(x["batch_size"] / 64)
    return (
        0.9 * rate**2
        + 0.15 * (math.log10(x["l2"]) + 4) ** 2
        + 6 * (x["dropout"] - 0.2) ** 2
        + 0.25 * math.log2(x["units"] / 96) ** 2
        + 0.08 * (x["layers"] - 3) ** 2
        + OPTIMIZER[x["optimizer"]]
        + BATCH[x["batch_size"]]
    )


FUNCTIONS = {
    "Branin": (branin, {"x1": FloatDistribution(-5, 10), "x2": FloatDistribution(0, 15)}),
    "Hartmann6": (hartmann6, {f"x{i}": FloatDistribution(0, 1) for i in range(1, 7)}),
    "mixed": (
        mixed,
        {
            "learning_rate": FloatDistribution(1e-4, 1e-1, log=True),
            "l2": FloatDistribution(1e-6, 1e-2, log=True),
            "dropout": FloatDistribution(0, 0.5),
            "units": IntDistribution(16, 256, log=True),
            "layers": IntDistribution(1, 5),
            "optimizer": CategoricalDistribution(["adam", "sgd", "rmsprop"]),
            "batch_size": CategoricalDistribution([32, 64, 128, 256]),
        },
    ),
}

NOISE = 0.15


def search(name, lag, noisy, seed, runs):
    function, space = FUNCTIONS[name]
    noise = np.random.default_rng(seed)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    running = deque()
    seen = []
    for _ in range(runs):
        if len(running) == lag:
            study.tell(*running.popleft())
        trial = study.ask(space)
        regret = function(trial.params)
        value = regret + (noise.normal(0, NOISE) if noisy else 0)
        seen.append((value, regret))
        running.append((trial, value))
    return min(seen)[1]


def main(seeds, runs):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    for seed in range(1, seeds + 1):
        for name in FUNCTIONS:
            for lag in (1, 8):
                for noisy in (False, True):
                    regret = search(name, lag, noisy, seed, runs)
                    print("optuna", name, lag, str(noisy).lower(), seed, regret, sep=",", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
