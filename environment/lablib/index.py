"""notebooks/README.md: what each notebook promises and how long it took, with a small picture of its own outputs.

`notebooks/index.json` holds the words; times are those of results files. Pictures are made anew where a notebook's have
changed, which needs Pillow; everything else is Python's standard library.
"""

import hashlib
import io
import json
import struct
from base64 import b64decode
from pathlib import Path

PAGE = Path("notebooks") / "README.md"
SOURCE = Path("notebooks") / "index.json"
THUMBNAILS = Path("notebooks") / "thumbnails"
SIZE = (480, 320)  # pixels at most; shown half as wide, so that they are sharp on dense screens
MOST = 60_000  # bytes
COLOURS = 128
INK, BETWEEN = 0x22, 0x7A  # the grey of texts on white paper, and on no ground; as Java's Style
KEY = "Source"  # the PNG's text that holds the SHA-256 of the picture that it was made from
HEAD = """# The notebooks

Each begins with what it will show, and ends with a table of what was found, its results file, and exercises. Open them
with `environment/lab`, read them here with their outputs, or make a page of one with `environment/lab --html`. The
terms of the field are explained in the [glossary](GLOSSARY.md); [REPRODUCTION.md](../REPRODUCTION.md) compares the
papers' numbers with ours.

**In which order?** Begin with `01-quickstart`. Then follow what interests you: trees and experts that read weights (02
to 06, in order), generators and words (07 to 09, in order, then `15-thousand-things` and `16-thousand-concepts`, at the
paper's sizes), networks read by running them (10 to 12, in order), other people's models (`13-a-hub-of-strangers`), or
models of your own (`14-your-own-models`).

The times are those of the runs whose outputs are shown, in the `standard` profile on two cores. Jungles and trainings
that were already in the cache took no time in those runs; [the README](../README.md#how-much-is-computed) says how long
they take.
"""


def entries(root):
    return json.loads((root / SOURCE).read_text(encoding="utf-8"))["notebooks"]


def notebooks(root):
    """All notebooks, without what runs that failed have left beside them."""
    return sorted(file for file in (root / "notebooks").glob("*.ipynb") if not file.name.endswith(".failed.ipynb"))


def page(root):
    """notebooks/README.md as the words and the results files have it."""
    lines = [HEAD]
    for entry in entries(root):
        name = entry["name"]
        lines += [
            f"## [{name}]({name}.ipynb): {_title(root, name)}",
            "",
            f'<img src="thumbnails/{name}.png" alt="{entry["alt"]}" width="240" align="right">',
            "",
            entry["promise"],
            "",
            f"- time: {_time(root, name)}",
            f"- reproduces: {entry['paper']}",
            f"- needs: {entry['needs']}",
            "",
            '<br clear="all">',
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def _title(root, name):
    """The notebook's first heading."""
    for cell in _notebook(root, name)["cells"]:
        for line in "".join(cell["source"]).splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return line[2:]
    raise SystemExit(f"{name}.ipynb: expected a heading, found none")


def _time(root, name):
    results = json.loads((root / "notebooks" / "results" / f"{name}.json").read_text(encoding="utf-8"))
    seconds = results["run"]["seconds"]
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _notebook(root, name):
    return json.loads((root / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))


def picture(root, entry):
    """The PNG, in base 64, that stands for a notebook: the first that the named cell shows."""
    cells = [cell for cell in _notebook(root, entry["name"])["cells"] if entry["code"] in "".join(cell["source"])]
    if len(cells) != 1:
        raise SystemExit(f"{SOURCE}: expected one cell of {entry['name']} with '{entry['code']}', found {len(cells)}")
    for output in cells[0]["outputs"]:
        if "image/png" in output.get("data", {}):
            return "".join("".join(output["data"]["image/png"]).split())
    raise SystemExit(f"{SOURCE}: expected the cell of {entry['name']} with '{entry['code']}' to show a picture")


def digest(data):
    return hashlib.sha256(data.encode()).hexdigest()


def source(png):
    """The digest that a thumbnail's PNG carries; None without one."""
    place = 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        key, _, text = png[place + 8 : place + 8 + length].partition(b"\0")
        if kind == b"tEXt" and key.decode("latin-1") == KEY:
            return text.decode("latin-1")
        place += 12 + length
    return None


def faults(root):
    """What is not up to date."""
    found = []
    if not (root / PAGE).is_file() or (root / PAGE).read_text(encoding="utf-8") != page(root):
        found.append(f"{PAGE} is not as {SOURCE} and the results files have it")
    for entry in entries(root):
        file = root / THUMBNAILS / f"{entry['name']}.png"
        if not file.is_file() or source(file.read_bytes()) != digest(picture(root, entry)):
            found.append(f"{THUMBNAILS / file.name} is not of the picture that the notebook shows")
        elif file.stat().st_size > MOST:
            found.append(f"{THUMBNAILS / file.name}: expected {MOST} bytes at most, found {file.stat().st_size}")
    named = {entry["name"] for entry in entries(root)}
    missing = {file.stem for file in notebooks(root)} - named
    return found + [f"{SOURCE} lacks {name}" for name in sorted(missing)]


def thumbnail(data):
    """A small PNG of few colours, that says what it was made from and reads on white pages and on dark ones."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    small = Image.open(io.BytesIO(b64decode(data))).convert("RGBA")
    opaque = small.getchannel("A").getextrema()[0] == 255  # a chart on white paper; other pictures have no ground
    small.thumbnail(SIZE, Image.Resampling.LANCZOS)
    if opaque:
        small.putdata([without_paper(*pixel[:3]) for pixel in small.getdata()])
    said, out = PngInfo(), io.BytesIO()
    said.add_text(KEY, digest(data))
    few = small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True, pnginfo=said)
    return out.getvalue()


def without_paper(red, green, blue):
    """A chart's pixel without its white paper: black ink becomes grey, which reads on any page; colours stay."""
    least, most = min(red, green, blue), max(red, green, blue)
    if most - least < 24:
        return BETWEEN, BETWEEN, BETWEEN, min(255, (255 - least) * 255 // (255 - INK))
    cover = min(255, max(255 - least, 3 * (most - least)))
    return *(255 - (255 - part) * 255 // cover for part in (red, green, blue)), cover


def write(root):
    """Makes what is not up to date; the names of what was made."""
    made = []
    (root / THUMBNAILS).mkdir(exist_ok=True)
    for entry in entries(root):
        file, data = root / THUMBNAILS / f"{entry['name']}.png", picture(root, entry)
        if not file.is_file() or source(file.read_bytes()) != digest(data):
            file.write_bytes(thumbnail(data))
            made.append(file.name)
    text = page(root)
    if not (root / PAGE).is_file() or (root / PAGE).read_text(encoding="utf-8") != text:
        (root / PAGE).write_text(text, encoding="utf-8")
        made.append(PAGE.name)
    return made


if __name__ == "__main__":
    print("made:", ", ".join(write(Path(__file__).resolve().parents[2])) or "nothing, all is up to date")
