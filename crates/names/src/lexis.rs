//! Words that are more or less than a part of a name: particles, titles, numbers, and words that only together are a part.
//!
//! `Abd al-Rahman`, `Salah ad-Din`, `Saif Allah` and `Abu Bakr` are one part each, however they are written; an article or
//! a particle belongs to the part it stands before and tells nothing by itself.

use crate::text::{Script, Word};

/// What a part is, as far as its form shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    /// `al`, `bin`, `von`, `de` and the like, where nothing follows that they could belong to.
    Particle,
    /// `Dr`, `Sheikh`, `Jr` and the like.
    Title,
    /// A single letter.
    Initial,
    /// A father's name by its ending.
    Patronymic,
    /// `II`, `III` and the like.
    Number,
    /// A name by a son or daughter (`Abu`, `Umm`), often taken later in life.
    Kunya,
}

/// Particles wherever something follows.
const PARTICLES: &[&str] = &[
    "al",
    "el",
    "ul",
    "ur",
    "ud",
    "ibn",
    "bin",
    "bint",
    "binti",
    "ould",
    "wuld",
    "von",
    "vom",
    "van",
    "der",
    "de",
    "la",
    "du",
    "des",
    "di",
    "da",
    "dos",
    "das",
    "del",
    "della",
    "degli",
    "zu",
    "zur",
    "zum",
    "af",
    "av",
    "of",
    "the",
    "oglu",
    "ogly",
    "oghlu",
    "kyzy",
    "qizi",
    "gyzy",
    "ال",
    "آل",
    "ابن",
    "بنت",
    "אל",
    "аль",
    "эль",
    "ибн",
    "бин",
    "фон",
    "ван",
    "дер",
    "де",
    "ди",
    "ла",
    "дю",
    "оглы",
    "оглу",
    "кызы",
    "кизи",
    "углы",
    "угли",
    "φον",
    "βαν",
    "ντε",
    "폰",
    "판",
    "데",
    "フォン",
    "ファン",
    "デ",
    "ド",
    "ディ",
];

/// Particles only behind another word, because they are names or initials too.
const INNER: &[&str] = &[
    "بن", "בן", "בת", "ben", "les", "le", "den", "ter", "ten", "do", "d", "y", "e", "i", "san", "santa", "b",
    "бен", "да", "ле", "אבן", "אאל",
];

/// Particles only when tied to what follows by a hyphen: the Arabic article before a letter of the sun.
const TIED: &[&str] =
    &["ad", "as", "ash", "ar", "an", "at", "az", "ed", "es", "er", "en", "et", "ez", "ad", "il", "l"];

const TITLES: &[&str] = &[
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "hon",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "baron",
    "baroness",
    "count",
    "sheikh",
    "shaykh",
    "shaikh",
    "sheik",
    "shekh",
    "haji",
    "hajji",
    "hadji",
    "hajj",
    "alhaj",
    "hajjah",
    "mullah",
    "mulla",
    "molla",
    "maulvi",
    "maulavi",
    "mawlawi",
    "maulana",
    "mawlana",
    "qari",
    "hafiz",
    "akhund",
    "akhond",
    "ayatollah",
    "hojjatoleslam",
    "datuk",
    "dato",
    "datin",
    "tan",
    "tun",
    "gen",
    "general",
    "col",
    "colonel",
    "capt",
    "captain",
    "maj",
    "major",
    "lt",
    "brig",
    "brigadier",
    "sgt",
    "admiral",
    "commander",
    "rev",
    "fr",
    "st",
    "saint",
    "president",
    "senator",
    "king",
    "queen",
    "emperor",
    "empress",
    "prince",
    "princess",
    "duke",
    "marquis",
    "earl",
    "pope",
    "bishop",
    "jr",
    "sr",
    "junior",
    "senior",
    "phd",
    "md",
    "mag",
    "ing",
    "drs",
    "eng",
    "dipl",
    "мл",
    "др",
    "מר",
    "דר",
    "הנסיכה",
    "דוקטור",
    "סר",
    "лорд",
    "сэр",
    "shri",
    "shrimati",
    "sahib",
    "saheb",
    "sahab",
    "ustad",
    "ustadz",
    "daw",
    "دکتر",
    "دكتر",
    "صاحب",
    "استاد",
    "سردار",
    "سرتیپ",
    "المهندس",
    "الدكتور",
    "د",
    "الشيخ",
    "شيخ",
    "حاج",
    "الحاج",
    "حاجي",
    "ملا",
    "مولوی",
    "مولوي",
    "قاري",
    "मा",
    "डा",
    "डॉ",
    "श्री",
];

/// Titles, but names where nothing follows: `Seyyed Mohammad`, but `Mohammad Sayyid`.
const HONOURS: &[&str] = &[
    "sayyid",
    "sayid",
    "sayyed",
    "sayed",
    "syed",
    "seyed",
    "seyyed",
    "saiyid",
    "saiyed",
    "sayeed",
    "سيد",
    "سید",
    "сейед",
    "сайид",
    "סייד",
];

/// Ordinals behind the names of rulers, as the Latin script writes them.
const ORDINALS: &[(&str, &str)] = &[
    ("הראשון", "i"),
    ("השני", "ii"),
    ("השנייה", "ii"),
    ("השלישי", "iii"),
    ("הרביעי", "iv"),
    ("החמישי", "v"),
    ("השישי", "vi"),
    ("השביעי", "vii"),
    ("השמיני", "viii"),
    ("התשיעי", "ix"),
    ("العاشر", "x"),
    ("الأول", "i"),
    ("الاول", "i"),
    ("الثاني", "ii"),
    ("الثالث", "iii"),
    ("الرابع", "iv"),
    ("الخامس", "v"),
    ("السادس", "vi"),
    ("دوم", "ii"),
    ("سوم", "iii"),
    ("چهارم", "iv"),
    ("пятый", "v"),
    ("второй", "ii"),
    ("третий", "iii"),
    ("четвертый", "iv"),
];

const NUMBERS: &[&str] =
    &["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii"];

/// Servant (of God): the first word of a part of two.
const SERVANTS: &[&str] = &[
    "abd",
    "abdul",
    "abdel",
    "abdal",
    "abdol",
    "abdoul",
    "abdool",
    "abdu",
    "abdur",
    "abdour",
    "abder",
    "abdus",
    "abdun",
    "abdiel",
    "عبد",
    "עבד",
    "абд",
    "абдул",
    "абдель",
    "абдул",
    "абду",
    "압둘",
    "アブドゥル",
];

/// Father or mother (of): the first word of a kunya.
const FATHERS: &[&str] =
    &["abu", "abou", "aboo", "abo", "umm", "um", "أبو", "ابو", "أبي", "ابی", "أم", "абу", "אבו", "아부"];

/// The faith, as the second word of a part of two, with or without its article.
const FAITHS: &[&str] = &[
    "din",
    "deen",
    "dine",
    "dîn",
    "uddin",
    "uddeen",
    "eddin",
    "eddine",
    "aldin",
    "eldin",
    "aldeen",
    "eldeen",
    "aldine",
    "oddin",
    "udin",
    "eddeen",
    "الدين",
    "دین",
    "الدین",
    "дин",
    "уддин",
    "эддин",
];

/// God, as the second word of a part of two.
const GODS: &[&str] =
    &["allah", "ullah", "ollah", "alah", "ulla", "oullah", "الله", "اللہ", "аллах", "улла", "уллах"];

/// Articles between two words that are one part.
const ARTICLES: &[&str] = &[
    "al", "el", "ul", "ur", "ud", "ad", "ed", "as", "es", "ar", "er", "an", "en", "at", "az", "ol", "ال",
    "аль", "эль", "אל",
];

fn is(list: &[&str], word: &Word) -> bool {
    list.contains(&word.bare.as_str())
}

/// What will be one part: the letters that are compared, and all that was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) written: String,
    pub(crate) script: Script,
    pub(crate) kind: Option<Kind>,
    /// An article was taken off.
    pub(crate) article: bool,
    /// The telling word of a part of two: `Jabbar` of `Abd al-Jabbar`, `Salah` of `Salah ad-Din`.
    pub(crate) core: String,
    /// The form of the name says that this is the family name.
    pub(crate) family: bool,
}

/// How many words from `at` on are one part together, and of what kind.
fn together(words: &[Word], at: usize) -> Option<(usize, Kind)> {
    let word = |n: usize| {
        words.get(at + n).filter(|word| word.before_comma == words.get(at).is_some_and(|w| w.before_comma))
    };
    let first = word(0)?;
    let article = |n: usize| word(n).is_some_and(|word| is(ARTICLES, word));
    if is(SERVANTS, first) || is(FATHERS, first) {
        let kind = if is(FATHERS, first) { Kind::Kunya } else { Kind::Plain };
        let len = if article(1) && word(2).is_some() { 3 } else { 2 };
        let last = word(len - 1)?;
        // `Abu Abd al-Rahman` is a kunya of a part of two.
        if kind == Kind::Kunya && is(SERVANTS, last) {
            return together(words, at + len - 1).map(|(more, _)| (len - 1 + more, kind));
        }
        return Some((len, kind));
    }
    if is(PARTICLES, first) || is(TITLES, first) {
        return None;
    }
    if word(1).is_some_and(|next| is(FAITHS, next) || (is(GODS, next) && first.script == next.script)) {
        return Some((2, Kind::Plain));
    }
    (article(1) && word(2).is_some_and(|next| is(FAITHS, next))).then_some((3, Kind::Plain))
}

fn core(of: &[Word], kind: Kind) -> String {
    let core = match of {
        _ if kind == Kind::Kunya => None,
        [first, .., last] if is(SERVANTS, first) => Some(last),
        [first, ..] => Some(first),
        [] => None,
    };
    core.map(|word| without_article(word).1.to_owned()).unwrap_or_default()
}

/// What `Abdul` and the like are written together with in one word, if that is a name by itself.
fn served(word: &Word) -> &str {
    const TOGETHER: &[&str] = &[
        "عبدال",
        "абдуль",
        "абдул",
        "абдель",
        "abdoul",
        "abdool",
        "abdul",
        "abdel",
        "abdal",
        "abdol",
        "abdur",
        "abder",
    ];
    let rest = TOGETHER.iter().find_map(|servant| word.bare.strip_prefix(servant)).unwrap_or_default();
    let god = GODS.contains(&rest) || ["lah", "lahi", "له", "лах"].contains(&rest);
    if god || rest.chars().count() < 3 { "" } else { rest }
}

/// Whether a word is a particle of what follows.
fn particle(words: &[Word], at: usize) -> bool {
    let (Some(word), true) = (words.get(at), at + 1 < words.len()) else { return false };
    let same_side = words.get(at + 1).is_some_and(|next| next.before_comma == word.before_comma);
    let tied = words.get(at + 1).is_some_and(|next| next.tied);
    same_side
        && !word.stopped
        && (is(PARTICLES, word) || (at > 0 && is(INNER, word)) || (tied && is(TIED, word)))
}

/// Puts the words of a name together to pieces.
pub(crate) fn pieces(words: &[Word]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(words.len());
    let (mut before, mut article) = (String::new(), false);
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if let Some((len, kind)) = together(words, at) {
            let of = words.get(at..at + len).unwrap_or_default();
            let text: String = of.iter().map(|word| word.text.as_str()).collect();
            let shown: Vec<&str> = of.iter().map(|word| word.text.as_str()).collect();
            out.push(Piece {
                text,
                written: format!("{before}{}", shown.join(" ")),
                script: word.script,
                kind: (kind != Kind::Plain).then_some(kind),
                article,
                core: core(of, kind),
                family: word.family,
            });
            at += len;
        } else if particle(words, at) {
            article |= is(ARTICLES, word);
            before.push_str(&word.text);
            before.push(' ');
            at += 1;
            continue;
        } else if let Some(number) = ordinal(words, at) {
            out.push(Piece {
                text: number.to_owned(),
                written: word.text.clone(),
                script: Script::Latin,
                kind: Some(Kind::Number),
                article: false,
                core: String::new(),
                family: false,
            });
            at += 1;
        } else {
            let (taken_off, text) = without_article(word);
            let kind = (!taken_off).then(|| listed(word)).flatten();
            out.push(Piece {
                text: text.to_owned(),
                written: format!("{before}{}", word.text),
                script: word.script,
                kind: kind.or_else(|| honour(words, at, article)),
                article: article || taken_off,
                core: served(word).to_owned(),
                family: word.family,
            });
            at += 1;
        }
        before.clear();
        article = false;
    }
    // A name of titles alone is what its words say.
    if out.iter().all(|piece| piece.kind == Some(Kind::Title)) {
        out.iter_mut().for_each(|piece| piece.kind = Some(Kind::Plain));
    }
    out
}

/// The number of a ruler, in whatever script, as the Latin one writes it.
fn ordinal(words: &[Word], at: usize) -> Option<&'static str> {
    let word = words.get(at).filter(|word| at > 0 && !word.before_comma)?;
    // `Gregory I`, but `Ivan I.` is an initial.
    if word.bare == "i" && word.capitals && !word.stopped && at + 1 == words.len() {
        return Some("i");
    }
    ORDINALS.iter().find(|(spelt, _)| *spelt == word.text).map(|(_, number)| *number)
}

/// A title that is none where nothing follows or an article stands before it; the Burmese `U` before a name.
fn honour(words: &[Word], at: usize, article: bool) -> Option<Kind> {
    let word = words.get(at).filter(|_| at + 1 < words.len() && !article)?;
    let burmese = at == 0 && word.bare == "u" && !word.stopped && words.len() > 2;
    (is(HONOURS, word) || burmese).then_some(Kind::Title)
}

fn listed(word: &Word) -> Option<Kind> {
    if is(NUMBERS, word) && word.script == Script::Latin {
        Some(Kind::Number)
    } else if is(TITLES, word) {
        Some(Kind::Title)
    } else if is(PARTICLES, word) {
        Some(Kind::Particle)
    } else {
        None
    }
}

/// Arabic writes the article together with the word.
fn without_article(word: &Word) -> (bool, &str) {
    match word.text.strip_prefix("ال") {
        Some(rest) if word.script == Script::Arabic && rest.chars().count() > 1 && !is(TITLES, word) => {
            (true, rest)
        }
        _ => (false, &word.text),
    }
}
