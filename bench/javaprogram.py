"""A Java program of bench/java that is run, or killed, from Python."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JAR = ROOT / "target" / "modeljungle.jar"


def _tool(name):
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", name)) if home else shutil.which(name)


class JavaProgram:
    """One class with a main method, compiled into a folder of its own; it prints one line as soon as it has started."""

    def __init__(self, name):
        self.name = name
        self.classes = ROOT / "target" / "bench" / name
        source = ROOT / "bench" / "java" / f"{name}.java"
        subprocess.run([_tool("javac"), "-proc:none", "-cp", JAR, "-d", self.classes, source], check=True)

    def start(self, *arguments):
        path = os.pathsep.join([str(self.classes), str(JAR)])
        program = [_tool("java"), "-cp", path, self.name, *map(str, arguments)]
        return subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments):
        """The last line that it prints."""
        program = self.start(*arguments)
        printed = program.communicate()[0]
        if program.returncode:
            raise SystemExit(f"expected a program that succeeds, found {program.returncode}: {arguments}")
        return printed.splitlines()[-1]
