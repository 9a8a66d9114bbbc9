"""Lines round a title that are neither title nor text: author, affiliation, translator, date."""

from __future__ import annotations

import re

from dalil.segment.cues import key

_LONGEST = 200
_FEW_WORDS = 5
_BETWEEN_NAMES = re.compile(r"\s*[,،;؛&]\s*|\s+(?:and|و)\s+")
_MOST_WORDS_WITH_STOP = 8

_BY = re.compile(
    r"^(?:by|reviewed by|written by|translated by|edited by|interview with|author|report by|"
    r"policy brief by|به قلم|بقلم|نویسنده|نویسندگان|نوشته|نگارنده|ترجمه|مترجم|برگردان|تهیه|"
    r"گزارش از|گفت\W?و\W?گو با|مصاحبه با|إعداد|اعداد|ترجمة|تحرير|كتب|حوار مع|مقابلة مع|أجرى)\b"
    r"|\bby [A-Z]|(?:به قلم|بقلم|إعداد\s?:|نوشته)\s",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:professor|lecturer|ph\.?d|researcher|research fellow|senior fellow|analyst|director|"
    r"department|faculty|institute|university)\b"
    r"|استادیار|دانشیار|استاد\b|دانشجوی|دانش\W?آموخته|پژوهشگر|مدیر\b|رئیس\b|کارشناس|هیات علمی|"
    r"هیئت علمی|دانشگاه|پژوهشکده|دکترای|أستاذ|باحث|مدير\b|رئيس\b|خبير|جامعة|دكتوراه",
    re.IGNORECASE,
)
_ROLE_AFTER_NAME = re.compile(r"[,،;؛(|–—-]")
_MARK_AFTER_NAME = re.compile(r"[^\W\d_][¹²³⁴⁵*†‡]+$")

_MONTHS = (
    "january february march april may june july august september october november december "
    "spring summer autumn fall winter "
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند بهار تابستان پاییز زمستان "
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه جولای اوت آگوست سپتامبر اکتبر نوامبر دسامبر "
    "يناير فبراير أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر "
    "كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين ربيع صيف خريف شتاء"
)
_MONTH_KEYS = frozenset(key(month) for month in _MONTHS.split())
_NUMERIC_DATE = re.compile(r"[\d۰-۹٠-٩]{1,4}\s?[-/.٫]\s?[\d۰-۹٠-٩]{1,2}\s?[-/.٫]\s?[\d۰-۹٠-٩]{1,4}")
_YEAR = re.compile(r"(?:1[34]|19|20)\d\d|[۱١][۳۴٣٤][۰-۹٠-٩]{2}|[۱١۲٢][۹٩۰٠][۰-۹٠-٩]{2}")
_DATE_WORDS = re.compile(r"^(?:published|updated|date|تاریخ|تاريخ|منتشر شده|نُشر|نشر في)\b", re.I)

# Common given names: a short line under the title that begins with one is the author's.
_GIVEN_NAMES = frozenset(
    key(name)
    for name in (
        "علی محمد حسین حسن رضا مهدی احمد محمود امیر سعید مجید حمید ناصر فرهاد بهرام کامران آرش "
        "بهزاد پرویز جواد کاظم عباس ابراهیم یوسف داوود مصطفی مرتضی محسن مسعود منصور نادر هادی وحید "
        "فاطمه زهرا مریم سارا نرگس شیرین لیلا پروانه مینا نگار نازنین الهام سمیرا ندا رعنا نیلوفر "
        "عبدالله عبدالرحمن خالد عمر عثمان سليم كريم طارق زياد سامي فؤاد جمال صالح فاروق نبيل وليد "
        "ليلى سلمى هدى منى نادية رانيا دينا سعاد خديجة عائشة مأمون رعد إلياس جورج أنس بشار "
        "John James Robert Michael William David Richard Thomas Charles Daniel Matthew Anthony "
        "Mark Paul Andrew Peter George Edward Alexander Roy Barry Anna Mary Elizabeth Sarah Emily "
        "Jane Martha Laura Maria Marlene Nargis Nigora Malika Rana Miriam Edmund Julia Kate Helen"
    ).split()
)
# Words after which a line cannot end; with the others, words that no name has.
CONNECTIVES = frozenset(
    "و در از به با بر برای که تا یا في على إلى عن مع بين the of and in on for to a an with from or "
    "as by".split()
)
_FUNCTION_WORDS = CONNECTIVES | frozenset(
    "چیست است چرا چگونه من ما هل لماذا كيف is are how why what".split()
)


def is_byline(text: str, *, under_title: bool) -> bool:
    """Whether a short line names who wrote, translated or was interviewed, or their institution.

    `under_title` says that the title has been seen, so that less evidence is enough.
    """
    if len(text) > _LONGEST:
        return False
    bare = text.strip("*_ ")
    if bare.endswith(".") and len(bare.split()) > _MOST_WORDS_WITH_STOP:
        return False
    if "@" in bare or _BY.search(bare):
        return True
    if _MARK_AFTER_NAME.search(text) and len(text.split()) <= _FEW_WORDS + 1:
        return True
    if _ROLE.search(bare):
        return under_title or _ROLE_AFTER_NAME.search(bare) is not None
    return under_title and is_name(bare)


def is_name(text: str) -> bool:
    """Whether a short line is names, the first of which begins with a common given name."""
    return could_be_name(text) and any(key(w) in _GIVEN_NAMES for w in _words(text)[:2])


def could_be_name(text: str) -> bool:
    """Whether a line is one to four names of two to four words, without digits."""
    names = [name.split() for name in _BETWEEN_NAMES.split(text.strip("*_ "))]
    return len(names) <= 4 and all(
        2 <= len(words) <= 4
        and not any(w.lower() in _FUNCTION_WORDS or any(c.isdigit() for c in w) for w in words)
        for words in names
    )


def _words(text: str) -> list[str]:
    return text.strip("*_ ").split()


def is_date(text: str) -> bool:
    """Whether a short line is a date, with little else: digits, or a month or season and a year."""
    if len(text) > 60:
        return False
    words = text.split()
    if _NUMERIC_DATE.search(text) and len(words) <= 4:
        return True
    if _YEAR.search(text) is None or len(words) > 9:
        return False
    has_month = any(key(word) in _MONTH_KEYS for word in words)
    return bool(_DATE_WORDS.match(text)) or (has_month and not text.rstrip().endswith("."))
