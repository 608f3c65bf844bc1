"""What reading other people's files shows: adapters' errors, mutated files, and a bank whose building is killed.

    python3 bench/files.py            # 50 kills; writes bench/results/files.json
    python3 bench/files.py --quick    # does it run? 3 kills; writes target/files-quick.json

Adapters are the golden ones in src/test/resources/golden, each with the change that its own package computed. The
mutated files are those of the test SafetensorsFuzzTest, which Maven runs. The bank is of one layer, a square of 768, of
60 models of random numbers. Needs the built library and 600 MB of disk. No time is measured.
"""

import argparse
import hashlib
import json
import random
import shutil
import statistics
import struct
import subprocess
import tempfile
from pathlib import Path

from standalone import ROOT, JavaProgram, write_results

SEED, MODELS, WIDTH, LAYER = 1, 60, 768, "attention.output.dense"
FUZZ = "SafetensorsFuzzTest"


def write_models(folder):
    chance = random.Random(SEED)
    header = {f"{LAYER}.weight": {"dtype": "F32", "shape": [WIDTH, WIDTH], "data_offsets": [0, 4 * WIDTH * WIDTH]}}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    for i in range(MODELS):
        numbers = chance.randbytes(2 * WIDTH * WIDTH)  # halves of floats that are all finite
        floats = b"".join(numbers[j : j + 2] + b"\0\x3c" for j in range(0, len(numbers), 2))
        (folder / f"model_{i:03}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + floats)


def sha256(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def killed(program, folder, kills):
    """How many models' blocks had been written at each kill; the bank must end with the very bytes."""
    models = folder / "models"
    models.mkdir()
    write_models(models)
    program.run("bank", models, folder / "whole.safetensors", LAYER)
    whole = sha256(folder / "whole.safetensors")
    chance, written, bank = random.Random(SEED), [], folder / "killed.safetensors"
    while len(written) < kills:
        at = program.kill_at(chance.randrange(1, MODELS), "bank", models, bank, LAYER)
        if at is None or bank.exists():  # it ended, and must be right; the next one is begun anew
            if sha256(bank) != whole:
                raise SystemExit("expected the bytes of a bank that was built at once, found others")
            bank.unlink()
        else:
            written.append(at)
    program.run("bank", models, bank, LAYER)
    if sha256(bank) != whole:
        raise SystemExit("expected the bytes of a bank that was built at once, found others")
    return written


def mutated():
    """How many of the fuzzer's files are read and refused."""
    maven = [shutil.which("mvn"), "-q", "-o", "surefire:test", f"-Dtest={FUZZ}"]
    subprocess.run(maven, cwd=ROOT, check=True)
    return json.loads((ROOT / "target" / "mutated-files.json").read_text(encoding="utf-8"))


def metric(name, value, unit, n):
    once = {"rounds": 1, "why": "the same in every run"}
    return {"name": name, "value": value, "min": value, "max": value, "unit": unit, "n": n, **once}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="3 kills; writes into target")
    options = parser.parse_args()
    kills = 3 if options.quick else 50
    program = JavaProgram("FilesOfOthers")
    errors = json.loads(program.run("adapters", ROOT / "src" / "test" / "resources" / "golden" / "adapters"))
    counts = mutated()
    files = sum(counts.values())
    with tempfile.TemporaryDirectory(prefix="files") as work:
        folder = Path(work)
        written = killed(program, folder, kills)
        program.run("record", folder, kills)
        record = json.loads((folder / "record.json").read_text(encoding="utf-8"))["run"]
    metrics = [metric(f"adapters/{name}/max-error", error, "relative", 1) for name, error in errors.items()]
    for what in ("refused", "read", "other"):
        metrics.append(metric(f"malformed/{what}", counts.get(what, 0), "files", files))
    spread = {"value": statistics.median(written), "min": min(written), "max": max(written)}
    at = {"name": "killed-bank/blocks-written-at-a-kill", "unit": "of 60 blocks", "n": kills, "rounds": kills}
    metrics.append({**at, **spread})
    write_results("files", options.quick, record, metrics)


if __name__ == "__main__":
    main()
