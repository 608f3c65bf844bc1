#!/usr/bin/env python3
"""Holds results to their promises.

check_results.py           what is committed: clean, of the standard profile, with spreads, of the notebook's own code
check_results.py FOLDER    the notebooks' quick runs, whose results/*.json lie there: what they must at least reach
"""

import json
import sys
from pathlib import Path

import committed

if len(sys.argv) == 1:
    found = committed.all_faults(committed.ROOT)
    sys.exit("\n".join(found) or None)

folder = Path(sys.argv[1])
failed = 0


def metrics(notebook):
    results = json.loads((folder / f"{notebook}.json").read_text(encoding="utf-8"))
    return {metric["name"]: metric for metric in results["metrics"]}


def expect(name, value, least):
    global failed
    print(f"{name}: {value:.3f}, expected at least {least:.3f}")
    failed += not value >= least


quickstart = metrics("01-quickstart")
for method in ("ridge-all-layers", "ridge-best-layer", "probex", "probex-scaled"):
    name = f"zero-shot/{method}/held-out"
    expect(name, quickstart[name]["value"], 3 * quickstart[name]["chance"])
for name, least in (("pictures/children/named", 0.7), ("neighbours/residual-cosine/same-concept", 0.8)):
    expect(name, quickstart[name]["value"], least)

grown = metrics("02-grow-a-jungle")
for tree in ("supvit", "dino", "mae", "resnet"):
    name = f"children/test-accuracy/{tree}"
    expect(name, grown[name]["value"], 2 * grown[name]["chance"])

trees = metrics("03-why-trees")  # a handful of models is judged on: the numbers must be there
for method in ("linear", "linear-residual", "ridge", "probex"):
    for models in ("intra", "inter"):
        name = f"why-trees/{method}/{models}"
        expect(name, trees[name]["value"], 0.3)

routed = metrics("04-find-the-trees")
expect("router/trees/found", routed["router/trees/found"]["value"], 4)
expect("router/nearest-centroid/accuracy", routed["router/nearest-centroid/accuracy"]["value"], 1)
expect("router/leave-one-tree-out/worst-auc", routed["router/leave-one-tree-out/worst-auc"]["value"], 0.95)

experts = metrics("05-tree-experts")
for tree in ("supvit", "dino", "mae", "resnet"):
    for name in ("classes/multi-kernel-ridge", "classes/ridge-all", "tree-experts/multi-kernel-ridge"):
        expect(f"{name}/{tree}", experts[f"{name}/{tree}/accuracy"]["value"], 0.55)

for name in ("dense", "probex-linear", "probex"):  # on residuals
    expect(f"searched/found/{name}", experts[f"searched/found/{name}/supvit/accuracy"]["value"], 0.55)

ablations = metrics("06-ablations")
for precision in ("fp32", "bf16"):
    expect(f"precision/{precision}", ablations[f"ablations/precision/{precision}/accuracy"]["value"], 0.55)
for expert in ("ridge-layer", "multi-kernel-ridge"):
    expect(f"models/{expert}", ablations[f"ablations/models/{expert}-28/accuracy"]["value"], 0.55)

generators = metrics("07-generative-jungle")
for world in ("shapes", "things"):
    expect(f"neighbours/{world}", generators[f"neighbours/{world}/same-concept"]["value"], 0.8)
expect("pictures/shapes/children-named", generators["pictures/shapes/children-named"]["value"], 0.2)

words = metrics("08-zero-shot")  # of 6 held-out shapes; 20 real things are too few to learn words from
for expert in ("ridge", "gaussian-ridge", "pictures", "weights-and-drawings"):
    name = f"zero-shot-shapes-20/{expert}/held-out"
    expect(name, words[name]["value"], 2 * words[name]["chance"])

things = metrics("15-thousand-things")  # 20 of them: names that were met are read, others cannot be learnt from so few
for expert in ("weights", "weights-csls", "weights-two-way-csls", "pictures", "weights-and-drawings"):
    expect(f"15: {expert}", things[f"zero-shot-real-20/{expert}/seen"]["value"], 0.8)
expect("15: absent things", things["absence/auc"]["value"], 0.8)

concepts = metrics("16-thousand-concepts")  # of 5 and 8 held-out concepts, whose words were met
for expert in ("ridge-all-layers", "gaussian-ridge"):
    for size in (20, 30):
        name = f"zero-shot-shapes-{size}/{expert}/held-out"
        expect(f"16: {name}", concepts[name]["value"], 2 * concepts[name]["chance"])
for name, least in (
    ("zero-shot-shapes-30/gaussian-ridge-csls-calibrated/held-out-among-all", 0.2),
    ("unseen-colour/ridge-all-layers-calibrated/colour-named", 0.3),
):
    expect(f"16: {name}", concepts[name]["value"], least)

neighbours = metrics("09-neighbours")
for world in ("shapes-20", "real-20"):
    name = f"retrieval/{world}/residuals/held-out/nearest"
    expect(name, neighbours[name]["value"], 0.8)

own = metrics("14-your-own-models")
expect("own-models/trees/found", own["own-models/trees/found"]["value"], 2)
expect("own-models/router/accuracy", own["own-models/router/accuracy"]["value"], 1)
for tree in ("tree-0", "tree-1"):
    name = f"own-models/{tree}/multi-kernel-ridge/accuracy"
    expect(name, own[name]["value"], 0.7)

for notebook, name, least in (
    ("10-probegen-inr", "inr-digits/probegen/accuracy", 0.3),
    ("11-probegen-accuracy", "cnn-accuracy/probegen/kendall-tau", 0.15),
    ("12-probegen-scale", "inr-3d/probegen/accuracy", 0.2),  # of 60 networks; guessing has 1 in 12
    ("12-probegen-scale", "mixed-accuracy/probegen/kendall-tau", 0.3),
):
    expect(name, metrics(notebook)[name]["value"], least)
for zoo, metric in (("inr-digits", "accuracy"), ("inr-3d", "accuracy")):  # generated probes ahead of free ones
    found = metrics("10-probegen-inr" if zoo == "inr-digits" else "12-probegen-scale")
    free = found[f"{zoo}/vanilla/{metric}"]["value"]
    expect(f"{zoo}: ProbeGen against vanilla", found[f"{zoo}/probegen/{metric}"]["value"], free)

sys.exit(failed > 0)
