"""What one layer of many models at a hub costs, in bytes and requests, and what is left of downloads that are killed.

    python3 bench/hub.py            # 200 models, 50 kills; writes bench/results/hub.json
    python3 bench/hub.py --quick    # does it run? 5 models, 3 kills; writes target/hub-quick.json

The hub is nginx on this machine, which answers as the public one does: a redirect with what the file is, then ranges of
the file. All models are one file of a ViT-B's size and names, of random numbers; its layer is a square of 768. Needs
the built library, nginx, and 700 MB of disk. No time is measured.
"""

import argparse
import hashlib
import json
import random
import statistics
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src" / "it" / "kernel"))

from hub_case import Nginx  # noqa: E402 (its folder comes first)
from standalone import JavaProgram, write_results  # noqa: E402

SEED, ROUNDS = 1, 3
WIDTH, BLOCKS = 768, 12
LAYER = "vit.encoder.layer.7.attention.output.dense"
COMMIT = "a" * 40
FARTHER = 8  # megabytes from one kill to the next, at most
SLOW = "6m"  # bytes a second of what is downloaded: 50 kills come before its end


def shapes():
    """The tensors of a ViT-B for pictures of 224 x 224."""
    yield "vit.embeddings.patch_embeddings.projection.weight", [WIDTH, 3, 16, 16]
    yield "vit.embeddings.position_embeddings", [1, 197, WIDTH]
    for block in range(BLOCKS):
        stem = f"vit.encoder.layer.{block}"
        square = [f"attention.attention.{kind}" for kind in ("query", "key", "value")] + ["attention.output.dense"]
        for name, shape in [(part, [WIDTH, WIDTH]) for part in square] + [
            ("intermediate.dense", [4 * WIDTH, WIDTH]),
            ("output.dense", [WIDTH, 4 * WIDTH]),
        ]:
            yield f"{stem}.{name}.weight", shape
            yield f"{stem}.{name}.bias", shape[:1]
        for norm in ("layernorm_before", "layernorm_after"):
            yield f"{stem}.{norm}.weight", [WIDTH]
            yield f"{stem}.{norm}.bias", [WIDTH]


def write_model(file):
    """Writes the file; its size and its SHA-256."""
    header, end, digest = {}, 0, hashlib.sha256()
    for name, shape in sorted(shapes()):
        size = 4
        for length in shape:
            size *= length
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    chance = random.Random(SEED)
    with open(file, "wb") as out:
        for part in (struct.pack("<Q", len(text)), text):
            out.write(part)
            digest.update(part)
        for start in range(0, end, 1 << 20):
            part = chance.randbytes(min(1 << 20, end - start))
            out.write(part)
            digest.update(part)
    return file.stat().st_size, digest.hexdigest()


def routes(size, sha):
    """What nginx answers beside the file itself: the hub's redirect, and the same to a slow copy."""
    said = f'add_header X-Repo-Commit {COMMIT} always; add_header X-Linked-Size {size} always; ' + (
        f"add_header X-Linked-Etag '\"{sha}\"' always;"
    )
    return f"""
        location ~ ^/someone/model_[0-9]+/resolve/main/ {{ {said} return 302 /blobs/model?signature=x; }}
        location ~ ^/someone/model_[0-9]+/resolve/{COMMIT}/ {{ {said} return 302 /slow/blobs/model?signature=x; }}
        location /slow/ {{ limit_rate {SLOW}; rewrite ^/slow(/.*) $1 break; }}"""


def layers(client, nginx, folder, models, size):
    """Of each round: the share of the files' bytes that was sent, and requests for each model."""
    shares, requests = [], []
    for i in range(ROUNDS):
        nginx.asked()
        numbers = client.run("layers", nginx.address.removesuffix("/blobs/"), folder / f"round{i}", models, LAYER)
        if int(numbers) != models * WIDTH * WIDTH:
            raise SystemExit(f"expected {models} layers, found {numbers} numbers")
        time.sleep(0.5)  # the last line of the log
        asked = nginx.asked()
        shares.append(sum(int(line.split()[1]) for line in asked) / (models * size))
        requests.append(len(asked) / models)
    return shares, requests


def killed(client, nginx, folder, kills, sha):
    """How many megabytes were there at each kill of one download, which must end with the very bytes."""
    chance, there = random.Random(SEED), [0]
    arguments = ("download", nginx.address.removesuffix("/blobs/"), folder / "killed")
    while len(there) <= kills:
        at = client.kill_at(there[-1] + chance.randrange(1, FARTHER), *arguments)
        if at is None:
            raise SystemExit(f"expected {kills} kills before the end of the download, found {len(there) - 1}")
        there.append(at)
    found = hashlib.sha256(Path(client.run(*arguments)).read_bytes()).hexdigest()
    if found != sha:
        raise SystemExit(f"expected a file of SHA-256 {sha}, found {found}")
    return there[1:]


def metric(name, values, unit, digits):
    numbers = {"value": statistics.median(values), "min": min(values), "max": max(values)}
    rounded = {key: round(number, digits) for key, number in numbers.items()}
    return {"name": f"hub/{name}", **rounded, "unit": unit, "n": len(values), "rounds": len(values)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="5 models, 3 kills; writes into target")
    options = parser.parse_args()
    models, kills = (5, 3) if options.quick else (200, 50)
    client = JavaProgram("HubClient")
    with tempfile.TemporaryDirectory(prefix="hub") as work:
        folder = Path(work)
        (folder / "blobs").mkdir()
        size, sha = write_model(folder / "blobs" / "model")
        nginx = Nginx(folder, routes(size, sha))
        try:
            shares, requests = layers(client, nginx, folder, models, size)
            there = killed(client, nginx, folder, kills, sha)
            client.run("record", folder, models, kills)
        finally:
            nginx.stop()
        record = json.loads((folder / "record.json").read_text(encoding="utf-8"))["run"]
    metrics = [
        metric("one-layer/share-of-bytes", shares, "share", 5),
        metric("one-layer/requests-per-model", requests, "requests", 3),
        metric("killed-download/megabytes-there-at-a-kill", there, "MB", 0),
    ]
    write_results("hub", options.quick, record, metrics)


if __name__ == "__main__":
    main()
