"""What the golden scripts share: numbers that a float32 holds exactly, and the JSON form the Java tests read."""

import json
from pathlib import Path

import torch

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "golden"


def rounded(values: torch.Tensor) -> torch.Tensor:
    """Float64 values of four decimals, rounded to the nearest float32: short in the file, the same on both sides."""
    decimals = torch.tensor([round(value, 4) for value in values.double().flatten().tolist()], dtype=torch.float64)
    return decimals.to(torch.float32).to(torch.float64).reshape(values.shape)


def flat(values: torch.Tensor) -> list[float]:
    """Row-major values, to nine significant digits."""
    return [float(f"{value:.9g}") for value in values.detach().to(torch.float32).flatten().tolist()]


def short(values: torch.Tensor) -> list[float]:
    """Row-major values made by `rounded`, with the four decimals that name them."""
    return [round(value, 4) for value in values.detach().flatten().tolist()]


def write(name: str, content: dict) -> None:
    """Writes one golden file."""
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")
