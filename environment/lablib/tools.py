"""What must already be on the machine, and how to get it. Written so that an old Python can read it, too."""

import os
import platform
import re
import shutil
import subprocess
import sys
from glob import glob

from lablib.console import Stop

JDK, MAVEN, PYTHON = (17,), (3, 8), (3, 11)

INSTALL = {
    "apt": {
        "jdk": "sudo apt install default-jdk-headless",
        "maven": "sudo apt install maven",
        "python": "sudo apt install python3 python3-venv    (Debian 12, Ubuntu 24.04 or later have 3.11 or later)",
        "venv": "sudo apt install python3-venv",
    },
    "dnf": {
        "jdk": "sudo dnf install java-17-openjdk-devel    (or java-21-openjdk-devel)",
        "maven": "sudo dnf install maven",
        "python": "sudo dnf install python3.12",
        "venv": "sudo dnf install python3-pip",
    },
    "brew": {
        "jdk": "brew install openjdk@17",
        "maven": "brew install maven",
        "python": "brew install python@3.12    (then: python3.12 environment/lab)",
        "venv": "brew install python@3.12    (then: python3.12 environment/lab)",
    },
    "winget": {
        "jdk": "winget install EclipseAdoptium.Temurin.17.JDK    (then open a new terminal)",
        "maven": "scoop install maven    (or choco install maven, or unpack maven.apache.org's zip, its bin in Path)",
        "python": "winget install Python.Python.3.12    (then open a new terminal)",
        "venv": "winget install Python.Python.3.12    (then open a new terminal)",
    },
    "other": {
        "jdk": "a JDK 17 or later with your system's package manager, or from adoptium.net",
        "maven": "Maven 3.8 or later with your system's package manager, or from maven.apache.org",
        "python": "Python 3.11 or later with your system's package manager, or from python.org",
        "venv": "Python's venv and ensurepip modules with your system's package manager",
    },
}


class Jdk:
    """A Java installation: its home, its version as numbers, and whether it can compile."""

    def __init__(self, home, version):
        self.home, self.version = home, version
        self.java = os.path.join(home, "bin", _executable("java"))
        self.compiles = os.path.isfile(os.path.join(home, "bin", _executable("javac")))

    def __str__(self):
        return "{} {} in {}".format(
            "JDK" if self.compiles else "Java without a compiler (a JRE)", dotted(self.version), self.home
        )


class Maven:
    """A Maven: its command and its version as numbers."""

    def __init__(self, command, version):
        self.command, self.version = command, version


def require(environ):
    """Finds (Jdk, Maven), or stops with everything that is missing, at once."""
    problems, jdk = [], None
    found = [java for java in map(ask_java, java_commands(environ)) if java]
    for java in found:
        if java.compiles and java.version >= JDK and jdk is None:
            jdk = java
    if jdk is None:
        problems.append(
            _problem("a JDK 17 or later (javac, not only java)", "; ".join(dict.fromkeys(map(str, found))), "jdk")
        )
    maven = ask_maven(shutil.which("mvn", path=environ.get("PATH", "")), jdk, environ)
    if maven is None or (maven.version and maven.version < MAVEN):
        problems.append(
            _problem(
                "Maven 3.8 or later (mvn)",
                maven and "Maven {} in {}".format(dotted(maven.version), maven.command),
                "maven",
            )
        )
    problems += python_problems() + machine_problems()
    if problems:
        raise Stop(
            "this machine lacks:\n" + "\n".join(problems) + "\nInstall what is listed and run the same command again."
        )
    return jdk, maven


def java_commands(environ):
    """Where a java may be: JAVA_HOME first, then the PATH, then macOS's and Homebrew's own places."""
    homes = [environ["JAVA_HOME"]] if environ.get("JAVA_HOME") else []
    commands = [os.path.join(home, "bin", _executable("java")) for home in homes]
    for tool in ("javac", "java"):
        found = shutil.which(tool, path=environ.get("PATH", ""))
        if found:
            commands.append(os.path.join(os.path.dirname(found), _executable("java")))
    if sys.platform == "darwin":
        for pattern in (
            "/Library/Java/JavaVirtualMachines/*",
            "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk",
            "/usr/local/opt/openjdk*/libexec/openjdk.jdk",
        ):
            commands += sorted(glob(pattern + "/Contents/Home/bin/java"))
    return [command for command in dict.fromkeys(commands) if os.path.isfile(command)]


def ask_java(command):
    """The Jdk behind a java command, or None where it does not start."""
    text = _output([command, "-XshowSettings:properties", "-version"], os.environ)
    home = re.search(r"^\s*java\.home = (.*?)\s*$", text, re.M)
    version = re.search(r"^\s*java\.version = (\S+)", text, re.M)
    if not home or not version:
        return None
    numbers = parse_version(version.group(1))
    folder = home.group(1)
    if not os.path.isfile(os.path.join(folder, "bin", _executable("java"))):  # Java's encoding may not be ours
        folder = os.path.dirname(os.path.dirname(os.path.realpath(command)))
    return Jdk(folder, numbers[1:] if numbers[:1] == (1,) else numbers)  # 1.8.0 is Java 8


def ask_maven(command, jdk, environ):
    """The Maven behind an mvn command, or None without one; its version is () where no JDK is there to ask with."""
    if not command:
        return None
    if jdk is None:
        return Maven(command, ())
    found = re.search(r"Apache Maven (\S+)", _output([command, "-B", "-v"], dict(environ, JAVA_HOME=jdk.home)))
    return Maven(command, parse_version(found.group(1))) if found else None


def python_problems():
    if sys.version_info < PYTHON:
        return [
            _problem(
                "Python 3.11 or later", "Python {} in {}".format(platform.python_version(), sys.executable), "python"
            )
        ]
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        return [
            _problem(
                "Python's venv and ensurepip",
                "Python {} in {}, where: {}".format(platform.python_version(), sys.executable, error),
                "venv",
            )
        ]
    return []


def machine_problems():
    """The engine's native library is published for three kinds of machine."""
    system, machine = platform.system(), platform.machine().lower()
    if (system, machine) in (("Linux", "x86_64"), ("Darwin", "arm64"), ("Windows", "amd64")):
        return []
    return [
        "  * a machine that PyTorch's native library is published for: Linux x86_64, macOS arm64 or Windows amd64\n"
        "      found:   {} {}".format(system, machine)
    ]


def package_manager(system, os_release):
    """Which of INSTALL's columns suits this operating system; os_release is the text of /etc/os-release."""
    if system in ("Darwin", "Windows"):
        return "brew" if system == "Darwin" else "winget"
    family = " ".join(re.findall(r"^ID(?:_LIKE)?=\"?([^\"\n]*)", os_release, re.M)).split()
    if {"debian", "ubuntu"} & set(family):
        return "apt"
    return "dnf" if {"fedora", "rhel", "centos"} & set(family) else "other"


def parse_version(text):
    """ "17.0.15+6" as (17, 0, 15); anything behind the leading numbers is left out."""
    return tuple(int(number) for number in re.match(r"[\d.]*", text).group().split(".") if number)


def dotted(version):
    return ".".join(map(str, version)) or "of unknown version"


def _problem(what, found, key):
    try:
        with open("/etc/os-release", encoding="utf-8") as file:
            release = file.read()
    except OSError:
        release = ""
    install = INSTALL[package_manager(platform.system(), release)][key]
    return "  * {}\n      found:   {}\n      install: {}".format(what, found or "none", install)


def _output(command, environ):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environ, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")


def _executable(name):
    return name + ".exe" if os.name == "nt" else name
