"""A hub on this machine, in a process of its own, for tests with Python's huggingface_hub and nginx."""

import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NO_NGINX = "no nginx is installed; Debian's package is called nginx-light"
LAYER = "encoder.layer.1.attention.output.dense"
MODELS = ("someone/model", "someone/other")
SECONDS = 60  # far above what a program needs: a busy machine is no failure


def java(*arguments, **options):
    """A program of the test classes that Maven has built."""
    home = os.environ.get("JAVA_HOME")
    command = str(Path(home, "bin", "java")) if home else shutil.which("java")
    path = os.pathsep.join(str(ROOT / "target" / part) for part in ("test-classes", "modeljungle.jar"))
    program = [command, "-Dmodeljungle.progress=off", "-cp", path, "org.modeljungle.hub.HubProgram"]
    return [*program, *map(str, arguments)], {"stdout": subprocess.PIPE, "text": True, **options}


def run(*arguments):
    """The path that a program prints."""
    command, options = java(*arguments)
    done = subprocess.run(command, timeout=SECONDS, stderr=subprocess.PIPE, **options)
    if done.returncode:
        raise AssertionError(done.stderr)
    return Path(done.stdout.splitlines()[-1])


def safetensors(layers, salt):
    """The bytes of a model, its layers of 64 x 64 numbers."""
    header, data = {"__metadata__": {"dataset_chosen_targets": "['cat', 'dog']"}}, b""
    for i in range(layers):
        values = struct.pack("<4096f", *(salt + i + j / 4096 for j in range(4096)))
        offsets = [len(data), len(data) + len(values)]
        name = LAYER.replace(".1.", f".{i}.") + ".weight"
        header[name] = {"dtype": "F32", "shape": [64, 64], "data_offsets": offsets}
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


class Nginx:
    """nginx on a free port, with the files of a folder below /blobs/, and other routes in its own language."""

    def __init__(self, folder, routes=""):
        command = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if command is None:
            raise AssertionError(NO_NGINX) if os.environ.get("CI") else unittest.SkipTest(NO_NGINX)
        self.log = folder / "access.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        settings = folder / "nginx.conf"
        scratch = "".join(
            f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        settings.write_text(
            f"""daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
            events {{ worker_connections 100; }}
            http {{
                {scratch} log_format asked '$status $body_bytes_sent $http_range $http_authorization';
                access_log {self.log} asked; gzip on; gzip_types *; gzip_min_length 1;
                server {{ listen 127.0.0.1:{self.port}; root {folder}; {routes} }}
            }}"""
        )
        self.process = subprocess.Popen([command, "-p", folder, "-c", settings], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((folder / "error.log").read_text())
            time.sleep(0.05)

    def _answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/blobs/"

    def asked(self):
        """What it answered since the last call: status, bytes, range and authorization of each."""
        lines = self.log.read_text().splitlines()
        self.log.write_text("")
        return lines

    def stop(self):
        self.process.terminate()
        self.process.wait(SECONDS)


class HubCase(unittest.TestCase):
    """A test class with a hub of two models, `self.endpoint`, and a folder of its own for each test, `self.folder`."""

    nginx = None

    @classmethod
    def setUpClass(cls):
        work = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, work, ignore_errors=True)
        for salt, repo in enumerate(MODELS):
            folder = work / "repos" / repo
            folder.mkdir(parents=True)
            (folder / "model.safetensors").write_bytes(safetensors(60, salt))
            (folder / "config.json").write_text("{}")
            (folder / "notes").mkdir()
            (folder / "notes" / "a b.txt").write_text(repo)
        cls.repos, cls.work = work / "repos", work
        cls.start(work)

    @classmethod
    def start(cls, work):
        cls.serve()

    @classmethod
    def serve(cls, *mirror):
        command, options = java("serve", cls.repos, *mirror, stdin=subprocess.PIPE)
        hub = subprocess.Popen(command, **options)
        cls.addClassCleanup(hub.wait, SECONDS)
        cls.addClassCleanup(hub.stdout.close)
        cls.addClassCleanup(hub.stdin.close)
        hub.stdout.readline()
        cls.endpoint = hub.stdout.readline().strip()

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(dir=self.work))
        self.cache = self.folder / "cache"
        self.asked()

    def asked(self):
        """What the hub was asked since the last call."""
        with urllib.request.urlopen(f"{self.endpoint}/log", timeout=SECONDS) as log:
            return [line for line in log.read().decode().splitlines() if " /log" not in line]
