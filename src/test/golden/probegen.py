"""Golden numbers of ProbeGen: an independent PyTorch ProbeGen reads independent SIRENs and convolutional networks.

    bench/.venv/bin/python src/test/golden/probegen.py

Writes `src/test/resources/golden/probegen-{points,pictures}.safetensors`: networks, the method's start, probes,
responses, the outputs, the gradient of the loss, and ten losses of training with Adam under a cosine.
"""

import math

import torch
from golden import FOLDER
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

STEPS = 10
LATENT = 8
HIDDEN = 16
RATE = 3e-4


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


class Generator(nn.Module):
    """Two linear layers for points; transposed convolutions, one of them extra, for 16x16 pictures."""

    def __init__(self, pictures: bool):
        super().__init__()
        if pictures:
            layers = [
                nn.ConvTranspose2d(LATENT, 16, 4, 1, 0),
                nn.ConvTranspose2d(16, 8, 4, 2, 1),
                nn.ConvTranspose2d(8, 8, 3, 1, 1),
                nn.ConvTranspose2d(8, 4, 4, 2, 1),
                nn.ConvTranspose2d(4, 3, 3, 1, 1),
            ]
        else:
            layers = [nn.Linear(LATENT, LATENT), nn.Linear(LATENT, 2)]
        self.generator = nn.ModuleList(layers)
        self.pictures = pictures

    def forward(self, z):
        if self.pictures:
            z = z[:, :, None, None]
        for layer in self.generator:
            z = layer(z)
        return torch.tanh(z) if self.pictures else z


class ProbeGen(nn.Module):
    def __init__(self, probes: int, pictures: bool, responses: int, outputs: int):
        super().__init__()
        self.latent = nn.Parameter(torch.randn(probes, LATENT))
        self.made = Generator(pictures)
        widths = [probes * responses] + 5 * [HIDDEN] + [outputs]
        self.mlp = nn.ModuleList([nn.Linear(i, o) for i, o in zip(widths[:-1], widths[1:])])

    def forward(self, networks):
        probes = self.made(self.latent)
        responses = torch.stack([network(probes) for network in networks])
        e = responses.flatten(1)
        for layer in self.mlp[:-1]:
            e = torch.relu(layer(e))
        return probes, responses, self.mlp[-1](e)

    def named(self):
        return {name.replace("made.", ""): value for name, value in self.named_parameters()}


def write(name: str, networks: list[nn.Module], method: ProbeGen, wanted: torch.Tensor) -> None:
    tensors = {}
    for key in networks[0].state_dict():
        tensors["network." + key] = torch.stack([network.state_dict()[key] for network in networks])
    tensors |= {"start." + key: value.detach().clone() for key, value in method.named().items()}
    for network in networks:
        network.requires_grad_(False)
    scores = wanted.is_floating_point()

    def loss(outputs):
        return functional.mse_loss(outputs[:, 0], wanted) if scores else functional.cross_entropy(outputs, wanted)

    probes, responses, outputs = method(networks)
    loss(outputs).backward()
    tensors |= {"wanted": wanted, "probes": probes, "responses": responses, "outputs": outputs}
    tensors |= {"gradient." + key: value.grad.clone() for key, value in method.named().items()}
    optimizer = torch.optim.Adam(method.parameters(), lr=RATE)
    losses = []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * 0.5 * (1 + math.cos(math.pi * step / STEPS))
        optimizer.zero_grad()
        value = loss(method(networks)[2])
        value.backward()
        optimizer.step()
        losses.append(value.item())
    tensors["losses"] = torch.tensor(losses)
    small = {key: value.detach().contiguous() for key, value in tensors.items()}
    save_file(small, FOLDER / f"probegen-{name}.safetensors")


def main() -> None:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    sirens = [Siren() for _ in range(5)]
    for siren in sirens:
        for number, layer in enumerate(siren.layers):
            bound = 0.5 if number == 0 else math.sqrt(6 / 32) / 30
            nn.init.uniform_(layer.weight, -bound, bound)
            nn.init.uniform_(layer.bias, -bound, bound)
    write("points", sirens, ProbeGen(6, False, 1, 3), torch.tensor([0, 2, 1, 1, 0]))
    convolutional = [ConvNet() for _ in range(5)]
    write("pictures", convolutional, ProbeGen(6, True, 10, 1), torch.rand(5))


if __name__ == "__main__":
    main()
