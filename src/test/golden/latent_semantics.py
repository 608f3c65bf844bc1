"""Golden cosines of latent semantic analysis, with scikit-learn's n-grams and NumPy's singular value decomposition.

    bench/.venv/bin/python src/test/golden/latent_semantics.py

Writes `src/test/resources/golden/latent-semantics.json`: documents, texts, and the texts' cosines in 3 dimensions and
in all. The library decomposes the documents' inner products; here the counts themselves are decomposed.
"""

import numpy
import torch
from golden import flat, write
from sklearn.feature_extraction.text import CountVectorizer

DOCUMENTS = [
    "fox, animal, nature, orange",
    "dog face, animal, pet",
    "croissant, food, bread, french, bakery",
    "bread, food, baked, loaf",
    "baker, bread",
    "sailing boat, sea, summer",
    "speedboat, sea, ship",
    "ox, animal, beef",
]
TEXTS = ["fox", "a fox, animal", "ox", "baking bread", "boats at sea", "Bakers' FOOD", "an orange loaf, loaf, loaf"]


def plain(text: str) -> str:
    words = text.lower().replace("'", " ").replace(",", " ").split()
    return " ".join(word for word in words if word not in ("a", "an"))


def main() -> None:
    counter = CountVectorizer(analyzer="char_wb", ngram_range=(4, 4))
    known = counter.fit_transform([plain(text) for text in DOCUMENTS]).toarray()
    rarity = numpy.log((1 + len(DOCUMENTS)) / (known > 0).sum(0))

    def weigh(counts: numpy.ndarray) -> numpy.ndarray:
        rows = numpy.sqrt(counts) * rarity
        return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)

    _, _, axes = numpy.linalg.svd(weigh(known), full_matrices=False)
    rows = weigh(counter.transform([plain(text) for text in TEXTS]).toarray())

    def cosines(dimensions: int) -> list[float]:
        places = rows @ axes[:dimensions].T
        places /= numpy.linalg.norm(places, axis=1, keepdims=True)
        return flat(torch.from_numpy(places @ places.T))

    write(
        "latent-semantics",
        {
            "documents": DOCUMENTS,
            "texts": TEXTS,
            "grams": known.shape[1],
            "cosines3": cosines(3),
            "cosines8": cosines(8),
        },
    )


if __name__ == "__main__":
    main()
