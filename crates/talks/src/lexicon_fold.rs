//! Turns a text into folded words with their places in the text.
//!
//! Folding makes the same word of what a careful, a hurried and a broken keyboard write: case and marks go, `ß` becomes
//! `ss`, Serbian Cyrillic becomes Latin, and a Latin letter inside a Cyrillic word becomes the Cyrillic letter that it
//! resembles. Data and text are folded by the same function, so what is lost is lost on both sides. Every word keeps the
//! bytes it came from.

use std::ops::Range;

use icu_segmenter::options::SentenceBreakInvariantOptions;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// What stands between a word and the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Blanks, a hyphen, an apostrophe, a quotation mark: the phrase goes on.
    Soft,
    /// A comma, a dash, a bracket: the sentence goes on.
    Comma,
    /// The sentence ends.
    Stop,
}

/// One word of a text.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Its folded form, as a place in [`Words::joined`].
    folded: Range<u32>,
    /// Its bytes in the text.
    pub(crate) span: Range<usize>,
    /// Begins with a capital.
    pub(crate) capital: bool,
    /// Has capitals only.
    pub(crate) all_caps: bool,
    /// What stands before it.
    pub(crate) gap: Gap,
    /// Number of its sentence.
    pub(crate) sentence: u32,
}

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// ` word word word `, which the automaton reads.
    joined: String,
    words: Vec<Word>,
}

/// Longer runs of letters are no words of any language and are not looked up.
const LONGEST_WORD: usize = 128;

impl Words {
    /// Splits and folds a text.
    pub(crate) fn of(text: &str) -> Self {
        let serbian = writes_serbian_cyrillic(text);
        let mut sentences = Sentences::of(text);
        let mut words = Self { joined: String::from(" "), words: Vec::new() };
        let mut previous_end = 0;
        let mut sentence = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((start, first)) = chars.next() {
            if !is_letter(first) {
                continue;
            }
            let mut end = start + first.len_utf8();
            if !stands_alone(first) {
                while let Some(&(at, next)) = chars.peek() {
                    if !(is_letter(next) && !stands_alone(next) || is_mark(next)) {
                        break;
                    }
                    end = at + next.len_utf8();
                    chars.next();
                }
            }
            let (Some(run), Some(before)) = (text.get(start..end), text.get(previous_end..start)) else {
                continue;
            };
            let gap = if words.words.is_empty() {
                Gap::Stop
            } else {
                words.gap(text, before, run, sentences.end_between(previous_end, start))
            };
            if gap == Gap::Stop && !words.words.is_empty() {
                sentence += 1;
            }
            words.push(run, start..end, gap, sentence, serbian);
            previous_end = end;
        }
        words
    }

    /// The words in order.
    pub(crate) fn all(&self) -> &[Word] {
        &self.words
    }

    /// One word.
    pub(crate) fn word(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    /// The folded form of a word.
    pub(crate) fn folded(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| self.folded_of(word))
    }

    /// What the automaton reads, and where each word begins in it.
    pub(crate) fn joined(&self) -> &str {
        &self.joined
    }

    /// The place of a word in [`Self::joined`].
    pub(crate) fn place(&self, index: usize) -> Range<usize> {
        self.words.get(index).map_or(0..0, |word| word.folded.start as usize..word.folded.end as usize)
    }

    /// The bytes of the text from one word to another, both included.
    pub(crate) fn span(&self, first: usize, last: usize) -> Range<usize> {
        match (self.words.get(first), self.words.get(last)) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => 0..0,
        }
    }

    /// The words of the sentence that a word is in.
    pub(crate) fn sentence_of(&self, index: usize) -> Range<usize> {
        let Some(word) = self.words.get(index) else { return 0..0 };
        let start = self.words.partition_point(|other| other.sentence < word.sentence);
        let end = self.words.partition_point(|other| other.sentence <= word.sentence);
        start..end
    }

    fn folded_of(&self, word: &Word) -> &str {
        self.joined.get(word.folded.start as usize..word.folded.end as usize).unwrap_or("")
    }

    fn push(&mut self, run: &str, span: Range<usize>, gap: Gap, sentence: u32, serbian: bool) {
        let (Ok(start), Ok(room)) = (u32::try_from(self.joined.len()), u32::try_from(run.len())) else {
            return;
        };
        if start.checked_add(room.saturating_mul(4)).is_none() {
            return;
        }
        if run.len() <= LONGEST_WORD {
            fold_word(run, serbian, &mut self.joined);
        } else {
            self.joined.push('\u{1}');
        }
        let end = u32::try_from(self.joined.len()).unwrap_or(start);
        self.joined.push(' ');
        let capital = run.chars().next().is_some_and(char::is_uppercase);
        let all_caps = capital && !run.chars().any(char::is_lowercase);
        self.words.push(Word { folded: start..end, span, capital, all_caps, gap, sentence });
    }

    /// What the characters between two words mean.
    /// `ended` says that Unicode's rules end a sentence here; what they do not know of (abbreviations, the day's number in
    /// German dates, wrapped lines) is decided here.
    fn gap(&self, text: &str, between: &str, next: &str, ended: bool) -> Gap {
        let mut gap = Gap::Soft;
        let mut chars = between.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let spaced_after =
                between.get(at + c.len_utf8()..).is_none_or(|rest| rest.starts_with(char::is_whitespace));
            let spaced_before = between.get(..at).is_some_and(|rest| rest.ends_with(char::is_whitespace));
            match c {
                '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | '։' | '።' if ended =>
                {
                    let closes = between.get(at + c.len_utf8()..).unwrap_or("");
                    let blank = closes.contains(char::is_whitespace) || !matches!(c, '.' | '!' | '?' | '…');
                    if blank && (c != '.' || self.ends_sentence(text, next)) {
                        return Gap::Stop;
                    }
                }
                '\n' => {
                    let blank_line =
                        chars.clone().take_while(|(_, c)| c.is_whitespace()).any(|(_, c)| c == '\n');
                    let line = self.words.last().map_or(0, |word| {
                        let upto = word.span.end;
                        upto - text.get(..upto).and_then(|head| head.rfind('\n')).map_or(0, |line| line + 1)
                    });
                    if blank_line || line < SHORT_LINE && next.starts_with(char::is_uppercase) {
                        return Gap::Stop;
                    }
                }
                ',' | ';' | ':' | '(' | ')' | '[' | ']' | '—' | '、' | '，' | '؛' | '،' | '•' | '|' => {
                    gap = Gap::Comma
                }
                '–' | '-' if spaced_after || spaced_before => gap = Gap::Comma,
                _ => {}
            }
        }
        gap
    }

    /// A full stop ends a sentence unless an abbreviation or a day's number stands before it.
    fn ends_sentence(&self, text: &str, next: &str) -> bool {
        let Some(last) = self.words.last() else { return true };
        if next.starts_with(char::is_lowercase) {
            return false;
        }
        let written = text.get(last.span.clone()).unwrap_or("");
        let folded = self.folded_of(last);
        if written.chars().all(|c| c.is_ascii_digit()) {
            return written.len() > 2;
        }
        let letters = written.chars().count();
        !(letters == 1 && last.capital || ABBREVIATIONS.contains(&folded))
    }
}

/// Where sentences end by Unicode's rules (UAX 29), as ICU4X finds them, handed out in order.
struct Sentences<'a> {
    ends: icu_segmenter::iterators::SentenceBreakIterator<'static, 'a, icu_segmenter::scaffold::Utf8>,
    next: usize,
}

impl<'a> Sentences<'a> {
    fn of(text: &'a str) -> Self {
        let segmenter = icu_segmenter::SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
        Self { ends: segmenter.segment_str(text), next: 0 }
    }

    /// Whether a sentence ends after one byte and not after another. Asked in the order of the text.
    fn end_between(&mut self, after: usize, until: usize) -> bool {
        while self.next <= after {
            match self.ends.next() {
                Some(end) => self.next = end,
                None => return false,
            }
            if self.next == 0 {
                continue;
            }
        }
        self.next <= until
    }
}

/// Lines shorter than this many bytes are headings or ends of paragraphs, not wrapped text.
const SHORT_LINE: usize = 60;

/// Words whose full stop does not end a sentence; a matter of splitting, not of vocabulary.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "sgt", "st", "no", "art", "hon",
    "jr", "sr", "sra", "vs", "г", "гг", "ул", "им", "руб", "тыс", "млн", "bzw", "ca", "nr", "abs", "dipl",
    "ing", "vgl", "zb", "mm", "mme", "dl", "dna", "dna", "dra", "ud", "lic", "gosp", "god", "tzv", "npr",
    "пр", "госп", "jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "т", "д", "н", "э",
];

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_mark(c: char) -> bool {
    canonical_combining_class(c) != 0 || matches!(c, '\u{200c}' | '\u{ad}' | 'ـ')
}

/// Scripts that put no blanks between words: each of their characters is a word of its own here.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{1000}'..='\u{109f}')
}

/// Folds one word of data, as [`Words::of`] folds the words of a text.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_word(word, false, &mut folded);
    folded
}

fn fold_word(word: &str, serbian: bool, into: &mut String) {
    let cyrillic = word.chars().filter(|&c| is_cyrillic(c)).count();
    let latin = word.chars().filter(char::is_ascii_alphabetic).count();
    let mixed = cyrillic > 0 && latin > 0;
    for c in word.chars() {
        let c = match mixed {
            true if cyrillic >= latin => cyrillic_look_alike(c).unwrap_or(c),
            true => latin_look_alike(c).unwrap_or(c),
            false => c,
        };
        for lower in c.to_lowercase() {
            if serbian && let Some(latin) = serbian_latin(lower) {
                into.push_str(latin);
                continue;
            }
            match lower {
                'ß' => into.push_str("ss"),
                'đ' => into.push_str("dj"),
                'ł' => into.push('l'),
                'ø' => into.push('o'),
                'æ' => into.push_str("ae"),
                'œ' => into.push_str("oe"),
                'ı' => into.push('i'),
                'þ' => into.push_str("th"),
                'ð' => into.push('d'),
                'ى' => into.push('ي'),
                'ک' => into.push('ك'),
                'ی' => into.push('ي'),
                '\u{200c}' | '\u{ad}' | 'ـ' => {}
                lower => decompose_compatible(lower, |part| {
                    if canonical_combining_class(part) == 0 && part.is_alphanumeric() {
                        into.push(part);
                    }
                }),
            }
        }
    }
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// The Cyrillic letter that a Latin one resembles.
fn cyrillic_look_alike(c: char) -> Option<char> {
    Some(match c {
        'a' => 'а',
        'A' => 'А',
        'B' => 'В',
        'c' => 'с',
        'C' => 'С',
        'e' => 'е',
        'E' => 'Е',
        'H' => 'Н',
        'i' => 'і',
        'I' => 'І',
        'k' => 'к',
        'K' => 'К',
        'M' => 'М',
        'm' => 'м',
        'o' => 'о',
        'O' => 'О',
        'p' => 'р',
        'P' => 'Р',
        'T' => 'Т',
        't' => 'т',
        'x' => 'х',
        'X' => 'Х',
        'y' => 'у',
        'Y' => 'У',
        _ => return None,
    })
}

/// The Latin letter that a Cyrillic one resembles.
fn latin_look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' => 'a',
        'А' => 'A',
        'В' => 'B',
        'с' => 'c',
        'С' => 'C',
        'е' => 'e',
        'Е' => 'E',
        'Н' => 'H',
        'і' => 'i',
        'І' => 'I',
        'к' => 'k',
        'К' => 'K',
        'М' => 'M',
        'м' => 'm',
        'о' => 'o',
        'О' => 'O',
        'р' => 'p',
        'Р' => 'P',
        'Т' => 'T',
        'т' => 't',
        'х' => 'x',
        'Х' => 'X',
        'у' => 'y',
        'У' => 'Y',
        _ => return None,
    })
}

/// Serbian Cyrillic as Latin without marks; the letters of other Cyrillic alphabets are left alone.
fn serbian_latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'ђ' => "dj",
        'е' => "e",
        'ж' | 'з' => "z",
        'и' => "i",
        'ј' => "j",
        'к' => "k",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' => "n",
        'њ' => "nj",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' | 'ш' => "s",
        'т' => "t",
        'ћ' | 'ц' | 'ч' => "c",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'џ' => "dz",
        _ => return None,
    })
}

/// Whether the Cyrillic of a text is Serbian: its own letters outnumber those that Serbian does not have.
pub(crate) fn writes_serbian_cyrillic(text: &str) -> bool {
    let mut serbian = 0_usize;
    let mut other = 0_usize;
    for c in text.chars() {
        match c {
            'ј' | 'љ' | 'њ' | 'ђ' | 'ћ' | 'џ' | 'Ј' | 'Љ' | 'Њ' | 'Ђ' | 'Ћ' | 'Џ' => serbian += 1,
            'ы' | 'э' | 'щ' | 'ъ' | 'ь' | 'я' | 'ю' | 'й' | 'ё' | 'і' | 'ї' | 'є' | 'ў' => {
                other += 1
            }
            _ => {}
        }
    }
    serbian > other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let words = Words::of(text);
        (0..words.all().len()).map(|index| words.folded(index).to_owned()).collect()
    }

    #[test]
    fn folding_unites_what_keyboards_part() {
        assert_eq!(folded("Țări, ȚĂRI"), ["tari", "tari"]);
        assert_eq!(folded("Straße İzmir Łódź"), ["strasse", "izmir", "lodz"]);
        assert_eq!(folded("Киргизии Кирги\u{301}зии"), ["киргизии", "киргизии"]);
        // A Latin `o` and `c` inside a Russian word.
        assert_eq!(folded("Рoccия"), ["россия"]);
        assert_eq!(folded("Министар Љубљане и Ђурђев"), ["ministar", "ljubljane", "i", "djurdjev"]);
        assert_eq!(folded("中国"), ["中", "国"]);
    }

    #[test]
    fn sentences_end_where_readers_think_so() {
        let sentences = |text: &str| Words::of(text).all().last().map_or(0, |word| word.sentence + 1);
        assert_eq!(sentences("They met. They spoke."), 2);
        assert_eq!(sentences("Gen. To Lam met Mr. Smith on 3. November."), 1);
        assert_eq!(sentences("H.-G. Engelke and J. Stock met"), 1);
        assert_eq!(sentences("First since 2016. Then more."), 2);
        assert_eq!(sentences("Heading\nThe text"), 2);
    }

    #[test]
    fn spans_point_into_the_text() {
        let text = "À Calais, «Țara»";
        let words = Words::of(text);
        let parts: Vec<_> = words.all().iter().map(|word| &text[word.span.clone()]).collect();
        assert_eq!(parts, ["À", "Calais", "Țara"]);
    }
}
