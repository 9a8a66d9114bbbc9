"""Where a word or a pair could hold a half-space, and the features by which that is judged."""

from __future__ import annotations

from itertools import pairwise

from dalil.repair.halfspaces.lexicon import Lexicon, base
from dalil.repair.halfspaces.tokens import NON_JOINING, ZWNJ
from dalil.repair.halfspaces.verbs import PREVERBS

_LONGEST = 32
_MOST = 12
_DEEPEST = 3
_TOP = 8
_BEFORE_VERBS = frozenset(["می", "نمی", *(p + m for p in PREVERBS for m in ("می", "نمی"))])

_AFTER_HEH = frozenset("ها های هایی ای ام اند ایم اید اش شان هایش هایشان".split())
_ARTICLE = "ال"
_WET = frozenset("تر تری".split())  # words of their own besides
_COMPARATIVE = _WET | {"ترین"}
_FREQUENT = 30
# Words of grammar, which go into a compound only in forms that are known («به‌ویژه»).
_GRAMMAR = frozenset("از در به با بر که را تا و این آن هر یا برای".split())
_PLURALS = frozenset("ها های هایی هایم هایت هایش هایمان هایتان هایشان هاست".split())
# «اینها», «آنها» are good in one, and most write them so.
_DEMONSTRATIVES = frozenset("این آن همین همان".split())
_BEFORE_AY = frozenset("هیاو")  # what «ای» may follow as an ending; else it calls: «ای دوست»
_ENDINGS = _AFTER_HEH | _COMPARATIVE | _PLURALS | frozenset("ات مان تان".split())


def level(count: int) -> int:
    """A count on a scale of powers of two, from 0 to 8."""
    return min(count.bit_length(), _TOP)


def ratio(yes: int, no: int) -> int:
    """How much more often one was seen than the other, in half steps of a power of ten, ±6."""
    value = (yes + 0.5) / (no + 0.5)
    if value >= 1:
        return min(sum(value > step for step in (1.5, 3, 10, 30, 100, 300)), 6)
    return -min(sum(value < 1 / step for step in (1.5, 3, 10, 30, 100, 300)), 6)


def splits(word: str, lexicon: Lexicon, depth: int = _DEEPEST) -> list[tuple[str, ...]]:
    """The ways to divide `word` (bare letters) into pieces by half-spaces, likely ones first."""
    if not 3 <= len(word) <= _LONGEST:
        return []
    found: dict[tuple[str, ...], None] = {}
    for form in lexicon.forms.get(word, ()):
        way = tuple(form.split(ZWNJ))
        if not _good_in_one(way[0], way[1]):
            found[way] = None
    pairs, known, suffixes, prefixes = (
        lexicon.pairs,
        lexicon.known_pairs,
        lexicon.suffixes,
        lexicon.prefixes,
    )
    for i in range(1, len(word)):
        left, right = word[:i], word[i:]
        if _good_in_one(left, right):
            continue
        second = base(right)
        key = left + ZWNJ + second
        stem = lexicon.stem(second)
        ends = second in suffixes and left not in _GRAMMAR and second not in _GRAMMAR
        begins = left in prefixes and left not in _GRAMMAR
        long = len(left) > 1 and len(right) > 1
        if (
            key in pairs
            or key in known
            or (long and ends and lexicon.is_word(left))
            or (stem != second and long and _ends_as(left, stem, lexicon))
            or (long and begins and lexicon.is_word(right))
            or (left in _BEFORE_VERBS and len(right) > 2 and right[-1] in "مدی")
            or (long and left in prefixes and _has_article(right, lexicon))
            or (right in _PLURALS and len(left) > 3 and left[-1] not in NON_JOINING)
        ):
            found[left, right] = None
        if depth > 1:
            if ends and len(right) > 1:
                for first in splits(left, lexicon, depth - 1):
                    found[(*first, right)] = None
            if begins and len(left) > 1:
                for rest in splits(right, lexicon, depth - 1):
                    found[(left, *rest)] = None
    ways = list(found)
    if len(ways) > _MOST:
        ways.sort(key=lambda way: (-_promise(way, lexicon), way))
        del ways[_MOST:]
    return ways


def _ends_as(left: str, stem: str, lexicon: Lexicon) -> bool:
    """Whether `left` can stand before an inflected form of the second piece `stem`."""
    key = left + ZWNJ + stem
    return (
        key in lexicon.pairs
        or key in lexicon.known_pairs
        or (stem in lexicon.joining_suffixes and left not in _GRAMMAR and lexicon.is_word(left))
    )


def _good_in_one(left: str, right: str) -> bool:
    return left in _DEMONSTRATIVES and right in _PLURALS


def _has_article(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` is a known one with the Arabic article («بین‌المللی»)."""
    return word.startswith(_ARTICLE) and len(word) > 4 and lexicon.is_word(word[2:])


def _promise(way: tuple[str, ...], lexicon: Lexicon) -> float:
    """A rough order of splits: known pairs and long, well known pieces first."""
    score = 0.0
    for left, right in pairwise(way):
        key = left + ZWNJ + right
        score += 3 if key in lexicon.pairs else 1 if key in lexicon.known_pairs else 0
        score += level(lexicon.right_counts.get(base(right), 0)) / _TOP
    return score / (len(way) - 1) + min(map(len, way)) / 4


def kind_of(word: str, lexicon: Lexicon) -> str:
    """How well a word is known: by its count, and by its class in the general lexicon."""
    general = lexicon.general.get(word)
    grade = "-" if general is None else str(general)
    return f"{level(lexicon.whole(word))}{grade}"


def _sides(left: str, right: str, lexicon: Lexicon) -> list[str]:
    """Features of a half-space between two pieces, whether it was lost or became a space."""
    names = []
    right = base(right)
    suffix = "V" if right in lexicon.finite else _ARTICLE if right.startswith(_ARTICLE) else "?"
    suffix = right if right in lexicon.suffixes else suffix
    prefix = left if left in lexicon.prefixes else "?"
    silent = left[-1] in NON_JOINING
    names.append("R:" + suffix)
    names.append("P:" + prefix)
    if silent:
        names.append("silent")
        names.append("silent:" + suffix)
        names.append("silent<" + prefix)
    elif left[-1] == "ه":
        names.append("heh:" + suffix)
        if right not in _AFTER_HEH:
            names.append("heh")
            names.append(f"heh {level(lexicon.whole(left))} {lexicon.class_of(left)}")
    if left in lexicon.participles:
        names.append("participle:" + suffix)
    if right in lexicon.finite:
        names.append("finite<" + prefix)
    if prefix in _BEFORE_VERBS:
        names.append("verb>" + right[-1])
        names.append("verb>" + right[-2:])
    if not lexicon.whole(left):
        names.append("left ends=" + left[-2:])
        names.append("left ends=" + left[-3:])
        names.append(f"left ends={left[-1]}:{suffix}")
    if not lexicon.whole(right):
        names.append("right ends=" + right[-2:])
        names.append("right begins=" + right[:3])
    names.append(f"left {lexicon.class_of(left)}:{suffix}")
    names.append(f"right {lexicon.class_of(right)}<{prefix}")
    names.append(f"classes {lexicon.class_of(left)} {lexicon.class_of(right)}")
    names.append(f"left={kind_of(left, lexicon)}")
    names.append(f"left={level(lexicon.whole(left))}:{suffix}")
    names.append(f"right={kind_of(right, lexicon)}")
    names.append(f"right={level(lexicon.whole(right))}<{prefix}")
    names.append(f"joins={level(lexicon.right_counts.get(right, 0))}")
    names.append(f"rate={ratio(lexicon.right_counts.get(right, 0), lexicon.counts.get(right, 0))}")
    names.append(f"lrate={ratio(lexicon.left_counts.get(left, 0), lexicon.counts.get(left, 0))}")
    names.append(f"kinds={level(lexicon.right_kinds.get(right, 0))}")
    names.append(f"lkinds={level(lexicon.left_kinds.get(left, 0))}")
    stem = lexicon.stem(right)
    if stem != right:
        key = left + ZWNJ + stem
        names.append("S:" + stem)
        names.append(f"stem joins={level(lexicon.right_counts.get(stem, 0))}")
        rate = ratio(lexicon.right_counts.get(stem, 0), lexicon.counts.get(stem, 0))
        names.append(f"stem rate={rate} {right[len(stem) :]}")
        names.append(f"stem pair={level(lexicon.pairs.get(key, 0))} {key in lexicon.known_pairs}")
    if len(left) < 4:
        names.append(f"llen={len(left)}")
    if len(right) < 4:
        names.append(f"rlen={len(right)}")
    return names


def split_features(way: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    """Features of a word divided as `way` says."""
    bare = "".join(way)
    form = ZWNJ.join(way)
    whole = lexicon.counts.get(bare, 0) or lexicon.counts.get(base(bare), 0)
    seen = lexicon.counts.get(form, 0)
    names = [
        f"pieces={len(way)}",
        f"seen={level(seen)}",
        f"against={ratio(seen, whole)}",
        f"general={lexicon.general.get(form, '-')}",
    ]
    least = None
    for left, right in pairwise(way):
        names += _sides(left, right, lexicon)
        key = left + ZWNJ + base(right)
        pair = lexicon.pairs.get(key, 0)
        least = pair if least is None else min(least, pair)
        if key in lexicon.known_pairs:
            names.append("known")
    names.append(f"pair={level(least or 0)}")
    names.append(f"pair/whole={ratio(least or 0, whole)}")
    return names


def whole_features(word: str, lexicon: Lexicon) -> list[str]:
    """Features of a word left undivided."""
    whole = lexicon.whole(word)
    stem = base(word)
    if not whole and stem != word:  # «رویکردهای»: no half-space could be seen after the stem
        names = [f"stem={level(lexicon.whole(stem))}", f"stem={kind_of(stem, lexicon)}"]
        whole = lexicon.whole(stem)
    else:
        names = []
    names += [
        f"whole={level(whole)}",
        f"whole general={lexicon.general.get(word, '-')}",
        f"whole={kind_of(word, lexicon)}",
    ]
    if not whole:
        names.append("ends=" + word[-2:])
        names.append("ends=" + word[-3:])
        names.append("begins=" + word[:2])
    if word in lexicon.finite:
        names.append("finite")
    return names


def joinable(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether a space between two words (bare letters) can have been a half-space."""
    right = base(right)
    key = left + ZWNJ + right
    if key in lexicon.pairs or key in lexicon.known_pairs:
        return True
    if right in _WET and lexicon.class_of(left) != "a":
        # A frequent word that was never compared is no adjective: «زمین تر شد».
        return lexicon.counts.get(left, 0) < _FREQUENT
    if right == "ای" and left[-1] not in _BEFORE_AY:
        return False
    stem = lexicon.stem(right)
    return (
        right in lexicon.joining_suffixes
        or (stem != right and _ends_as(left, stem, lexicon))
        or left in lexicon.joining_prefixes
        or left in _BEFORE_VERBS
    )


def pair_features(left: str, right: str, lexicon: Lexicon) -> list[str]:
    """Features of two words (bare letters) that stand apart and may be one."""
    right = base(right)
    key = left + ZWNJ + right
    joined = lexicon.pairs.get(key, 0)
    apart = lexicon.spaced.get(key, 0)
    whole = lexicon.counts.get(left + right, 0)
    names = _sides(left, right, lexicon)
    names += [
        f"pair={level(joined)}",
        f"apart={level(apart)}",
        f"against={ratio(joined, apart)}",
        f"whole={level(whole)}",
        f"general={lexicon.general.get(key, '-')}",
        f"whole general={lexicon.general.get(left + right, '-')}",
    ]
    if key in lexicon.known_pairs:
        names.append("known")
    if left in lexicon.forms:
        names.append("left is divided")
    if right in lexicon.forms:
        names.append("right is divided")
    return names


def is_telling(left: str, right: str) -> bool:
    """Whether to write the two without a half-space or with a space is a fault, not a habit.

    So it is after «می» and after a silent heh («خانه‌ها», «رفته‌اند»).
    """
    return left in _BEFORE_VERBS or (left[-1] == "ه" and right in _AFTER_HEH)


def is_regular(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether it is a word and its ending, or «می» and a verb; what is not is a compound."""
    right = base(right)
    if left in _BEFORE_VERBS:
        return right in lexicon.finite or left + ZWNJ + right in lexicon.pairs
    return right in _ENDINGS


def is_habit(left: str, right: str) -> bool:
    """Whether many write the two in one («سالها», «بزرگتر»), so that nothing need be lost."""
    return left[-1] not in NON_JOINING and left[-1] != "ه" and right.startswith(("ها", "تر"))


def context_features(kind: str, before: str, after: str) -> list[str]:
    """Features of the words around (bare letters, `.` for none) for a reading of kind `kind`."""
    return [
        f"{kind} {after}",
        f"{before} {kind}",
        f"{kind} >{after[-2:]}",
        f"{before[-2:]}< {kind}",
    ]
