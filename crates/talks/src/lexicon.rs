//! Phrases of many languages, found in one pass over a text.
//!
//! A phrase is written as a linguist writes it (`docs/TALKS.md`): words, `stem*`, `stem/class`, `(one|other)`, `{set}`,
//! `..3` for up to three words between, `[optional]`, `!not-this`. All words of all phrases go into one automaton; a text
//! is read once, every word learns which words of phrases it is, and phrases are tried only where their first word stands.
//!
//! What a phrase means is not known here: the [`Target`] is handed back.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::lexicon_fold::{Gap, Word, Words, fold};

/// A set of languages, one bit each.
pub(crate) type Languages = u16;

/// The languages with full vocabulary, in the order of their bits.
pub(crate) const LANGUAGES: [&str; 7] = ["en", "ru", "de", "fr", "es", "ro", "sr"];

/// The bit of the languages of which only names are known.
pub(crate) const OTHER: Languages = 1 << 7;

/// Every language.
pub(crate) const ANY: Languages = 0xff;

/// The bit of a language code, if there is vocabulary for it.
pub(crate) fn language(code: &str) -> Option<Languages> {
    LANGUAGES.iter().position(|known| *known == code).map(|index| 1 << index)
}

/// Where a phrase was found: first and last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit<T> {
    /// What the phrase means.
    pub(crate) target: T,
    /// Its first word.
    pub(crate) first: usize,
    /// Its last word.
    pub(crate) last: usize,
}

/// A phrase has at most so many words, those between its own included.
const WIDEST: usize = 32;

/// The hits that can overlap these words, of hits in the order of their first words.
pub(crate) fn around<T>(hits: &[Hit<T>], first: usize, last: usize) -> &[Hit<T>] {
    let from = hits.partition_point(|hit| hit.first + WIDEST < first);
    let until = hits.partition_point(|hit| hit.first <= last).max(from);
    hits.get(from..until).unwrap_or(&[])
}

/// What capitals a word of a phrase asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Caps {
    Any,
    Initial,
    All,
}

/// How a word of a text must look to be a word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Rest {
    /// Nothing may follow and nothing precede.
    Whole,
    /// Anything may follow: `stem*`.
    Open,
    /// Anything may precede: `*stem`.
    Tail,
    /// Anything on both sides: `*stem*`.
    Inside,
    /// One of the endings of a class must follow: `stem/class`.
    Class(usize),
    /// At most so many letters may follow, as inflected foreign names have.
    UpTo(usize),
    /// An article or preposition written together with the name may precede, as in Arabic.
    Prefixed,
}

#[derive(Clone, Debug)]
struct Atom {
    rest: Rest,
    /// Phrase words that this is, with the capitals and languages they ask for.
    links: Vec<(u32, Caps, Languages)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Word(u32),
    Optional(u32),
    Not(u32),
    Between(u8),
}

#[derive(Clone, Debug)]
struct Phrase<T> {
    steps: Vec<Step>,
    target: T,
}

/// How the words of a phrase may be inflected beyond what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inflection {
    /// As the data says.
    Written,
    /// A name of a language without vocabulary of its own: endings are guessed.
    Guessed,
}

/// Which word an atom is part of, how it must be capitalised, and the languages it is read in.
type Entry = (u32, Caps, Languages);

/// Collects phrases.
pub(crate) struct Builder<T> {
    classes: HashMap<(String, String), usize>,
    endings: Vec<Vec<String>>,
    sets: HashMap<(String, String), Vec<String>>,
    atoms: HashMap<(String, Rest), Vec<Entry>>,
    words: HashMap<(String, Languages, Inflection0), u32>,
    phrases: Vec<Phrase<T>>,
}

type Inflection0 = bool;

/// All phrases, ready to be found.
pub(crate) struct Lexicon<T> {
    automaton: AhoCorasick,
    atoms: Vec<Atom>,
    endings: Vec<Vec<String>>,
    phrases: Vec<Phrase<T>>,
    starts: Vec<Vec<u32>>,
}

/// Which phrase words each word of a text is.
pub(crate) struct Marked {
    ids: Vec<u32>,
    ends: Vec<u32>,
}

impl Marked {
    fn of(&self, index: usize) -> &[u32] {
        let Some(end) = self.ends.get(index) else { return &[] };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ids.get(start as usize..*end as usize).unwrap_or(&[])
    }

    fn is(&self, index: usize, word: u32) -> bool {
        self.of(index).binary_search(&word).is_ok()
    }
}

impl<T: Copy> Builder<T> {
    pub(crate) fn new() -> Self {
        Self {
            classes: HashMap::new(),
            endings: Vec::new(),
            sets: HashMap::new(),
            atoms: HashMap::new(),
            words: HashMap::new(),
            phrases: Vec::new(),
        }
    }

    /// Names a class of endings.
    pub(crate) fn class(&mut self, language: &str, name: &str, endings: &[String]) {
        let id = self.endings.len();
        let mut folded: Vec<_> = endings.iter().map(|ending| fold(ending)).collect();
        folded.sort_unstable();
        folded.dedup();
        self.endings.push(folded);
        self.classes.insert((language.to_owned(), fold(name)), id);
    }

    /// Names a set of words.
    pub(crate) fn set(&mut self, language: &str, name: &str, words: Vec<String>) {
        self.sets.insert((language.to_owned(), name.to_owned()), words);
    }

    /// Adds a phrase. The error says what is wrong with it.
    pub(crate) fn phrase(
        &mut self,
        language: &str,
        mask: Languages,
        written: &str,
        inflection: Inflection,
        target: T,
    ) -> Result<(), String> {
        for variant in variants(written)? {
            let mut steps = Vec::new();
            for part in variant {
                match part {
                    Part::Between(words) => steps.push(Step::Between(words)),
                    Part::Word(words) => steps
                        .extend(self.word(language, mask, &words, inflection)?.into_iter().map(Step::Word)),
                    Part::Optional(words) => steps.extend(
                        self.word(language, mask, &words, inflection)?.into_iter().map(Step::Optional),
                    ),
                    Part::Not(words) => steps
                        .extend(self.word(language, mask, &words, inflection)?.into_iter().map(Step::Not)),
                }
            }
            if !matches!(steps.first(), Some(Step::Word(_))) {
                return Err(format!("`{written}` does not begin with a word"));
            }
            if matches!(steps.last(), Some(Step::Between(_))) {
                return Err(format!("`{written}` ends with a distance"));
            }
            self.phrases.push(Phrase { steps, target });
        }
        Ok(())
    }

    /// Interns one place of a phrase; a single written word that folds to several becomes several.
    fn word(
        &mut self,
        language: &str,
        mask: Languages,
        alternatives: &[String],
        inflection: Inflection,
    ) -> Result<Vec<u32>, String> {
        let guessed = inflection == Inflection::Guessed;
        if let [single] = alternatives
            && !single.starts_with('{')
        {
            let inner = single.trim_matches('*');
            let pieces = split(inner);
            if pieces.len() > 1 {
                let last = pieces.len() - 1;
                let mut words = Vec::new();
                for (index, piece) in pieces.iter().enumerate() {
                    let piece = match (index, single.ends_with('*'), single.starts_with('*')) {
                        (index, true, _) if index == last => format!("{piece}*"),
                        (0, _, true) => format!("*{piece}"),
                        _ => piece.clone(),
                    };
                    words.extend(self.word(language, mask, &[piece], inflection)?);
                }
                return Ok(words);
            }
        }
        let mut written: Vec<String> = Vec::new();
        for alternative in alternatives {
            match alternative.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => match self.sets.get(&(language.to_owned(), name.to_owned())) {
                    Some(words) => written.extend(words.iter().cloned()),
                    None => return Err(format!("there is no set `{name}` for `{language}`")),
                },
                None => written.push(alternative.clone()),
            }
        }
        let key = (written.join("|"), mask, guessed);
        if let Some(id) = self.words.get(&key) {
            return Ok(vec![*id]);
        }
        let id = u32::try_from(self.words.len()).map_err(|_| "too many words".to_owned())?;
        for word in &written {
            self.link(language, mask, word, inflection, id)?;
        }
        self.words.insert(key, id);
        Ok(vec![id])
    }

    fn link(
        &mut self,
        language: &str,
        mask: Languages,
        word: &str,
        inflection: Inflection,
        id: u32,
    ) -> Result<(), String> {
        let (stem, rest) = match (word.strip_prefix('*'), word.strip_suffix('*')) {
            (Some(_), Some(_)) => (word.trim_matches('*'), Rest::Inside),
            (Some(stem), None) => (stem, Rest::Tail),
            (None, Some(stem)) => (stem, Rest::Open),
            (None, None) => match word.split_once('/') {
                Some((stem, class)) => {
                    let class = self
                        .classes
                        .get(&(language.to_owned(), fold(class)))
                        .ok_or_else(|| format!("`{word}`: there is no class `{class}` for `{language}`"))?;
                    (stem, Rest::Class(*class))
                }
                None => (word, Rest::Whole),
            },
        };
        let letters = stem.chars().count();
        let initial = stem.chars().next().is_some_and(char::is_uppercase);
        let caps = if initial && !stem.chars().any(char::is_lowercase) && (letters > 1 || rest == Rest::Whole)
        {
            Caps::All
        } else if initial {
            Caps::Initial
        } else {
            Caps::Any
        };
        let mut folded = fold(stem);
        if folded.is_empty() {
            return Err(format!("`{word}` has no letters"));
        }
        let rest = match inflection {
            Inflection::Written => rest,
            Inflection::Guessed if stem.chars().any(|c| matches!(c, '\u{590}'..='\u{6ff}')) => Rest::Prefixed,
            Inflection::Guessed if letters >= 4 => {
                if folded.chars().count() >= 5
                    && folded.ends_with([
                        'a', 'e', 'i', 'o', 'u', 'y', 'а', 'о', 'у', 'е', 'и', 'і', 'я', 'ю', 'ь', 'ი', 'ა',
                    ])
                {
                    folded.pop();
                }
                Rest::UpTo(4)
            }
            Inflection::Guessed => Rest::Whole,
        };
        self.atoms.entry((folded, rest)).or_default().push((id, caps, mask));
        Ok(())
    }

    /// Builds the automaton.
    pub(crate) fn build(self) -> Result<Lexicon<T>, String> {
        let mut written: Vec<_> = self.atoms.into_iter().collect();
        // The order of a hash map is not the order of the answer.
        written.sort_unstable_by(|(a, _), (b, _)| (&a.0, rank(&a.1)).cmp(&(&b.0, rank(&b.1))));
        let needles: Vec<String> = written
            .iter()
            .map(|((text, rest), _)| match rest {
                Rest::Whole => format!(" {text} "),
                Rest::Open | Rest::Class(_) | Rest::UpTo(_) => format!(" {text}"),
                Rest::Tail | Rest::Prefixed => format!("{text} "),
                Rest::Inside => text.clone(),
            })
            .collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&needles)
            .map_err(|error| error.to_string())?;
        let atoms = written.into_iter().map(|((_, rest), links)| Atom { rest, links }).collect();
        let mut starts = vec![Vec::new(); self.words.len()];
        for (index, phrase) in self.phrases.iter().enumerate() {
            if let Some(Step::Word(word)) = phrase.steps.first()
                && let Some(list) = starts.get_mut(*word as usize)
            {
                list.push(u32::try_from(index).unwrap_or(u32::MAX));
            }
        }
        Ok(Lexicon { automaton, atoms, endings: self.endings, phrases: self.phrases, starts })
    }
}

fn rank(rest: &Rest) -> (u8, usize) {
    match rest {
        Rest::Whole => (0, 0),
        Rest::Open => (1, 0),
        Rest::Tail => (2, 0),
        Rest::Inside => (3, 0),
        Rest::Class(class) => (4, *class),
        Rest::UpTo(letters) => (5, *letters),
        Rest::Prefixed => (6, 0),
    }
}

/// Arabic and Hebrew particles that are written together with the name they stand before.
const PREFIXES: &[&str] = &[
    "ال", "و", "ب", "ل", "ف", "ك", "وال", "بال", "لل", "فال", "كال", "ول", "وب", "ה", "ב", "ל", "מ", "ו",
    "ש", "וב", "ול", "של",
];

impl<T: Copy> Lexicon<T> {
    /// Learns which phrase words the words of a text are.
    pub(crate) fn mark(&self, words: &Words, languages: Languages) -> Marked {
        let mut found: Vec<(u32, u32)> = Vec::new();
        let joined = words.joined();
        let all = words.all();
        let mut at = 0;
        for hit in self.automaton.find_overlapping_iter(joined) {
            let Some(atom) = self.atoms.get(hit.pattern().as_usize()) else { continue };
            // Matches come by their end; the word is the one that holds the last letter.
            let last = match atom.rest {
                Rest::Whole | Rest::Tail | Rest::Prefixed => hit.end().saturating_sub(2),
                _ => hit.end().saturating_sub(1),
            };
            while at > 0 && words.place(at).start > last {
                at -= 1;
            }
            while words.place(at).end <= last && at + 1 < all.len() {
                at += 1;
            }
            let place = words.place(at);
            let Some(word) = all.get(at) else { continue };
            let after = joined.get(hit.end()..place.end).unwrap_or("");
            let fits = match &atom.rest {
                Rest::Whole | Rest::Open | Rest::Tail | Rest::Inside => true,
                Rest::Class(class) => self.endings.get(*class).is_some_and(|endings| {
                    endings.binary_search_by(|ending| ending.as_str().cmp(after)).is_ok()
                }),
                Rest::UpTo(letters) => after.chars().count() <= *letters,
                Rest::Prefixed => {
                    let before = joined.get(place.start..hit.start()).unwrap_or("");
                    before.is_empty() || PREFIXES.contains(&before)
                }
            };
            if !fits {
                continue;
            }
            let index = u32::try_from(at).unwrap_or(u32::MAX);
            for &(id, caps, mask) in &atom.links {
                if mask & languages != 0 && has_caps(word, caps) {
                    found.push((index, id));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        let mut marked = Marked { ids: Vec::with_capacity(found.len()), ends: Vec::with_capacity(all.len()) };
        let mut found = found.into_iter().peekable();
        for index in 0..all.len() {
            while let Some((_, id)) = found.next_if(|(at, _)| *at as usize == index) {
                marked.ids.push(id);
            }
            marked.ends.push(u32::try_from(marked.ids.len()).unwrap_or(u32::MAX));
        }
        marked
    }

    /// Finds every phrase, in the order of their first words.
    pub(crate) fn find(&self, words: &Words, marked: &Marked) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        for first in 0..words.all().len() {
            for word in marked.of(first) {
                for phrase in self.starts.get(*word as usize).into_iter().flatten() {
                    let Some(phrase) = self.phrases.get(*phrase as usize) else { continue };
                    let rest = phrase.steps.get(1..).unwrap_or(&[]);
                    if let Some(last) = follow(rest, first, words, marked, Gap::Soft) {
                        hits.push(Hit { target: phrase.target, first, last });
                    }
                }
            }
        }
        hits
    }
}

fn has_caps(word: &Word, caps: Caps) -> bool {
    match caps {
        Caps::Any => true,
        Caps::Initial => word.capital,
        Caps::All => word.all_caps,
    }
}

/// The last word of the phrase whose remaining steps begin after `at`.
fn follow(steps: &[Step], at: usize, words: &Words, marked: &Marked, widest: Gap) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    let next = at + 1;
    let reachable = words.word(next).is_some_and(|word| word.gap <= widest);
    match *step {
        Step::Word(word) => {
            if reachable && marked.is(next, word) {
                follow(rest, next, words, marked, Gap::Soft)
            } else {
                None
            }
        }
        Step::Optional(word) => {
            if reachable
                && marked.is(next, word)
                && let Some(last) = follow(rest, next, words, marked, Gap::Soft)
            {
                return Some(last);
            }
            follow(rest, at, words, marked, widest)
        }
        Step::Not(word) => {
            if words.word(next).is_some_and(|word| word.gap <= Gap::Soft) && marked.is(next, word) {
                None
            } else {
                follow(rest, at, words, marked, widest)
            }
        }
        Step::Between(most) => {
            let mut at = at;
            for _ in 0..=most {
                if let Some(last) = follow(rest, at, words, marked, Gap::Comma) {
                    return Some(last);
                }
                at += 1;
                if words.word(at).is_none_or(|word| word.gap == Gap::Stop) {
                    return None;
                }
            }
            None
        }
    }
}

#[derive(Clone)]
enum Part {
    Word(Vec<String>),
    Optional(Vec<String>),
    Not(Vec<String>),
    Between(u8),
}

/// More spellings than this of one phrase are a mistake in the data.
const MOST_VARIANTS: usize = 256;

/// Reads the notation of a phrase. Alternatives of several words make a spelling of their own each.
fn variants(written: &str) -> Result<Vec<Vec<Part>>, String> {
    let mut variants: Vec<Vec<Part>> = vec![Vec::new()];
    for token in tokens(written)?.into_iter().filter(|token| token.contains(char::is_alphanumeric)) {
        let choices: Vec<Vec<Part>> = if let Some(words) = token.strip_prefix("..") {
            let words = words.parse().map_err(|_| format!("`{token}`: expected a number after `..`"))?;
            if words > 12 {
                return Err(format!("`{token}`: at most 12 words between"));
            }
            vec![vec![Part::Between(words)]]
        } else if let Some(inner) = token.strip_prefix('[') {
            let inner = inner.strip_suffix(']').ok_or_else(|| format!("`{token}`: expected `]`"))?;
            vec![vec![Part::Optional(alternatives(inner)?)]]
        } else if let Some(inner) = token.strip_prefix('!') {
            let (single, several): (Vec<_>, Vec<_>) =
                alternatives(inner)?.into_iter().partition(|word| !is_several(word));
            if !several.is_empty() {
                return Err(format!("`{token}`: only single words can be ruled out"));
            }
            vec![vec![Part::Not(single)]]
        } else {
            let (single, several): (Vec<_>, Vec<_>) =
                alternatives(token)?.into_iter().partition(|word| !is_several(word));
            let single = if single.is_empty() { None } else { Some(vec![Part::Word(single)]) };
            let several = several.iter().map(|words| {
                words.split_whitespace().map(|word| Part::Word(vec![word.to_owned()])).collect()
            });
            single.into_iter().chain(several).collect()
        };
        let mut longer = Vec::with_capacity(variants.len() * choices.len());
        for variant in &variants {
            for choice in &choices {
                longer.push(variant.iter().chain(choice).cloned().collect());
            }
        }
        variants = longer;
        if variants.len() > MOST_VARIANTS {
            return Err(format!("`{written}` has too many spellings"));
        }
    }
    if variants.iter().any(Vec::is_empty) { Err("an empty phrase".to_owned()) } else { Ok(variants) }
}

/// Splits at blanks that stand in no bracket.
fn tokens(written: &str) -> Result<Vec<&str>, String> {
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    let mut start = None;
    for (at, c) in written.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth
                    .checked_sub(1)
                    .ok_or_else(|| format!("`{written}`: a bracket closes that was not opened"))?
            }
            _ => {}
        }
        if c.is_whitespace() && depth == 0 {
            tokens.extend(start.take().and_then(|start| written.get(start..at)));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if depth > 0 {
        return Err(format!("`{written}`: a bracket is not closed"));
    }
    tokens.extend(start.and_then(|start| written.get(start..)));
    Ok(tokens)
}

fn alternatives(token: &str) -> Result<Vec<String>, String> {
    let inner = match token.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')').ok_or_else(|| format!("`{token}`: expected `)`"))?,
        None => token,
    };
    let alternatives: Vec<_> =
        inner.split('|').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    if alternatives.is_empty() { Err(format!("`{token}` has no word")) } else { Ok(alternatives) }
}

/// Whether a text would have several words for this one.
fn is_several(word: &str) -> bool {
    !word.starts_with('{') && split(word.trim_matches('*')).len() > 1
}

/// Splits a written word where the text's words are split: at hyphens, apostrophes and full stops. The class after a
/// slash stays with the last piece.
fn split(word: &str) -> Vec<String> {
    let (stem, class) = match word.split_once('/') {
        Some((stem, class)) => (stem, Some(class)),
        None => (word, None),
    };
    let mut pieces: Vec<String> = stem
        .split(|c: char| !c.is_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .flat_map(by_script)
        .collect();
    if let (Some(last), Some(class)) = (pieces.last_mut(), class) {
        last.push('/');
        last.push_str(class);
    }
    pieces
}

/// In scripts without blanks every character is a word.
fn by_script(piece: &str) -> Vec<String> {
    let words = Words::of(piece);
    words.all().iter().filter_map(|word| piece.get(word.span.clone())).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrases: &[&str], text: &str, expected: &[&str]) {
        let mut builder = Builder::new();
        builder.class("ru", "я", &["я".into(), "и".into(), "ей".into()]);
        builder.set("ru", "fight", vec!["fight*".into(), "combat*".into()]);
        for (index, phrase) in phrases.iter().enumerate() {
            builder.phrase("ru", ANY, phrase, Inflection::Written, index).unwrap();
        }
        let lexicon = builder.build().unwrap();
        let words = Words::of(text);
        let marked = lexicon.mark(&words, ANY);
        let found: Vec<_> =
            lexicon.find(&words, &marked).iter().map(|hit| &text[words.span(hit.first, hit.last)]).collect();
        assert_eq!(found, expected, "{phrases:?} in {text}");
    }

    #[test]
    fn words_stems_and_classes() {
        check(&["drug*"], "Drugs and a DRUG dealer, undrugged", &["Drugs", "DRUG"]);
        check(&["Росси/я"], "Россия, России, РОССИЕЙ, россия, российский", &["Россия", "России", "РОССИЕЙ"]);
        check(&["US"], "US us Us USA", &["US"]);
        check(&["*kriminalität"], "Rauschgiftkriminalität Kriminalitätslage", &["Rauschgiftkriminalität"]);
        check(
            &["*kriminalität*"],
            "Rauschgiftkriminalität Kriminalitätslage",
            &["Rauschgiftkriminalität", "Kriminalitätslage"],
        );
        check(&["U.S."], "the U.S. Bureau", &["U.S"]);
        check(&["中国"], "在中国举行", &["中国"]);
    }

    #[test]
    fn phrases_keep_within_their_sentence() {
        check(
            &["illegal migration"],
            "illegal migration; illegal, migration. Illegal\n\nmigration",
            &["illegal migration"],
        );
        check(
            &["exchange ..3 information"],
            "exchange of any information. Exchange. Information",
            &["exchange of any information"],
        );
        check(&["exchange ..1 information"], "exchange of any more information", &[]);
        check(
            &["exchange [of] (data|information)"],
            "exchange of data, exchange information",
            &["exchange of data", "exchange information"],
        );
        check(&["{fight} drug*"], "fighting drugs, combats drug", &["fighting drugs", "combats drug"]);
        check(
            &["crime ..3 (internet|information technolog*)"],
            "crime on the internet, crime by information technology",
            &["crime on the internet", "crime by information technology"],
        );
        check(
            &["(cross-border|joint) raid"],
            "a cross-border raid, a joint raid",
            &["cross-border raid", "joint raid"],
        );
        check(&["drug* !policy"], "drug policy, drugs", &["drugs"]);
    }

    #[test]
    fn mistakes_are_named() {
        let refused =
            |phrase: &str| Builder::new().phrase("en", ANY, phrase, Inflection::Written, ()).unwrap_err();
        assert_eq!(refused("{none}"), "there is no set `none` for `en`");
        assert_eq!(refused("x/y"), "`x/y`: there is no class `y` for `en`");
        assert_eq!(refused("..2 x"), "`..2 x` does not begin with a word");
        assert_eq!(refused("(x"), "`(x`: a bracket is not closed");
        assert_eq!(refused(""), "an empty phrase");
    }
}
