"""Shared fixtures: texts in three languages, as strategies and as samples."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

settings.register_profile(
    "dalil", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100
)
# `HYPOTHESIS_PROFILE=thorough pytest tests/test_offsets.py` runs the 20,000 cases a language.
settings.register_profile(
    "thorough",
    deadline=None,
    suppress_health_check=list(HealthCheck),
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "20000")),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dalil"))

SAMPLES = {
    "fa": (
        "سازمان پیمان امنیت جمعی می‌تواند از رژیم‌های عضو حمایت کند.",
        "به گفته کریمی، کشورهاي منطقه نمي‌خواهند به روسیه وابسته شوند!",
        "همگرایی اقتصادی شکل نگرفته‌است؛ توافقنامهها اجرا نشدهاند.",
        "در سال ۱۳۹۰ (2011)، «منطقه‌گرایی مجازی» مطرح شد.",
    ),
    "ar": (
        "لا تضمن منظمة معاهدة الأمن الجماعي أمن أعضائها.",
        "وفقًا لـ“منظمة شنغهاي للتعاون” (SCO)، بلغت النسبة 8.8٪ في 2024-09-07؛",
        "وقال الرئيسُ إنَّ روسيا وكازاخستان لم تنسحبا… فهل ستعودان؟",
        "للاتحاد الأوروبي وللدول الأعضاء دورٌ في آسيا الوسطى.",
    ),
    "en": (
        "The SCO doesn't protect the region's rulers, said Karimov.",
        "Member states — Russia's allies — signed the U.S.-backed treaty in 2005.",
        "“Virtual regionalism” isn’t a failure, e.g. in Tashkent…",
    ),
}

# What wears a text down: marks, joiners, bidi controls, presentation forms, emoji, line ends.
NOISE = st.sampled_from(
    [
        "\u200c",
        "\u200d",
        "\u200f",
        "\u202b",
        "\u2067",
        "\u064e",
        "\u0651",
        "\u0654",
        "\u0301",
        "\ufefb",
        "\ufdf2",
        "\ufee0",
        "\u0640",
        "\r\n",
        "\n",
        "\t",
        "  ",
        "\u00a0",
        "\x00",
        "\u00ad",
        "\ufeff",
        "👩\u200d👧",
        "🇮🇷",
        "é",
        "½",
        "ﬁ",
        "\uf8ff",
        "…",
        "...",
        "12.5",
        "http://a.b/ج?x=1",
        "",
    ]
)


# Any character, but of the Arabic script only letters of the three languages: for the others, what
# a normaliser makes of them is its affair.
_LETTERS = {c for texts in SAMPLES.values() for text in texts for c in text}
_CHARACTERS = st.characters().filter(
    lambda c: not unicodedata.name(c, "").startswith("ARABIC") or c in _LETTERS
)


def texts(lang: str) -> st.SearchStrategy[str]:
    """Texts that look like `lang`, cut up and mixed with noise and with the other scripts."""
    words = sorted({word for text in SAMPLES[lang] for word in text.split()})
    others = sorted({w for k, v in SAMPLES.items() if k != lang for t in v for w in t.split()})
    piece = st.one_of(
        st.sampled_from(words),
        st.sampled_from(words),
        st.sampled_from(SAMPLES[lang]),
        st.sampled_from(others),
        NOISE,
        st.text(alphabet=_CHARACTERS, min_size=1, max_size=4),
    )
    return st.lists(st.tuples(piece, st.sampled_from([" ", " ", "", "\u200c"])), max_size=14).map(
        lambda pieces: "".join(text + gap for text, gap in pieces)
    )


@pytest.fixture(params=["fa", "ar", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    """Each of the three languages."""
    return str(request.param)
