#!/usr/bin/env python3
"""Installs the kernelspec "Model Jungle (Java)" into a Python environment that has JJava (pip install jjava).

    python kernel/install.py --prefix .lab/venv --java /path/to/jdk/bin/java --library target/modeljungle.jar

environment/lab calls this. By hand it serves any other Jupyter: give that environment's prefix.
"""

import argparse
import json
import os
import platform
import shutil
import sys
from pathlib import Path

NAME = "modeljungle"
HERE = Path(__file__).resolve().parent
ARCHIVE = "classes.jsa"  # classes that the kernel loads at its start, made by environment/lab
# an archive that does not fit is left alone, without a word
SHARE = ("-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
LOGOS = ("logo-32x32.png", "logo-64x64.png", "logo-svg.svg")


def kernelspec(java, library, prefix, system, archive=None, variables=None):
    """kernel.json as a dictionary, for one machine: absolute paths with its own separators.

    With an archive of classes, if there is one, the kernel starts faster; variables are more of its environment.
    """
    paths = {"@JAVA@": java, "@LIBRARY@": library, "@PREFIX@": prefix, "@KERNEL@": HERE}
    spec = json.loads((HERE / "kernel.json").read_text(encoding="utf-8"))
    spec["argv"] = [_fill(text, paths, system) for text in spec["argv"]]
    if archive:
        spec["argv"][1:1] = [*SHARE, f"-XX:SharedArchiveFile={archive}"]
    env = {name: _fill(text, paths, system) for name, text in spec["env"].items()} | (variables or {})
    # Jupyter expands $NAME in env, so a dollar in a path is doubled.
    spec["env"] = {name: text.replace("$", "$$") for name, text in env.items()}
    if system != "Linux":
        spec["env"] = {name: text for name, text in spec["env"].items() if not name.startswith("MALLOC_")}
    return spec


def install(java, library, prefix, system=platform.system(), variables=None):
    """Writes the kernelspec's folder below the prefix and returns it. Whoever reads it meanwhile sees a whole file."""
    java, library, prefix = (Path(os.path.abspath(path)) for path in (java, library, prefix))
    jjava = prefix / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
    for path, what in (
        (java, "the java command"),
        (library, "the library: mvn package makes it"),
        (jjava, "JJava: pip install jjava"),
    ):
        if not path.is_file():
            raise FileNotFoundError(f"cannot install the kernel: expected {what}, found no file {path}")
    _check_separators(library)
    folder = spec_folder(prefix)
    folder.mkdir(parents=True, exist_ok=True)
    for logo in LOGOS:
        shutil.copyfile(HERE / logo, folder / logo)
    fresh = folder / "kernel.json.new"
    archive = folder / ARCHIVE
    spec = kernelspec(java, library, prefix, system, archive if archive.is_file() else None, variables)
    fresh.write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")
    os.replace(fresh, folder / "kernel.json")
    return folder


def spec_folder(prefix):
    """Where the kernelspec lies below an environment's prefix."""
    return Path(os.path.abspath(prefix)) / "share" / "jupyter" / "kernels" / NAME


def _check_separators(library):
    """JJava reads its class path as a list with wildcards, and has no way to write these characters plainly."""
    bad = [sign for sign in ("*", "?", os.pathsep) if sign in str(library)]
    if bad:
        raise ValueError(
            f"the kernel cannot read a path with {' or '.join(bad)} in it: {library}; "
            "move the repository to another folder"
        )


def _fill(text, paths, system):
    for mark, path in paths.items():
        if mark in text:
            text = text.replace(mark, str(path))
            text = text.replace("/", "\\") if system == "Windows" else text
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prefix", default=sys.prefix, help="the Python environment (default: the one that runs this)")
    parser.add_argument("--java", required=True, help="the java command of a JDK 17 or later")
    parser.add_argument(
        "--library",
        default=HERE.parent / "target" / "modeljungle.jar",
        help="the library's jar (default: the built one)",
    )
    chosen = parser.parse_args()
    print(f"installed {install(chosen.java, chosen.library, chosen.prefix)}")


if __name__ == "__main__":
    main()
