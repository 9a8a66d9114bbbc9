"""Rows for the countries of the world from the Unicode CLDR, which comes with Babel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from dalil.entities.gazetteer import COLUMNS, LANGUAGES, Entry, read_gazetteer

# ISO 3166-1 alpha-2: the 193 members of the United Nations; then the Holy See, Palestine, Kosovo,
# Taiwan, Western Sahara and Hong Kong, which texts on regional order speak of as of countries.
_CODES = """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF
TD CL CN CO KM CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH
GR GD GT GN GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB LS LR LY LI LT
LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG KP MK NO OM PK PW
PA PG PY PE PH PL PT QA KR RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD
SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW
VA PS XK TW EH HK
""".split()
# CLDR keeps withdrawn alpha-3 codes beside those in use, and has its own for Kosovo.
_WITHDRAWN = frozenset("BUR DDR FXX TMP YMD ZAR".split())
_NOT_IN_CLDR = {"XK": "XKX"}


def country_rows() -> list[Entry]:
    """A row for each country, named as in the CLDR, ordered by its ISO 3166-1 alpha-3 code."""
    # Babel is needed here only, and not by those who merely read the gazetteer.
    from babel import Locale
    from babel.core import get_global

    alpha3 = {
        codes[0]: alias
        for alias, codes in sorted(get_global("territory_aliases").items())
        if len(codes) == 1 and len(alias) == 3 and alias.isalpha() and alias not in _WITHDRAWN
    } | _NOT_IN_CLDR
    names = {lang: Locale(lang).territories for lang in LANGUAGES}
    rows = [
        Entry(alpha3[code], "LOC", "country", *(names[lang][code] for lang in LANGUAGES))
        for code in _CODES
    ]
    return sorted(rows, key=lambda row: row.id)


def merge_countries(path: str | Path) -> list[str]:
    """Append the countries that the gazetteer at `path` lacks; gives back their ids.

    What stands in the file is left as it is. Raises DalilError when the file has errors.
    """
    path = Path(path)
    known = read_gazetteer(path).by_id()
    missing = [row for row in country_rows() if row.id not in known]
    if missing:
        text = path.read_bytes().decode("utf-8-sig")
        header = next(csv.reader(io.StringIO(text, newline="")))
        newline = "\r\n" if "\r\n" in text else "\n"
        addition = to_csv(missing, [cell.strip().lower() for cell in header], newline=newline)
        gap = "" if text.endswith("\n") else newline
        with path.open("a", encoding="utf-8", newline="") as stream:
            stream.write(gap + addition.split(newline, 1)[1])
    return [row.id for row in missing]


def to_csv(entries: Iterable[Entry], columns: Iterable[str] = COLUMNS, newline: str = "\n") -> str:
    """The entries as RFC 4180 text with a header."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(columns), restval="", lineterminator=newline)
    writer.writeheader()
    writer.writerows(entry.row() for entry in entries)
    return stream.getvalue()
