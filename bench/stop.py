"""How long the stop button takes: from the click to the end of the cell, in a real kernel, for each kind of long work.

    .lab/venv/bin/python bench/stop.py            # 20 stops each, writes bench/results/stop.json
    .lab/venv/bin/python bench/stop.py --quick    # does it run? 2 stops each, writes target/stop-quick.json

Run it with the Python that `environment/lab` sets up, on a machine that does nothing else.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

from inkernel import ROOT, Kernel, metric, record

SEED = 1
EARLIEST, LATEST = 0.3, 1.5  # seconds from the start of the work to the click
LATE = 10.0  # the latest for what first draws its pictures, so that clicks fall into its training too

SETUP = """
Recipe recipe = new Recipe(7, ShapeWorld.of(16), new DiffusionTransformer.Settings(16, 3, 4, 16, 1, 2, 32, 2),
        new Recipe.AncestorSettings(50, 8, 2, 1e-3), new Recipe.LoraSettings(4, 5, 2, 1e-2, 2), 4, 3, 1);
Jungle jungle = Jungle.grow(recipe, Path.of("{folder}/small"));
int runs = 0;
Models models = Models.folder(Path.of("notebooks/models"), Path.of("notebooks/models/models.csv"))
        .split(.1, .25, new Seeds(0));
Survey survey = Survey.of(models);
Models tree = survey.router().sorted(models).ofTree("tree 0");
WeightTask task = WeightTask.of(tree, tree.classTarget());
String layer = task.banks().keySet().iterator().next();
float[] far = new float[4000 * 3999 / 2];
for (int i = 0; i < far.length; i++) far[i] = 1 + (i * 7919 % 1000) / 1000f;
Distances distances = Distances.of(4000, far);
TextEncoder words = texts -> {{
    float[][] rows = new float[texts.size()][64];
    for (int i = 0; i < rows.length; i++) rows[i][Math.floorMod(texts.get(i).hashCode(), 64)] = 1;
    return rows;
}};
float[] numbers = new float[400 * 64 * 64];
for (int i = 0; i < numbers.length; i++) numbers[i] = (i * 7919L % 1009) / 1009f - .5f;
LayerBank large = new LayerBank("q", new Dense(400, 64, 64, numbers));
List<String> captions = IntStream.range(0, 400).mapToObj(i -> "concept " + i % 80).toList();
Models many = Models.of("many", IntStream.range(0, 400)
        .mapToObj(i -> Model.of("m" + i, Path.of("none")).withCaption(captions.get(i))).toList());
int[] learnt = IntStream.range(0, 320).toArray();
float[] wider = new float[400 * 64 * 256];
for (int i = 0; i < wider.length; i++) wider[i] = (i * 7919L % 1009) / 1009f - .5f;
float[][] labels = new float[400][100];
for (int i = 0; i < labels.length; i++)
    for (int k = 0; k < 100; k++) labels[i][k] = (i + k) % 2;
WeightTask real = new WeightTask(Map.of("w", new LayerBank("w", new Dense(400, 64, 256, wider))),
        new ClassTarget(IntStream.range(0, 100).mapToObj(k -> "c" + k).toList(), labels),
        IntStream.range(0, 280).toArray(), IntStream.range(280, 320).toArray(), IntStream.range(320, 400).toArray());
"""

WORKS = {
    "growing": 'Jungle.grow(recipe.withAncestor(new Recipe.AncestorSettings(1_000_000, 8, 2, 1e-3)),'
    ' Path.of("{folder}/grown-" + runs++));',
    "training": "MetanetworkExpert.probeX(layer).withEpochs(1_000_000).fit(task, new Seeds(runs++));",
    "sampling": "jungle.draw(new int[] {{0, 1, 2, 3}}, 64, 10_000, new Seeds(runs++));",
    "clustering": 'try (Progress progress = Progress.of("clustering", 3999))'
    " {{ Linkage.AVERAGE.cluster(distances, progress); }}",
    "reading": "LayerBank.readAll(models.files(), List.copyOf(task.banks().keySet()), ConvolutionView.FILTERS);",
    "surveying": "Survey.of(models);",
    "indexing": "RidgeAlignment aligned = RidgeAlignment.allLayers("
    "Gram.of(Collections.nCopies(16, large)), captions, learnt, words);"
    " ModelIndex.of(many, aligned, aligned.gram());",
    "hashing": "models.sha256();",
    "drawing": "ShapeWorld.of(64).draw(Collections.nCopies(2000, ShapeWorld.sampleConcepts(1, new Seeds(1)).get(0)),"
    " new Seeds(2));",
    "growing-classifiers": "ClassifierJungle.grow(ClassifierRecipe.of(Profile.STANDARD),"
    ' Path.of("{folder}/classifiers-" + runs++)).trees();',
    "growing-real-things": 'Jungle.grow(Recipe.realThings(Profile.STANDARD), Path.of("{folder}/things-" + runs++));',
    "training-mvprobe": 'MetanetworkExpert.mvProbe("w", 3000).fit(real, new Seeds(runs++));',
}
STANDARD = ("growing-classifiers", "growing-real-things", "training-mvprobe")  # at the size of the standard profile


def measure(kernel: Kernel, work: str, latest: float, chance: random.Random) -> float:
    """Seconds from one click to the end of the cell."""
    sent = kernel.start('{ System.out.println("started"); while (true) { ' + work + " } }")
    kernel.wait_for_output("started")
    time.sleep(chance.uniform(EARLIEST, latest))
    clicked = time.monotonic()
    kernel.interrupt()
    reply, published = kernel.finish_all([sent])[sent]
    seconds = time.monotonic() - clicked
    warned = "".join(content["text"] for _, content in published if content.get("name") == "stderr")
    if reply["status"] != "error" or "runs on" in warned:
        raise SystemExit(f"expected a cell that is stopped, found {reply['status']}: {warned}\n{work}")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="2 stops each; writes into target")
    options = parser.parse_args()
    stops = 2 if options.quick else 20
    chance = random.Random(SEED)
    load = round(os.getloadavg()[0], 2)
    metrics = []
    out = ROOT / ("target/stop-quick.json" if options.quick else "bench/results/stop.json")
    with tempfile.TemporaryDirectory(prefix="stop") as folder:
        kernel = Kernel("modeljungle", JDK_JAVA_OPTIONS="")  # compiled as the user's
        try:
            ready = kernel.run(SETUP.format(folder=Path(folder).as_posix()))
            if ready.status != "ok":
                raise SystemExit(ready.error)
            for name, work in WORKS.items():
                cell = work.format(folder=Path(folder).as_posix())
                latest = LATE if name in STANDARD else LATEST
                seconds = [measure(kernel, cell, latest, chance) for _ in range(stops)]
                metrics.append(metric(f"stop/{name}/median", statistics.median(seconds), seconds))
                metrics.append(metric(f"stop/{name}/worst", max(seconds), seconds))
                print(f"{name:<20} median {statistics.median(seconds):.3f} s, worst {max(seconds):.3f} s")
            run = record(kernel, "stop", SEED, stops=stops, load_before=load)
        finally:
            kernel.stop()
    out.write_text(json.dumps({"run": run, "metrics": metrics}, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {out}")


if __name__ == "__main__":
    main()
