//! The officials a text names: every spelling of each, the office in English, the state served.
//!
//! A name is a run of words with capitals that are no other known words. Capitals alone prove nothing (agencies have them,
//! German nouns have them): a run counts when an office, a rank, a title of address or the head of a list stands beside it,
//! or when it is of one person with a run that has. Suspects and private persons have none. `names` tells which runs are
//! one person's; a surname that is repeated alone is a place where the person is named and no spelling of its own.

mod office;
mod unite;
mod words;

use std::ops::Range;

use crate::countries;
use crate::gazetteer::{Cue, Form, Gazetteer, Scan, Target};
use crate::lexicon::{Hit, Languages, around};
use crate::lexicon_fold::{Gap, Words};
use crate::places;
use crate::subject::{Part, Percent, Subject};
use office::Office;
use words::{Beside, Vocabulary};

/// An official whom a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The fullest form in each spelling, as written.
    pub names: Vec<String>,
    /// The office in English, as far as the text gives it.
    pub office: String,
    /// The state served, ISO 3166-1 alpha-2; none for officials of international bodies.
    pub country: Option<String>,
    /// Bytes of the text: every place where the person is named.
    pub spans: Vec<Range<usize>>,
    /// How sure.
    pub confidence: Percent,
}

/// More people than this are a list, not a readout.
const MOST: usize = 80;
/// More runs of capitals than this are not looked at: a readout has some dozens.
const MOST_RUNS: usize = 1_500;

/// The officials of a text, in the order in which it names them.
pub(crate) fn read(
    gazetteer: &Gazetteer,
    scan: &Scan,
    text: &str,
    subject: &Subject,
    languages: Languages,
) -> Vec<Person> {
    let mut sight = Sight::of(gazetteer, scan, text, subject, languages);
    let runs = sight.runs();
    let mut named: Vec<Named> = Vec::new();
    for index in 0..runs.len() {
        let earlier = named.last().filter(|last| index > 0 && last.run + 1 == index);
        if let Some(found) = sight.judge(index, &runs, earlier) {
            for at in runs.get(index).cloned().unwrap_or_default() {
                sight.mark(at, Known::RUN);
            }
            named.push(found);
        }
        if named.len() >= MOST {
            break;
        }
    }
    unite::people(&sight, &runs, named)
}

/// A run of words that may be a name: its first word and the one after its last.
type Run = Range<usize>;

/// A run that is the name of an official.
struct Named {
    /// Its place among the runs.
    run: usize,
    office: Option<Office>,
    confidence: Percent,
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
struct Known(u16);

impl Known {
    const OFFICE: u16 = 1;
    const RANK: u16 = 2;
    const HONORIFIC: u16 = 4;
    const STATE: u16 = 8;
    const BODY: u16 = 16;
    const BREAK: u16 = 32;
    const NOT: u16 = 64;
    const CITY: u16 = 128;
    const PARTICLE: u16 = 256;
    const PRIVATE: u16 = 512;
    const LED: u16 = 1024;
    const CHOSEN: u16 = 2048;
    const GIVEN: u16 = 4096;
    const RUN: u16 = 8192;
    const EXACT: u16 = 16384;

    fn has(self, flag: u16) -> bool {
        self.0 & flag != 0
    }
}

/// A text with everything that is known of its words.
struct Sight<'a> {
    gazetteer: &'a Gazetteer,
    scan: &'a Scan,
    words: &'a Words,
    text: &'a str,
    subject: &'a Subject,
    vocabulary: &'static Vocabulary,
    beside: Vec<Hit<Beside>>,
    states: Vec<Hit<(u16, Form)>>,
    bodies: Vec<Hit<u16>>,
    known: Vec<Known>,
}

/// Words that join two names.
const AND: [&str; 11] = ["and", "и", "und", "et", "y", "e", "si", "i", "sowie", "а", "as"];

impl<'a> Sight<'a> {
    fn of(
        gazetteer: &'a Gazetteer,
        scan: &'a Scan,
        text: &'a str,
        subject: &'a Subject,
        languages: Languages,
    ) -> Self {
        let words = &scan.words;
        let vocabulary = Vocabulary::embedded();
        let mut beside = vocabulary.find(words, languages);
        // The longest phrase at a place says what it is.
        beside.sort_by_key(|hit| (hit.first, std::cmp::Reverse(hit.last)));
        let longer = beside.clone();
        beside.retain(|hit| {
            !around(&longer, hit.first, hit.last).iter().any(|other| {
                let office =
                    other.target.of_office() || matches!(other.target, Beside::Rank | Beside::Honorific);
                office
                    && other.first <= hit.first
                    && hit.last <= other.last
                    && other.last - other.first > hit.last - hit.first
            })
        });
        let mut states = countries::mentions(scan);
        states.sort_by_key(|hit| hit.first);
        let mut sight = Self {
            gazetteer,
            scan,
            words,
            text,
            subject,
            vocabulary,
            beside,
            states,
            bodies: crate::bodies::hits(scan),
            known: vec![Known::default(); words.all().len()],
        };
        sight.learn();
        sight
    }

    fn learn(&mut self) {
        let mut marks: Vec<(usize, usize, u16)> = self
            .beside
            .iter()
            .map(|hit| {
                let flag = match hit.target {
                    Beside::Head(_) | Beside::Portfolio(_) | Beside::Modifier(_) | Beside::Title(_) => {
                        Known::OFFICE
                    }
                    Beside::Honorific => Known::HONORIFIC,
                    Beside::Rank => Known::RANK,
                    Beside::Particle => Known::PARTICLE,
                    Beside::Break => Known::BREAK,
                    Beside::Led => Known::LED,
                    Beside::Private => Known::PRIVATE,
                    Beside::Chosen => Known::CHOSEN,
                    Beside::Not => Known::NOT,
                };
                (hit.first, hit.last, flag)
            })
            .collect();
        marks.extend(self.states.iter().map(|hit| (hit.first, hit.last, Known::STATE)));
        marks.extend(self.bodies.iter().map(|hit| (hit.first, hit.last, Known::BODY)));
        marks.extend(places::cities(self.scan).iter().map(|hit| (hit.first, hit.last, Known::CITY)));
        let subjects = self.scan.hits.iter().filter(|hit| {
            matches!(hit.target, Target::Topic(_) | Target::Mechanism(_) | Target::WeakMechanism(_))
                && hit.last - hit.first < 3
        });
        marks.extend(subjects.map(|hit| (hit.first, hit.last, Known::NOT)));
        for (first, last, flag) in marks {
            for known in self.known.get_mut(first..=last).into_iter().flatten() {
                known.0 |= flag;
            }
        }
        for index in 0..self.known.len() {
            if self.words.word(index).is_some_and(|word| word.capital)
                && self.vocabulary.is_given(self.words.folded(index))
            {
                self.mark(index, Known::GIVEN);
                if self.vocabulary.is_exactly_given(self.words.folded(index)) {
                    self.mark(index, Known::EXACT);
                }
            }
        }
    }

    fn mark(&mut self, index: usize, flag: u16) {
        if let Some(known) = self.known.get_mut(index) {
            known.0 |= flag;
        }
    }

    fn is(&self, index: usize, flag: u16) -> bool {
        self.known.get(index).is_some_and(|known| known.has(flag))
    }

    fn gap(&self, index: usize) -> Gap {
        self.words.word(index).map_or(Gap::Stop, |word| word.gap)
    }

    /// What stands between a word and the word before.
    fn between(&self, index: usize) -> &'a str {
        let end = self.words.word(index).map_or(0, |word| word.span.start);
        let start = index.checked_sub(1).and_then(|at| self.words.word(at)).map_or(0, |word| word.span.end);
        self.text.get(start..end).unwrap_or("")
    }

    /// Whether a word may be part of a name.
    fn nameable(&self, index: usize) -> bool {
        let Some(word) = self.words.word(index) else { return false };
        let Some(written) = self.text.get(word.span.clone()) else { return false };
        if !word.capital || written.chars().any(|c| c.is_ascii_digit()) {
            return false;
        }
        let known = self.known.get(index).copied().unwrap_or_default();
        if known.has(Known::BODY) {
            return false;
        }
        let letters = written.chars().count();
        if word.all_caps && letters > 1 && letters < 4 && !self.beside_caps(index) {
            return false;
        }
        // A name like another word: what stands before it decides.
        let given = known.has(Known::EXACT);
        if known.has(Known::STATE) {
            return given && self.names_follow(index) && self.after_office(index);
        }
        if known.has(Known::CITY) {
            let there = index > 0 && self.scan.has_cue(Cue::At, index - 1..index);
            return !there
                && (self.names_follow(index) || self.after_name(index))
                && !known.has(Known::OFFICE);
        }
        if known.has(Known::OFFICE | Known::RANK | Known::HONORIFIC) {
            return false;
        }
        if known.has(Known::NOT | Known::BREAK) {
            let short = letters <= 3 && self.after_office(index);
            return (given || short) && self.names_follow(index)
                || letters == 1 && self.between(index + 1).starts_with('.');
        }
        true
    }

    /// In a text that writes all surnames in capitals, a short one is a name too.
    fn beside_caps(&self, index: usize) -> bool {
        index > 0 && self.is(index - 1, Known::GIVEN) && self.gap(index) == Gap::Soft
    }

    fn names_follow(&self, index: usize) -> bool {
        self.words.word(index + 1).is_some_and(|next| next.capital && next.gap == Gap::Soft)
            && !self.is(index + 1, Known::OFFICE | Known::STATE | Known::BODY | Known::NOT | Known::RANK)
    }

    fn after_office(&self, index: usize) -> bool {
        index > 0
            && self.gap(index) == Gap::Soft
            && self.is(index - 1, Known::OFFICE | Known::RANK | Known::HONORIFIC)
    }

    fn after_name(&self, index: usize) -> bool {
        index > 0 && self.gap(index) == Gap::Soft && self.is(index - 1, Known::GIVEN)
    }

    /// Whether a word goes on with the name that the word before is part of.
    fn joined(&self, index: usize) -> bool {
        self.gap(index) == Gap::Soft
            && match self.between(index) {
                "-" | "'" | "’" | "." | ". " | ".-" | " -" | "‑" => true,
                between => {
                    !between.is_empty()
                        && between.len() <= 4
                        && between.chars().all(|c| c.is_whitespace() && c != '\n')
                        || between == "\n"
                }
            }
    }

    /// Every run of words that may be a name.
    fn runs(&self) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut at = 0;
        let all = self.words.all().len();
        while at < all {
            if !self.nameable(at) {
                at += 1;
                continue;
            }
            let start = at;
            let mut end = at + 1;
            loop {
                if end < all && self.joined(end) {
                    if self.nameable(end) || self.between(end) == "-" && !self.is(end, Known::OFFICE) {
                        end += 1;
                        continue;
                    }
                    let mut next = end;
                    while next < end + 3 && self.is(next, Known::PARTICLE) && self.joined(next) {
                        next += 1;
                    }
                    if next > end
                        && self.joined(next)
                        && self.nameable(next)
                        && !AND.contains(&self.words.folded(end))
                    {
                        end = next + 1;
                        continue;
                    }
                }
                break;
            }
            // An ordinary word that begins the sentence is no part of the name behind it.
            let first = if end - start >= 3
                && self.gap(start) == Gap::Stop
                && !self.is(start, Known::GIVEN)
                && self.is(start + 1, Known::GIVEN)
            {
                start + 1
            } else {
                start
            };
            runs.push(first..end.min(first + 8));
            if runs.len() >= MOST_RUNS {
                break;
            }
            at = end;
        }
        runs
    }

    /// Whether a run is the name of an official, and of what office.
    fn judge(&self, index: usize, runs: &[Run], earlier: Option<&Named>) -> Option<Named> {
        let run = runs.get(index)?.clone();
        let parts = self.parts(&run);
        let given = self.is(run.start, Known::GIVEN);
        let before = run.start.checked_sub(1).filter(|_| self.gap(run.start) == Gap::Soft);
        let honoured = before.is_some_and(|at| self.is(at, Known::HONORIFIC | Known::RANK));
        let led = self.led(&run);
        let left = self.office_before(&run, runs);
        // "General A, head of B, General C, head of D": what follows a name goes before what only a comma joins to it.
        let right =
            if left.as_ref().is_none_or(|office| office.apart) { self.office_after(&run) } else { None };
        let left = if right.is_some() { None } else { left };
        let listed = if left.is_none() && right.is_none() { self.listed(index, runs, earlier) } else { None };
        // "Jordan's A B opened the session", "Iraq by A B".
        let owned = before.is_some_and(|at| {
            at > 0
                && self.words.folded(at) == "s"
                && self.is(at - 1, Known::STATE)
                && self.gap(at) == Gap::Soft
        });
        let private = self.private(&run);
        let chosen = self.chosen(&run);
        let official =
            left.is_some() || right.is_some() || led || listed.is_some() || chosen.is_some() || owned;
        if private && !official || !official && !honoured && parts == 1 {
            return None;
        }
        if parts == 1 {
            // A single word counts only where the office touches it.
            let touching = before
                .is_some_and(|at| self.is(at, Known::OFFICE | Known::HONORIFIC | Known::RANK | Known::STATE));
            let known = listed.is_some() || led && self.subject.language != Some("de");
            if !(honoured || touching && left.is_some() && !self.is(run.start, Known::CITY) || known && given)
            {
                return None;
            }
        }
        // "A spoke", "talks with A": somebody who acts.
        let acts = [Cue::Acting, Cue::Discussed, Cue::Agreed, Cue::Meeting];
        let verb = |at: usize| {
            self.is(at, Known::BREAK) || acts.iter().any(|cue| self.scan.has_cue(*cue, at..at + 1))
        };
        let speaks = self.gap(run.end) == Gap::Soft && verb(run.end)
            || before.is_some_and(|at| self.is(at, Known::BREAK));
        let score = 3 * u8::from(left.is_some() || right.is_some() || led || chosen.is_some())
            + 2 * u8::from(honoured || listed.is_some() || owned)
            + u8::from(given)
            + u8::from(parts > 1)
            + u8::from(speaks);
        if score < 3 {
            return None;
        }
        let chosen = self.chosen(&run);
        let office =
            left.or(right).or(chosen).or(listed).or_else(|| led.then(|| self.head_of_delegation(&run)));
        Some(Named { run: index, office, confidence: (45 + 7 * score).min(95) })
    }

    /// How many words of a run are names or initials: particles are neither.
    fn parts(&self, run: &Run) -> usize {
        run.clone().filter(|at| self.words.word(*at).is_some_and(|word| word.capital)).count()
    }

    fn led(&self, run: &Run) -> bool {
        around(&self.beside, run.start.saturating_sub(8), run.start).iter().any(|hit| {
            hit.target == Beside::Led && hit.last < run.start && hit.last + 6 > run.start && {
                (hit.last + 1..run.start).all(|at| self.is(at, Known::RANK | Known::HONORIFIC | Known::STATE))
            }
        })
    }

    fn private(&self, run: &Run) -> bool {
        let sentence = self.words.sentence_of(run.start);
        (run.start.saturating_sub(5).max(sentence.start)..(run.end + 5).min(sentence.end))
            .any(|at| self.is(at, Known::PRIVATE))
    }

    fn whole(&self, run: &Run) -> &'a str {
        let last = run.end.saturating_sub(1);
        self.text.get(self.words.span(run.start, last)).unwrap_or("")
    }

    /// The states that these words name, in their order.
    fn states_in(&self, range: Range<usize>) -> Vec<(u16, Form)> {
        let from = self.states.partition_point(|hit| hit.first < range.start);
        let until = self.states.partition_point(|hit| hit.first < range.end).max(from);
        let states = self.states.get(from..until).unwrap_or(&[]);
        states.iter().filter(|hit| hit.last < range.end).map(|hit| hit.target).collect()
    }

    fn parties(&self) -> Vec<&str> {
        self.subject
            .states
            .iter()
            .filter(|state| state.part == Part::Party)
            .map(|state| state.code.as_str())
            .collect()
    }
}
#[cfg(test)]
mod tests {
    use crate::{Hint, Reader};

    fn check(text: &str, expected: &[(&str, &str, Option<&str>)]) {
        let reading = Reader::embedded().read(text, Hint::default()).unwrap();
        let found: Vec<_> = reading
            .people
            .iter()
            .map(|person| (person.names.join(" / "), person.office.as_str(), person.country.as_deref()))
            .collect();
        let found: Vec<_> =
            found.iter().map(|(names, office, country)| (names.as_str(), *office, *country)).collect();
        assert_eq!(found, expected, "{text}");
        for person in &reading.people {
            assert!(!person.spans.is_empty(), "{text}");
            assert!(person.names.iter().all(|name| text.contains(name.as_str())), "{text}");
        }
    }

    #[test]
    fn one_person_in_two_spellings_and_cases() {
        check(
            "The Minister of Internal Affairs of Kyrgyzstan, Ulan Niyazbekov, met the Minister of Internal Affairs of \
             Turkmenistan, Murad Atayev, in Bishkek. Later Ulan Nijasbekow thanked Mr Atayev.",
            &[
                (
                    "Ulan Niyazbekov / Ulan Nijasbekow",
                    "Minister of Internal Affairs of Kyrgyzstan",
                    Some("KG"),
                ),
                ("Murad Atayev", "Minister of Internal Affairs of Turkmenistan", Some("TM")),
            ],
        );
        check(
            "Министр внутренних дел Казахстана Ерлан Садыков встретился в Астане с министром внутренних дел Киргизии \
             Уланом Ниязбековым. Улан Ниязбеков поблагодарил коллегу.",
            &[
                ("Ерлан Садыков", "Minister of Internal Affairs of Kazakhstan", Some("KZ")),
                (
                    "Уланом Ниязбековым / Улан Ниязбеков",
                    "Minister of Internal Affairs of Kyrgyzstan",
                    Some("KG"),
                ),
            ],
        );
    }

    #[test]
    fn two_scripts_are_one_person() {
        check(
            "Министр внутренних дел Киргизии Улан Ниязбеков (Ulan Niyazbekov) встретился в Бишкеке с министром внутренних \
             дел Узбекистана.",
            &[("Улан Ниязбеков / Ulan Niyazbekov", "Minister of Internal Affairs of Kyrgyzstan", Some("KG"))],
        );
    }

    #[test]
    fn a_counterpart_has_the_same_office() {
        check(
            "Le ministre de l'Intérieur de la France, Paul Lemaire, a rencontré à Rome son homologue italien Marco Bianchi.",
            &[
                ("Paul Lemaire", "Minister of the Interior of France", Some("FR")),
                ("Marco Bianchi", "Minister of the Interior of Italy", Some("IT")),
            ],
        );
        check(
            "Bundesinnenministerin Petra Vogel traf in Wien ihren österreichischen Amtskollegen Karl Gruber zu Gesprächen.",
            &[
                ("Petra Vogel", "Federal Minister of the Interior of Germany", Some("DE")),
                ("Karl Gruber", "Federal Minister of the Interior of Austria", Some("AT")),
            ],
        );
    }

    #[test]
    fn suspects_and_agencies_are_no_officials() {
        check(
            "The Minister of the Interior of Spain, Ana Torres, met the Minister of the Interior of Portugal, Rui Pinto, in \
             Madrid. They welcomed the arrest of the drug trafficker Carlos Mendez and praised the National Crime Agency and \
             the Federal Customs Service.",
            &[
                ("Ana Torres", "Minister of the Interior of Spain", Some("ES")),
                ("Rui Pinto", "Minister of the Interior of Portugal", Some("PT")),
            ],
        );
    }

    #[test]
    fn a_list_of_ministers_and_a_list_of_names() {
        check(
            "The interior ministers of Estonia, Latvia and Lithuania - Lauri Tamm, Janis Kalnins and Rasa Petraite - met in \
             Riga.",
            &[
                ("Lauri Tamm", "Minister of the Interior of Estonia", Some("EE")),
                ("Janis Kalnins", "Minister of the Interior of Latvia", Some("LV")),
                ("Rasa Petraite", "Minister of the Interior of Lithuania", Some("LT")),
            ],
        );
    }

    #[test]
    fn a_surname_alone_is_no_spelling() {
        let text = "Ministar unutrašnjih poslova Srbije Ivan Petrović sastao se u Beogradu sa ambasadorom Nemačke Hansom \
                    Keselom. Petrović je zahvalio ambasadoru.";
        let reading = Reader::embedded().read(text, Hint::default()).unwrap();
        assert_eq!(reading.people[0].names, ["Ivan Petrović"]);
        assert_eq!(reading.people[0].spans.len(), 2);
    }
}
