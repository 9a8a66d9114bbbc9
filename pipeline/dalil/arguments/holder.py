"""Holder: whose view a sentence reports.

A *frame* is a reporting pattern of the codebook found in a sentence, with the person, office or
body in its `<holder>` place. The rules:

- The place is behind the pattern («به گفته …», “according to …”), within it («يرى … أن», “in …'s
  view”) or before it (“… argues that”; “, says X,” is seen to be turned round). `names` finds the
  name in it.
- A pronoun, “this view” and a subject that is left out («می‌گوید که», «حيث يرى أن») stand for the
  holder named last in the paragraph, else the person mentioned last; else they are kept as
  written (a left-out subject: nobody is named, and the sentence is the author's).
- The author speaking of himself (“this article argues”, «نگارنده», «هذه الورقة») is `author`.
- A frame governs what follows it, up to `;` or a contrast (“…, but”). One that opens no clause (it
  does not end in that, «که», أن) and has its place behind or within it (“according to X”) also
  governs what stands before it; at the end of a sentence (“…, says X.”) only that. Of two frames
  that govern the evidence, the nearer one before it counts.
- Where no frame governs the evidence, the holder is the author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from dalil.arguments.clauses import COMMAS, is_mark
from dalil.arguments.compiled import Compiled
from dalil.arguments.matching import Match, View, covered, matches
from dalil.arguments.model import AUTHOR
from dalil.arguments.names import Names
from dalil.arguments.tree import ReportingPattern

_SLOT_MOST = 14  # tokens between the two halves of a pattern such as «يرى … أن»
_REFERENCE, _SELF = "reference", "self"


@dataclass(frozen=True)
class Holder:
    """Who holds the view: `name` as written, entity id or "", token span or None (author)."""

    name: str = AUTHOR
    id: str = ""
    span: tuple[int, int] | None = None


THE_AUTHOR = Holder()


@dataclass(frozen=True)
class _Frame:
    """A found reporting pattern. Tokens `start` to `end`; `place` the holder's, maybe empty."""

    start: int
    end: int
    tokens: frozenset[int]
    place: tuple[int, int]
    bounded: bool  # the place ends where the pattern goes on
    opens: bool  # it ends in a complementiser
    leads: bool  # the holder stands before the pattern


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
        self._doc = doc
        self._keys = keys
        self._sentences = sentences
        self._views = views
        self._compiled = compiled
        self._lexis = compiled.lexis
        self._names = Names(doc, keys, compiled.lexis)
        self._found: dict[int, list[tuple[_Frame, Holder]]] = {}

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

    def _frames(self, number: int) -> list[tuple[_Frame, Holder]]:
        """The frames of a sentence with their holders, in order; found once."""
        if number not in self._found:
            self._found[number] = []  # a reference in this sentence looks back, never at itself
            resolved: list[tuple[_Frame, Holder]] = []
            for frame in self._search(self._views[number]):
                holder = self._holder(frame, number, resolved)
                if holder is not None:
                    resolved.append((frame, holder))
            self._found[number] = resolved
        return self._found[number]

    def _search(self, view: View) -> list[_Frame]:
        frames: list[_Frame] = []
        index = self._compiled.reporting_index
        for number in index.candidates(view):
            pattern = index.patterns[number]
            if isinstance(pattern, ReportingPattern):
                frames.extend(self._frames_of(pattern, view))
        chosen: list[_Frame] = []
        # Where patterns share words the longer one knows more («says that» before «says»).
        for frame in sorted(frames, key=lambda f: (-len(f.tokens), f.start, f.end, f.place)):
            if not any(frame.tokens & other.tokens for other in chosen):
                chosen.append(frame)
        return sorted(chosen, key=lambda frame: frame.start)

    def _frames_of(self, pattern: ReportingPattern, view: View) -> list[_Frame]:
        before = matches(pattern.before, view) if pattern.before else []
        after = matches(pattern.after, view) if pattern.after else []
        frames = []
        if pattern.before is None:
            for match in after:
                behind = self._names.inverted(match[0][0], match[-1][1])
                place = behind or self._names.before(view.start, match[0][0])
                if place is not None:
                    frames.append(self._frame(match, place, bounded=True, leads=not behind))
        elif pattern.after is None:
            for match in before:
                place = (match[-1][1], view.end)
                frames.append(self._frame(match, place, bounded=False, leads=False))
        else:
            for match in before:
                begin = match[-1][1]
                ends = [m for m in after if 0 <= m[0][0] - begin <= _SLOT_MOST]
                if ends:
                    place = (begin, ends[0][0][0])
                    frames.append(self._frame(match + ends[0], place, bounded=True, leads=False))
        return frames

    def _frame(self, match: Match, place: tuple[int, int], *, bounded: bool, leads: bool) -> _Frame:
        tokens = covered(match)
        opens = self._keys[max(tokens)][0] in self._lexis.complementisers
        return _Frame(min(tokens), max(tokens) + 1, tokens, place, bounded, opens, leads)

    # Who it is

    def _holder(
        self, frame: _Frame, number: int, earlier: Sequence[tuple[_Frame, Holder]]
    ) -> Holder | None:
        start, end = frame.place
        span = self._names.within(start, end, bounded=frame.bounded) if start < end else None
        if span is None or self._names.is_reference(*span):
            told = self._last(number, frame.start, earlier)
            if told is not None:
                return told
            return None if span is None else self._as_written(span)
        return THE_AUTHOR if self._names.is_self(*span) else self._as_written(span)

    def _as_written(self, span: tuple[int, int]) -> Holder:
        return Holder(self._names.written(*span), self._names.id_in(*span), span)

    def _last(
        self, number: int, before: int, earlier: Sequence[tuple[_Frame, Holder]]
    ) -> Holder | None:
        """The holder named last before a token, else the person mentioned last."""
        if earlier:
            return earlier[-1][1]
        mentioned: Holder | None = None
        for place in range(number, -1, -1):
            if place < number and self._frames(place):
                return self._frames(place)[-1][1]
            sentence = self._sentences[place]
            if mentioned is None and self._names.begins_with_self(sentence.start, sentence.end):
                return THE_AUTHOR
            if mentioned is None:
                people = [e for e in sentence.ents if e.label_ == "PER" and e.end <= before]
                if people:
                    mentioned = self._as_written((people[-1].start, people[-1].end))
        return mentioned

    # What it governs

    def _governs(self, frame: _Frame, token: int, number: int) -> bool:
        view = self._views[number]
        last = not any(not is_mark(self._keys[i][0]) for i in range(self._after(frame), view.end))
        if last and not frame.opens:
            return token < frame.start
        if token >= frame.end:
            return not self._contrast(frame.end, token)
        both = not frame.opens and not frame.leads
        return both and token < frame.start and not self._contrast(token + 1, frame.start)

    def _after(self, frame: _Frame) -> int:
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
