"""Words that tell what a part of an article is, in three languages.

A cue is compared by its key, which has no spaces, half-spaces, marks or doubled letters and one
form of yeh, kaf, heh, alef and waw, so that lost half-spaces, the other keyboard and inserted
kashidas do not matter. PDFs that give the pieces of a Persian word in visual order turn
«نتیجه‌گیری» into «گیرینتیجه»: all rotations of a cue's pieces count as the cue.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLD: dict[int, str | None] = {
    **{ord(c): "ی" for c in "يىېئ"},
    **{ord(c): "ک" for c in "كڪ"},
    **{ord(c): "ه" for c in "ةۀہەھ"},
    **{ord(c): "ا" for c in "أإآٱ"},
    ord("ؤ"): "و",
    ord("ء"): None,
    ord("ـ"): None,
}
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_DOUBLED = re.compile(r"(.)\1+")
_SEPARATORS = re.compile("[ \u200c-]+")

# Pieces are separated by a space or a half-space, alternatives by a bar.
_CUES = {
    "abstract": "چکیده | چکیده مقاله | چکیده فارسی | چکیده انگلیسی | abstract | الملخص | ملخص | "
    "ملخص البحث | ملخص الدراسة | المستخلص | مستخلص | ملخص تنفيذي | الملخص التنفيذي | "
    "executive summary | چکیده اجرایی | خلاصه اجرایی",
    # At the front an abstract, at the end a conclusion.
    "summary": "خلاصه | خلاصه مقاله | summary | خلاصة | الخلاصة | key points | موجز",
    "keywords": "کلید‌واژه | کلید‌واژه‌ها | کلید‌واژه‌های مقاله | کلید‌واژگان | واژگان کلیدی | "
    "واژه‌های کلیدی | کلمات کلیدی | کلمات کلیدی مقاله | واژه‌گان کلیدی | کلید واژه ها | "
    "keywords | key words | key terms | index terms | الكلمات المفتاحية | كلمات مفتاحية | "
    "الكلمات الدالة | الكلمات الرئيسية | المصطلحات الأساسية | الكلمات المفاتيح",
    "references": "منابع | منابع و مآخذ | فهرست منابع | فهرست منابع و مآخذ | کتاب‌نامه | "
    "کتاب‌شناسی | مراجع | فهرست مراجع | مآخذ | منابع فارسی | منابع انگلیسی | منابع لاتین | "
    "منابع عربی | منابع خارجی | منابع اینترنتی | references | bibliography | works cited | "
    "literature | literature cited | sources | reference list | list of references | "
    "further reading | المراجع | المصادر | المصادر والمراجع | المراجع والمصادر | "
    "قائمة المراجع | قائمة المصادر | قائمة المصادر والمراجع | ثبت المراجع | مصادر ومراجع | "
    "المراجع العربية | المراجع الأجنبية | المصادر العربية | المصادر الأجنبية",
    "notes": "پی‌نوشت | پی‌نوشت‌ها | یادداشت‌ها | پا‌نوشت‌ها | پا‌نوشت | زیر‌نویس‌ها | ارجاعات | "
    "notes | endnotes | footnotes | end notes | الهوامش | هوامش | الحواشي | هوامش البحث",
    "heading": "مقدمه | پیش‌گفتار | دیباچه | درآمد | نتیجه‌گیری | نتیجه | جمع‌بندی | "
    "نتیجه‌گیری و پیشنهاد | فرجام سخن | سخن پایانی | پایان سخن | بیان مسئله | پیشینه پژوهش | "
    "پیشینه | روش پژوهش | روش تحقیق | یافته‌ها | بحث | پیشنهادها | پیشنهادات | توصیه‌ها | "
    "چهار‌چوب نظری | چارچوب نظری | مبانی نظری | تمهیدات نظری | سپاس‌گزاری | تشکر و قدردانی | "
    "introduction | conclusion | conclusions | concluding remarks | background | discussion | "
    "methodology | methods | results | findings | recommendations | preface | foreword | "
    "acknowledgements | acknowledgments | theoretical framework | literature review | appendix | "
    "المقدمة | مقدمة | تمهيد | التمهيد | الخاتمة | خاتمة | النتائج | نتائج البحث | "
    "الاستنتاجات | الاستنتاج | التوصيات | توصيات | الإطار النظري | المنهجية | منهج البحث | "
    "الدراسات السابقة | شكر وتقدير | نتائج وتوصيات",
    "source": "منبع | مأخذ | source | sources | المصدر | مصدر",
}
_CAPTIONS = (
    "شکل | جدول | نقشه | نمودار | تصویر | عکس | الشكل | شكل | الجدول | الخريطة | خريطة | "
    "الرسم البياني | رسم بياني | الصورة | صورة | figure | fig | table | map | chart | photo | "
    "image | box | plate | diagram"
)
_TABLES = "جدول | الجدول | table"

_NUMBER = "[0-9۰-۹٠-٩]{1,3}(?:[.\\-–][0-9۰-۹٠-٩]{1,2})?"


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """What remains of `text` for comparing it with a cue: its letters, folded, none doubled."""
    folded = unicodedata.normalize("NFKC", text).translate(_FOLD).casefold()
    letters = _NOT_LETTERS.sub("", _without_marks(folded))
    return _DOUBLED.sub(r"\1", letters)


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))


def _keys(phrases: str) -> frozenset[str]:
    found: set[str] = set()
    for phrase in phrases.split("|"):
        pieces = [piece for piece in _SEPARATORS.split(phrase.strip()) if piece]
        found.add(key("".join(pieces)))
        if not phrase.isascii():
            for i in range(1, len(pieces)):
                found.add(key("".join(pieces[i:] + pieces[:i])))
            found.add(key("".join(reversed(pieces))))
    return frozenset(found)


_KIND_OF_KEY = {k: kind for kind, phrases in _CUES.items() for k in _keys(phrases)}
_LONGEST = max(map(len, _KIND_OF_KEY))


def cue(text: str) -> str:
    """The kind of cue that the whole of `text` is (a key of the table above), or ""."""
    if len(text) > 2 * _LONGEST + 10:
        return ""
    return _KIND_OF_KEY.get(key(text), "")


def inline_cue(text: str) -> str:
    """The cue that stands before the first colon of `text`, or in visual order behind its last.

    Only `abstract`, `summary`, `keywords` and `source` are followed by their text on the line.
    """
    head, colon, _ = text[:80].partition(":")
    kinds = [cue(head)] if colon else []
    if ":" in text[-60:]:
        kinds.append(cue(text[-60:].rpartition(":")[2]))
    dash = re.match(r"^([^\W\d_][^.–—\-]{2,30})\s?(?:[–—]|\s-\s|\.\s?[–—-]|\.\s+\S)", text)
    if dash:
        kinds.append(cue(dash.group(1)))
    for kind in kinds:
        if kind in ("abstract", "summary", "keywords", "source"):
            return kind
    return ""


def _caption_pattern(names: str) -> re.Pattern[str]:
    words = (
        "|".join(re.escape(name.strip()).replace("\\ ", r"\s") for name in names.split("|"))
        .replace("ی", "[یيى]")
        .replace("ک", "[کك]")
    )
    return re.compile(
        rf"^[\[(]?(?:{words})\.?\s?(?:شماره|رقم|no\.?)?\s?[\[(]?(?:{_NUMBER}|[ivx]{{1,4}}\b)[\])]?"
        rf"(\s?[.:\-–—|)،]|\s*$)?",
        re.IGNORECASE,
    )


_CAPTION = _caption_pattern(_CAPTIONS)
_TABLE = _caption_pattern(_TABLES)
# In visual order the name and number come last: «… کشورها .1 جدول».
_CAPTION_AT_END = re.compile(rf"[.:]\s?{_NUMBER}\s(?:جدول|شکل|نمودار|نقشه|تصویر)$")


def is_caption(text: str) -> bool:
    """Whether `text` is the caption of a figure, table or map: its name and number, then a mark.

    Without a mark behind the number ("Table 1 shows …") only a short line without a stop is one.
    """
    match = _CAPTION.match(text)
    if match is None:
        return len(text) < 120 and _CAPTION_AT_END.search(text) is not None
    if match.group(1) is not None:
        return len(text) <= 400
    return len(text) <= 90 and not text.rstrip().endswith((".", "؟", "?", "،", ":"))


def is_table_caption(text: str) -> bool:
    """Whether `text` is the caption of a table."""
    at_end = _CAPTION_AT_END.search(text)
    return _TABLE.match(text) is not None or bool(at_end and "جدول" in at_end.group())
