"""PyTorch for NVIDIA's GPUs: what it needs of the machine, and what the kernel is told of it."""

import platform
import re
import shutil
from pathlib import Path

from lablib import children
from lablib.console import Stop, step
from lablib.tools import dotted, parse_version

REQUIREMENTS = Path("environment") / "requirements-gpu.txt"
FLAVOR = "cu128"  # of the library that joins Java with PyTorch; it does for the CUDA of pip's PyTorch too
DRIVER = (525, 60)  # the oldest that runs programs of CUDA 12
GIGABYTES = 8  # to download, to unpack and to keep
NVIDIA = Path("/proc/driver/nvidia")


def is_chosen(root):
    """Whether set-up is for a GPU."""
    return _mark(root).is_file()


def variables(root, venv):
    """What the engine reads: where PyTorch lies, and which it is. Nothing where set-up was not asked for a GPU."""
    if not is_chosen(root):
        return {}
    return {
        "PYTORCH_LIBRARY_PATH": str(_libraries(venv)),
        "PYTORCH_VERSION": _wanted(root),
        "PYTORCH_FLAVOR": FLAVOR,
    }


def choose(root, wanted):
    """Notes that from now on set-up is for a GPU, or for the processor again; stops where a GPU cannot work."""
    if wanted:
        problems = missing(platform.system(), platform.machine(), NVIDIA)
        if problems:
            raise Stop("the GPU cannot be used, for this machine lacks:\n" + "\n".join(problems))
        _mark(root).parent.mkdir(exist_ok=True)
        _mark(root).write_text("gpu\n", encoding="utf-8")
    else:
        _mark(root).unlink(missing_ok=True)


def missing(system, machine, nvidia):
    """What a machine lacks, a line for each."""
    if (system, machine) != ("Linux", "x86_64"):
        return [_line("Linux on x86_64, the one system that this route is made for", f"{system} {machine}")]
    version = driver(nvidia)
    if not version:
        return [_line("NVIDIA's driver", f"none ({nvidia / 'version'} says nothing of one)")]
    if parse_version(version) < DRIVER:
        return [_line(f"NVIDIA's driver {dotted(DRIVER)} or later", version)]
    gpus = nvidia / "gpus"
    if not gpus.is_dir() or not any(gpus.iterdir()):
        return [_line("a GPU of NVIDIA", f"none in {gpus}")]
    return []


def driver(nvidia):
    """Its version, None without one."""
    try:
        text = (nvidia / "version").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r"Kernel Module.*?\s(\d+(?:\.\d+)+)\s", text)
    return found.group(1) if found else None


def add(root, venv, python, environ):
    """PyTorch with CUDA into the private environment, where set-up is for a GPU and it is not there."""
    if not is_chosen(root):
        return
    version = _wanted(root)
    if _installed(venv) != version:
        free = shutil.disk_usage(venv).free / 1e9
        if free < GIGABYTES:
            raise Stop(f"PyTorch for GPUs takes {GIGABYTES} GB in {venv}; {free:.0f} GB are free there")
        with step(f"installing PyTorch {version} with CUDA into .lab/venv (5 GB, once)"):
            pip = [python, "-m", "pip", "install", "--quiet", "--no-input", "-r", root / REQUIREMENTS]
            if children.run(pip, env=environ):
                raise Stop("installing PyTorch for GPUs failed; the lines above say why. Run the same command again.")
    if not any(_libraries(venv).glob("libtorch_cuda*")):
        raise Stop(
            f"expected PyTorch {version} with CUDA, found one for the processor in {_libraries(venv)}; "
            "pip was told to prefer that one (look at PIP_INDEX_URL and PIP_EXTRA_INDEX_URL)"
        )


def _mark(root):
    return root / ".lab" / "gpu"


def _libraries(venv):
    found = sorted(venv.glob("lib*/python3*/site-packages/torch/lib"))
    return found[0] if found else venv / "lib" / "site-packages" / "torch" / "lib"


def _installed(venv):
    """The version of the PyTorch that is there, without what stands behind a plus; none without it."""
    version = _libraries(venv).parent / "version.py"
    found = re.search(r"__version__ = '([\d.]+)", version.read_text(encoding="utf-8")) if version.is_file() else None
    return found.group(1) if found else None


def _wanted(root):
    return re.search(r"^torch==([\d.]+)", (root / REQUIREMENTS).read_text(encoding="utf-8"), re.M).group(1)


def _line(what, found):
    return f"  * {what}\n      found:   {found}"
