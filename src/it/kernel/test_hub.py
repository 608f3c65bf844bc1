"""The library's client of the hub beside Python's own, and before nginx."""

import os
import subprocess
import sys

from hub_case import LAYER, MODELS, HubCase, Nginx, run

MODEL = MODELS[0]
QUIET = {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_XET": "1"}


def python(code, **names):
    """Runs code in a fresh Python, whose huggingface_hub sees the hub of the test and no other; what it prints."""
    lines = [f"{name} = {str(value)!r}" for name, value in names.items()] + ["import huggingface_hub as h", code]
    environ = {**os.environ, **QUIET, "HF_ENDPOINT": names["endpoint"]}
    for name in ("HF_TOKEN", "HF_HOME", "HF_HUB_CACHE", "HF_HUB_OFFLINE"):
        environ.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], env=environ, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout.split("\n")[:-1]


def layout(cache):
    """Files and links of a cache, without locks and what Python keeps for itself."""
    found = {}
    for path in sorted(cache.rglob("*")):
        name = str(path.relative_to(cache))
        if name.startswith((".locks", "CACHEDIR.TAG")) or "/trees" in name or path.is_dir():
            continue
        found[name] = os.readlink(path) if path.is_symlink() else path.read_bytes()
    return found


class PythonsHub(HubCase):
    def test_python_reads_the_cache_that_we_wrote(self):
        path = run("download", self.endpoint, self.cache, MODEL)
        self.asked()
        code = f"""
print(h.hf_hub_download("{MODEL}", "model.safetensors", cache_dir=cache, local_files_only=True))
print(h.hf_hub_download("{MODEL}", "model.safetensors", cache_dir=cache, endpoint=endpoint))
found = h.scan_cache_dir(cache)
repo, = found.repos
print(found.warnings, repo.repo_id, repo.nb_files, list(repo.refs), found.size_on_disk)
"""
        offline, online, scanned = python(code, cache=self.cache, endpoint=self.endpoint)
        self.assertEqual([str(path)] * 2, [offline, online])
        size = path.stat().st_size
        self.assertEqual(f"[] {MODEL} 1 ['main'] {size}", scanned)
        self.assertEqual([], [line for line in self.asked() if line.startswith("files")])

    def test_we_read_the_cache_that_python_wrote(self):
        code = f'print(h.snapshot_download("{MODEL}", cache_dir=cache, endpoint=endpoint))'
        (snapshot,) = python(code, cache=self.cache, endpoint=self.endpoint)
        self.asked()
        self.assertEqual(f"{snapshot}/model.safetensors", str(run("offline", self.cache, MODEL)))
        self.assertEqual([], self.asked())
        self.assertEqual(f"{snapshot}/model.safetensors", str(run("download", self.endpoint, self.cache, MODEL)))
        self.assertEqual([], [line for line in self.asked() if line.startswith("files")])

    def test_both_write_the_same_layout(self):
        run("download", self.endpoint, self.cache, MODEL)
        other = self.folder / "other"
        code = f'h.hf_hub_download("{MODEL}", "model.safetensors", cache_dir=cache, endpoint=endpoint)'
        python(code, cache=other, endpoint=self.endpoint)
        self.assertEqual(layout(other), layout(self.cache))


class BehindNginx(HubCase):
    @classmethod
    def start(cls, work):
        cls.nginx = Nginx(work)
        cls.addClassCleanup(cls.nginx.stop)
        cls.serve(cls.nginx.address)

    def setUp(self):
        super().setUp()
        self.nginx.asked()
        self.bytes = (self.repos / MODEL / "model.safetensors").read_bytes()

    def test_a_file_comes_whole_and_unpacked(self):
        self.assertEqual(self.bytes, run("download", self.endpoint, self.cache, MODEL).read_bytes())
        self.assertEqual([f"200 {len(self.bytes)} - -"], self.nginx.asked())

    def test_a_cut_download_goes_on(self):
        first = run("download", self.endpoint, self.cache, MODEL)
        blob = first.resolve()
        blob.rename(f"{blob}.incomplete")
        os.truncate(f"{blob}.incomplete", 400_000)
        self.nginx.asked()
        self.assertEqual(self.bytes, run("download", self.endpoint, self.cache, MODEL).read_bytes())
        self.assertEqual([f"206 {len(self.bytes) - 400_000} bytes=400000- -"], self.nginx.asked())

    def test_a_layer_comes_by_two_ranges(self):
        layer = run("layer", self.endpoint, self.folder, MODEL, LAYER.replace(".1.", ".50."))
        self.assertLess(layer.stat().st_size, 20_000)
        asked = self.nginx.asked()
        self.assertEqual(["206", "206"], [line.split()[0] for line in asked])
        self.assertLess(sum(int(line.split()[1]) for line in asked), len(self.bytes) / 10)
        self.assertEqual(1, len(self.asked()))

    def test_python_takes_what_we_took(self):
        path = run("download", self.endpoint, self.cache, MODEL)
        code = f'print(h.hf_hub_download("{MODEL}", "model.safetensors", cache_dir=cache, endpoint=endpoint))'
        self.assertEqual([str(path)], python(code, cache=self.cache, endpoint=self.endpoint))
