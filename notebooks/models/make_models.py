"""Makes the 40 small networks that notebook 14 reads, as any Python script might leave them in a folder.

Two networks of one architecture learn all ten handwritten digits, each from a start of its own: the ancestors. From
each, 20 children are fine-tuned on five of the ten digits. The files' names tell nothing; models.csv says what is known
of each.
The digits are scikit-learn's (E. Alpaydin and C. Kaynak, UCI, CC BY 4.0).

In a virtual environment of its own: pip install torch scikit-learn safetensors; python make_models.py
The files are committed: this script runs again only where they are meant to change.
"""

import csv
import hashlib
import pathlib

import torch
from safetensors.torch import save_file
from sklearn.datasets import load_digits

FOLDER = pathlib.Path(__file__).parent
TREES, CHILDREN, DIGITS, KNOWN = 2, 20, 10, 5
TRAINING_PICTURES = 1400  # of 1,797; the others test
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def pictures():
    """Pixels from -.5 to .5 [1797, 64] and their digits [1797], in a fixed random order."""
    digits = load_digits()
    order = torch.randperm(len(digits.target), generator=torch.Generator().manual_seed(0))
    return torch.tensor(digits.data / 16 - 0.5, dtype=torch.float32)[order], torch.tensor(digits.target)[order]


def network(seed):
    torch.manual_seed(seed)
    return torch.nn.Sequential(
        torch.nn.Linear(64, 96), torch.nn.ReLU(), torch.nn.Linear(96, 64), torch.nn.ReLU(), torch.nn.Linear(64, DIGITS)
    )


def train(net, x, y, steps, rate, seed):
    adam = torch.optim.Adam(net.parameters(), lr=rate)
    draws = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        batch = torch.randint(len(x), (32,), generator=draws)
        adam.zero_grad()
        torch.nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
        adam.step()
    return net


def child(ancestor, x, y, seed):
    """A network fine-tuned on five digits, and what is known of it."""
    draws = torch.Generator().manual_seed(seed)
    known = sorted(torch.randperm(DIGITS, generator=draws)[:KNOWN].tolist())
    rate = 1e-3 * float(torch.empty(1).uniform_(0.7, 1.4, generator=draws))
    steps = int(torch.randint(60, 141, (1,), generator=draws))
    net = network(0)
    net.load_state_dict(ancestor.state_dict())
    own = torch.isin(y, torch.tensor(known))
    train_set = own.clone()
    train_set[TRAINING_PICTURES:] = False
    train(net, x[train_set], y[train_set], steps, rate, seed)
    own[:TRAINING_PICTURES] = False
    with torch.no_grad():
        accuracy = (net(x[own]).argmax(1) == y[own]).float().mean().item()
    return net, {
        "classes": ";".join(WORDS[digit] for digit in known),
        "learning_rate": f"{rate:.6f}",
        "steps": steps,
        "test_accuracy": f"{accuracy:.4f}",
    }


def tensors(net):
    """The layers under names of this script's own."""
    layers = {"input_projection": net[0], "mixing": net[2], "readout": net[4]}
    return {
        f"{name}.{part}": getattr(layer, part).detach() for name, layer in layers.items() for part in ("weight", "bias")
    }


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    x, y = pictures()
    rows = []
    for tree in range(TREES):
        ancestor = train(network(100 + tree), x[:TRAINING_PICTURES], y[:TRAINING_PICTURES], 400, 1e-3, tree)
        for number in range(CHILDREN):
            net, known = child(ancestor, x, y, 1000 * tree + number)
            name = hashlib.sha256(f"{tree}/{number}".encode()).hexdigest()[:8] + ".safetensors"
            save_file(tensors(net), FOLDER / name)
            rows.append({"file": name, **known, "ancestor": "AB"[tree]})
    rows.sort(key=lambda row: row["file"])
    with open(FOLDER / "models.csv", "w", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
