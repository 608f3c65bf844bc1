"""Chromium on pages and on JupyterLab: what tests that need a real browser share."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SHOTS = ROOT / "target" / "browser"  # what the tests saw; .ci/run names this folder
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = "no Chromium is installed; Debian's package is called chromium"
OPTIONS = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
AXE_SHA256 = "84494fec757e4710dc751c8d7a636e457f4532f08f85c86dc9070133fbff53bc"  # of axe-core 4.12.1, as pip brings it


def axe():
    """The script of axe-core, checked."""
    script = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_bytes()
    found = hashlib.sha256(script).hexdigest()
    if found != AXE_SHA256:
        raise AssertionError(f"expected axe-core with the SHA-256 {AXE_SHA256}, found {found}")
    return script.decode()


class BrowserCase(unittest.TestCase):
    """A test class whose tests share one Chromium, `self.browser`. Without one they are skipped, but fail in CI."""

    @classmethod
    def setUpClass(cls):
        command = next(filter(None, map(shutil.which, NAMES)), None)
        if command is None:
            raise AssertionError(NONE) if os.environ.get("CI") else unittest.SkipTest(NONE)
        from playwright.sync_api import sync_playwright  # only `environment/lab --test` installs it

        SHOTS.mkdir(parents=True, exist_ok=True)
        driver = sync_playwright().start()
        cls.addClassCleanup(driver.stop)
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # root has no sandbox
        cls.browser = driver.chromium.launch(executable_path=command, args=OPTIONS + root)
        cls.addClassCleanup(cls.browser.close)


class OfflinePage:
    """A file in the browser, as a reader with a light system sees it; what it asks for is noted."""

    def __init__(self, browser, file):
        self.page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
        self.requests = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())

    def turn(self, scheme):
        """The reader's system becomes light or dark."""
        self.page.emulate_media(color_scheme=scheme)

    def from_elsewhere(self):
        """What it asked for but for itself and what it holds."""
        return [url for url in self.requests if not url.startswith(("file:", "data:"))]

    def ground(self):
        return self.page.evaluate("() => getComputedStyle(document.body).backgroundColor")

    def width(self):
        return self.page.evaluate("() => document.documentElement.scrollWidth")

    def violations(self, rules=None):
        """What axe finds, by all of its rules or by these, as lines."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(axe())
        options = {"resultTypes": ["violations"]}  # what passes would be described as well, which takes longer
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        found = self.page.evaluate("async options => (await axe.run(document, options)).violations", options)
        return [
            f"{violation['impact']}: {violation['id']}: {node['target']}: {node['html'][:200]}"
            for violation in found
            for node in violation["nodes"]
        ]


class Lab:
    """JupyterLab as `environment/lab` starts it, with settings, workspaces and a library's cache of its own."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = Path(tempfile.mkdtemp(prefix="browser test "))
        environ = {name: str(self.folder / name) for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")}
        environ |= {"MODELJUNGLE_CACHE": str(self.folder / "cache")}  # empty: growing takes a while, and can be stopped
        own = ["--no-browser", "--allow-root", f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0"]
        own += ["--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
        command = [sys.executable, str(ROOT / "environment" / "lab"), "--profile", "standard", "--", *own]
        with (SHOTS / "server.log").open("wb") as log:
            self.server = subprocess.Popen(
                command, env=os.environ | environ, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait()

    def _wait(self):
        end = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            if self.server.poll() is not None or time.monotonic() > end:
                raise AssertionError("no server: " + (SHOTS / "server.log").read_text(errors="replace"))
            time.sleep(0.2)

    def close(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait()
        shutil.rmtree(self.folder)


class NotebookPage:
    """A notebook in JupyterLab, used by mouse and keyboard; what its cells show is read from the page's model."""

    def __init__(self, browser, lab, path):
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.set_default_timeout(60_000)
        self.cells = len(json.loads(path.read_text(encoding="utf-8"))["cells"])
        self.shots = 0
        self.page.goto(f"http://127.0.0.1:{lab.port}/lab/tree/{path.relative_to(ROOT).as_posix()}?reset")
        self.opened()

    def opened(self):
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function(
            "cells => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length === cells", arg=self.cells
        )

    def shot(self, name):
        self.shots += 1
        self.page.screenshot(path=SHOTS / f"lab-{self.shots:02d}-{name}.png")

    def menu(self, top, command):
        self.page.click(f'.lm-MenuBar-itemLabel:text-is("{top}")')
        self.page.click(f'.lm-Menu-item[data-command="{command}"]')

    def stop(self):
        """The toolbar's stop button."""
        self.page.click('jp-button[data-command="notebook:interrupt-kernel"]')

    def select(self, index):
        self.page.evaluate(
            "i => { const n = window.jupyterapp.shell.currentWidget.content; n.mode = 'command';"
            " n.activeCellIndex = i; n.deselectAll(); return n.scrollToItem(i, 'center') }",
            index,
        )

    def run_selected(self):
        self.page.click('jp-button[data-command="notebook:run-cell-and-select-next"]')

    def status(self):
        return self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status ?? 'none'"
        )

    def wait_for_kernel(self, seconds, first=60):
        """A kernel whose port was taken ends, and may be started again at the same port: then another one, once."""
        try:
            self.wait_for_status("idle", first)
        except AssertionError as error:
            print(f"{error}; another one is started", file=sys.stderr)
            self.page.evaluate(
                "async () => { const context = window.jupyterapp.shell.currentWidget.sessionContext;"
                " await context.changeKernel({ name: context.session.kernel.name }) }"
            )
            self.wait_for_status("idle", seconds)

    def wait_for_status(self, status, seconds=60):
        self.wait(lambda: self.status() == status, f"the kernel {status}", seconds)

    def count(self, index):
        """The number of a cell's last run; None before it ends."""
        return self.page.evaluate(
            "i => window.jupyterapp.shell.currentWidget.content.widgets[i].model.executionCount", index
        )

    def shown(self, index):
        """What a cell shows, as text; pictures are their types."""
        outputs = self.page.evaluate(
            "i => window.jupyterapp.shell.currentWidget.content.widgets[i].model.outputs.toJSON()", index
        )
        text = [
            output.get("text") or output.get("evalue") or output.get("data", {}).get("text/plain", "")
            for output in outputs
        ]
        return "\n".join("".join(part) for part in text)

    def seen(self):
        """What a reader sees of the outputs, as text."""
        return "\n".join(self.page.locator(".jp-OutputArea-output").all_inner_texts())

    def save(self):
        """The toolbar's button, until the server has answered; a bar that moves makes the notebook dirty at once."""
        with self.page.expect_response(lambda answer: answer.request.method == "PUT" and "/contents/" in answer.url):
            self.page.click('jp-button[data-command="docmanager:save"]')

    def export_html(self):
        """The page that JupyterLab's menu exports, as a file; not "sanitized", which takes every picture for unsafe."""
        self.page.click('.lm-MenuBar-itemLabel:text-is("File")')
        self.page.hover('.lm-Menu-item:has-text("Save and Export Notebook As")')
        self.page.click('.lm-Menu-item[data-command="notebook:export-to-format"]:has-text("HTML")')
        self.page.uncheck('.jp-Dialog input[type="checkbox"]')
        with self.page.expect_download() as download:
            self.page.click(".jp-Dialog-button.jp-mod-accept")
        target = SHOTS / "notebooks" / "exported-by-jupyterlab.html"
        download.value.save_as(target)
        return target

    def percent(self, index):
        """How far the cell's bar that moves has come; None without one."""
        found = re.findall(r"(\d+)/(\d+), \d+ %", self.shown(index))
        return 100 * int(found[-1][0]) / int(found[-1][1]) if found else None

    def wait(self, condition, what, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                self.shot("failed")
                raise AssertionError(f"expected {what} within {seconds} s")
            self.page.wait_for_timeout(100)
