"""The words of titles and offices in three languages, folded once for `phrases`.

Written as lists that a linguist can read: phrases separated by `|`. Arabic words stand without
their article and, but for the offices, in all genders.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dalil.entities.names import key, pieces
from dalil.entities.nations import nations

# An office may take an organisation or state ("minister of …"); a rank stands alone before names.
_OFFICES = {
    "fa": """
رئیس|رئیس جمهور|رئیس جمهوری|رئیس دولت|رئیس حکومت|نخست وزیر|وزیر|دبیرکل|دبیر|دبیر اول|سخنگو
|فرمانده|سرفرمانده|فرمانده کل|سفیر|سفیرکبیر|نماینده|رهبر|مدیر|مدیرکل|مدیرعامل|معاون|قائم مقام
|جانشین|مشاور|دستیار|استاد|دانشیار|استادیار|صدراعظم|صدر اعظم|پادشاه|شاه|امیر|سلطان|ولیعهد
|ولی عهد|امپراتور|امپراطور|ملکه|فرماندار|استاندار|شهردار|والی|دادستان|دادستان کل|کمیسر
|هماهنگ کننده|فرستاده|بنیانگذار|بنیان گذار|مؤسس|رایزن|کاردار|سناتور|سرپرست|کفیل|فرمانروا
|دیکتاتور|نایب رئیس|نائب رئیس|سرکنسول|کنسول|قاضی|مفتی|مفتی اعظم|پیشوا
""",
    "ar": """
رئيس|رئيس وزراء|وزير|وزير أول|أمين عام|أمين|سكرتير|سكرتير عام|سكرتير أول|ناطق|متحدث|متحدث رسمي
|ناطق رسمي|قائد|قائد عام|سفير|ممثل|مندوب|مندوب دائم|مبعوث|مبعوث خاص|زعيم|مدير|مدير عام|نائب
|مستشار|مساعد|أستاذ|ملك|عاهل|أمير|سلطان|ولي عهد|شاه|إمبراطور|قيصر|حاكم|محافظ|عمدة|والي|مدعي عام
|مدع عام|مفوض|منسق|مؤسس|مرشد|مرشد أعلى|قنصل|مفتي|وكيل|رئيسة|وزيرة|سفيرة|ممثلة|متحدثة|ناطقة|مديرة
|ملكة|نائبة|زعيمة|أمينة عامة|مفوضة|مستشارة|مندوبة|مبعوثة|دكتاتور|ديكتاتور
""",
    "en": """
president|prime minister|premier|minister|secretary general|general secretary|first secretary
|secretary|undersecretary|chairman|chairwoman|chairperson|chair|co-chair|head|head of state
|leader|director|director general|chief|chief of staff|commander|commander in chief|ambassador
|envoy|representative|spokesman|spokeswoman|spokesperson|chancellor|king|queen|emperor|empress
|sultan|emir|crown prince|shah|governor|governor general|mayor|vice president|prosecutor
|prosecutor general|attorney general|commissioner|adviser|advisor|coordinator|founder|speaker
|professor|ruler|dictator|tsar|czar|consul|consul general|senator|deputy head|mufti|warlord
""",
}
_RANKS = {
    "fa": """
ژنرال|ارتشبد|سپهبد|سرلشکر|سرتیپ|سرهنگ|سرگرد|سروان|ستوان|دریاسالار|دریادار|دریابان|مارشال|سردار
|دکتر|پروفسور|مهندس|آیت الله|حجت الاسلام|حجت الاسلام والمسلمین|ملا|مولوی|شیخ|لرد|پرنس|شاهزاده
|ملک|پاپ|امام|دریاسالار دوم|سپهسالار
""",
    "ar": """
جنرال|الجنرال|الفريق أول|الفريق الركن|اللواء|العميد|العقيد|المقدم|الرائد|النقيب|المشير|المارشال
|مارشال|الأدميرال|أدميرال|الدكتور|الدكتورة|دكتور|البروفيسور|بروفيسور|الشيخ|الملا|آية الله|الإمام
|البابا|اللورد
""",
    "en": """
General|Gen|Lieutenant General|Lt Gen|Lt General|Major General|Maj Gen|Colonel General|Col Gen
|Brigadier General|Brig Gen|Brigadier|Army General|Colonel|Col|Lieutenant Colonel|Lt Col|Admiral
|Adm|Vice Admiral|Rear Admiral|Marshal|Field Marshal|Captain|Capt|Major|Maj|Lieutenant|Lt|Dr
|Prof|Lord|Ayatollah|Mullah|Sheikh|Sheik|Prince|Princess|Pope|Imam|Sen|Rep|Gov|Mawlawi|Maulana
""",
}
# What may stand between office and name, being part of neither.
_ADDRESS = {
    "fa": "آقای|آقا|خانم|جناب|جناب آقای|سید|مرحوم|شهید",
    "ar": "السيد|السيدة|سيد",
    "en": "Mr|Mrs|Ms|Miss|Sir|Dame",
}
# Adjectives of offices, before or behind.
_QUALIFIERS = {
    "fa": """
سابق|وقت|پیشین|اسبق|جدید|کنونی|فعلی|موقت|کل|ارشد|عالی|ویژه|اول|دوم|مشترک|دائم|دائمی|رسمی|منتخب
|فقید|مستعفی|مخلوع|معزول|سیاسی|نظامی|اجرایی|عمومی|مادام العمر|تام الاختیار|اعظم|معظم|بزرگ
""",
    "ar": """
سابق|حالي|جديد|أسبق|راحل|مخلوع|منتخب|مؤقت|أول|ثاني|عام|خاص|دائم|أعلى|انتقالي|معزول|مستقيل|تنفيذي
|رسمي|إقليمي|كبير|مرحوم|سام|سامي|آنذاك|وقتها|حينها|وقتئذ|حينئذ|سابقة|حالية|جديدة|راحلة|عامة|خاصة
|دائمة|أولى|انتقالية|تنفيذية
""",
    "en": """
former|then|acting|deputy|vice|first|second|current|incumbent|new|newly|elected|elect|late
|outgoing|interim|senior|special|permanent|chief|assistant|longtime|long|serving|long-time
|supreme|high|executive|principal|ex|founding|founder|official|top
""",
}
# Aides: right before a name such a word says whose aide somebody else is («معاون پوتین»). In Arabic
# every office without article does; here stand those that mean something else when alone.
_AIDES = {
    "fa": """
سخنگو|معاون|مشاور|دستیار|نماینده|فرستاده|جانشین|قائم مقام|مدیر|دبیر|مؤسس|بنیانگذار|بنیان گذار
""",
    "ar": "الممثل|الممثلة|ممثل|ممثلة",
    "en": "",
}
# Offices that say nothing without what they are of.
_INCOMPLETE = {
    "fa": """
رئیس|مدیر|معاون|دبیر|نماینده|بنیانگذار|بنیان گذار|مؤسس|سفیر|فرمانده|سخنگو|مشاور|دستیار|رهبر
|فرستاده|جانشین|قائم مقام|سرپرست|وزیر|هماهنگ کننده|نایب رئیس|مدیرکل|مدیرعامل|شاه|امیر|سلطان
""",
    "ar": "ممثل|ممثلة|مدير|نائب|قائد|مؤسس",
    "en": "",
}
# Words that come before an office.
_LEADING = {
    "fa": "نخستین|اولین|دومین|سومین|آخرین|تنها",
    "ar": "أول|آخر|ثاني",
    "en": "the|a|an|his|its",
}
# What ministries and staffs are about.
_DOMAINS = {
    "fa": """
خارجه|امور|دفاع|کشور|داخله|اقتصاد|اقتصادی|دارایی|انرژی|نفت|گاز|دادگستری|اطلاعات|امنیت|امنیتی|ملی
|بازرگانی|مردم|حقوقی|مالی|فنی|فرهنگی|اداری|پژوهشی|آموزشی|اجتماعی|رفاه|عمرانی|قضایی|بهداشتی
|انتظامی|تجارت|صنعت|صنایع|معادن|راه|ترابری|شهرسازی|حمل|نقل|کشاورزی|جهاد|فرهنگ|ارشاد|آموزش|پرورش
|علوم|علمی|جمهوری|بین المللی|بین الملل|روابط|سیاست|خارجی|داخلی|خزانه داری|جنگ|آب|برق|نیرو|بهداشت
|کار|منطقه ای|دولتی|مسلح|هوایی|زمینی|دریایی|مرزی|مرزبانی|پارلمانی|تام|مطبوعاتی
""",
    "ar": """
خارجية|دفاع|داخلية|وزراء|دولة|جمهورية|بلاد|أمن|قومي|وطني|أركان|مسلحة|مالية|اقتصاد|طاقة|نفط|عدل
|إعلام|ثقافة|تجارة|صناعة|نقل|مياه|زراعة|تعليم|عالي|بحث|علمي|شؤون|شئون|خارجي|دولي|سياسي|سياسية
|عسكري|عسكرية|أمني|أمنية|اقتصادي|اقتصادية|تخطيط|تنمية|استخبارات|مخابرات|رئاسة|رئاسي|إنتاج|حربي
|صحة|مشترك|مشتركة
""",
    "en": """
prime|foreign|defence|defense|interior|finance|economy|economic|energy|oil|justice|state
|security|national|international|general|affairs|staff|trade|industry|transport|agriculture
|culture|education|health|intelligence|army|military|naval|navy|air|force|border|press
|presidential|parliamentary|internal|external|information|communications|emergency|situations
|political|policy|joint|armed|forces|water|resources|regional|religious|supreme|central|country
|republic|nation|government|court
""",
}
# Bodies of a state: who heads one holds an office of that state.
_ORGANS = {
    "fa": """
کمیته|شورا|شورای|ستاد|پارلمان|مجلس|ارتش|دولت|حکومت|وزارت|دوما|سنا|نیروها|نیروهای|نیروی|سرویس
|دستگاه|دیوان|دادگاه|هیئت|هیأت|سپاه|پلیس|گارد|کابینه|وزیران|دفتر
""",
    "ar": """
لجنة|مجلس|برلمان|هيئة|جيش|حكومة|وزارة|قوات|محكمة|جهاز|إدارة|حرس|شرطة|ديوان|مكتب
""",
    "en": """
council|committee|parliament|ministry|senate|duma|cabinet|administration|police|guard|service
|mejlis|majlis|assembly|office|department
""",
}
# Other bodies: a state named in their names is not theirs.
_BODIES = {
    "fa": """
مرکز|مؤسسه|موسسه|انستیتو|دانشگاه|دانشکده|گروه|بخش|برنامه|حزب|جنبش|جبهه|شرکت|بنیاد|اندیشکده
|پژوهشکده|پژوهشگاه|بانک|کمیسیون|اتحادیه|سازمان|انجمن|آکادمی|روزنامه|خبرگزاری|مجله|صندوق|آژانس
|جامعه|مخالفان|اپوزیسیون|سفارت|فصلنامه|فرهنگستان|مجمع|کنفرانس
""",
    "ar": """
مركز|معهد|جامعة|كلية|قسم|منظمة|رابطة|حزب|حركة|جبهة|شركة|مؤسسة|صندوق|وكالة|اتحاد|جمعية|بنك|صحيفة
|برنامج|معارضة|سفارة|بعثة|مؤتمر|أكاديمية|مجموعة|تحالف|حلف|جماعة
""",
    "en": """
center|centre|institute|university|college|school|party|movement|front|company|foundation|bank
|commission|union|organization|organisation|association|academy|newspaper|agency|fund|group
|programme|program|opposition|embassy|mission|alliance|league|conference|community|bureau|think
|tank
""",
}
# Who is meant by these is not the holder of the office behind them: "wife of the president, …".
_KIN = {
    "fa": """
همسر|پسر|فرزند|دختر|برادر|خواهر|پدر|مادر|داماد|نوه|بیوه|خانواده|رقیب|مخالف|مخالفان
""",
    "ar": "زوجة|نجل|ابن|ابنة|بنت|شقيق|شقيقة|والد|والدة|أرملة|صهر|حفيد|عائلة|خصم|منافس",
    "en": """
wife|son|daughter|brother|sister|father|mother|husband|widow|family|rival|opponent
""",
}
# Words at which a noun phrase ends (punctuation and Persian verbs end it too).
_STOPS = {
    "fa": """
از|به|با|در|بر|برای|که|را|تا|و|یا|اما|ولی|نیز|هم|درباره|دربارۀ|درباره‌ی|پیرامون|علیه|ضمن|طی|پس
|پیش|بدون|میان|بین|نزد|توسط|چون|زیرا|اگر|همچنین|سپس|این|آن|وی|او|خود|دیروز|امروز|روز|سال|ماه
|هفته|نه|هر|همه|چند|یک|روی|مبنی|بلکه|همراه|بعد|قبل|هنگام|زمان|پشت|زیر|بالای|هنوز|بار|بارها|چنین
|چنان|همان|همین|آنها|ایشان|مانند|مثل|حتی|فقط|البته|لذا|بنابراین|گرچه|هرچند|اعلام|تأکید|تاکید
|اظهار|ابراز|نسبت|درخواست|اعتراف|اشاره|بیان
""",
    "ar": """
في|من|إلى|على|عن|أن|إن|قد|كان|كانت|الذي|التي|الذين|و|ف|ل|ب|ك|ثم|أو|بعد|قبل|مع|عند|منذ|حتى|خلال
|حول|ضد|هو|هي|هذا|هذه|ذلك|تلك|لم|لن|لا|ما|كما|لكن|بين|بأن|أنه|أنها|إنه|إنها|حين|حيث|إذا|أما|أمام
|بل|غير|كل|بعض|عبر|دون|تحت|فوق|وفق|أمس|اليوم|يوم|سنة|قال|أكد|أعلن|صرح|أشار|أضاف|حذر|دعا|يرى|يؤكد
|التقى|زار|اتهم|رفض|رأى|وصف
""",
    "en": "",
}


@dataclass(frozen=True)
class Titles:
    """The lists of one language: folded words, offices and ranks with nothing between words."""

    offices: frozenset[str]
    ranks: frozenset[str]
    address: frozenset[str]
    aides: frozenset[str]
    incomplete: frozenset[str]
    leading: frozenset[str]
    qualifiers: frozenset[str]
    domains: frozenset[str]
    organs: frozenset[str]
    bodies: frozenset[str]
    kin: frozenset[str]
    stops: frozenset[str]
    nations: dict[str, str]
    beginnings: frozenset[str]


@lru_cache(maxsize=3)
def titles(lang: str) -> Titles:
    """The titles of a language (`fa`, `ar`, `en`)."""
    offices = _phrases(_OFFICES[lang], lang)
    ranks = frozenset(key(name, lang) for name in _entries(_RANKS[lang]))
    names = offices | ranks
    return Titles(
        offices=offices,
        ranks=ranks,
        address=_words(_ADDRESS[lang], lang),
        aides=_words(_AIDES[lang], lang),
        incomplete=_words(_INCOMPLETE[lang], lang),
        leading=_words(_LEADING[lang], lang),
        qualifiers=_words(_QUALIFIERS[lang], lang),
        domains=_words(_DOMAINS[lang], lang),
        organs=_words(_ORGANS[lang], lang),
        bodies=_words(_BODIES[lang], lang),
        kin=_words(_KIN[lang], lang),
        stops=_words(_STOPS[lang], lang),
        nations=nations(lang),
        beginnings=frozenset(name[:end] for name in names for end in range(1, len(name) + 1)),
    )


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split("|") if entry.strip()]


def _words(text: str, lang: str) -> frozenset[str]:
    """The folded words, Arabic ones with and without the article."""
    plain = {key(entry, lang) for entry in _entries(text)}
    return frozenset(plain | {f"ال{word}" for word in plain} if lang == "ar" else plain)


def _phrases(text: str, lang: str) -> frozenset[str]:
    """The folded phrases; in Arabic «أمين عام», «الأمين العام» and, as idafa, «ولي العهد»."""
    found = set()
    for entry in _entries(text):
        words = pieces(entry, lang)
        found.add("".join(words))
        if lang == "ar":
            found.add("".join(f"ال{word}" for word in words))
            found.add("".join([*words[:-1], f"ال{words[-1]}"]))
    return frozenset(found)
