"""Golden numbers of the graph network: node by node, edge by edge, in double precision, from the papers' equations.

    bench/.venv/bin/python src/test/golden/graph_network.py

Writes `src/test/resources/golden/graph-network.safetensors`: two small networks, the graph network's parameters, what
it is given, and its outputs.
"""

import math

import torch
from golden import FOLDER
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

TARGET = FOLDER / "graph-network.safetensors"
SIZES = [2, 4, 3, 2]  # nodes of each layer
WIDTH, DEPTH, FREQUENCIES, OUTPUTS = 6, 3, 5, 3


def parameters() -> dict[str, torch.Tensor]:
    named = {}

    def linear(name: str, inputs: int, outputs: int) -> None:
        layer = nn.Linear(inputs, outputs)
        named[name + ".weight"], named[name + ".bias"] = layer.weight.detach(), layer.bias.detach()

    named["places"] = torch.randn(SIZES[0] + len(SIZES) - 2 + SIZES[-1], WIDTH)
    linear("edge_code", 2 * FREQUENCIES, WIDTH)
    linear("node_code", 2 * FREQUENCIES, WIDTH)
    linear("edge_in", WIDTH, WIDTH)
    linear("node_in", WIDTH, WIDTH)
    for step in range(DEPTH):
        linear(f"edges{step}", WIDTH, 2 * WIDTH)
        linear(f"pre{step}", 2 * WIDTH, WIDTH)
        linear(f"post{step}", 9 * WIDTH, WIDTH)
        linear(f"out{step}", WIDTH, WIDTH)
        if step < DEPTH - 1:
            named[f"norm{step}.weight"], named[f"norm{step}.bias"] = torch.rand(WIDTH) + 0.5, torch.randn(WIDTH)
            for name in ("update_edge", "update_source", "update_target", "update"):
                linear(f"{name}{step}", WIDTH, WIDTH)
    linear("read0", SIZES[-1] * WIDTH, WIDTH)
    linear("read1", WIDTH, WIDTH)
    linear("read2", WIDTH, OUTPUTS)
    return named


def read(network: list[tuple[torch.Tensor, torch.Tensor]], own: dict, given: dict) -> torch.Tensor:
    """One network, given as its layers' weights [out, in] and biases [out]."""

    def linear(name: str, x: torch.Tensor) -> torch.Tensor:
        return own[name + ".weight"] @ x + own[name + ".bias"]

    def code(value: torch.Tensor, frequencies: torch.Tensor) -> torch.Tensor:
        v = 2 * math.pi * value * frequencies
        return torch.cat([torch.cos(v), torch.sin(v)])

    first = [0]
    for size in SIZES:
        first.append(first[-1] + size)
    layer_of = [layer for layer, size in enumerate(SIZES) for _ in range(size)]
    nodes, edges = [], {}
    for node in range(first[-1]):
        layer = layer_of[node]
        value = torch.tensor(0.0, dtype=torch.float64)
        if layer > 0:
            mean, scale = given["standard"][layer - 1][2:]
            value = (network[layer - 1][1][node - first[layer]] - mean) * scale
        if layer == 0:
            place = node
        elif layer == len(SIZES) - 1:
            place = SIZES[0] + len(SIZES) - 2 + node - first[layer]
        else:
            place = SIZES[0] + layer - 1
        x = linear("node_in", linear("node_code", code(value, given["node"])))
        nodes.append(x + own["places"][place])
    for layer in range(1, len(SIZES)):
        mean, scale = given["standard"][layer - 1][:2]
        for source in range(first[layer - 1], first[layer]):
            for target in range(first[layer], first[layer + 1]):
                weight = (network[layer - 1][0][target - first[layer], source - first[layer - 1]] - mean) * scale
                edges[source, target] = linear("edge_in", linear("edge_code", code(weight, given["edge"])))
    degrees = [0 if layer == 0 else SIZES[layer - 1] for layer in layer_of]
    usual = sum(math.log(degree + 1) for degree in degrees) / len(degrees)
    for step in range(DEPTH):
        passed = []
        for node, x in enumerate(nodes):
            messages = []
            for (source, target), edge in edges.items():
                if target == node:
                    scale, shift = linear(f"edges{step}", edge).chunk(2)
                    messages.append(scale * linear(f"pre{step}", torch.cat([x, nodes[source]])) + shift)
            if messages:
                m = torch.stack(messages)
                mean = m.mean(0)
                deviation = ((m * m).mean(0) - mean * mean).clamp_min(1e-5).sqrt()
                deviation[deviation <= math.sqrt(1e-5)] = 0
                g = torch.cat([mean, m.amin(0), m.amax(0), deviation])
            else:
                g = torch.zeros(4 * WIDTH, dtype=torch.float64)
            amplified = g * math.log(degrees[node] + 1) / usual
            passed.append(linear(f"out{step}", linear(f"post{step}", torch.cat([x, g, amplified]))))
        nodes = passed
        if step < DEPTH - 1:
            all_nodes = torch.stack(nodes)
            all_nodes = all_nodes - all_nodes.mean()
            all_nodes = all_nodes / (all_nodes.std(unbiased=False) + 1e-5)
            all_nodes = functional.silu(all_nodes * own[f"norm{step}.weight"] + own[f"norm{step}.bias"])
            nodes = list(all_nodes)
            for (source, target), edge in edges.items():
                h = linear(f"update_edge{step}", edge)
                h = h + linear(f"update_source{step}", nodes[source]) + linear(f"update_target{step}", nodes[target])
                edges[source, target] = linear(f"update{step}", functional.silu(h))
    r = torch.cat(nodes[first[-2] :])
    return linear("read2", functional.relu(linear("read1", functional.relu(linear("read0", r)))))


def main() -> None:
    torch.manual_seed(1)
    own = parameters()
    networks = [[(torch.randn(o, i), torch.randn(o)) for i, o in zip(SIZES[:-1], SIZES[1:])] for _ in range(2)]
    given = {
        "edge": 3 * torch.randn(FREQUENCIES),
        "node": 3 * torch.randn(FREQUENCIES),
        "standard": torch.rand(len(SIZES) - 1, 4),
    }

    def double(values: dict) -> dict:
        return {name: value.double() for name, value in values.items()}

    outputs = [read([(w.double(), b.double()) for w, b in network], double(own), double(given)) for network in networks]
    rows = torch.stack([torch.cat([part.flatten() for layer in network for part in layer]) for network in networks])
    tensors = {"own." + name: value for name, value in own.items()}
    tensors["rows"] = rows
    tensors["given"] = torch.cat([given["edge"], given["node"], given["standard"].flatten()])
    tensors["outputs"] = torch.stack(outputs).float()
    save_file({name: value.contiguous() for name, value in tensors.items()}, TARGET)


if __name__ == "__main__":
    main()
