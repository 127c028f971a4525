"""Prints the formats of some exported folders as a Markdown table: table.py MODEL.JSON..."""
import json
import sys

print("| architecture | format | bytes | right of 10,000 | other class | Δp | Δ points (95 %) | p | 1 image | 64 images |")
print("|---|---|---:|---:|---:|---:|---|---:|---:|---:|")
models = [json.load(open(name)) for name in sys.argv[1:]]
for model in sorted(models, key=lambda model: model["run"]["number"]):
    floats = next(f for f in model["formats"] if f["format"] == "onnx")
    many = "images_per_second_in_batches_of_64"
    for f in model["formats"]:
        pair = f["paired_difference"]
        quantised = f["format"].endswith("int8")
        difference = "–"
        if quantised:
            difference = "{:+.2f} ({:+.2f} to {:+.2f})".format(
                100 * pair["accuracy"], 100 * pair["low"], 100 * pair["high"])
        print("| {} | {} | {:,} | {:,} | {} | {:.0e} | {} | {} | {:.2f} × | {:.2f} × |".format(
            model["model"], f["format"], f["bytes"], f["correct"], f["predictions_that_differ"],
            f["largest_probability_difference"], difference,
            "{:.2f}".format(pair["mcnemar_p"]) if quantised else "–",
            floats["microseconds_an_image"] / f["microseconds_an_image"], f[many] / floats[many]))
