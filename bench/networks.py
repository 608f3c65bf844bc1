"""The papers' networks in plain PyTorch, as the peers train them. They start from tensors by their names in files."""

import torch
from torch import nn
from torch.nn import functional


class ProbeX(nn.Module):
    def __init__(self, start: dict[str, torch.Tensor]):
        super().__init__()

        def linear(name: str, bias: bool = True) -> nn.Linear:
            outputs, inputs = start[f"{name}.weight"].shape
            return nn.Linear(inputs, outputs, bias=bias)

        self.probes = nn.Linear(*start["probes.weight"].shape[::-1], bias=False)  # only its weight U [cols, r_U]
        self.shared_probe_proj = linear("shared_probe_proj", bias=False)
        self.per_probe_encoders = linear("per_probe_encoders")
        self.classification_head = linear("classification_head")
        self.load_state_dict(start)

    def forward(self, x):
        """[models, rows, cols] to logits [models, labels]."""
        responses = self.shared_probe_proj((x @ self.probes.weight).transpose(1, 2))  # [models, r_U, r_V]
        return self.classification_head(self.per_probe_encoders(functional.relu(responses).flatten(1)))


def standardised(y: torch.Tensor) -> torch.Tensor:
    """Over all of a model's responses."""
    return (y - y.mean((1, 2), keepdim=True)) / (y.std((1, 2), keepdim=True) + 1e-8)


class MvProbe(nn.Module):
    """Four views of a matrix: X U, X X' W, X' V and X' X Z, each standardised, projected and passed through a ReLU."""

    VIEWS = {"xu": "row", "xxtu": "row2", "xtu": "col", "xtxu": "col2"}

    def __init__(self, start: dict[str, torch.Tensor]):
        super().__init__()
        self.weights = nn.ParameterDict({name.replace(".", "_"): value for name, value in start.items()})

    def view(self, y: torch.Tensor, name: str) -> torch.Tensor:
        projection = self.weights[f"shared_probe_proj_{name}_weight"]  # [projections, rows or cols]
        return functional.relu(standardised(y).transpose(1, 2) @ projection.T).flatten(1)

    def forward(self, x):
        """[models, rows, cols] to logits [models, labels]."""
        t = x.transpose(1, 2)
        probes = {name: self.weights[f"probes_{name}_weight"] for name in self.VIEWS}
        responses = {
            "xu": x @ probes["xu"],
            "xxtu": x @ (t @ probes["xxtu"]),
            "xtu": t @ probes["xtu"],
            "xtxu": t @ (x @ probes["xtxu"]),
        }
        views = torch.cat([self.view(responses[name], of) for name, of in self.VIEWS.items()], 1)
        encoder, head = "concat_all4_encoder", "classification_head"
        e = functional.linear(views, self.weights[f"{encoder}_weight"], self.weights[f"{encoder}_bias"])
        return functional.linear(e, self.weights[f"{head}_weight"], self.weights[f"{head}_bias"])


NETWORKS = {"probex": ProbeX, "mvprobe": MvProbe}
