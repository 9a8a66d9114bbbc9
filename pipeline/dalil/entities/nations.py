"""Adjectives of nations, by the id of the state: the CLDR has names of countries, not these.

The states of Central Eurasia, the Middle East and North Africa, the great powers and some of
their allies; the Soviet Union, and the United Nations, for which Arabic has an adjective too.
"""

from __future__ import annotations

from functools import lru_cache

from dalil.entities.names import key

# id: English; Persian; Arabic (masculine, without article). Persian adjectives in «ستانی» are
# made by rule from the name of the country, Arabic feminines and articles likewise.
_NATIONS = """
KAZ: Kazakh Kazakhstani; قزاق قزاقستانی; كازاخي كازاخستاني قازاقي كازاكستاني كازاخ
KGZ: Kyrgyz Kirghiz Kyrgyzstani; قرقیز قرقیزی قیرقیز قرقیزستانی; قرغيزي قرغيزستاني قيرغيزي كيرغيزي
UZB: Uzbek Uzbekistani; ازبک ازبکستانی; أوزبكي أوزبكستاني اوزبكستاني
TJK: Tajik Tadjik Tajikistani; تاجیک تاجیکستانی; طاجيكي طاجيكستاني تاجيكي
TKM: Turkmen Turkmenistani; ترکمن ترکمنستانی; تركماني تركمانستاني
AZE: Azerbaijani Azeri; آذربایجانی آذری; أذربيجاني آذربيجاني أذري
ARM: Armenian; ارمنی ارمنستانی; أرمني أرميني
GEO: Georgian; گرجی گرجستانی; جورجي
BLR: Belarusian Belarussian Byelorussian; بلاروسی بلاروس; بيلاروسي بيلوروسي بلاروسي
UKR: Ukrainian; اوکراینی; أوكراني
MDA: Moldovan; مولداویایی; مولدوفي
RUS: Russian; روس روسی; روسي
SOVIET-UNION: Soviet; ; سوفييتي سوفياتي سوفيتي
CHN: Chinese; چینی; صيني
USA: American US; آمریکایی امریکایی; أمريكي أميركي
GBR: British UK; بریتانیایی انگلیسی; بريطاني
FRA: French; فرانسوی; فرنسي
DEU: German; آلمانی; ألماني
ITA: Italian; ایتالیایی; إيطالي
ESP: Spanish; اسپانیایی; إسباني
POL: Polish; لهستانی; بولندي
TUR: Turkish; ترکیه‌ای; تركي
IRN: Iranian; ایرانی; إيراني
IND: Indian; هندی; هندي
PAK: Pakistani; پاکستانی; باكستاني
AFG: Afghan; افغان افغانستانی; أفغاني أفغانستاني
MNG: Mongolian; مغولستانی; منغولي
JPN: Japanese; ژاپنی; ياباني
ISR: Israeli; اسرائیلی; إسرائيلي
PSE: Palestinian; فلسطینی; فلسطيني
SAU: Saudi; سعودی; سعودي
ARE: Emirati; اماراتی; إماراتي
QAT: Qatari; قطری; قطري
KWT: Kuwaiti; کویتی; كويتي
OMN: Omani; عمانی; عماني
BHR: Bahraini; بحرینی; بحريني
IRQ: Iraqi; عراقی; عراقي
SYR: Syrian; سوری سوریه‌ای; سوري
LBN: Lebanese; لبنانی; لبناني
JOR: Jordanian; اردنی; أردني
EGY: Egyptian; مصری; مصري
YEM: Yemeni; یمنی; يمني
LBY: Libyan; لیبیایی; ليبي
TUN: Tunisian; تونسی; تونسي
DZA: Algerian; الجزایری; جزائري
MAR: Moroccan; مراکشی; مغربي
MRT: Mauritanian; موریتانیایی; موريتاني
SDN: Sudanese; سودانی; سوداني
CAN: Canadian; کانادایی; كندي
BRA: Brazilian; برزیلی; برازيلي
MEX: Mexican; مکزیکی; مكسيكي
CUB: Cuban; کوبایی; كوبي
VEN: Venezuelan; ونزوئلایی; فنزويلي
AUS: Australian; استرالیایی; أسترالي
IDN: Indonesian; اندونزیایی; إندونيسي
MYS: Malaysian; مالزیایی; ماليزي
VNM: Vietnamese; ویتنامی; فيتنامي
BGD: Bangladeshi; بنگلادشی; بنغلاديشي
NPL: Nepalese Nepali; نپالی; نيبالي
TWN: Taiwanese; تایوانی; تايواني
NOR: Norwegian; نروژی; نرويجي
SWE: Swedish; سوئدی; سويدي
FIN: Finnish; فنلاندی; فنلندي
DNK: Danish; دانمارکی; دنماركي
NLD: Dutch; هلندی; هولندي
BEL: Belgian; بلژیکی; بلجيكي
AUT: Austrian; اتریشی; نمساوي
CHE: Swiss; سوئیسی; سويسري
GRC: Greek; یونانی; يوناني
PRT: Portuguese; پرتغالی; برتغالي
ROU: Romanian; رومانیایی; روماني
BGR: Bulgarian; بلغاری; بلغاري
HUN: Hungarian; مجاری مجارستانی; مجري هنغاري
CZE: Czech; ; تشيكي
SRB: Serbian; صرب; صربي
EST: Estonian; استونیایی; إستوني
LVA: Latvian; لتونیایی; لاتفي
LTU: Lithuanian; لیتوانیایی; ليتواني
UN: ; ; أممي
"""


@lru_cache(maxsize=3)
def nations(lang: str) -> dict[str, str]:
    """Folded adjective → id of its state, for `fa`, `ar` or `en`."""
    place = ("en", "fa", "ar").index(lang)
    found: dict[str, str] = {}
    for line in _NATIONS.strip().split("\n"):
        state, _, words = line.partition(":")
        for word in words.split(";")[place].split():
            folded = key(word, lang)
            found[folded] = state
            if lang == "ar":
                for form in (f"ال{folded}", f"{folded}ه", f"ال{folded}ه"):
                    found[form] = state
    return found
