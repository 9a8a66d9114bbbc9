"""The closed classes of words by which clauses, negation and reported views are read.

What a linguist may want to add to stands in the codebook; here are the conjunctions, prepositions
and pronouns of the three languages. They are compared with the folded form of a token.
"""

from __future__ import annotations

from dataclasses import dataclass

from dalil.languages.fold import fold


@dataclass(frozen=True)
class Lexis:
    """The words of one language.

    Clauses: `borders` begin a clause wherever they stand, `after_comma` behind a comma,
    `joiners` (“and”) before one of `starters`; `closable` clauses end at the next comma.
    `complementisers` open a clause that the clause before it is about. `contrast` ends what
    somebody is reported to say. Where `comma_cuts`, every comma ends a clause; where `verb_final`,
    a verb does, except the `modals`.

    Negation: `negators` are grammatical; those in `forward` deny only what follows them, those in
    `near` only the next few words. `neutral` patterns look negative and deny nothing. What is not
    kept back by one of the `reversers` (“did not prevent clashes”) is there.

    Holders: `pronouns`, and a `determiners` + `views` phrase (“this view”), stand for one named
    before; `persons` are those with which a name ends. `selves` and a `determiners` + `writings`
    phrase are the author. `mine` and `theirs` are endings that do the same. `nobodies` begin no
    name. `lead_in` and `trailing` words stand around a name and are no part of it; `prepositions`
    begin an adverbial, but not behind `quantifiers` and `trades`; `articles` end one. `stops`
    cannot stand in a name; `passives` before a reporting verb say that nobody is named.
    """

    borders: frozenset[str]
    after_comma: frozenset[str]
    joiners: frozenset[str]
    starters: frozenset[str]
    closable: frozenset[str]
    complementisers: frozenset[str]
    contrast: frozenset[str]
    negators: frozenset[str]
    forward: frozenset[str]
    near: frozenset[str]
    neutral: tuple[str, ...]
    pronouns: frozenset[str]
    persons: frozenset[str]
    nobodies: frozenset[str]
    views: frozenset[str]
    selves: frozenset[str]
    determiners: frozenset[str]
    writings: frozenset[str]
    lead_in: frozenset[str]
    trailing: frozenset[str]
    prepositions: frozenset[str]
    quantifiers: frozenset[str]
    stops: frozenset[str]
    why: frozenset[str]
    reversers: frozenset[str]
    passives: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    trades: frozenset[str] = frozenset()
    modals: frozenset[str] = frozenset()
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    comma_cuts: bool = False
    verb_final: bool = False


def _words(lang: str, words: str) -> frozenset[str]:
    return frozenset(fold(word, lang) for word in words.split())


def _lexis(
    lang: str,
    neutral: tuple[str, ...],
    *,
    mine: tuple[str, ...] = (),
    theirs: tuple[str, ...] = (),
    comma_cuts: bool = False,
    verb_final: bool = False,
    **classes: str,
) -> Lexis:
    sets = {name: _words(lang, words) for name, words in classes.items()}
    return Lexis(
        neutral=neutral,
        mine=mine,
        theirs=theirs,
        comma_cuts=comma_cuts,
        verb_final=verb_final,
        **sets,
    )


_EN = _lexis(
    "en",
    (
        "not only|just|merely|simply|solely|least|surprisingly|alone",
        "no|little doubt|question|wonder|coincidence|accident",
        "without ..1 doubt|question|precedent",
        "no matter",
        "no less",
        "no|not more than",
        "nothing more|other|less than",
        "nothing|none but",
        "none other than",
        "not without",
        "never before",
        "cannot but",
        "can not but",
        "whether or not",
        "if not",
    ),
    borders="but because although though whereas while which who whose whom that if unless until "
    "when where despite",
    after_comma="and or so since as yet nor for not never rather",
    joiners="and or yet",
    starters="is are was were has have had do does did will would can could may might must should "
    "cannot not never it they he she we i this these there",
    closable="although though whereas while which who whose whom if unless until when where since "
    "as because despite",
    complementisers="that",
    contrast="but yet however",
    negators="not n't never no nor neither none nobody nothing without cannot",
    forward="no nor neither none nobody nothing without rather instead",
    near="without rather instead",
    pronouns="he she they it him her them his its their",
    persons="he she they it him them i we me us",
    nobodies="nobody none nothing there noone no",
    views="view reading argument position account reasoning logic interpretation",
    selves="i we me us my our myself ourselves author authors writer article paper essay",
    determiners="this present our my",
    writings="article paper study chapter essay thesis dissertation brief analysis research work "
    "review section contribution pages",
    lead_in="yet but and however moreover furthermore thus therefore hence still also similarly "
    "likewise indeed instead finally first second meanwhile nevertheless nonetheless then so or as "
    "because although though while whereas if when since today here again elsewhere even",
    trailing="has have had also often repeatedly once even still himself herself themselves itself "
    "then thus therefore later further would could will may might can should must did does do not "
    "never n't 'd 'll 've long all both ever now",
    prepositions="in on at during after before since by with from to under over between among amid "
    "despite throughout until for against about into through towards toward within beyond upon",
    quantifiers="",
    stops="is are was were be been has have had will would can could may might must should does do "
    'did that which who because but whereas while if when where , ; : ( ) [ ] — “ ” " « »',
    why="why",
    reversers="prevent prevents prevented stop stops stopped avert averted preclude precluded",
    articles="a an the some many most several few other another one his her their its these those",
    passives="is are was were be been being",
)

_FA = _lexis(
    "fa",
    (
        "نه‌تنها|نه تنها|فقط|صرفا|لزوما",
        "نه فقط|صرفا|تنها",
        "بدون|بی شک|تردید|گمان",
        "شک|تردید|شکی|تردیدی [Polarity=Neg]",
        "جای شک|تردید|تردیدی|شکی [Polarity=Neg]",
        "ناگفته [Polarity=Neg]",
        "فراموش|انکار|کتمان [Polarity=Neg]",
        "[Polarity=Neg] ..2 فراموش|انکار|کتمان",
        "غیر|قابل انکار [Polarity=Neg]",
        "چیزی|کاری|راهی|هدفی|نقشی جز|مگر ..8 [Polarity=Neg]",
        "جز ..8 [Polarity=Neg]",
        "چیزی بیش از ..6 [Polarity=Neg]",
        "بیش از ..6 [Polarity=Neg]",
        "فراتر از ..6 [Polarity=Neg]",
        "تنها|فقط|صرفا ..8 =نیست|=نیستند|=نبود|=نبودند|=نبوده",
        "دیری|طولی [Polarity=Neg]",
    ),
    verb_final=True,
    borders="که اما ولی بلکه زیرا چون چراکه هرچند اگرچه گرچه لیکن درحالی‌که چنانچه اگر علیرغم "
    "علی‌رغم به‌رغم برغم برخلاف",
    after_comma="و یا نه تا",
    joiners="و",
    starters="نه اما هنوز",
    closable="هرچند اگرچه گرچه اگر چنانچه چون علیرغم علی‌رغم به‌رغم برغم برخلاف",
    complementisers="که",
    contrast="اما ولی لیکن",
    negators="نه بدون هیچ هیچ‌یک هیچ‌کدام هیچ‌گاه هرگز نیست نیستند نبود نبودند نمی‌توان نباید",
    forward="نه بدون به‌جای جای",
    near="بدون به‌جای جای",
    pronouns="او وی ایشان آنها آنان آن‌ها این‌ها اینان",
    persons="او وی ایشان آنها آنان آن‌ها این‌ها اینان من ما اینجانب",
    nobodies="هیچ‌کس کسی حقوقی سیاسی اقتصادی تاریخی نظامی امنیتی جغرافیایی فرهنگی اجتماعی فنی نظری "
    "عملی مذهبی قومی راهبردی زمانی مالی اول نخست",
    views="دیدگاه نظر نگاه رویکرد استدلال برداشت رای تحلیل",
    selves="من ما نویسنده نویسندگان نگارنده نگارندگان اینجانب راقم مولف مولفان سطور مقاله",
    determiners="این حاضر پیش‌رو",
    writings="مقاله پژوهش نوشتار تحقیق یادداشت بررسی گزارش فصل جستار مطالعه رساله پایان‌نامه متن",
    lead_in="اما ولی و همچنین نیز البته بنابراین پس لذا سپس اکنون امروز حتی زیرا چون چنان‌که "
    "هم‌چنین همان‌گونه همان‌طور درواقع بلکه هرچند اگرچه گرچه",
    trailing="نیز هم بارها همواره همچنین هم‌چنین صراحتا به‌صراحت آشکارا خود هنوز دیگر بعدها سپس "
    "اخیرا اکنون را چنین هرگز باز حتی سال‌هاست مدت‌هاست همیشه",
    prepositions="در از به با بر برای تا طی پیش پس هنگام ضمن درباره میان علیه برابر بدون",
    quantifiers="بسیاری برخی بعضی گروهی شماری تعدادی یکی عده‌ای پاره‌ای دسته‌ای جمعی بخشی هر",
    stops='که این آن همین همان چنین هیچ اما ولی ، ؛ ; : ( ) [ ] « » “ ” " — –',
    why="چرا",
    reversers="مانع",
    passives="سخن باید نباید می‌توان نمی‌توان بتوان نتوان توان",
    mine=("یم", "م", "ام", "مان"),
    theirs=("اش", "ش", "شان"),
    modals="توانست#توان خواست#خواه بایست#بای شایست#شای",
)

_AR = _lexis(
    "ar",
    (
        "لا|بلا|دون|بدون ادنى? شك|ريب",
        "من غير|دون شك",
        "ليس|ليست|لا|لم|لن ..8 فحسب|فقط|وحده|وحدها",
        "ليس|ليست|لا|لم|لن ..8 (ف حسب)",
        "ليس|ليست مجرد",
        "لا|لم|لن|ليس|ما ..6 الا|سوى|غير",
        "لا|لم|لن يقتصر|تقتصر|ينحصر|تنحصر",
        "لا يعدو|تعدو|يتعدى|تتعدى",
        "لا|لم|ما يزال|تزال|يزالون|يزل|زال|زالت|زالوا|برح|انفك",
        "لا سيما",
        "لاسيما",
        "لا بد",
        "لابد",
        "لا غرو|عجب|محاله|مفر|مناص|غنى|جدال|خلاف",
        "لا يخفى|تخفى",
        "لا يمكن|يجوز|يصح انكار|نكران|تجاهل|اغفال",
        "لا يمكن|يجوز ان ينكر|نتجاهل|نغفل|ننسى",
        "لا ينكر|ننكر",
        "لا يستبعد|نستبعد",
        "لا ينبغي ..1 ننسى|ينسى|نغفل",
    ),
    comma_cuts=True,
    borders="ان انه انها انهم بان لان لانه لانها لكن لكنه لكنها ولكن بل بينما حيث اذ اذا الذي التي "
    "الذين مما فيما كي لكي حين عندما كما الا",
    after_comma="",
    joiners="و ف ثم",
    starters="لا لم لن ليس ليست ما قد كان كانت هو هي هم لكن ان انه انها سوف",
    closable="",
    complementisers="ان انه انها انهم بان",
    contrast="لكن لكنه لكنها ولكن بل غير بيد",
    negators="لا لم لن ليس ليست ليسوا ما دون بدون غير بلا",
    forward="دون بدون غير بلا بدل عوض",
    near="دون بدون غير بلا بدل عوض",
    pronouns="هو هي هم هما قوله قولها قولهم رايه رايها رايهم روايته روايتها تعبيره تعبيرها كلامه",
    persons="هو هي هم هما نحن انا قوله قولها قولهم رايه رايها رايهم روايته روايتها تعبيره "
    "تعبيرها كلامه",
    nobodies="احد",
    views="الراي التفسير الطرح القراءه المنطق التحليل الموقف",
    selves="نحن انا الباحث الباحثه الباحثان كاتب السطور المقال المقاله الورقه",
    determiners="هذا هذه",
    writings="المقاله المقال الورقه الدراسه البحث التقرير الفصل الرساله النص الصفحات",
    lead_in="و ف كما لكن ثم ايضا كذلك حيث اذ بل قد لقد بينما لذلك هكذا اليوم اما ولكن غير",
    trailing="ايضا كذلك مرارا بدوره بدورها صراحه نفسه نفسها انفسهم قد سابقا لاحقا مثلا "
    "اليوم دوما دائما",
    prepositions="في من على الى عن مع خلال بعد قبل منذ عند لدى ضمن بين حول عبر ب ل",
    quantifiers="كثير عدد بعض كثيرون عديد قسم جزء فريق واحد نفر طائفه",
    stops="ان انه انها بان فان فقد قد كان كانت هو هي لم لا لن ليس ليست ف الذي التي حيث اذ بل لكن "
    '، , ؛ ; : ( ) [ ] « » “ ” " — –',
    why="لماذا",
    reversers="يمنع تمنع منع منعت يحل تحل يوقف توقف",
    trades="الباحث الباحثه الخبير الخبيره الاستاذ الاستاذه المتخصص المتخصصه المحاضر "
    "الكاتب خبير باحث",
    mine=("نا", "ي"),
    theirs=("ه", "ها", "هم", "هما"),
)

LEXIS: dict[str, Lexis] = {"en": _EN, "fa": _FA, "ar": _AR}
