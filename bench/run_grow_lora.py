"""LoRAs per minute, side by side: the library's stacked growth and plain PyTorch, one LoRA at a time.

    mvn -q package -DskipTests
    bench/.venv/bin/python bench/run_grow_lora.py            # writes bench/results/grow-lora.json
    bench/.venv/bin/python bench/run_grow_lora.py --quick    # does it run? writes target/grow-lora-quick.json

Run it with the Python of `bench/requirements.txt`; the script itself needs the standard library alone. Every round runs
`java/GrowLora.java` and both arrangements of `grow_lora.py`, each in a process of its own, on two cores and on the CPU;
every other round goes backwards. The peer's network and fine-tuning are those that the library's run reports. A ratio is
against the arrangement with the higher median.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JAR = ROOT / "target" / "modeljungle.jar"
CORES = 2
STACKED = "stacked"
PEERS = {
    "threads-two": {"called": "one process of two threads", "threads": 2},
    "processes-two": {"called": "two processes of one thread", "threads": 1},
}
NOT_THE_PEERS = {"stack"}  # the library's settings that mean nothing one at a time


def run_json(command: list[str], threads: int) -> dict:
    """Runs a program that prints JSON, with the environment that both sides share."""
    shared = {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": str(threads), "MODELJUNGLE_DEVICE": "cpu"}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | shared, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: expected exit status 0, found {done.returncode}; its own message is above")
    return json.loads(done.stdout)


def stacked(options: argparse.Namespace) -> dict:
    """One run of the library: {"run": ..., "stacked": {"loras", "seconds", "loras_per_minute"}}."""
    java = [options.java, f"-XX:ActiveProcessorCount={CORES}", "-cp", str(JAR)]
    wished = [options.loras] + ([options.steps] if options.steps else [])
    return run_json([*java, str(ROOT / "bench" / "java" / "GrowLora.java"), *map(str, wished)], threads=1)


def peer(name: str, settings: dict, options: argparse.Namespace) -> dict:
    """One run of one arrangement: {"peer": "PyTorch ...", NAME: {"loras", "seconds", "loras_per_minute"}}."""
    command = [sys.executable, str(ROOT / "bench" / "grow_lora.py"), f"--{name}", f"--loras={options.peer_loras}"]
    same = [f"--{key}={value}" for key, value in settings.items() if key not in NOT_THE_PEERS]
    return run_json(command + same, PEERS[name]["threads"])


def measure(options: argparse.Namespace) -> tuple[dict, str, dict[str, list[float]]]:
    """All rounds: the library's run record, the peer's version and LoRAs per minute by arrangement and round."""
    rates: dict[str, list[float]] = {name: [] for name in [STACKED, *PEERS]}
    run, version = {}, ""
    for number in range(options.rounds):
        order = list(rates) if number % 2 == 0 else list(rates)[::-1]  # the library first: it says the settings
        for name in order:
            if name == STACKED:
                result = stacked(options)
                run = run or result["run"]
            else:
                result = peer(name, run["settings"], options)
                version = result["peer"]
            rates[name].append(result[name]["loras_per_minute"])
            print(f"round {number + 1} of {options.rounds}  {name:<14} {rates[name][-1]:8.1f}", file=sys.stderr)
    return run, version, rates


def metrics(rates: dict[str, list[float]], version: str, options: argparse.Namespace) -> list[dict]:
    """The ratio against the better arrangement, then LoRAs per minute of each: medians over the rounds."""
    best = max(PEERS, key=lambda name: statistics.median(rates[name]))
    ratio = statistics.median(rates[STACKED]) / statistics.median(rates[best])
    by_round = [own / other for own, other in zip(rates[STACKED], rates[best])]
    against = {"against": f"{version}, {PEERS[best]['called']}"}
    rows = [metric("grow-lora/stacked/ratio", ratio, by_round, "x", options.loras) | against]
    for name, values in rates.items():
        loras = options.loras if name == STACKED else options.peer_loras
        median = statistics.median(values)
        rows.append(metric(f"grow-lora/{name}/loras-per-minute", median, values, "LoRAs per minute", loras))
    return rows


def metric(name: str, value: float, by_round: list[float], unit: str, loras: int) -> dict:
    """One number with its spread; `n` LoRAs were grown in each of the rounds."""
    low, high = min(by_round), max(by_round)
    numbers = {"value": round(value, 3), "min": round(low, 3), "max": round(high, 3)}
    return {"name": name} | numbers | {"unit": unit, "n": loras, "rounds": len(by_round)}


def cpu() -> str:
    """The processor's name, as the operating system has it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    if platform.system() == "Darwin":
        asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
        names = [subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()]
    return names[0] if names else platform.processor() or platform.machine()


def load() -> float | None:
    """How many processes wanted a core in the last minute, where the system counts them."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def record(run: dict, version: str, load_before: float | None, seconds: float, options: argparse.Namespace) -> dict:
    """The library's own record of its first run, made that of all runs."""
    sizes = {"loras": options.loras, "peer_loras": options.peer_loras, "rounds": options.rounds}
    versions = {"peer": version, "python": platform.python_version()}
    machine = {"cpu": cpu(), "cores": str(os.cpu_count()), "cores_used": str(CORES), "load_before": load_before}
    return run | {
        "settings": run["settings"] | sizes,
        "versions": run["versions"] | versions,
        "machine": run["machine"] | machine,
        "seconds": round(seconds, 1),
    }


def table(rows: list[dict]) -> str:
    """The metrics as text."""
    lines = [f"{'':<40}{'median':>9}{'min':>9}{'max':>9}"]
    for row in rows:
        numbers = "".join(f"{row[key]:>9.2f}" for key in ("value", "min", "max"))
        lines.append(f"{row['name']:<40}{numbers}  {row['unit']}")
    return "\n".join([*lines, f"ratio against {rows[0]['against']}"])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="LoRAs per minute: the library beside plain PyTorch.")
    parser.add_argument("--quick", action="store_true", help="a smoke run of one short round; its numbers mean nothing")
    parser.add_argument("--rounds", type=int, help="how often each is run; default 5")
    parser.add_argument("--loras", type=int, help="the library's in each round, 10 to a stack; default 40")
    parser.add_argument("--peer-loras", type=int, help="each arrangement's in each round; default 12")
    parser.add_argument("--steps", type=int, help="of each LoRA; default: the recipe's")
    parser.add_argument("--out", type=Path, help="default bench/results/grow-lora.json")
    options = parser.parse_args()
    if options.quick:
        usual = {"rounds": 1, "loras": 20, "peer_loras": 2, "steps": 20, "out": ROOT / "target/grow-lora-quick.json"}
    else:
        usual = {"rounds": 5, "loras": 40, "peer_loras": 12, "out": ROOT / "bench" / "results" / "grow-lora.json"}
    for name, value in usual.items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    if options.rounds < 1:
        parser.error(f"expected --rounds of 1 or more, found {options.rounds}")
    home = os.environ.get("JAVA_HOME")
    options.java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if options.java is None:
        parser.error("expected Java in JAVA_HOME or on the PATH, found none")
    if not JAR.exists():
        parser.error(f"expected {JAR.relative_to(ROOT)}, found none; build it: mvn -q package -DskipTests")
    if os.cpu_count() < CORES:
        parser.error(f"expected a machine of {CORES} cores or more, found {os.cpu_count()}")
    return options


def main() -> None:
    options = arguments()
    load_before = load()
    if load_before is not None and load_before > 0.5:
        print(f"the machine is not quiet (load {load_before}): do not trust the numbers", file=sys.stderr)
    start = time.perf_counter()
    run, version, rates = measure(options)
    rows = metrics(rates, version, options)
    seconds = time.perf_counter() - start
    result = {"run": record(run, version, load_before, seconds, options), "metrics": rows}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=2) + "\n")
    print(table(rows))


if __name__ == "__main__":
    main()
