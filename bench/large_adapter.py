"""A LoRA of 1.6 GB, of the shapes of a language model of 70 billion parameters, compared with ten others.

    python3 bench/large_adapter.py            # 3 rounds; writes bench/results/large-adapter.json
    python3 bench/large_adapter.py --quick    # does it run? 2 of 80 blocks; writes target/large-adapter-quick.json

Random factors in bfloat16 of the seven matrices of each of 80 blocks: the large one of rank 62, the ten others of rank
16, 372 MB each. A new process in each round, with a heap of 40 MB, opens all of them, reads every factor and takes the
inner products with the ten others. Its memory beside the mapped files is what Linux calls anonymous: the most that it
grows by, once the engine runs. Needs the built library, Linux and 5.4 GB in the temporary folder.
"""

import argparse
import json
import random
import statistics
import struct
import tempfile
from pathlib import Path

from standalone import JavaProgram, write_results

BLOCKS, RANK, OTHERS, OTHER_RANK, ROUNDS = 80, 62, 10, 16, 3
WIDTH, GROUPED, HIDDEN = 8192, 1024, 28672
SHAPES = {  # out, in
    "self_attn.q_proj": (WIDTH, WIDTH),
    "self_attn.k_proj": (GROUPED, WIDTH),
    "self_attn.v_proj": (GROUPED, WIDTH),
    "self_attn.o_proj": (WIDTH, WIDTH),
    "mlp.gate_proj": (HIDDEN, WIDTH),
    "mlp.up_proj": (HIDDEN, WIDTH),
    "mlp.down_proj": (WIDTH, HIDDEN),
}
SIGNS = bytes(0xBC if byte & 1 else 0x3C for byte in range(256))  # of a number of about a hundredth


def write_adapter(folder, blocks, rank, seed):
    """As PEFT writes it; the scale is 2."""
    header, sizes, at = {}, [], 0
    for block in range(blocks):
        for name, (rows, cols) in SHAPES.items():
            for factor, shape in (("lora_A", (rank, cols)), ("lora_B", (rows, rank))):
                size = 2 * shape[0] * shape[1]
                name_of = f"base_model.model.model.layers.{block}.{name}.{factor}.weight"
                header[name_of] = {"dtype": "BF16", "shape": shape, "data_offsets": [at, at + size]}
                sizes.append(size)
                at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    chance = random.Random(seed)
    folder.mkdir()
    (folder / "adapter_config.json").write_text(json.dumps({"r": rank, "lora_alpha": 2 * rank}), encoding="utf-8")
    file = folder / "adapter_model.safetensors"
    with open(file, "wb") as opened:
        opened.write(struct.pack("<Q", len(text)) + text)
        for size in sizes:
            numbers = bytearray(size)
            numbers[0::2] = chance.randbytes(size // 2)
            numbers[1::2] = chance.randbytes(size // 2).translate(SIGNS)
            opened.write(numbers)
    return file


def metric(name, values, unit):
    spread = {"value": statistics.median(values), "min": min(values), "max": max(values)}
    return {"name": f"large-adapter/{name}", **spread, "unit": unit, "n": OTHERS, "rounds": len(values)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="2 of 80 blocks; writes into target")
    options = parser.parse_args()
    blocks = 2 if options.quick else BLOCKS
    program = JavaProgram("LargeAdapter", "-Xmx40m")
    with tempfile.TemporaryDirectory(prefix="large-adapter") as work:
        folder = Path(work)
        small = write_adapter(folder / "small", 1, 1, 0)
        large = write_adapter(folder / "large", blocks, RANK, 1)
        others = [write_adapter(folder / f"other-{i}", blocks, OTHER_RANK, 2 + i) for i in range(OTHERS)]
        rounds = [json.loads(program.run("compare", large, small, *others)) for _ in range(ROUNDS)]
        program.run("record", folder / "record.json", ROUNDS)
        record = json.loads((folder / "record.json").read_text(encoding="utf-8"))["run"]
        size = large.stat().st_size * 1e-9
    metrics = [
        metric("size", [size] * ROUNDS, "GB"),
        metric("seconds", [one["seconds"] for one in rounds], "seconds"),
        metric("memory", [one["megabytes"] for one in rounds], "MB beside the mapped files"),
        metric("largest-cosine", [max(map(abs, one["cosines"])) for one in rounds], "cosine of random adapters"),
    ]
    write_results("large-adapter", options.quick, record, metrics)


if __name__ == "__main__":
    main()
