"""How many operations a training step takes in plain PyTorch: what a GPU, which starts them one by one, feels.

    bench/.venv/bin/python src/test/golden/operations.py

A step takes its batch out of all matrices, computes the loss and its gradients, and updates the parameters with Adam in
the form that PyTorch takes on a GPU (`foreach`). Counted are the innermost operations of PyTorch's profiler that
compute or copy; views and allocations are not. An operation on lists of tensors is one. `Operations.java` counts the
library's in the same way.
"""

import json
import tempfile
from pathlib import Path

import golden
import torch
import torch.nn.functional as F
from metanetworks import MVPROBE, PROBEX, mvprobe
from torch.autograd import profiler_legacy

MODELS, ROWS, COLS, LABELS, STEPS = 12, 5, 7, 3, 4
FREE = {
    "alias", "as_strided", "chunk", "contiguous", "detach", "detach_", "empty", "empty_like", "empty_strided", "expand",
    "expand_as", "flatten", "is_nonzero", "item", "lift_fresh", "linear", "movedim", "narrow", "numpy_T", "permute",
    "requires_grad_", "reshape", "resolve_conj", "resolve_neg", "select", "set_", "size", "slice", "split",
    "split_with_sizes", "squeeze", "swapaxes", "t", "to", "transpose", "type_as", "unbind", "unflatten", "unsqueeze",
    "view", "view_as", "_reshape_alias", "_unsafe_view", "result_type", "zeros_like",
}  # fmt: skip
WHOLE = ("_foreach_", "_fused_")  # operations on lists


def probex(p, x):
    """As the public code has it: linear layers, one of them on transposed responses."""
    z = F.linear((x @ p["probes.weight"]).transpose(1, 2), p["shared_probe_proj.weight"])
    return F.linear(z.relu().flatten(1), p["per_probe_encoders.weight"], p["per_probe_encoders.bias"])


def mvprobe_layers(p, x):
    """The same with the operations that one would write: `torch.std`, linear layers, one product after the other."""

    def view(response, projection):
        y = (response - response.mean((1, 2), keepdim=True)) / (response.std((1, 2), keepdim=True) + 1e-8)
        return F.linear(y.transpose(1, 2), p[f"shared_probe_proj_{projection}.weight"]).relu().flatten(1)

    t = x.transpose(1, 2)
    views = [
        view(x @ p["probes_xu.weight"], "row"),
        view(x @ (t @ p["probes_xxtu.weight"]), "row2"),
        view(t @ p["probes_xtu.weight"], "col"),
        view(t @ (x @ p["probes_xtxu.weight"]), "col2"),
    ]
    return F.linear(torch.cat(views, 1), p["concat_all4_encoder.weight"], p["concat_all4_encoder.bias"])


def counted(trace: list) -> int:
    """The innermost operations that compute, of the profiler's trace."""
    events = [
        (event["ts"], event["ts"] + event["dur"], event["name"].removeprefix("aten::"))
        for event in trace
        if event.get("ph") == "X" and event["name"].startswith("aten::")
    ]
    events = sorted((one for one in events if one[2] not in FREE), key=lambda one: (one[0], -one[1]))
    count, inside = 0, -1.0
    for index, (start, end, name) in enumerate(events):
        if start < inside:
            continue  # a part of an operation on lists
        if name.startswith(WHOLE):
            count, inside = count + 1, end
        elif index + 1 == len(events) or events[index + 1][0] >= end:
            count += 1
    return count


def step(network, shapes) -> int:
    shapes = shapes | {"classification_head.weight": (LABELS, 8), "classification_head.bias": (LABELS,)}
    parameters = {name: torch.randn(shape, requires_grad=True) for name, shape in shapes.items()}
    bank, labels = torch.randn(MODELS, ROWS, COLS), torch.zeros(MODELS, LABELS)
    optimiser = torch.optim.Adam(parameters.values(), lr=1e-3, weight_decay=1e-5, foreach=True)

    def steps(count):
        for _ in range(count):
            chosen = torch.randperm(MODELS)
            with profiler_legacy.profile() as profile:
                e = network(parameters, bank[chosen])
                logits = F.linear(e, parameters["classification_head.weight"], parameters["classification_head.bias"])
                loss = F.binary_cross_entropy_with_logits(logits, labels[chosen])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
            yield profile

    *_, last = steps(STEPS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trace.json"
        last.export_chrome_trace(str(file))
        return counted(json.loads(file.read_text()))


if __name__ == "__main__":
    x = golden.rounded(torch.randn(3, ROWS, COLS, dtype=torch.float64))
    start = {name: torch.randn(shape, dtype=torch.float64) for name, shape in MVPROBE.items()}
    assert torch.allclose(mvprobe(start, x), mvprobe_layers(start, x))
    golden.write(
        "operations",
        {
            "free": sorted(FREE),
            "whole": WHOLE,
            "probex": step(probex, PROBEX),
            "mvprobe": step(mvprobe_layers, MVPROBE),
        },
    )
