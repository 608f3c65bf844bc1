"""Golden numbers for hierarchical clustering: SciPy's linkage and fcluster on random points, with and without ties."""

import json

import numpy as np
from golden import FOLDER
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

METHODS = ["single", "complete", "average", "ward"]


def points(kind: str, n: int, rng: np.random.Generator) -> np.ndarray:
    """Points whose coordinates a float32 holds exactly; those with ties lie on a small grid, some of them twice."""
    if kind == "random":
        return np.round(rng.normal(size=(n, 3)) * 1024) / 1024
    if kind == "clustered":
        centres = rng.normal(size=(4, 3)) * 6
        return np.round((centres[rng.integers(4, size=n)] + rng.normal(size=(n, 3))) * 1024) / 1024
    return rng.integers(0, 4, size=(n, 3)).astype(np.float64)


def main() -> None:
    rng = np.random.default_rng(0)
    cases = []
    for kind, n in [
        ("random", 2),
        ("random", 3),
        ("random", 9),
        ("random", 60),
        ("clustered", 120),
        ("ties", 12),
        ("ties", 70),
    ]:
        x = points(kind, n, rng)
        case = {"kind": kind, "n": n, "points": x.flatten().tolist()}
        for method in METHODS:
            z = linkage(pdist(x), method)
            heights = (
                np.quantile(z[:, 2], [0.1, 0.5, 0.9, 1]) + 1e-3
            )  # between merges that single precision may confuse
            most = sorted({1, 2, 3, 5, n // 2 + 1, n - 1, n})
            case[method] = {
                "merges": z[:, [0, 1, 3]].astype(int).flatten().tolist(),
                "heights": [float(f"{h:.9g}") for h in z[:, 2]],
                "cuts": [
                    {"height": float(f"{h:.9g}"), "labels": fcluster(z, float(f"{h:.9g}"), "distance").tolist()}
                    for h in heights
                ],
                "at_most": [{"count": int(k), "labels": fcluster(z, k, "maxclust").tolist()} for k in most if k > 0],
            }
        cases.append(case)
    path = FOLDER / "linkage.json"
    path.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
