"""What `check` runs on a device: each part's program and its settings, at full size and at its smallest."""

from dataclasses import dataclass, field, replace

TESTED = ("tensor", "metanetwork", "ridge", "nets", "probing", "expert", "align", "jungle")
LEFT_OUT = ("EngineSettingsTest",)  # it reads the project's files
STEPS, ONE_BY_ONE = "peer.py", "one_by_one.py"  # the peers


@dataclass(frozen=True)
class Part:
    """A program of the library and what it is told. `needs` must hold of what it says, `most` bounds it."""

    name: str
    program: str
    limit: int  # seconds
    full: dict
    smallest: dict
    per: str  # what the line says: milliseconds per step, seconds of all, memory, or what a program said
    peer: str = ""  # its program; none where there is none
    needs: dict = field(default_factory=dict)
    most: dict = field(default_factory=dict)
    variables: dict = field(default_factory=dict)  # of the environment
    beside: str = ""  # the part whose losses its own are compared with
    only_gpu: bool = False
    long: bool = False  # runs only when it is named

    def told(self, smallest: bool) -> dict:
        return self.smallest if smallest else self.full

    def for_peer(self, settings: dict, smallest: bool) -> list[str]:
        """The peer's program and what it is told; `settings` are the library's own."""
        if self.peer == ONE_BY_ONE:
            few = {"count": 1 if smallest else 3} if self.program.startswith("grow") else {"steps": 10}
            return [self.peer, self.program, *arguments(settings | few)]
        told = {key: value for key, value in self.told(smallest).items() if key != "trainings"}
        return [self.peer, *arguments(told)]

    def wrong(self, side: dict) -> str:
        """What does not hold; empty where all is well."""
        faults = [f"{key} is {side.get(key)}, not {need}" for key, need in self.needs.items() if side.get(key) != need]
        faults += [f"{key} is {side[key]:.1f}, above {bound}" for key, bound in self.most.items() if side[key] > bound]
        return ", ".join(faults)


def arguments(settings: dict) -> list[str]:
    return [f"--{key}={value}" for key, value in settings.items()]


SMALL = {"models": 16, "rows": 24, "cols": 32, "batch": 8, "epochs": 3}


def steps(network: str, sizes: tuple[int, int, int], precision: str, rank: int = 0) -> Part:
    models, rows, cols = sizes
    shape = f"{models}x{rows}x{cols}" + (f"-rank-{rank}" if rank else "")
    batch = min(models, 128)
    count = 60 if network == "mvprobe" else 100
    settings = {"models": models, "rows": rows, "cols": cols, "rank": rank, "batch": batch}
    settings["epochs"] = -(-count // -(-models // batch))
    said = {"network": network, "precision": precision}
    small = SMALL | {"rank": 2 if rank else 0}
    beside = "" if precision == "fp32" else f"{network}/{shape}/fp32"
    name = f"{network}/{shape}/{precision}"
    return Part(name, "train-random", 60, said | settings, said | small, "step", STEPS, beside=beside)


def with_tf32(part: Part) -> Part:
    """In single precision, whose products a GPU may round to TF32."""
    variables = {"TORCH_ALLOW_TF32_CUBLAS_OVERRIDE": "1"}
    return replace(part, name=f"{part.name}/tf32", peer="", variables=variables, beside=part.name)


def stack(trainings: int, network: str, sizes: tuple[int, int, int], precision: str) -> Part:
    """Several trainings on the same models in one stack; the peer does one after the other."""
    alone = steps(network, sizes, precision)
    more = {"trainings": trainings}
    name = f"{alone.name}/stack-of-{trainings}"
    return Part(name, "train-random", 60, alone.full | more, alone.smallest | {"trainings": 3}, "step", STEPS)


def training(name: str, network: str, precision: str, models: int, epochs: int) -> Part:
    said = {"network": network, "precision": precision}
    full = said | {"models": models, "rows": 768, "cols": 768, "batch": 128, "epochs": epochs}
    return Part(name, "train-random", 200, full, said | SMALL, "all", long=network == "mvprobe")


def twice(network: str, precision: str) -> Part:
    said = {"network": network, "precision": precision}
    full = said | {"models": 64, "rows": 256, "cols": 192, "batch": 16, "epochs": 10}
    name = f"same-bits/{network}/{precision}"
    return Part(name, "train-twice", 40, full, said | SMALL, "all", needs={"differing": 0})


PROBEX, MVPROBE = {"network": "probex", "precision": "fp32"}, {"network": "mvprobe", "precision": "fp32"}
WIDE, SQUARE, MANY = (128, 768, 3072), (700, 768, 768), (256, 768, 768)

GROWN = {
    "600-loras": ("grow-lora", {"count": 600}, {"count": 10, "steps": 4}),
    "2000-sirens": ("grow-siren", {"kind": "siren", "count": 2000, "steps": 500}, {"count": 20, "steps": 5}),
    "1000-cnns": ("grow-cnn", {"kind": "cnn", "count": 1000, "steps": 100}, {"count": 10, "steps": 3}),
    "256-resnets": ("grow-resnet", {"family": "resnet", "count": 256, "steps": 40}, {"count": 8, "steps": 1}),
    "256-vits": ("grow-vit", {"family": "supvit", "count": 256, "steps": 40}, {"count": 8, "steps": 1}),
}


def grown(name: str, program: str, full: dict, small: dict) -> Part:
    return Part(f"grow/{name}", program, 60, full, full | small, "all", ONE_BY_ONE)


def probegen(kind: str, networks: int) -> Part:
    full = {"kind": kind, "networks": networks, "steps": 100}
    small = full | {"networks": 4, "steps": 10}
    return Part(f"probegen/{networks}-{kind}s", f"probegen-{kind}", 40, full, small, "step", ONE_BY_ONE)


PARTS = [
    *[steps("probex", size, precision) for size in (WIDE, SQUARE) for precision in ("fp32", "bf16")],
    *[steps("mvprobe", MANY, precision) for precision in ("fp32", "bf16")],
    *[with_tf32(steps(network, size, "fp32")) for network, size in (("probex", SQUARE), ("mvprobe", MANY))],
    steps("probex", (128, 1280, 1280), "fp32", rank=8),
    *[stack(16, "probex", SQUARE, precision) for precision in ("fp32", "bf16")],
    training("probex-500-epochs/fp32", "probex", "fp32", 700, 500),
    training("probex-500-epochs/bf16", "probex", "bf16", 700, 500),
    *[grown(name, *of) for name, of in GROWN.items()],
    *[probegen(kind, networks) for kind in ("siren", "cnn") for networks in (32, 1024)],
    Part(
        "quickstart",
        "quickstart",
        150,
        {"epochs": 500},
        {"epochs": 5, "ancestor": 20, "steps": 4, "concepts": 8},
        "all",
    ),
    *[twice(network, precision) for network in ("probex", "mvprobe") for precision in ("fp32", "bf16")],
    Part(
        "memory-over-2000-steps",
        "flat-memory",
        60,
        PROBEX | {"models": 128, "rows": 256, "cols": 256, "batch": 128, "epochs": 2000},
        PROBEX | SMALL | {"epochs": 20},
        "memory",
        most={"more_megabytes": 64},
    ),
    Part(
        "stop",
        "stop-training",
        60,
        MVPROBE | {"models": 256, "rows": 768, "cols": 768, "batch": 128, "epochs": 500},
        MVPROBE | SMALL | {"epochs": 20000},
        "all",
        needs={"stopped": True},
    ),
    Part(
        "out-of-memory-and-after",
        "out-of-memory",
        60,
        PROBEX | {"models": 128, "rows": 256, "cols": 256, "batch": 128, "epochs": 20, "numbers": 60_000_000_000},
        PROBEX | SMALL | {"numbers": 60_000_000_000},
        "said",
        needs={"refused": True},
        only_gpu=True,
    ),
    training("mvprobe-3000-epochs/bf16", "mvprobe", "bf16", 256, 3000),
    Part("grow/5000-loras", "grow-lora", 500, {"count": 5000}, {"count": 10, "steps": 4}, "all", long=True),
]
