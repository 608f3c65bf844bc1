"""Writes the ProbeX outputs and gradients that the Java tests compare with.

Needs `pip install torch`, and to run only when the golden file is to change:

    bench/.venv/bin/python src/test/golden/probex.py
"""

import torch
from golden import write
from torch import nn
from torch.nn import functional as F

MODELS, ROWS, COLS, RANK = 5, 6, 7, 2
PROBES, PROJECTIONS, REPRESENTATION, LABELS, WIDTH, TEXTS = 4, 3, 8, 3, 5, 4
SCALE = 10.0
BATCH = [3, 0, 4]


class ProbeX(nn.Module):
    def __init__(self, relu):
        super().__init__()
        self.relu = relu
        self.probes = nn.Linear(PROBES, COLS, bias=False)
        self.shared_probe_proj = nn.Linear(ROWS, PROJECTIONS, bias=False)
        self.per_probe_encoders = nn.Linear(PROBES * PROJECTIONS, REPRESENTATION)

    def forward(self, x):
        response = self.shared_probe_proj(torch.einsum("brc,cp->bpr", x, self.probes.weight))
        if self.relu:
            response = response.relu()
        return self.per_probe_encoders(response.flatten(1))


class Classifier(ProbeX):
    def __init__(self, relu):
        super().__init__(relu)
        self.classification_head = nn.Linear(REPRESENTATION, LABELS)

    def outputs(self, x, labels, texts, text_of):
        logits = self.classification_head(self(x))
        return logits, F.binary_cross_entropy_with_logits(logits[BATCH], labels[BATCH])


class Aligned(ProbeX):
    def __init__(self, relu):
        super().__init__(relu)
        self.regression_head = nn.Linear(WIDTH, REPRESENTATION)

    def outputs(self, x, labels, texts, text_of):
        words = F.normalize(self.regression_head(texts), dim=1)
        cosines = F.normalize(self(x), dim=1) @ words.T
        return words, F.cross_entropy(SCALE * cosines[BATCH], text_of[BATCH])


def numbers(tensor):
    return [round(v, 8) for v in tensor.detach().flatten().tolist()]


def case(name, net, x, labels, texts, text_of):
    outputs, loss = net.outputs(x, labels, texts, text_of)
    loss.backward()
    return {
        "name": name,
        "relu": net.relu,
        "parameters": {k: numbers(v) for k, v in net.named_parameters()},
        "gradients": {k: numbers(v.grad) for k, v in net.named_parameters()},
        "representations": numbers(net(x)),
        "outputs": numbers(outputs),
        "loss": loss.item(),
    }


torch.manual_seed(1)
up, down = torch.randn(MODELS, ROWS, RANK), torch.randn(MODELS, RANK, COLS)
dense = torch.randn(MODELS, ROWS, COLS)
labels = (torch.rand(MODELS, LABELS) < 0.5).float()
texts = F.normalize(torch.randn(TEXTS, WIDTH), dim=1)
text_of = torch.tensor([2, 0, 3, 1, 0])

cases = []
for input_name, x in [("dense", dense), ("factored", up @ down)]:
    for relu in [True, False]:
        for kind in [Classifier, Aligned]:
            torch.manual_seed(len(cases))
            name = f"{input_name} {kind.__name__} {'relu' if relu else 'linear'}"
            cases.append(case(name, kind(relu), x, labels, texts, text_of))

write(
    "probex",
    {
        "rows": ROWS,
        "cols": COLS,
        "rank": RANK,
        "models": MODELS,
        "probes": PROBES,
        "projections": PROJECTIONS,
        "representation": REPRESENTATION,
        "scale": SCALE,
        "batch": BATCH,
        "up": numbers(up),
        "down": numbers(down),
        "dense": numbers(dense),
        "labels": numbers(labels),
        "texts": numbers(texts),
        "textOf": text_of.tolist(),
        "torch": torch.__version__,
        "cases": cases,
    },
)
