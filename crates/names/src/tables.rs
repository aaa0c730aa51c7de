//! The tables of `tables/`, compiled in and read once.
//!
//! They are made by `examples/learn` from open data, except the nicknames and the spellings of single characters, which are
//! written by hand.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use crate::part::MAX_FAMILIES;
use crate::roman;

/// The tables by their file names.
const TABLES: [(&str, &str); 10] = [
    ("channels.tsv", include_str!("../tables/channels.tsv")),
    ("spellings.tsv", include_str!("../tables/spellings.tsv")),
    ("han.tsv", include_str!("../tables/han.tsv")),
    ("frequency.tsv", include_str!("../tables/frequency.tsv")),
    ("origins.tsv", include_str!("../tables/origins.tsv")),
    ("parts.tsv", include_str!("../tables/parts.tsv")),
    ("weights.tsv", include_str!("../tables/weights.tsv")),
    ("natives.tsv", include_str!("../tables/natives.tsv")),
    ("nicknames.txt", include_str!("../tables/nicknames.txt")),
    ("readings.txt", include_str!("../tables/readings.txt")),
];

/// Tables that take the place of those compiled in: only the tool that learns them and measures sets any.
static OTHERS: OnceLock<HashMap<String, String>> = OnceLock::new();

/// Takes other tables in the place of those compiled in. Only the first call before any name is read has an effect.
pub(crate) fn install(tables: HashMap<String, String>) -> bool {
    OTHERS.set(tables).is_ok()
}

/// The text of a table.
pub(crate) fn text(file: &str) -> &'static str {
    if let Some(other) = OTHERS.get().and_then(|others| others.get(file)) {
        return other;
    }
    TABLES.iter().find(|(name, _)| *name == file).map_or("", |(_, text)| text)
}

/// Lines that are not empty and not a comment.
pub(crate) fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Counts of a table and their sum, which stands at `*`.
fn counts(file: &str) -> (HashMap<&'static [u8], f32>, f32) {
    let mut counts = HashMap::new();
    let mut total = 1.0;
    for line in lines(text(file)) {
        if let Some((part, count)) = line.split_once('\t')
            && let Ok(count) = count.parse::<f32>()
        {
            if part == "*" {
                total = count;
            } else {
                counts.insert(part.as_bytes(), count);
            }
        }
    }
    (counts, total)
}

type Counts = (HashMap<&'static [u8], f32>, f32);

static SKELETONS: LazyLock<Counts> = LazyLock::new(|| counts("frequency.tsv"));
static PARTS: LazyLock<Counts> = LazyLock::new(|| counts("parts.tsv"));

/// The least count of a part in the table: one that is not in it is rarer.
pub(crate) const LEAST_COUNT: f32 = 10.0;

/// How rare a part is, in nats: 3.5 for the commonest, 12 for one never seen whose consonants are rare too.
pub(crate) fn rarity(plain: &str, skeleton: &[u8]) -> f32 {
    let (parts, all) = &*PARTS;
    let (skeletons, total) = &*SKELETONS;
    let alike = (total / (skeletons.get(skeleton).copied().unwrap_or(0.0) + 1.0)).ln();
    let rarity = match parts.get(plain.as_bytes()) {
        Some(count) => (all / count).ln(),
        None => {
            let least = (all / LEAST_COUNT).ln();
            (0.5 * (least + 1.0) + 0.5 * alike.min(least + 2.0)).max(alike.min(least))
        }
    };
    rarity.clamp(3.5, 12.4)
}

/// A word with the letters that are written for one another made one: simplified and traditional Han, the forms of Arabic
/// letters. Such words are the same part.
pub(crate) fn one_form(word: &str) -> Cow<'_, str> {
    if word.chars().all(|c| form_of(c) == c) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().map(form_of).collect())
}

fn form_of(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ې' | 'ئ' | 'ۍ' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ة' | 'ۀ' | 'ہ' | 'ھ' | 'ۃ' | 'ە' => 'ه',
        'ؤ' => 'و',
        '\u{4e00}'..='\u{9fff}' => han_form(c),
        c => c,
    }
}

/// What is known of a Han character: the form it is compared by, and how it is read in Korea and Hong Kong.
struct Han {
    form: Option<char>,
    korean: Vec<&'static str>,
    cantonese: Option<&'static str>,
}

static HAN: LazyLock<HashMap<char, Han>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for line in lines(text("han.tsv")) {
        let mut fields = line.split(' ');
        let Some(character) = fields.next().and_then(|field| field.chars().next()) else { continue };
        let mut field = || fields.next().filter(|field| *field != "-");
        let (form, korean, cantonese) = (field(), field(), field());
        let form = form.and_then(|form| form.chars().next());
        let korean = korean.into_iter().flat_map(|korean| korean.split(',')).collect();
        all.insert(character, Han { form, korean, cantonese });
    }
    all
});

/// The form by which a Han character is compared: simplified, traditional and Japanese forms of one are one.
pub(crate) fn han_form(c: char) -> char {
    HAN.get(&c).and_then(|han| han.form).unwrap_or(c)
}

/// How a Han character is read in Korea and in Hong Kong, in letters.
pub(crate) fn han_spellings(c: char) -> (&'static [&'static str], Option<&'static str>) {
    HAN.get(&c).map_or((&[], None), |han| (&han.korean, han.cantonese))
}

/// The characters that are read so in Korea, in order.
pub(crate) fn read_in_korea(spelling: &str) -> Vec<char> {
    let found = HAN.iter().filter(|(_, han)| han.korean.contains(&spelling));
    let mut all: Vec<char> = found.map(|(c, _)| *c).collect();
    all.sort_unstable();
    all
}

/// Spellings of single characters: first those of Korea, then those of Hong Kong, then others.
static SPELLINGS: LazyLock<HashMap<char, Vec<Vec<String>>>> = LazyLock::new(|| {
    let mut all: HashMap<char, Vec<Vec<String>>> = HashMap::new();
    for (character, spellings) in rows_by_hand() {
        let of = all.entry(character).or_default();
        for (place, spelling) in spellings.iter().enumerate() {
            if of.len() <= place {
                of.push(Vec::new());
            }
            let sounds = roman::latin_sounds(spelling);
            if let Some(of) = of.get_mut(place)
                && !sounds.is_empty()
                && !of.contains(&sounds)
            {
                of.push(sounds);
            }
        }
    }
    all
});

/// The lines of `readings.txt`, one for each character in the form it is compared by.
fn rows_by_hand() -> Vec<(char, Vec<&'static str>)> {
    let mut all: Vec<(char, Vec<&str>)> = Vec::new();
    for line in lines(text("readings.txt")) {
        let mut fields = line.split(' ');
        let Some(characters) = fields.next() else { continue };
        let spellings: Vec<&str> = fields.collect();
        let mut before = None;
        for character in characters.chars().map(han_form) {
            if before != Some(character) {
                all.push((character, spellings.clone()));
            }
            before = Some(character);
        }
    }
    all
}

/// The spellings of `tables/readings.txt`, in letters.
pub(crate) fn spellings_by_hand() -> Vec<(char, Vec<String>)> {
    let kept = |spellings: Vec<&str>| {
        spellings.into_iter().filter(|field| *field != "-").map(str::to_owned).collect()
    };
    rows_by_hand().into_iter().map(|(character, spellings)| (character, kept(spellings))).collect()
}

/// How a character is read in a place: 0 Korea, 1 Hong Kong, 2 others, by hand or by the table of characters.
fn read_in(place: usize, c: char, begins: bool) -> Option<String> {
    let by_hand = SPELLINGS.get(&c).and_then(|of| of.get(place)).and_then(|of| of.first());
    by_hand.cloned().or_else(|| {
        let (korean, cantonese) = han_spellings(c);
        let spelling = match place {
            0 if begins => korean.last().copied(),
            0 => korean.first().copied(),
            1 => cantonese,
            _ => None,
        };
        spelling.map(roman::latin_sounds)
    })
}

/// Readings other than Mandarin of a word of Han characters, by the spellings of Korea, Hong Kong and elsewhere.
pub(crate) fn han_readings(word: &[char]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // Longer words are names from elsewhere, written for their Mandarin or Japanese sound.
    if word.len() <= 3 {
        for place in 0..3 {
            let mut any = false;
            let mut reading = String::new();
            for (at, &c) in word.iter().enumerate() {
                match read_in(place, c, at == 0) {
                    Some(sounds) => {
                        reading.push_str(&sounds);
                        any = true;
                    }
                    None => {
                        reading.push_str(&roman::latin_sounds(&any_ascii::any_ascii_char(c).to_lowercase()))
                    }
                }
            }
            if any && !out.contains(&reading) {
                out.push(reading);
            }
        }
    }
    out
}

/// Usual spellings of a Hangul syllable as a family name.
pub(crate) fn hangul_spellings(syllable: char) -> Vec<String> {
    SPELLINGS.get(&syllable).into_iter().flatten().flatten().cloned().collect()
}

static FAMILIES: LazyLock<HashMap<Cow<'static, str>, Vec<u16>>> = LazyLock::new(|| {
    let mut families: HashMap<Cow<'static, str>, Vec<u16>> = HashMap::new();
    for (number, line) in (1u16..).zip(lines(text("nicknames.txt"))) {
        for name in line.split_whitespace() {
            families.entry(one_form(name)).or_default().push(number);
        }
    }
    // A name in another script belongs where the Latin names belong that it stands for.
    for line in lines(text("natives.tsv")) {
        let mut names = line.split_whitespace();
        let Some(native) = names.next() else { continue };
        let lines: Vec<u16> = names.filter_map(|latin| families.get(latin)).flatten().copied().collect();
        let own = families.entry(one_form(native)).or_default();
        for line in lines {
            if !own.contains(&line) {
                own.push(line);
            }
        }
    }
    families
});

/// The lines of the table of names that stand for each other which have this part (plain letters); 0 for none.
pub(crate) fn equivalents(plain: &str) -> [u16; MAX_FAMILIES] {
    let mut out = [0; MAX_FAMILIES];
    for (cell, family) in out.iter_mut().zip(FAMILIES.get(plain).into_iter().flatten()) {
        *cell = *family;
    }
    out
}
