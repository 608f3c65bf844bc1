"""environment/lab: what it says when something is missing, how it runs notebooks, that it is quick the second time."""

import contextlib
import io
import json
import logging
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import zipfile
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError

ROOT = Path(__file__).resolve().parents[3]
OWN = [str(ROOT / "environment"), str(ROOT / "kernel"), str(ROOT / ".ci")]
sys.path[:0] = OWN

import committed  # noqa: E402
import install  # noqa: E402
from lablib import children, console, downloads, gpu, notebook, reproduction, setup, tools  # noqa: E402
from lablib.lab import Lab  # noqa: E402


def lab(*options, **environ):
    """Runs lab as a user does."""
    command = [sys.executable, str(ROOT / "environment" / "lab"), *map(str, options)]
    return subprocess.run(command, env=dict(os.environ, **environ), cwd=ROOT, capture_output=True, text=True)


class Folder(unittest.TestCase):
    """A test class with a temporary folder, `self.folder`."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="lab test "))  # a space, as in "My Documents"
        self.addCleanup(shutil.rmtree, self.folder)


class MissingTools(Folder):
    def tool(self, name, text, home="."):
        """A command of that name that only prints a text."""
        command = self.folder / home / "bin" / name
        command.parent.mkdir(parents=True, exist_ok=True)
        command.write_text(f"#!/bin/sh\necho '{text}'\n")
        command.chmod(0o755)
        return command

    def java(self, version, home=".", compiler=True):
        self.tool("java", f"    java.home = {self.folder / home}\n    java.version = {version}", home)
        if compiler:
            self.tool("javac", version, home)

    def complaint(self, **environ):
        with self.assertRaises(console.Stop) as stop:
            tools.require({"PATH": str(self.folder / "bin"), **environ})
        return str(stop.exception)

    def test_everything_missing_is_told_at_once(self):
        text = self.complaint()
        self.assertIn("a JDK 17 or later (javac, not only java)\n      found:   none", text)
        self.assertIn("Maven 3.8 or later (mvn)\n      found:   none", text)
        self.assertEqual(2, text.count("install: "))

    def test_command_says_what_to_install_and_fails(self):
        done = lab("--setup", PATH=str(self.folder), JAVA_HOME="")
        self.assertEqual(1, done.returncode)
        self.assertIn("lab: this machine lacks:", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_old_java_is_named(self):
        self.java("11.0.2")
        self.assertIn(f"found:   JDK 11.0.2 in {self.folder}", self.complaint())

    def test_java_8_is_not_taken_for_version_1(self):
        self.java("1.8.0_292")
        self.assertIn("found:   JDK 8.0 in", self.complaint())

    def test_java_without_compiler_is_not_enough(self):
        self.java("17.0.1", compiler=False)
        self.assertIn("Java without a compiler (a JRE) 17.0.1", self.complaint())

    def test_old_maven_is_named(self):
        self.java("17.0.1")
        self.tool("mvn", "Apache Maven 3.6.3 (abc)")
        text = self.complaint()
        self.assertIn("found:   Maven 3.6.3 in", text)
        self.assertNotIn("JDK", text)

    def test_java_home_comes_before_the_path(self):
        self.java("11.0.2")
        self.java("21", home="newer")
        self.tool("mvn", "Apache Maven 3.9.9 (abc)")
        jdk, maven = tools.require(
            {"PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "JAVA_HOME": str(self.folder / "newer")}
        )
        self.assertEqual((21,), jdk.version)
        self.assertEqual((3, 9, 9), maven.version)

    def test_old_python_is_named(self):
        with mock.patch.object(sys, "version_info", (3, 9, 1)):
            self.assertIn("Python 3.11 or later\n      found:   Python", tools.python_problems()[0])

    def test_python_without_venv_is_named(self):
        with mock.patch.dict(sys.modules, {"ensurepip": None}):
            self.assertIn("Python's venv and ensurepip\n      found:   Python", tools.python_problems()[0])

    def test_machine_without_native_library_is_named(self):
        with mock.patch.object(platform, "machine", lambda: "riscv64"):
            self.assertIn("riscv64", tools.machine_problems()[0])

    def test_advice_suits_the_operating_system(self):
        self.assertEqual("apt", tools.package_manager("Linux", 'NAME="x"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'))
        self.assertEqual("dnf", tools.package_manager("Linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n'))
        self.assertEqual("other", tools.package_manager("Linux", "ID=alpine\n"))
        self.assertEqual("brew", tools.package_manager("Darwin", ""))
        self.assertEqual("winget", tools.package_manager("Windows", ""))


class Kernelspec(Folder):
    def spec(self, system):
        return install.kernelspec(Path("/jdk/bin/java"), Path("/a $b/modeljungle.jar"), Path("/venv"), system)

    def test_paths_are_filled_in(self):
        spec = self.spec("Linux")
        self.assertEqual("/jdk/bin/java", spec["argv"][0])
        self.assertIn("/venv/share/jupyter/kernels/java/jjava.jar", spec["argv"])
        self.assertEqual("/venv", spec["env"]["MODELJUNGLE_PACKAGES"])
        self.assertNotIn("@", "".join([*spec["argv"], *spec["env"].values()]))

    def test_java_gets_what_jjavas_launcher_would_give_and_more(self):
        """Native libraries are allowed, the stop button works, no screen is needed, no crash leaves a file."""
        argv = self.spec("Linux")["argv"]
        self.assertIn("--enable-native-access=ALL-UNNAMED", argv)
        self.assertIn("jdk.jshell/jdk.jshell=ALL-UNNAMED", argv)
        self.assertIn("-Djava.awt.headless=true", argv)
        self.assertIn("-XX:ErrorFile=/venv/share/jupyter/kernels/modeljungle/hs_err_pid%p.log", argv)
        self.assertEqual("message", self.spec("Linux")["interrupt_mode"])

    def test_jupyter_does_not_expand_a_dollar(self):
        self.assertEqual("/a $$b/modeljungle.jar", self.spec("Linux")["env"]["JJAVA_CLASSPATH"])

    def test_malloc_settings_are_for_linux(self):
        self.assertIn("MALLOC_MMAP_MAX_", self.spec("Linux")["env"])
        self.assertNotIn("MALLOC_MMAP_MAX_", self.spec("Darwin")["env"])

    def test_windows_paths_have_its_separator(self):
        self.assertTrue(self.spec("Windows")["env"]["JJAVA_STARTUP_SCRIPTS_PATH"].endswith("kernel\\startup.jshell"))

    def test_an_archive_of_classes_is_named_where_there_is_one(self):
        prefix = self.folder / "venv"
        jjava = prefix / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
        for file in (jjava, self.folder / "library.jar"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("")

        def argv():
            folder = install.install(sys.executable, self.folder / "library.jar", prefix)
            return folder, json.loads((folder / "kernel.json").read_text())["argv"]

        folder, without = argv()
        self.assertNotIn("SharedArchiveFile", " ".join(without))
        (folder / install.ARCHIVE).write_text("")
        self.assertIn(f"-XX:SharedArchiveFile={folder / install.ARCHIVE}", argv()[1])

    def test_an_archive_that_does_not_fit_is_left_alone(self):
        """Of another Java, of other jars, or no archive at all: Java starts, and says nothing of it."""
        java = tools.require(os.environ)[0].java
        strange, gone = self.folder / "strange.jsa", self.folder / "gone.jsa"
        strange.write_bytes(bytes(range(256)) * 1000)
        for archive in (strange, gone, install.spec_folder(setup.venv(ROOT)) / install.ARCHIVE):
            command = [java, *install.SHARE, f"-XX:SharedArchiveFile={archive}", "-cp", str(self.folder), "-version"]
            done = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual((0, ""), (done.returncode, done.stdout), done.stderr)
            self.assertNotIn("archive", done.stderr)

    def test_missing_library_is_told(self):
        with self.assertRaisesRegex(
            FileNotFoundError, "expected the library: mvn package makes it, found no file .*none.jar"
        ):
            install.install(sys.executable, self.folder / "none.jar", self.folder)

    def test_path_that_the_kernel_cannot_read_is_told(self):
        with self.assertRaisesRegex(ValueError, "cannot read a path with [*] in it: .*move the repository"):
            install._check_separators(Path("/a*b/modeljungle.jar"))


class Gpu(Folder):
    """Without a GPU, as far as that goes; programs and files stand in the place of the machine's own."""

    def driver(self, version, gpus=1):
        nvidia = Path(tempfile.mkdtemp(dir=self.folder))
        (nvidia / "gpus").mkdir()
        text = f"NVRM version: NVIDIA UNIX x86_64 Kernel Module  {version}  Wed Oct 25 09:35:29 UTC 2023\n"
        (nvidia / "version").write_text(text + "GCC version: 12.2.0")
        for number in range(gpus):
            (nvidia / "gpus" / f"0000:0{number}:00.0").mkdir()
        return nvidia

    def torch(self, version, *libraries):
        """As pip leaves one in an environment."""
        folder = setup.venv(self.folder) / "lib" / "python3.11" / "site-packages" / "torch"
        (folder / "lib").mkdir(parents=True, exist_ok=True)
        (folder / "version.py").write_text(f"__version__ = '{version}'\n")
        for name in libraries:
            (folder / "lib" / name).write_text("")
        return folder / "lib"

    def chosen(self):
        """A checkout that is set up for a GPU."""
        (self.folder / "environment").mkdir()
        shutil.copy(ROOT / "environment" / "requirements-gpu.txt", self.folder / "environment")
        with mock.patch.object(gpu, "missing", return_value=[]):
            gpu.choose(self.folder, True)

    def test_what_is_missing_is_told(self):
        def told(nvidia, machine="x86_64", python=(3, 11)):
            return "\n".join(gpu.missing("Linux", machine, python, nvidia))

        self.assertIn("Linux on x86_64", told(self.driver("580.65.06"), machine="aarch64"))
        self.assertIn("NVIDIA's driver\n      found:   none", told(self.folder / "none"))
        self.assertIn("driver 525.60 or later\n      found:   470.256.02", told(self.driver("470.256.02")))
        self.assertIn("an NVIDIA GPU", told(self.driver("535.129.03", gpus=0)))
        self.assertIn("Python 3.13 or earlier", told(self.driver("535.129.03"), python=(3, 14)))
        self.assertEqual("", told(self.driver("535.129.03")))
        with mock.patch.object(gpu, "missing", return_value=["  * a driver"]), self.assertRaises(console.Stop) as stop:
            gpu.choose(self.folder, True)
        self.assertIn("lacks:\n  * a driver\n(environment/lab --cpu", str(stop.exception))
        self.assertFalse(gpu.is_chosen(self.folder))

    @unittest.skipIf(Path("/proc/driver/nvidia").exists(), "this machine has a driver")
    def test_command_says_so_and_fails(self):
        done = lab("--gpu", "--setup")
        self.assertEqual(1, done.returncode)
        self.assertIn("the GPU cannot be used because this machine lacks:", done.stderr)
        self.assertFalse(gpu.is_chosen(ROOT))

    def test_the_version_is_that_of_the_engine(self):
        pom = (ROOT / "pom.xml").read_text()
        self.assertIn(f"<torch.version>{gpu._wanted(ROOT)}</torch.version>", pom)
        jar = next((ROOT / "target" / "lib").glob("pytorch-jni-*.jar"))
        with zipfile.ZipFile(jar) as parts:
            self.assertIn(f"jnilib/linux-x86_64/{gpu.FLAVOR}/libdjl_torch.so", parts.namelist())

    def test_the_kernel_is_told(self):
        self.chosen()
        libraries = self.torch("2.7.1+cu126", "libtorch_cuda.so")
        expected = {"PYTORCH_LIBRARY_PATH": str(libraries), "PYTORCH_VERSION": "2.7.1", "PYTORCH_FLAVOR": "cu128"}
        told = gpu.variables(self.folder, setup.venv(self.folder))
        self.assertEqual(expected, told)
        spec = install.kernelspec(Path("/j"), Path("/l"), Path("/p"), "Linux", variables={"A": "/with $ign"})
        self.assertEqual("/with $$ign", spec["env"]["A"])
        self.assertIn("OMP_NUM_THREADS", spec["env"])
        gpu.choose(self.folder, False)
        self.assertEqual({}, gpu.variables(self.folder, setup.venv(self.folder)))

    def add(self, *installing):
        """What each call of pip that set-up makes does; whether the last had to install anew."""
        venv = setup.venv(self.folder)
        venv.mkdir(parents=True, exist_ok=True)
        with (
            mock.patch.object(gpu, "missing", return_value=[]),
            mock.patch.object(children, "run", side_effect=installing) as run,
        ):
            gpu.add(self.folder, venv, Path("python"), {})
        return run.call_count and "--force-reinstall" in run.call_args.args[0]

    def test_pytorch_is_installed_once(self):
        self.chosen()
        with self.assertRaisesRegex(console.Stop, "installing PyTorch for GPUs failed"):
            self.add(1)
        with mock.patch.object(gpu, "_has_cuda", return_value=True):
            self.assertFalse(self.add(0))
        self.torch("2.7.1+cu126", "libtorch_cuda.so")
        self.assertEqual(0, self.add())
        (setup.venv(self.folder) / "complete-for-gpu").unlink()  # as where pip was ended
        self.assertTrue(self.add(0))

    def test_one_for_the_processor_is_refused_and_replaced(self):
        self.chosen()
        self.torch("2.7.1+cpu", "libtorch_cpu.so")
        with self.assertRaisesRegex(console.Stop, "expected PyTorch 2.7.1 with CUDA, found one for the processor"):
            self.add(0)
        with mock.patch.object(gpu, "_has_cuda", side_effect=[True]):
            self.assertTrue(self.add(0))

    def test_a_full_disk_is_told_before(self):
        self.chosen()
        full = SimpleNamespace(free=3e9)
        with mock.patch.object(shutil, "disk_usage", return_value=full), self.assertRaisesRegex(console.Stop, "3 GB"):
            self.add()

    def test_a_driver_that_is_gone_is_noticed(self):
        self.chosen()
        with mock.patch.object(gpu, "missing", return_value=["  * a driver"]), self.assertRaises(console.Stop):
            gpu.add(self.folder, setup.venv(self.folder), Path("python"), {})


class SetUp(Folder):
    def test_second_time_is_quick(self):
        self.assertEqual(0, lab("--setup").returncode)
        start = time.monotonic()
        done = lab("--setup")
        said = done.stdout.replace("lab: another lab is setting up; waiting for it\n", "")  # other tests do
        self.assertEqual((0, ""), (done.returncode, said))
        self.assertLess(time.monotonic() - start, 60)

    def test_the_kernel_starts_from_an_archive_of_classes(self):
        self.assertEqual(0, lab("--setup").returncode)
        folder = install.spec_folder(setup.venv(ROOT))
        archive = folder / install.ARCHIVE
        self.assertTrue(archive.is_file())
        self.assertIn(f"-XX:SharedArchiveFile={archive}", json.loads((folder / "kernel.json").read_text())["argv"])

    def test_half_made_environment_is_made_again(self):
        requirements = self.folder / "environment" / "requirements.txt"
        requirements.parent.mkdir()
        requirements.write_text("")
        left_over = setup.venv(self.folder) / "left-over"
        left_over.mkdir(parents=True)
        setup.make_venv(self.folder, dict(os.environ))
        self.assertFalse(left_over.exists())
        python = setup.venv_python(self.folder)
        self.assertTrue(setup._works(python, os.environ))
        python.unlink()  # as after an update of the Python below it
        self.assertFalse(setup._works(python, os.environ))

    def test_set_up_goes_on_without_data(self):
        """Where there is no network; data that came once is not asked for again."""
        requirements = self.folder / "environment" / "requirements-data.txt"
        requirements.parent.mkdir()
        requirements.write_text("data==1\n")
        setup.venv(self.folder).mkdir(parents=True)
        with mock.patch.object(children, "run", return_value=1) as run, mock.patch.object(setup, "say") as say:
            setup.add_data(self.folder, {})
            self.assertIn("--no-deps", run.call_args.args[0])
            self.assertIn("goes on without it", say.call_args.args[0])
            run.return_value = 0
            setup.add_data(self.folder, {})
            setup.add_data(self.folder, {})
            self.assertEqual(2, run.call_count)

    def test_one_at_a_time(self):
        with setup.lock(self.folder):
            code = f"import sys; sys.path[:0] = {OWN!r}; from pathlib import Path; from lablib import setup\n"
            code += f"with setup.lock(Path({str(self.folder)!r})): print('mine')"
            other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
            self.assertIn("another lab is setting up", other.stdout.readline())
        self.assertEqual("mine\n", other.communicate(timeout=20)[0])


@unittest.skipIf(os.name == "nt", "a script stands for Maven")
class MavensDownloads(Folder):
    """What is said while Maven downloads, and where it fails; no codes for colours."""

    BEGUN = "Downloading from central: https://repo/x/big-1.0.jar"
    ENDED = "Downloaded from central: https://repo/x/{} ({} at 2.0 MB/s)"

    def run_maven(self, script):
        maven = self.folder / "mvn"
        maven.write_text("#!/bin/sh\n" + script)
        maven.chmod(0o755)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = downloads.run_maven([str(maven)], dict(os.environ), self.folder, seconds=0.3)
        self.assertNotIn("\x1b", said.getvalue())
        return code, said.getvalue().splitlines()

    def test_says_what_comes(self):
        lines = [self.ENDED.format("a.jar", "1.5 MB"), self.ENDED.format("b.pom", "500 kB"), self.BEGUN]
        printed = "".join(f"echo '[INFO] {line}'\n" for line in lines)
        code, said = self.run_maven(f"printf '\\033[0m'\n{printed}sleep 1")
        self.assertEqual(0, code)
        self.assertEqual(["lab: Maven has downloaded 2 files, 2 MB, now big-1.0.jar"], said)

    def test_says_nothing_where_nothing_comes(self):
        self.assertEqual((0, []), self.run_maven("printf '\\033[0m[INFO] Building\\n\\033[0m'\nsleep 1"))

    def test_shows_the_errors_where_it_fails(self):
        code, said = self.run_maven("echo '[INFO] Building'; printf '[\\033[1;31mERROR\\033[m] no such jar\\n'; exit 3")
        self.assertEqual((3, ["[ERROR] no such jar"]), (code, said))


class RunNotebook(Folder):
    def write(self, *cells):
        path = self.folder / "note book.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), path)
        return path

    def test_outputs_are_kept_in_the_file(self):
        path = self.write('System.out.print(System.getenv("MODELJUNGLE_PROFILE"));', "new Seeds(7)")
        done = lab("--run", path, "--profile", "quick")
        self.assertEqual(0, done.returncode, done.stderr)
        first, second = nbformat.read(path, as_version=4).cells
        self.assertEqual("quick", first.outputs[0]["text"])
        self.assertEqual("Seeds[value=7]", second.outputs[0]["data"]["text/plain"])
        self.assertEqual([path], list(self.folder.iterdir()))

    def test_a_run_knows_the_notebooks_code(self):
        path = self.write("1 + 1", 'Run.start("x", 1).inputs()')
        self.assertEqual(0, lab("--run", path).returncode)
        shown = nbformat.read(path, as_version=4).cells[1].outputs[0]["data"]["text/plain"]
        self.assertEqual(f"{{notebook-code={committed.notebook_code(path)}}}", shown)

    def test_output_goes_to_another_file(self):
        path, output = self.write("1 + 1"), self.folder / "out" / "x.ipynb"
        before = path.read_bytes()
        self.assertEqual(0, lab("--run", path, "--output", output).returncode)
        self.assertEqual(before, path.read_bytes())
        self.assertEqual("2", nbformat.read(output, as_version=4).cells[0].outputs[0]["data"]["text/plain"])

    def test_error_keeps_what_ran_in_a_side_file(self):
        path = self.write('System.out.print("before");', 'Check.that(false, "bad rows");', 'System.out.print("after");')
        before = path.read_bytes()
        done = lab("--run", path)
        self.assertEqual(1, done.returncode)
        self.assertIn("FAILED in cell 2 of 3", done.stderr)
        self.assertIn("bad rows", done.stderr)
        self.assertNotIn("\x1b", done.stderr)
        self.assertEqual(before, path.read_bytes())
        cells = nbformat.read(notebook.side_file(path), as_version=4).cells
        self.assertEqual("before", cells[0].outputs[0]["text"])
        self.assertEqual("error", cells[1].outputs[0]["output_type"])
        self.assertEqual([], cells[2].outputs)

    def test_dead_kernel_fails_the_run(self):
        done = lab("--run", self.write("Runtime.getRuntime().halt(3);"))
        self.assertEqual(1, done.returncode)
        self.assertIn("FAILED in cell 1 of 1:\nthe kernel died", done.stderr)

    def test_missing_notebook_is_told(self):
        done = lab("--run", self.folder / "none.ipynb")
        self.assertEqual(1, done.returncode)
        self.assertIn("expected a notebook, found no file", done.stderr)

    def test_reproducing_says_what_changed(self):
        named = self.folder / "01-x.ipynb"
        results = self.folder / reproduction.RESULTS / "01-x.json"
        results.parent.mkdir(parents=True)

        def write(value):
            results.write_text(json.dumps({"metrics": [{"name": "a", "kind": "quality", "value": value}]}))

        write(0.5)
        lab_here = Lab(self.folder, mock.Mock(home="."), mock.Mock(), "standard")
        lab_here.run = lambda notebooks, output: write(0.75) or 0
        said = []
        with mock.patch("lablib.lab.say", said.append), mock.patch.object(reproduction, "write", lambda root: True):
            self.assertEqual(0, lab_here.reproduce([str(named)]))
        self.assertEqual(["01-x: 1 of 1 results changed", "  a: 0.5000 -> 0.7500", "REPRODUCTION.md written"], said)
        lab_here.run = lambda notebooks, output: 1
        self.assertEqual(1, lab_here.reproduce([str(named)]))

    def test_reproduction_is_up_to_date(self):
        done = lab("--reproduction")
        self.assertEqual((0, "lab: REPRODUCTION.md is up to date\n"), (done.returncode, done.stdout), done.stderr)

    def test_options_that_do_not_go_together(self):
        self.assertIn("--output goes with --run or --html of exactly one notebook", lab("--output", "x").stderr)
        self.assertIn("options after -- are JupyterLab's", lab("--setup", "--", "--no-browser").stderr)
        self.assertIn("--reproduce runs the profile standard", lab("--reproduce", "--profile", "quick").stderr)


@unittest.skipIf(os.name == "nt", "Windows has no such signals")
class Stopped(Folder):
    """Neither Ctrl-C nor a termination leaves a traceback, or a program behind."""

    def setUp(self):
        super().setUp()
        if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # what it starts would ignore it, too, and never end
            self.fail("these tests press Ctrl-C, which is ignored here: expected a command in a terminal's foreground, "
                      "found one started with & or nohup; start it without")

    def lab(self, root, *options, **environ):
        command = [sys.executable, str(root / "environment" / "lab"), *map(str, options)]
        pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        child = subprocess.Popen(command, env=dict(os.environ, **environ), cwd=root, **pipe)
        self.addCleanup(child.communicate)
        self.addCleanup(child.kill)
        return child

    def wait_for(self, file):
        """The number that a program wrote into a file: its process."""
        end = time.monotonic() + 180  # far above the usual 5: a busy machine is no failure
        while not (file.is_file() and file.read_text()):
            self.assertLess(time.monotonic(), end, f"no {file}")
            time.sleep(0.05)
        return int(file.read_text())

    def gone(self, process):
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.1)
        return False

    def ends(self, child, number, code, word):
        child.send_signal(number)
        out, err = child.communicate(timeout=60)
        self.assertEqual(code, child.returncode, out + err)
        self.assertIn(f"lab: {word}; run the same command again to resume", err)
        self.assertNotIn("Traceback", out + err)

    def ends_with_its_notebook(self, number, code, word):
        pid = self.folder / "pid"
        write = f'Files.writeString(Path.of("{pid.as_posix()}"), "" + ProcessHandle.current().pid());'
        path = self.folder / "x.ipynb"
        cell = nbformat.v4.new_code_cell(write + " Thread.sleep(600_000);")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
        child = self.lab(ROOT, "--run", path)
        kernel = self.wait_for(pid)
        self.ends(child, number, code, word)
        self.assertTrue(self.gone(kernel), "the kernel still runs")

    def test_a_kernel_that_does_not_start_is_not_called_stopped(self):
        spec = self.folder / "kernels" / "modeljungle" / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps({"argv": [shutil.which("false")], "display_name": "none", "language": "java"}))
        path = self.folder / "x.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), path)
        child = self.lab(ROOT, "--run", path, JUPYTER_PATH=str(self.folder))
        out, err = child.communicate(timeout=240)
        self.assertEqual(1, child.returncode, out + err)
        self.assertIn("FAILED in starting the kernel:\nRuntimeError: Kernel died", err)

    def test_ctrl_c_ends_a_notebook_and_its_kernel(self):
        self.ends_with_its_notebook(signal.SIGINT, 130, "stopped")

    def test_termination_ends_a_notebook_and_its_kernel(self):
        self.ends_with_its_notebook(signal.SIGTERM, 143, "terminated")

    def test_ctrl_c_ends_a_set_up(self):
        """A slow Maven stands for every step of a set-up."""
        pid, maven = self.folder / "pid", self.folder / "mvn"
        version = '[ "$2" = -v ] && echo Apache Maven 3.9.9 && exit'
        maven.write_text(f"#!/bin/sh\n{version}\necho $$ > '{pid}'\nsleep 600\n")
        maven.chmod(0o755)
        copy = self.folder / "checkout"  # of what a set-up needs until it builds
        for name in ("environment", "kernel"):
            shutil.copytree(ROOT / name, copy / name)
        (copy / "environment" / "requirements.txt").write_text("")
        (copy / "pom.xml").write_text("")
        child = self.lab(copy, "--setup", PATH=f"{self.folder}{os.pathsep}{os.environ['PATH']}")
        process = self.wait_for(pid)
        self.ends(child, signal.SIGINT, 130, "stopped")
        self.assertTrue(self.gone(process), "Maven still runs")

    def test_ctrl_c_while_a_program_starts_ends_that_program(self):
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            self.addCleanup(signal.signal, getattr(signal, name), signal.getsignal(getattr(signal, name)))
        console.listen_to_signals()
        programs = []

        def start():
            programs.append(subprocess.Popen(["sleep", "600"]))
            os.kill(os.getpid(), signal.SIGINT)
            return programs[0]

        with self.assertRaises(KeyboardInterrupt):
            children.started(start)
        self.assertIsNone(programs[0].poll())
        children.stop_all()
        self.assertEqual(-signal.SIGTERM, programs[0].poll())

    def test_a_program_that_will_not_end_is_killed(self):
        stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        stubborn += "print('on', flush=True); time.sleep(600)"
        child = children.start([sys.executable, "-c", stubborn], stdout=subprocess.PIPE, text=True)
        self.assertEqual("on\n", child.stdout.readline())
        with mock.patch.object(children, "TIDY_SECONDS", 0.5):
            children.stop(child)
        child.stdout.close()
        self.assertEqual(-signal.SIGKILL, child.returncode)


class OpenJupyterLab(Folder):
    def setUp(self):
        super().setUp()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = self.folder / "server.log"
        own = [
            "--no-browser",
            "--allow-root",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            "--IdentityProvider.token=key",
        ]
        with self.log.open("wb") as log:
            command = [sys.executable, str(ROOT / "environment" / "lab"), "--", *own]
            self.server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        self.addCleanup(self.server.wait)
        self.addCleanup(self.server.send_signal, signal.SIGTERM)  # lab ends the server

    def ask(self, path, method="GET"):
        """The server's answer; waits for a server that is still starting."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method, headers={"Authorization": "token key"}
        )
        end = time.monotonic() + 180
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.read().decode()
            except urllib.error.URLError as error:
                if (
                    isinstance(error, urllib.error.HTTPError)
                    or self.server.poll() is not None
                    or time.monotonic() > end
                ):
                    self.fail(f"{path}: {error}\n{self.log.read_text(errors='replace')}")
                time.sleep(0.2)

    def test_page_and_default_kernel(self):
        self.assertIn("<title>JupyterLab</title>", self.ask("/lab"))
        kernels = json.loads(self.ask("/api/kernelspecs"))
        self.assertEqual("modeljungle", kernels["default"])
        self.assertEqual("Model Jungle (Java)", kernels["kernelspecs"]["modeljungle"]["spec"]["display_name"])
        self.assertIn("README.md", [entry["name"] for entry in json.loads(self.ask("/api/contents"))["content"]])
        self.ask("/api/shutdown", "POST")
        self.assertEqual(0, self.server.wait(timeout=30))

    @unittest.skipIf(os.name == "nt", "Windows has no such signal")
    def test_termination_ends_the_server(self):
        self.ask("/api")
        self.server.send_signal(signal.SIGTERM)
        self.assertEqual(143, self.server.wait(timeout=60))
        self.assertNotIn("Traceback", self.log.read_text(errors="replace"))
        with self.assertRaises(urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api", timeout=5)


class Why(unittest.TestCase):
    def test_a_cell_that_a_signal_interrupts_was_stopped(self):
        client, error = SimpleNamespace(), CellExecutionError("where", "InterruptedException", "asleep")
        self.assertEqual("InterruptedException: asleep\nwhere", notebook._why(client, error))
        self.assertEqual("stopped", notebook._why(client, KeyboardInterrupt()))
        client._async_cleanup_kernel_future = None  # as nbclient leaves it once it has taken a signal
        self.addCleanup(setattr, logging.getLogger("asyncio"), "disabled", False)
        self.assertEqual("stopped", notebook._why(client, error))
        self.assertEqual("stopped", notebook._why(client, DeadKernelError("gone")))
        self.assertTrue(logging.getLogger("asyncio").disabled)


class Installed(unittest.TestCase):
    def test_jupyterlab_asks_nothing_about_news(self):
        schema = setup.venv(ROOT) / "share/jupyter/lab/schemas/@jupyterlab/apputils-extension/notification.json"
        self.assertIn("fetchNews", schema.read_text(encoding="utf-8"))
        settings = setup.venv(ROOT) / "share/jupyter/lab/settings/overrides.json"
        self.assertIn('"fetchNews": "false"', settings.read_text(encoding="utf-8"))

    def test_nothing_builds_parsers_of_addresses_at_each_start(self):
        self.assertIsNone(find_spec("rfc3987_syntax"))


if __name__ == "__main__":
    unittest.main()
