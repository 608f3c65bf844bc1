"""Golden scores of a ridge from words to weights, in explicit coordinates and with a refit for each left-out caption.

    bench/.venv/bin/python src/test/golden/reverse.py

Writes `src/test/resources/golden/reverse.json`: 30 models of 10 captions (three each; 24 to learn from), their
similarities, the captions' vectors, and the cosines of all models with all captions. The library works with the
similarities alone; here models have coordinates, and lambda is chosen by leaving captions out one by one.
"""

import numpy
import torch
from golden import flat, rounded, short, write

LAMBDAS = [1e-4 * (30 / 1e-4) ** (i / 29) for i in range(30)]


def unit(rows: numpy.ndarray) -> numpy.ndarray:
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def main() -> None:
    generator = torch.Generator().manual_seed(3)
    texts = rounded(torch.nn.functional.normalize(torch.randn(10, 4, generator=generator), dim=1)).numpy()
    caption = numpy.arange(30) // 3
    mixing = numpy.asarray(torch.randn(4, 6, generator=generator).double())
    noise = numpy.asarray(torch.randn(30, 6, generator=generator).double())
    models = unit(texts[caption] @ mixing + 0.5 * noise)
    train = numpy.arange(24)  # of captions 0 to 7

    centroids = numpy.stack([models[train][caption[train] == c].mean(0) for c in range(8)])
    middle = centroids.mean(0)
    points = centroids - middle
    mean_text = texts[:8].mean(0)
    words = unit(texts - mean_text)
    kernel = numpy.exp(-(2 - 2 * words @ words[:8].T))  # all with the training captions

    def predict(rows: numpy.ndarray, known: list[int], strength: float) -> numpy.ndarray:
        mean = points[known].mean(0)
        gram = kernel[numpy.ix_(known, known)]
        dual = numpy.linalg.solve(gram + strength * numpy.eye(len(known)), points[known] - mean)
        return rows[:, known] @ dual + mean

    def error(strength: float) -> float:
        missed = 0.0
        for c in range(8):
            others = [other for other in range(8) if other != c]
            missed += ((predict(kernel[c : c + 1], others, strength)[0] - points[c]) ** 2).sum()
        return missed

    best = min(LAMBDAS, key=error)
    scores = unit(models - middle) @ unit(predict(kernel, list(range(8)), best)).T
    write(
        "reverse",
        {
            "texts": short(torch.from_numpy(texts)),
            "similarities": [float(f"{value:.17g}") for value in (models @ models.T).flatten()],
            "lambda": best,
            "scores": flat(torch.from_numpy(scores)),
        },
    )


if __name__ == "__main__":
    main()
