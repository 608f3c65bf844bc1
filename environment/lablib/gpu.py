"""PyTorch for NVIDIA's GPUs: what it needs of the machine, and what the kernel is told of it."""

import platform
import re
import shutil
import sys
from pathlib import Path

from lablib import children
from lablib.console import Stop, step
from lablib.tools import dotted, parse_version

REQUIREMENTS = Path("environment") / "requirements-gpu.txt"
FLAVOR = "cu128"  # of the library that joins Java with PyTorch; it also works with the CUDA of pip's PyTorch
PYTHON = (3, 13)  # the latest that this PyTorch comes for
DRIVER = (525, 60)  # the oldest that runs programs of CUDA 12
GIGABYTES = 8  # to download, to unpack and to keep
NVIDIA = Path("/proc/driver/nvidia")
BACK = "\n(environment/lab --cpu sets up for the processor again)"


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
        _check_machine()
        _mark(root).parent.mkdir(exist_ok=True)
        _mark(root).write_text("gpu\n", encoding="utf-8")
    else:
        _mark(root).unlink(missing_ok=True)


def _check_machine():
    problems = missing(platform.system(), platform.machine(), sys.version_info[:2], NVIDIA)
    if problems:
        raise Stop("the GPU cannot be used because this machine lacks:\n" + "\n".join(problems) + BACK)


def missing(system, machine, python, nvidia):
    """What a machine lacks, a line for each."""
    if (system, machine) != ("Linux", "x86_64"):
        return [_line("Linux on x86_64, the only system this works on", f"{system} {machine}")]
    problems = []
    if python > PYTHON:
        problems.append(_line(f"Python {dotted(PYTHON)} or earlier, for PyTorch", dotted(python)))
    version, gpus = driver(nvidia), nvidia / "gpus"
    if not version:
        problems.append(_line("NVIDIA's driver", f"none ({nvidia / 'version'} says nothing of one)"))
    elif parse_version(version) < DRIVER:
        problems.append(_line(f"NVIDIA's driver {dotted(DRIVER)} or later", version))
    elif not gpus.is_dir() or not any(gpus.iterdir()):
        problems.append(_line("an NVIDIA GPU", f"none in {gpus}"))
    return problems


def driver(nvidia):
    """Its version, None without one."""
    try:
        text = (nvidia / "version").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r"Kernel Module.*?\s(\d+(?:\.\d+)+)\s", text)
    return found.group(1) if found else None


def add(root, venv, python, environ):
    """PyTorch with CUDA into the private environment, where set-up is for a GPU and it is not there, whole."""
    if not is_chosen(root):
        return
    _check_machine()
    stamp, state = venv / "complete-for-gpu", (root / REQUIREMENTS).read_text(encoding="utf-8")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == state and _has_cuda(venv):
        return
    free = shutil.disk_usage(venv).free / 1e9
    if free < GIGABYTES:
        raise Stop(f"PyTorch for GPUs takes {GIGABYTES} GB in {venv}; {free:.0f} GB are free there{BACK}")
    with step(f"installing PyTorch {_wanted(root)} with CUDA into .lab/venv (5 GB, once)"):
        pip = [python, "-m", "pip", "install", "--quiet", "--no-input", "-r", root / REQUIREMENTS]
        pip += ["--force-reinstall"] if _libraries(venv).is_dir() else []  # one that is no use, or not whole
        if children.run(pip, env=environ):
            raise Stop(f"installing PyTorch for GPUs failed, as the lines above say; run the same command again{BACK}")
    if not _has_cuda(venv):
        raise Stop(
            f"expected PyTorch {_wanted(root)} with CUDA, found one for the processor in {_libraries(venv)}; pip was "
            "told to prefer that one: look at PIP_INDEX_URL and PIP_EXTRA_INDEX_URL, then run the same command again"
            + BACK
        )
    stamp.write_text(state, encoding="utf-8")


def _has_cuda(venv):
    return any(_libraries(venv).glob("libtorch_cuda*"))


def _mark(root):
    return root / ".lab" / "gpu"


def _libraries(venv):
    found = sorted(venv.glob("lib*/python3*/site-packages/torch/lib"))
    return found[0] if found else venv / "lib" / "site-packages" / "torch" / "lib"


def _wanted(root):
    return re.search(r"^torch==([\d.]+)", (root / REQUIREMENTS).read_text(encoding="utf-8"), re.M).group(1)


def _line(what, found):
    return f"  * {what}\n      found:   {found}"
