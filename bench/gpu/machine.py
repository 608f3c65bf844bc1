"""Where a checked machine's engine lies, and how programs are run there."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Failed(Exception):
    """Why a part has no result."""


class Machine:
    """Where the engine lies, and how Java and the peer are started."""

    def __init__(self, options, scratch: str):
        self.device, self.smallest = options.device, options.smallest
        self.libraries = Path(options.torch_lib).resolve() if options.torch_lib else installed()
        if not (self.libraries / "libtorch.so").is_file():
            sys.exit(f"check: expected PyTorch's libraries in {self.libraries}, found no libtorch.so; see --torch-lib")
        self.packed = json.loads((HERE / "bundle.json").read_text())
        self.version = version(self.libraries) or self.packed["pytorch"]
        self.flavor = self.checked_flavor()
        self.scratch = scratch

    def environment(self) -> dict:
        """What Java reads."""
        return {
            "MODELJUNGLE_DEVICE": self.device,
            "MODELJUNGLE_CACHE": self.scratch,
            "DJL_CACHE_DIR": str(HERE / "djl"),
            "DJL_OFFLINE": "true",
            "OPT_OUT_TRACKING": "true",
            "OMP_WAIT_POLICY": "PASSIVE",
            "PYTORCH_LIBRARY_PATH": str(self.libraries),
            "PYTORCH_VERSION": self.version,
            "PYTORCH_FLAVOR": self.flavor,
            "LD_LIBRARY_PATH": os.pathsep.join(filter(None, [os.environ.get("LD_LIBRARY_PATH"), str(HERE / "system")])),
        }

    def checked_flavor(self) -> str:
        """Of the library that joins Java with this PyTorch: the one that was packed for it, or the library's own."""
        if self.version != self.packed["pytorch"]:
            found = f"found {self.version} in {self.libraries}"
            sys.exit(f"check: expected PyTorch {self.packed['pytorch']}, for which this was packed, {found}")
        return self.packed["flavor"] if any(self.libraries.glob("libtorch_cuda*")) else "cpu"

    def java(self, *arguments: str) -> list[str]:
        path = os.pathsep.join(str(HERE / part) for part in ("classes", "tests", "bench", "jars/*"))
        options = ["-Xmx16g", "--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true"]
        return [str(HERE / "jre" / "bin" / "java"), *options, "-Dmodeljungle.progress=off", "-cp", path, *arguments]

    def run(self, command: list[str], limit: float, log, **variables: str) -> dict:
        """What the last line in braces says; all that a program prints goes into the log."""
        print("$", " ".join(command), file=log, flush=True)
        try:
            done = subprocess.run(
                command,
                env=os.environ | variables,
                cwd=self.scratch,
                timeout=limit,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except subprocess.TimeoutExpired as e:
            log.write((e.stdout or b"").decode(errors="replace"))
            raise Failed(f"not done in {limit:.0f} s") from None
        printed = done.stdout.decode(errors="replace")
        log.write(printed)
        log.flush()
        if done.returncode:
            raise Failed(f"exit status {done.returncode}: {complaint(printed)}")
        results = [line for line in printed.splitlines() if line.startswith("{")]
        try:
            return json.loads(results[-1])
        except (IndexError, ValueError):
            raise Failed(f"expected a result as JSON, found none: {complaint(printed)}") from None


def complaint(printed: str) -> str:
    """The line that says why a program failed: the last of Python's, the first of Java's."""
    lines = [line.strip() for line in printed.splitlines() if line.strip(" #")]
    said = [line for line in lines if re.search(r"Exception|Error|rror:|SIG[A-Z]{3,}|atal error", line)]
    last = "Traceback (most recent call last):" in lines
    return (said[-1 if last else 0] if said else lines[-1] if lines else "it said nothing")[:300]


def installed() -> Path:
    """The libraries of this Python's PyTorch."""
    spec = importlib.util.find_spec("torch")
    if spec is None:
        sys.exit("check: this Python has no PyTorch; run it with one that has, or say where it lies with --torch-lib")
    return Path(spec.origin).parent / "lib"


def version(libraries: Path) -> str | None:
    """PyTorch's, where its libraries lie in Python's package or in an archive of its own."""
    for name in ("version.py", "build-version"):
        file = libraries.parent / name
        found = re.search(r"\d+\.\d+\.\d+", file.read_text()) if file.is_file() else None
        if found:
            return found.group()
    return None


def device_name(device: str) -> str:
    """As NVIDIA's driver has it, or the operating system."""
    if device == "gpu":
        asked = ["nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]
        try:
            return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError) as e:
            sys.exit(f"check: expected an NVIDIA GPU, found none: {e}; --device cpu checks the processor")
    names = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    return f"{names[0] if names else 'processor'}, {os.cpu_count()} cores"
