"""A token-classification model of Hugging Face's transformers as an engine."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from spacy.tokens import Doc

from dalil.entities.engines.boundaries import marked, placed, tag_of, words
from dalil.entities.engines.models import Model
from dalil.entities.merging import Found

_BATCH = 16  # sentences
_LONGEST = 512  # pieces of words in a window, where the model does not say less
_SPECIAL = 2  # positions that RoBERTa's kind keeps for itself
_OVERLAP = 8  # a window shares this part of itself with the one before

Place = tuple[int, int]


@lru_cache(maxsize=3)
def load(model: Model, changed: int) -> TransformerEngine:
    """The engine of a model that was last `changed` then; loaded once for all languages."""
    return TransformerEngine(model)


class TransformerEngine:
    """Finds what a token-classification model tags.

    It reads the clean text sentence by sentence, in windows that overlap where a sentence is
    longer than the model reads. A word gets the tag of its first piece, as such models are
    trained (Devlin et al. 2019), and the model's probability as its score. Raises DalilError
    where the model can't be loaded, or has no label that is one of ours.
    """

    def __init__(self, model: Model) -> None:
        try:
            import torch
            from transformers import AutoModelForTokenClassification, AutoTokenizer
            from transformers.utils.logging import disable_progress_bar
        except ImportError as error:
            raise model.error(f"transformers can't be imported: {error}") from None
        disable_progress_bar()  # standard error is for what a person should read
        try:
            folder, local = str(model.folder), {"local_files_only": True}
            self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, use_fast=True, **local)
            network: Any = AutoModelForTokenClassification.from_pretrained(folder, **local)
        except (OSError, ValueError, ImportError) as error:
            raise model.error(f"transformers can't load this model: {error}") from None
        if not self._tokenizer.is_fast:
            raise model.error("its tokeniser does not tell places in the text (no tokenizer.json)")
        self._labels: list[str] = [
            network.config.id2label[i] for i in range(network.config.num_labels)
        ]
        if all(tag_of(label) == "O" for label in self._labels):
            raise model.error(f"none of its labels is one of ours: {', '.join(self._labels)}")
        limits = [_LONGEST, self._tokenizer.model_max_length]
        positions = getattr(network.config, "max_position_embeddings", None)
        if positions:
            limits.append(positions - _SPECIAL)
        self._window = min(limits)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._network = network.to(self._device).eval()

    def find(self, doc: Doc) -> list[Found]:
        """The mentions in `doc`, in order, without overlaps."""
        sents = [s for s in doc.sents if s.text.strip()]
        found = []
        for at in range(0, len(sents), _BATCH):
            batch = sents[at : at + _BATCH]
            places = [words(doc, s.start, s.end) for s in batch]
            inner = [
                [(start - s.start_char, end - s.start_char) for start, end in own]
                for s, own in zip(batch, places, strict=True)
            ]
            tagged = self._tagged([s.text for s in batch], inner)
            for own, (names, scores) in zip(places, tagged, strict=True):
                found += marked(own, names, scores)
        return placed(doc, found)

    def _tagged(
        self, texts: list[str], places: list[list[Place]]
    ) -> list[tuple[list[str], list[float]]]:
        """Label and probability for each word of each sentence."""
        import torch

        read = self._tokenizer(
            texts,
            truncation=True,
            max_length=self._window,
            stride=self._window // _OVERLAP,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding=True,
            return_tensors="pt",
        )
        sentences = read.pop("overflow_to_sample_mapping").tolist()
        pieces = read.pop("offset_mapping").tolist()
        with torch.inference_mode():
            logits = self._network(**read.to(self._device)).logits
        best = logits.float().softmax(-1).max(-1)
        chances, labels = best.values.tolist(), best.indices.tolist()

        tagged = [(["O"] * len(own), [0.0] * len(own)) for own in places]
        # Of two windows, a word goes by the one in which more stands around it.
        around = [[-1] * len(own) for own in places]
        for row, sentence in enumerate(sentences):
            names, scores = tagged[sentence]
            for word, piece, margin in _first_pieces(places[sentence], pieces[row]):
                if margin > around[sentence][word]:
                    around[sentence][word] = margin
                    names[word] = self._labels[labels[row][piece]]
                    scores[word] = chances[row][piece]
        return tagged


def _first_pieces(places: list[Place], pieces: list[list[int]]) -> list[tuple[int, int, int]]:
    """For each word in a window: its number, its first piece's, and how far that is from an edge.

    Special and filling pieces have no width. A word without a piece here is left out.
    """
    real = [i for i, (start, end) in enumerate(pieces) if end > start]
    found = []
    at = 0
    for number, (start, end) in enumerate(places):
        while at < len(real) and pieces[real[at]][1] <= start:
            at += 1
        if at < len(real) and pieces[real[at]][0] < end:
            found.append((number, real[at], min(at, len(real) - 1 - at)))
    return found
