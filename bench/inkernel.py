"""What benchmarks of a real kernel share: the record of the run and the form of a number."""

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src" / "it" / "kernel"))

from kernel_case import Kernel  # noqa: E402 (its folder comes first)


def record(kernel: Kernel, name: str, seed: int, **settings: float) -> dict:
    """The library's record of the run."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record.json"
        told = "".join(f'.with("{key.replace("_", " ")}", {value})' for key, value in settings.items())
        reply = kernel.run(
            f'Run run = Run.start("{name}", {seed}){told};\nResults.of(run).write(Path.of("{file.as_posix()}"));'
        )
        if reply.status != "ok":
            raise SystemExit(reply.error)
        return json.loads(file.read_text(encoding="utf-8"))["run"]


def metric(name: str, value: float, seconds: list[float]) -> dict:
    """A number of the result's file, with what it is of."""
    numbers = {"value": value, "min": min(seconds), "max": max(seconds)}
    rounded = {key: round(number, 3) for key, number in numbers.items()}
    return {"name": name, **rounded, "unit": "seconds", "n": len(seconds), "rounds": len(seconds)}
