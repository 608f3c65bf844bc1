"""What every test on a real kernel shares: a running kernel and short ways to talk to it."""

import atexit
import os
import queue
import time
import unittest
from pathlib import Path

from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[3]
READY_SECONDS = 60  # far above the usual 2: a busy machine is no failure


class Reply:
    """What one cell answered."""

    def __init__(self, content, messages):
        self.status = content["status"]
        self.messages = messages  # [(type, content), ...] in order

    def of(self, *kinds):
        return [content for kind, content in self.messages if kind in kinds]

    @property
    def printed(self):
        return "".join(content["text"] for content in self.of("stream") if content["name"] == "stdout")

    @property
    def warned(self):
        return "".join(content["text"] for content in self.of("stream") if content["name"] == "stderr")

    @property
    def data(self):
        """The MIME bundle of each thing shown, the cell's own value last."""
        return [content["data"] for content in self.of("display_data", "update_display_data", "execute_result")]

    @property
    def value(self):
        """The cell's value as text, None without one."""
        results = self.of("execute_result")
        return results[-1]["data"]["text/plain"] if results else None

    @property
    def error(self):
        return "\n".join(
            line
            for content in self.of("error")
            for line in [content["ename"], content["evalue"], *content["traceback"]]
        )


class Kernel:
    """A kernel started by its kernelspec's name, with more environment variables where they are given."""

    def __init__(self, name, cwd=ROOT, **environ):
        atexit.register(self._kill)  # where the tests themselves are stopped
        try:
            self._begin(name, cwd, environ)
        except RuntimeError as e:  # its ports are free when they are chosen, and may be taken when it binds them
            print(f"NOTE: {name} is started again: {e}")
            self.client.stop_channels()
            self._kill()
            self._begin(name, cwd, environ)

    def _begin(self, name, cwd, environ):
        self.manager = KernelManager(kernel_name=name)
        started = time.monotonic()
        self.manager.start_kernel(cwd=str(cwd), env={**os.environ, **environ})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=READY_SECONDS)
        self.seconds_to_ready = time.monotonic() - started

    def run(self, code, timeout=120):
        messages = []
        reply = self.client.execute_interactive(
            code,
            timeout=timeout,
            allow_stdin=False,
            output_hook=lambda message: messages.append((message["msg_type"], message["content"])),
        )
        return Reply(reply["content"], messages)

    def start(self, code, stop_on_error=True):
        """Sends a cell without waiting; `finish` waits."""
        return self.client.execute(code, allow_stdin=False, stop_on_error=stop_on_error)

    def start_as_lab(self, cell, code, deleted=()):
        """The same as JupyterLab does it: with the cell's name, and those of the cells deleted since the last."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        metadata = {"cellId": cell, "deletedCells": list(deleted), "recordTiming": False}
        sent = self.client.session.msg("execute_request", {**content, "stop_on_error": True}, metadata=metadata)
        self.client.shell_channel.send(sent)
        return sent["header"]["msg_id"]

    def finish_all(self, message_ids, timeout=60):
        """The replies' contents by message, and all that was published for it: {id: (content, [(type, content)])}."""
        deadline = time.monotonic() + timeout
        replies = {}
        while len(replies) < len(message_ids):
            try:
                reply = self.client.get_shell_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"expected {len(message_ids)} replies in {timeout} s, found {replies}") from None
            if reply["parent_header"].get("msg_id") in message_ids:
                replies[reply["parent_header"]["msg_id"]] = reply["content"]
        published = {sent: [] for sent in message_ids}
        idle = set()
        while idle != set(message_ids):
            try:
                message = self.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"expected all of {len(message_ids)} cells idle within {timeout} s") from None
            sent = message["parent_header"].get("msg_id")
            if sent in published:
                published[sent].append((message["msg_type"], message["content"]))
                if message["content"].get("execution_state") == "idle":
                    idle.add(sent)
        return {sent: (replies[sent], published[sent]) for sent in message_ids}

    def finish(self, message_id, timeout=30):
        """The content of the cell's reply."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                reply = self.client.get_shell_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"the cell did not end within {timeout} s") from None
            if reply["parent_header"].get("msg_id") == message_id:
                return reply["content"]

    def wait_for_output(self, text, timeout=30):
        """Waits until a cell printed this."""
        deadline, seen = time.monotonic() + timeout, ""
        while text not in seen:
            try:
                message = self.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"expected '{text}' within {timeout} s, found '{seen}'") from None
            seen += message["content"].get("text", "")

    def wait_for_shown(self, message_id, text, timeout=30):
        """Waits until a cell shows, or changes, something that begins with this; its text."""
        deadline, seen = time.monotonic() + timeout, []
        while not (seen and seen[-1].startswith(text)):
            try:
                message = self.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(
                    f"expected something shown as '{text}...' within {timeout} s, found {seen}"
                ) from None
            if message["parent_header"].get("msg_id") == message_id and "data" in message["content"]:
                seen.append(message["content"]["data"]["text/plain"])
        return seen[-1]

    def interrupt(self):
        """What JupyterLab's stop button sends."""
        self.manager.interrupt_kernel()

    def interrupt_and_wait(self):
        """The same, until the kernel has answered."""
        sent = self.client.session.msg("interrupt_request", {})
        self.client.control_channel.send(sent)
        while self.client.get_control_msg(timeout=30)["parent_header"].get("msg_id") != sent["header"]["msg_id"]:
            pass

    def inspect(self, code, position):
        """What Shift-Tab shows at this position of a cell, as text."""
        return self.finish(self.client.inspect(code, position))["data"].get("text/plain", "")

    def complete(self, code):
        """What Tab offers at the end of the code."""
        return self.finish(self.client.complete(code, len(code)))["matches"]

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()
        atexit.unregister(self._kill)

    def _kill(self):
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)


JJAVA = os.environ.get("MODELJUNGLE_JJAVA", "java")  # the kernelspec of another JJava than the one that pip installs
IJAVA = os.environ.get("MODELJUNGLE_IJAVA")  # the name of a kernelspec that starts a genuine IJava: pip has none


def load_into_jjava(kernel, imports):
    """The README's line, and imports."""
    brings = f'%classpath "{ROOT / "target" / "modeljungle.jar"}"'  # quoted: a space would end it
    for cell in (brings, imports):
        reply = kernel.run(cell)
        assert reply.status == "ok", reply.error


def load_into_ijava(kernel):
    """The README's lines."""
    for cell in (
        f'%classpath "{ROOT / "target" / "modeljungle.jar"}"\norg.modeljungle.show.Notebook.init();',
        "import org.modeljungle.*;\nimport org.modeljungle.show.*;\nimport static org.modeljungle.show.Show.*;",
    ):
        reply = kernel.run(cell)
        assert reply.status == "ok", reply.error


class KernelCase(unittest.TestCase):
    """A test class whose tests share one kernel, `self.kernel`."""

    name = "modeljungle"

    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel(cls.name)
        cls.addClassCleanup(cls.kernel.stop)

    def ok(self, code):
        """Runs a cell that has to succeed."""
        reply = self.kernel.run(code)
        self.assertEqual("ok", reply.status, reply.error)
        return reply
