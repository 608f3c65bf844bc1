"""Writes the safetensors file that the reader's and writer's tests compare with, as hexadecimal text.

Needs `pip install torch numpy safetensors`, and to run only when the fixture is to change:

    bench/.venv/bin/python src/test/golden/safetensors_fixture.py

One remark alone, because the library writes several in no fixed order.
"""

import torch
from golden import FOLDER
from safetensors.torch import save

steps = torch.arange(6, dtype=torch.float64).reshape(2, 3) * 0.5 - 1

tensors = {
    "blocks.10.attn.q.weight": steps.to(torch.float32),
    "blocks.2.attn.q.weight": steps.to(torch.float32) + 10,
    'quote " backslash \\ line\n unit\x1f é \U0001f600': steps.to(torch.float32) + 20,
    "double": steps + 1e-9,
    "half": steps.to(torch.float16) + 2.0**-10,
    "brain": steps.to(torch.bfloat16) + 0.25,
    "count": torch.tensor(2**40 + 1),
    "bytes": torch.tensor([0, 127, 255], dtype=torch.uint8),
    "signed": torch.tensor([-128, 0, 127], dtype=torch.int8),
    "shorts": torch.tensor([-32768, 32767], dtype=torch.int16),
    "ints": torch.tensor([[-(2**31)], [2**31 - 1]], dtype=torch.int32),
    "mask": torch.tensor([True, False, True]),
    "empty": torch.zeros(0, 4),
    "scalar": torch.tensor(0.1),
}

hexadecimal = save(tensors, {"caption": "a 'red' \"striped\" triangle, é \U0001f600"}).hex()
lines = [hexadecimal[i : i + 120] for i in range(0, len(hexadecimal), 120)]
(FOLDER.parent / "org" / "modeljungle" / "weights" / "python.safetensors.hex").write_text("\n".join(lines) + "\n")
