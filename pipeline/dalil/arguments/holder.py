"""Holder: whose view a sentence reports.

A *frame* is a reporting pattern of the codebook found in a sentence, with the person, office or
body in its `<holder>` place. The rules:

- The place is behind the pattern («به گفته …», “according to …”), within it («يرى … أن», “in …'s
  view”) or before it (“… argues that”; “, says X,” is seen to be turned round). `names` finds the
  name in it.
- A pronoun («او», «في رأيها»), “this view” and a subject that is left out («می‌گوید که», «حيث يرى
  أن») stand for who is reported earlier in the sentence, begins it (but Arabic begins with verbs),
  or is a person in it; else for the holder named last in the paragraph, else the person mentioned
  last. Else a pronoun is kept as written, and where nobody is named the sentence is the author's.
- The author speaking of himself (“this article argues”, «نگارنده», «في رأينا») is `author`.
- A frame governs what follows it, up to `;` or a contrast (“…, but”). One that opens no clause (it
  does not end in that, «که», أن) and has its place behind or within it (“according to X”), or is
  put between commas (“…, she argued, …”), also governs what stands before it; at the end of a
  sentence (“…, X said.”) only that. Of two frames that govern the evidence, the nearer one before
  it counts.
- Where no frame governs the evidence, the holder is the author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from dalil.arguments.clauses import COMMAS, is_mark
from dalil.arguments.compiled import Compiled
from dalil.arguments.frames import Frame, Frames
from dalil.arguments.matching import View
from dalil.arguments.model import AUTHOR
from dalil.arguments.names import Names


@dataclass(frozen=True)
class Holder:
    """Who holds the view: `name` as written, entity id or "", token span or None (author)."""

    name: str = AUTHOR
    id: str = ""
    span: tuple[int, int] | None = None


THE_AUTHOR = Holder()


class Holders:
    """The holders in one document (one paragraph). `views` are those of its sentences."""

    def __init__(
        self,
        doc: Doc,
        keys: Sequence[Sequence[str]],
        sentences: Sequence[Span],
        views: Sequence[View],
        compiled: Compiled,
    ) -> None:
        self._keys = keys
        self._sentences = sentences
        self._views = views
        self._lexis = compiled.lexis
        self._names = Names(doc, keys, compiled.lexis)
        self._finder = Frames(self._names, keys, compiled)
        self._found: dict[int, list[tuple[Frame, Holder]]] = {}

    def of(self, number: int, evidence: Sequence[int]) -> Holder:
        """The holder of what the tokens `evidence` of sentence `number` say."""
        best: tuple[int, Holder] | None = None
        for frame, holder in self._frames(number):
            share = sum(self._governs(frame, token, number) for token in evidence)
            if 2 * share <= len(evidence):
                continue
            # The nearest before the evidence; one that stands after it only if there is no other.
            rank = frame.end if frame.start <= max(evidence) else -frame.start
            if best is None or rank > best[0]:
                best = rank, holder
        return best[1] if best else THE_AUTHOR

    # Frames

    def _frames(self, number: int) -> list[tuple[Frame, Holder]]:
        """The frames of a sentence with their holders, in order; found once."""
        if number not in self._found:
            self._found[number] = []  # a reference in this sentence looks back, never at itself
            resolved: list[tuple[Frame, Holder]] = []
            for frame in self._finder.search(self._views[number]):
                holder = self._holder(frame, number, resolved)
                if holder is not None:
                    resolved.append((frame, holder))
            self._found[number] = resolved
        return self._found[number]

    # Who it is

    def _holder(
        self, frame: Frame, number: int, earlier: Sequence[tuple[Frame, Holder]]
    ) -> Holder | None:
        start, end = frame.place
        span = None
        # Behind a pattern the name comes at once: “warned against”, «قال في مؤتمر» name nobody.
        if start < end and not (frame.followed and self._names.is_preposition(start)):
            span = self._names.within(start, end, bounded=frame.bounded)
        if span is None and frame.mine:
            return THE_AUTHOR
        if span is None and frame.nameless:
            return None
        if span is not None and self._names.is_nobody(span[0]):
            return None
        if span is None or self._names.is_reference(*span):
            told = self._last(number, frame.start, earlier, left_out=span is None)
            if told is not None:
                return told
            return None if span is None else self._as_written(span)
        return THE_AUTHOR if self._names.is_self(*span) else self._as_written(span)

    def _as_written(self, span: tuple[int, int]) -> Holder:
        return Holder(self._names.written(*span), self._names.id_in(*span), span)

    def _last(
        self,
        number: int,
        before: int,
        earlier: Sequence[tuple[Frame, Holder]],
        *,
        left_out: bool,
    ) -> Holder | None:
        """Whom a pronoun or a left-out subject before token `before` stands for."""
        sentence = self._sentences[number]
        if left_out and before > sentence.start:
            span = self._names.mention_at(before - 1)
            if span is not None:
                return self._as_written(span)  # «إسلام كريموف حذّر … من أن»
        if earlier:
            return earlier[-1][1]
        if left_out and sentence.start < before and not self._lexis.comma_cuts:
            span = self._names.within(sentence.start, before, bounded=False)
            if span is not None and self._names.has_mention(*span):
                return self._as_written(span)
        mentioned = self._person(sentence, before)
        if mentioned is not None:
            return mentioned
        for place in range(number - 1, -1, -1):
            if self._frames(place):
                return self._frames(place)[-1][1]
            sentence = self._sentences[place]
            if mentioned is None and self._names.begins_with_self(sentence.start, sentence.end):
                return THE_AUTHOR
            mentioned = mentioned or self._person(sentence, before)
        return mentioned

    def _person(self, sentence: Span, before: int) -> Holder | None:
        """The last person mentioned in a sentence before a token."""
        people = [e for e in sentence.ents if e.label_ == "PER" and e.end <= before]
        return self._as_written((people[-1].start, people[-1].end)) if people else None

    # What it governs

    def _governs(self, frame: Frame, token: int, number: int) -> bool:
        if frame.start <= token < frame.end:
            return True  # “regards it as a tool”, «آن را ابزار می‌شمارد»
        view = self._views[number]
        rest = range(self._after(frame), view.end)
        if not frame.opens and all(is_mark(self._keys[i][0]) for i in rest):
            return token < frame.start
        if token >= frame.end:
            return not self._contrast(frame.end, token)
        both = not frame.opens and (not frame.leads or self._is_aside(frame, view))
        return both and not self._contrast(token + 1, frame.start)

    def _is_aside(self, frame: Frame, view: View) -> bool:
        """Whether a frame is put between commas: “…, she argued, …”."""
        start, end = frame.place[0] - 1, frame.end
        inside = view.start <= start and end < view.end
        return inside and self._keys[start][0] in COMMAS and self._keys[end][0] in COMMAS

    def _after(self, frame: Frame) -> int:
        """The first token behind a frame and its holder."""
        if frame.leads or frame.bounded:
            return frame.end
        span = self._names.within(*frame.place, bounded=False)
        return span[1] if span else frame.end

    def _contrast(self, start: int, end: int) -> bool:
        """Whether the view reported ends between two tokens: at `;`, or at a contrast."""
        for i in range(start, end):
            word = self._keys[i][0]
            if word in (";", "؛"):
                return True
            comma = i > start and self._keys[i - 1][0] in COMMAS
            if comma and word in self._lexis.contrast:
                return True
        return False
