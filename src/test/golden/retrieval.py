"""Golden numbers for measures of naming and of neighbours, from scikit-learn on random points: top-k accuracy, mean
reciprocal rank, conformal sets, k nearest neighbours, mean average precision, one-class scores, Ledoit-Wolf."""

import json
import math

import numpy as np
from golden import FOLDER
from sklearn.covariance import LedoitWolf
from sklearn.metrics import average_precision_score, label_ranking_average_precision_score, roc_auc_score
from sklearn.metrics import top_k_accuracy_score
from sklearn.metrics.pairwise import pairwise_distances
from sklearn.neighbors import KNeighborsClassifier

RANDOM = np.random.default_rng(20)
CLASSES = [f"class {c}" for c in range(5)]


def points(count: int, width: int, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Float32 points around one centre a class, and their classes."""
    labels = np.arange(count) % len(CLASSES)
    centres = RANDOM.normal(size=(len(CLASSES), width))
    values = centres[labels] + spread * RANDOM.normal(size=(count, width)) + 0.5
    return np.round(values, 4).astype(np.float32), labels


def naming() -> dict:
    """Scores of twelve candidates."""
    scores = np.round(RANDOM.normal(size=(60, 12)), 4).astype(np.float32)
    truths = RANDOM.integers(0, 12, size=60)
    scores[np.arange(60), truths] += np.float32(1.0)
    own = scores[np.arange(60), truths].astype(np.float64)
    calibration, coverage = own[:30], 0.9
    place = math.ceil((len(calibration) + 1) * coverage)
    threshold = -np.quantile(-calibration, place / len(calibration), method="inverted_cdf")
    assert threshold == -np.sort(-calibration)[place - 1]
    inside = scores[30:].astype(np.float64) >= threshold
    return {
        "scores": scores.astype(float).tolist(),
        "truths": truths.tolist(),
        "top1": top_k_accuracy_score(truths, scores, k=1, labels=range(12)),
        "top5": top_k_accuracy_score(truths, scores, k=5, labels=range(12)),
        "mrr": label_ranking_average_precision_score(np.eye(12)[truths], scores),
        "threshold": float(threshold),
        "coverage": float(inside[np.arange(30), truths[30:]].mean()),
        "size": float(inside.sum(axis=1).mean()),
    }


def nearest(distances: np.ndarray, labels: np.ndarray, train: np.ndarray, k: int) -> str:
    """The most frequent class among the k nearest; of equally frequent ones, that of the nearest."""
    order = train[np.argsort(distances[train], kind="stable")[:k]]
    votes = np.bincount(labels[order], minlength=len(CLASSES))
    return CLASSES[next(labels[i] for i in order if votes[labels[i]] == votes.max())]


def neighbours(values: np.ndarray, labels: np.ndarray, metric: str) -> dict:
    """Classification with training and test points, and leaving one out; retrieval; one class at a time."""
    wide = values.astype(np.float64)
    distances = pairwise_distances(wide, metric=metric)
    train, test = np.arange(0, 45), np.arange(45, 80)
    every = np.arange(len(wide))
    names = np.array(CLASSES)[labels]
    result = {}
    for k in (1, 2, 5):
        model = KNeighborsClassifier(k, weights="uniform", metric=metric, algorithm="brute")
        result[f"test{k}"] = model.fit(wide[train], names[train]).predict(wide[test]).tolist()
        left = [model.fit(wide[every != i], names[every != i]).predict(wide[i : i + 1])[0] for i in every]
        result[f"left{k}"] = list(left)
        result[f"nearest{k}"] = [nearest(distances[i], labels, train, k) for i in test]
    precision, at = [], {1: [], 5: [], 10: []}
    for i in every:
        others = every != i
        right = labels[others] == labels[i]
        precision.append(average_precision_score(right, -distances[i][others]))
        order = np.argsort(distances[i][others], kind="stable")
        for k in at:
            at[k].append(right[order[:k]].mean())
    result["map"] = float(np.mean(precision))
    result["precision"] = {str(k): float(np.mean(found)) for k, found in at.items()}
    result["auc"] = []
    for c in range(len(CLASSES)):
        own = train[labels[train] == c]
        scores = -np.sort(distances[np.ix_(test, own)], axis=1)[:, :2].mean(axis=1)
        result["auc"].append(float(roc_auc_score(labels[test] == c, scores)))
    return result


def shrunk(values: np.ndarray, labels: np.ndarray) -> dict:
    """Ledoit-Wolf on all points, on few, and one class at a time."""
    wide = values.astype(np.float64)
    train, test = np.arange(0, 45), np.arange(45, 80)
    result = {"auc": []}
    for name, count in (("many", 80), ("few", 6)):
        fitted = LedoitWolf().fit(wide[:count])
        result[name] = {
            "shrinkage": float(fitted.shrinkage_),
            "covariance": fitted.covariance_.tolist(),
            "distances": fitted.mahalanobis(wide[70:]).tolist(),
        }
    for c in range(len(CLASSES)):
        fitted = LedoitWolf().fit(wide[train[labels[train] == c]])
        result["auc"].append(float(roc_auc_score(labels[test] == c, -fitted.mahalanobis(wide[test]))))
    return result


def main() -> None:
    """Writes the golden file."""
    values, labels = points(80, 16, 1.6)
    content = {
        "points": values.astype(float).tolist(),
        "labels": [CLASSES[c] for c in labels],
        "naming": naming(),
        "cosine": neighbours(values, labels, "cosine"),
        "euclidean": neighbours(values, labels, "euclidean"),
        "ledoit-wolf": shrunk(values, labels),
    }
    path = FOLDER / "retrieval.json"
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
