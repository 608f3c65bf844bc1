"""The peer of the library's training of ProbeGen: plain PyTorch, one network at a time in every step.

    python bench/train_probegen.py --kind cnn --steps 20

The same generator, networks and MLP; `torch.optim.Adam` under a cosine; the responses of all networks are stacked, as
in the method's public code. Two numbers of threads: `threads-one` and `threads-two`. The result goes to standard
output as JSON, in steps per minute.
"""

import argparse
import json
import time

import torch
from peers import add_options, rate, version
from torch import nn
from torch.nn import functional

LATENT = 32
HIDDEN = 256


class Siren(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 32), nn.Linear(32, 32), nn.Linear(32, 1)])

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.sin(30 * layer(x))
        return self.layers[-1](x) + 0.5


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(i, 16, 3, 2, 1) for i in (3, 16, 16)])
        self.classifier = nn.Linear(16, 10)

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return self.classifier(x.mean((2, 3)))


class ProbeGen(nn.Module):
    def __init__(self, probes: int, pictures: bool, responses: int, outputs: int):
        super().__init__()
        self.pictures = pictures
        if pictures:
            self.latent = nn.Parameter(torch.randn(probes, LATENT, 1, 1))
            sizes = [(LATENT, 64, 4, 1, 0), (64, 32, 4, 2, 1), (32, 32, 3, 1, 1), (32, 16, 4, 2, 1), (16, 3, 3, 1, 1)]
            self.generator = nn.Sequential(*[nn.ConvTranspose2d(*size) for size in sizes], nn.Tanh())
        else:
            self.latent = nn.Parameter(torch.randn(probes, LATENT))
            self.generator = nn.Sequential(nn.Linear(LATENT, LATENT), nn.Linear(LATENT, 2))
        layers = [nn.Linear(probes * responses, HIDDEN), nn.ReLU()]
        for _ in range(4):
            layers += [nn.Linear(HIDDEN, HIDDEN), nn.ReLU()]
        self.mlp = nn.Sequential(*layers, nn.Linear(HIDDEN, outputs))

    def forward(self, networks):
        probes = self.generator(self.latent)
        responses = torch.stack([network(probes) for network in networks])
        return self.mlp(responses.flatten(1))


def train(options: argparse.Namespace, threads: int) -> dict:
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    pictures = options.kind == "cnn"
    networks = [ConvNet() if pictures else Siren() for _ in range(options.networks)]
    found = sum(parameter.numel() for parameter in networks[0].parameters())
    if options.parameters and found != options.parameters:
        raise SystemExit(f"expected the library's network of {options.parameters} parameters, found {found}")
    for network in networks:
        network.requires_grad_(False)
    method = ProbeGen(options.probes, pictures, 10 if pictures else 1, 1 if pictures else 10)
    wanted = torch.rand(options.networks, 1) if pictures else torch.arange(options.networks) % 10
    optimizer = torch.optim.Adam(method.parameters(), lr=options.rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=options.steps)
    warm_up = max(1, options.steps // 10)
    for step in range(options.steps):
        if step == warm_up:
            start = time.perf_counter()
        outputs = method(networks)
        loss = functional.mse_loss(outputs, wanted) if pictures else functional.cross_entropy(outputs, wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        loss.item()
    return rate(options.steps - warm_up, time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description="ProbeGen in plain PyTorch, one network at a time.")
    parser.add_argument("--kind", choices=["siren", "cnn"], default="siren")
    parser.add_argument("--threads", type=int, choices=[1, 2], help="only with so many; default both")
    add_options(parser, {"parameters": 0, "networks": 32, "probes": 64, "steps": 50, "rate": 3e-4})
    options = parser.parse_args()
    results = {"peer": version()}
    for name, threads in {"threads-one": 1, "threads-two": 2}.items():
        if options.threads in (None, threads):
            results[name] = train(options, threads)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
