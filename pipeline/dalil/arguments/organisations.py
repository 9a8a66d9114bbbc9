"""Which organisations and countries a sentence speaks of."""

from __future__ import annotations

from spacy.tokens import Span

# ISO 3166-1 alpha-3, and XKX for Kosovo: the ids by which the gazetteer names countries.
_COUNTRIES = frozenset(
    """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR
BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG
COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH
FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY
HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL
MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU
SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE
""".split()
)


def organisations(sentence: Span) -> tuple[str, ...]:
    """Ids of the organisations in a sentence, then of the countries: most mentioned, then first."""
    counts: dict[tuple[bool, str], int] = {}
    for mention in sentence.ents:
        country = mention.label_ == "LOC" and mention.kb_id_ in _COUNTRIES
        if mention.kb_id_ and (mention.label_ == "ORG" or country):
            key = (country, mention.kb_id_)
            counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts, key=lambda key: (key[0], -counts[key]))  # stable: first mention first
    return tuple(dict.fromkeys(name for _, name in ranked))
