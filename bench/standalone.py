"""What benchmarks without a peer share: a Java program that is run, or killed, and the file of their results."""

import json
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
    """One class with a main method, compiled into a folder of its own."""

    def __init__(self, name, *options):
        self.name, self.options = name, options
        self.classes = ROOT / "target" / "bench" / name
        source = ROOT / "bench" / "java" / f"{name}.java"
        subprocess.run([_tool("javac"), "-proc:none", "-cp", JAR, "-d", self.classes, source], check=True)

    def command(self, *arguments):
        path = os.pathsep.join([str(self.classes), str(JAR)])
        native = "--enable-native-access=ALL-UNNAMED"  # newer Java warns of each library that loads native code
        return [_tool("java"), *self.options, native, "-cp", path, self.name, *map(str, arguments)]

    def start(self, *arguments):
        return subprocess.Popen(self.command(*arguments), cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments):
        """The last line that it prints, if any."""
        program = self.start(*arguments)
        printed = program.communicate()[0]
        if program.returncode:
            raise SystemExit(f"expected a program that succeeds, found {program.returncode}: {arguments}")
        return printed.splitlines()[-1] if printed else ""

    def kill_at(self, step, *arguments):
        """Kills it once it has printed `step N` with at least this N; the last N that it printed, None if it ended."""
        program, last = self.start(*arguments), 0
        for line in program.stdout:
            if line.startswith("step "):
                last = int(line.split()[1])
                if last >= step:
                    break
        else:
            last = None
        program.kill()
        program.communicate()
        return last


def write_results(name, quick, record, metrics):
    for one in metrics:
        print(f"{one['name']}: {one['value']}, {one['min']} to {one['max']} {one['unit']}")
    out = ROOT / (f"target/{name}-quick.json" if quick else f"bench/results/{name}.json")
    out.write_text(json.dumps({"run": record, "metrics": metrics}, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {out}")
