#!/usr/bin/env python3
"""Holds the quick quickstart to its promises: the expert names held-out concepts, and the pictures can be recognised."""

import json
import sys

metrics = {metric["name"]: metric for metric in json.load(open(sys.argv[1]))["metrics"]}
failed = 0


def at_least(name, least):
    global failed
    value = metrics[name]["value"]
    print(f"{name}: {value:.3f}, expected at least {least:.3f}")
    failed += value < least


for method in ("ridge-all-layers", "ridge-best-layer", "probex", "probex-scaled"):
    name = f"zero-shot/{method}/held-out"
    at_least(name, 3 * metrics[name]["chance"])
at_least("pictures/children/named", 0.7)
at_least("neighbours/residual-cosine/same-concept", 0.8)
sys.exit(failed > 0)
