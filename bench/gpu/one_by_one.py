"""The peer on a GPU of what the library does in stacks: plain PyTorch, eager, one network after the other.

    python one_by_one.py grow-lora --count 3 --steps 600
    python one_by_one.py probegen-siren --kind siren --networks 32 --steps 20

Models and pictures lie on the device. One model, or a tenth of ProbeGen's steps, is a warm-up and not counted. The
result goes to standard output as JSON, as that of the peers on a processor, whose code this is.
"""

import argparse
import importlib
import json
from dataclasses import fields

import torch
from peers import add_options, rate, version

GROWING = {"lora": "grow_lora", "siren": "grow_zoo", "cnn": "grow_zoo", "resnet": "grow_classifiers"}
GROWING["vit"] = GROWING["resnet"]
PROBING = {"parameters": 0, "networks": 32, "probes": 64, "steps": 50, "rate": 3e-4}


def grow(kind: str, arguments: list[str]) -> dict:
    """Grows some models of a kind, one after the other."""
    module = importlib.import_module(GROWING[kind])
    usual = {field.name: field.default for field in fields(module.Settings)}
    options = parse(usual | {"count": 3}, arguments)
    count = options.pop("count")
    return rate(count, module.grow_all(module.Settings(**options), 1, count, 1))


def probe(kind: str, arguments: list[str]) -> dict:
    """Trains ProbeGen; every step asks one network after the other."""
    module = importlib.import_module("train_probegen")
    options = parse(PROBING | {"kind": kind}, arguments)
    return module.train(argparse.Namespace(**options), 1)


def parse(usual: dict, arguments: list[str]) -> dict:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    add_options(parser, usual)
    known, _ = parser.parse_known_args(arguments)  # the library says more: how it stacks, for example
    return vars(known)


def main() -> None:
    parser = argparse.ArgumentParser(description="One network after the other in plain PyTorch.")
    parser.add_argument("program", help="grow-lora, -siren, -cnn, -resnet, -vit, probegen-siren or probegen-cnn")
    parser.add_argument("--device", choices=["gpu", "cpu"], default="gpu")
    options, arguments = parser.parse_known_args()
    if options.device == "gpu":  # not set_default_device, which every call of PyTorch would ask
        torch.set_default_tensor_type(torch.cuda.FloatTensor)
    torch.backends.cudnn.allow_tf32 = False
    work, kind = options.program.split("-")
    print(json.dumps({"peer": version(), "eager": {"grow": grow, "probegen": probe}[work](kind, arguments)}))


if __name__ == "__main__":
    main()
