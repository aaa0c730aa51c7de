//! The office that stands beside a name, and how it is called in English.

use std::ops::Range;

use super::words::Beside;
use super::{AND, Known, Named, Run, Sight};
use crate::gazetteer::Form;
use crate::lexicon::around;
use crate::lexicon_fold::Gap;

/// An office that the text gives to a person.
#[derive(Clone, Debug, Default)]
pub(super) struct Office {
    /// Its words in the text.
    pub(super) words: Range<usize>,
    /// In English, without the state.
    pub(super) english: String,
    /// States that its words name: the one served first.
    pub(super) states: Vec<u16>,
    /// Its words name an international body.
    pub(super) of_body: Option<String>,
    /// The same office as another person's, on the other side.
    pub(super) counterpart: bool,
    /// A comma stands between it and the name.
    pub(super) apart: bool,
    /// The English already says of which state.
    pub(super) says_state: bool,
}

/// Nouns that name what an office deals with together with the preposition after them.
const RELATIONS: [&str; 14] = [
    "борьб",
    "связ",
    "взаимодейств",
    "сотруднич",
    "отношен",
    "работ",
    "relation",
    "liaison",
    "cooperat",
    "relacion",
    "relati",
    "beziehung",
    "odnos",
    "saradnj",
];

/// So many offices of a text are looked at for one that several share.
const MOST_HEADS: usize = 200;
/// An office begins at most so many words before the name.
const LONGEST: usize = 20;

impl Sight<'_> {
    /// The office whose words end where a name begins.
    pub(super) fn office_before(&self, run: &Run, runs: &[Run]) -> Option<Office> {
        let mut at = run.start;
        let mut first = None;
        let mut last = None;
        let mut apart = false;
        let mut states_from = run.start;
        let sentence = self.words.sentence_of(run.start);
        while at > sentence.start && run.start - at < LONGEST {
            let gap = self.gap(at);
            let between = self.between(at);
            let previous = at - 1;
            // "Lt Gen (retd) A": a rank may stand in brackets.
            let ranked =
                between.contains(['(', ')']) && (self.is(previous, Known::RANK) || self.is(at, Known::RANK));
            if gap == Gap::Stop || between.contains([';', ':', '„', '«', '|', '\u{201c}']) {
                break;
            }
            if between.contains(['(', ')']) && !ranked {
                break;
            }
            if gap == Gap::Comma && between.contains(',') {
                // "The Minister, General A"; "of Information, Culture and Sport".
                let touches = (at..run.start).all(|word| {
                    self.is(word, Known::RANK | Known::HONORIFIC)
                        || self.words.folded(word).chars().count() <= 3
                });
                if !touches && !self.enumerates(at) {
                    break;
                }
                apart |= touches;
            }
            let office = self.is(previous, Known::OFFICE);
            if !office && self.stops(previous, runs, run) {
                break;
            }
            if first.is_none()
                && (AND.contains(&self.words.folded(previous)) && at == run.start
                    || run.start - previous > 14)
            {
                break;
            }
            if office {
                first = Some(previous);
                last = last.or(Some(previous));
                states_from = previous;
            } else if self.is(previous, Known::STATE) && states_from.saturating_sub(previous) <= 3 {
                states_from = previous;
            }
            at = previous;
        }
        let (first, last) = (first?, last?);
        // A mere portfolio, "police", is no office.
        if !self.has_head(first..last + 1) {
            return None;
        }
        Some(Office { apart, ..self.office(first..run.start, states_from..run.start) })
    }

    /// Whether a comma stands inside the list of what an office is for, or of the states it is of.
    fn enumerates(&self, at: usize) -> bool {
        let part = |index: usize| self.is(index, Known::OFFICE | Known::STATE);
        part(at) && at > 0 && part(at - 1)
    }

    /// Whether no office goes on across a word.
    fn stops(&self, index: usize, runs: &[Run], own: &Run) -> bool {
        // "The Centre for the Fight against Terrorism", in Russian "for the fight with": the preposition is of the name.
        let inside = index > 0
            && RELATIONS.iter().any(|stem| self.words.folded(index - 1).starts_with(stem))
            && self.words.folded(index).chars().count() <= 4;
        if self.is(index, Known::BREAK | Known::LED) && !inside {
            return true;
        }
        // Runs come in order and do not overlap.
        let at = runs.partition_point(|other| other.end <= index);
        runs.get(at).is_some_and(|other| {
            other != own
                && other.contains(&index)
                && (self.is(other.start, Known::GIVEN) || self.is(index, Known::RUN))
        })
    }

    fn has_head(&self, range: Range<usize>) -> bool {
        around(&self.beside, range.start, range.end).iter().any(|hit| {
            matches!(hit.target, Beside::Head(_) | Beside::Title(_))
                && range.start <= hit.first
                && hit.last < range.end
        })
    }

    /// The office that follows a name after a comma or in brackets.
    pub(super) fn office_after(&self, run: &Run) -> Option<Office> {
        let between = self.between(run.end);
        if self.gap(run.end) != Gap::Comma {
            return None;
        }
        if !between.trim_start().starts_with([',', '(', '–', '—', '-']) {
            return None;
        }
        if AND.contains(&self.words.folded(run.end)) {
            return None;
        }
        let sentence = self.words.sentence_of(run.start);
        let mut first = None;
        let mut states_from = run.end;
        for at in run.end..(run.end + 8).min(sentence.end) {
            if at > run.end && self.gap(at) == Gap::Comma {
                break;
            }
            if self.is(at, Known::OFFICE) {
                first = Some(at);
                break;
            }
            let may_lead = self.is(at, Known::STATE | Known::RANK | Known::NOT | Known::BODY)
                || self.words.folded(at).chars().count() <= 3
                || self.words.word(at).is_some_and(|word| !word.capital);
            if self.is(at, Known::BREAK) || !may_lead {
                return None;
            }
            if self.is(at, Known::STATE) {
                states_from = states_from.max(run.end);
            }
        }
        let first = first?;
        let mut end = first + 1;
        while end < sentence.end && end < first + 16 {
            let comma = self.gap(end) == Gap::Comma;
            if comma && !(self.between(end).trim() == "," && self.enumerates(end)) {
                break;
            }
            let office = self.is(end, Known::OFFICE);
            let joins = AND.contains(&self.words.folded(end));
            if self.is(end, Known::BREAK | Known::LED) && !office
                || joins && !self.is(end + 1, Known::OFFICE | Known::STATE)
            {
                break;
            }
            end += 1;
        }
        if !self.has_head(first..end) {
            return None;
        }
        Some(self.office(first..end, states_from..end))
    }

    /// "Was elected Secretary General".
    pub(super) fn chosen(&self, run: &Run) -> Option<Office> {
        let sentence = self.words.sentence_of(run.start);
        let chosen = (run.end..(run.end + 6).min(sentence.end)).find(|at| self.is(*at, Known::CHOSEN))?;
        let first = (chosen + 1..(chosen + 4).min(sentence.end)).find(|at| self.is(*at, Known::OFFICE))?;
        let end = (first..(first + 10).min(sentence.end))
            .find(|at| *at > first && (self.gap(*at) != Gap::Soft || self.is(*at, Known::BREAK)))
            .unwrap_or((first + 3).min(sentence.end));
        self.has_head(first..end).then(|| self.office(first..end, run.end..end))
    }

    /// "The interior ministers of A and B, X and Y": a name of a list whose first has the office.
    pub(super) fn listed(&self, index: usize, runs: &[Run], earlier: Option<&Named>) -> Option<Office> {
        let earlier = earlier?;
        let office = earlier.office.as_ref()?;
        let (run, before) = (runs.get(index)?, runs.get(earlier.run)?);
        let joined = before.end >= run.start
            || run.start - before.end <= 1
                && (before.end..run.start).all(|at| AND.contains(&self.words.folded(at)));
        if !joined
            || self.gap(run.start) == Gap::Stop
            || office.words.start >= before.start
            || !self.several(office)
        {
            return None;
        }
        let mut office = office.clone();
        if office.states.len() > 1 {
            office.states.remove(0);
        } else {
            office.states.clear();
        }
        Some(office)
    }

    /// Whether an office is said of several: in the plural, or of several states.
    fn several(&self, office: &Office) -> bool {
        office.states.len() > 1
            || office.words.clone().any(|at| {
                matches!(
                    self.words.folded(at),
                    "ministers"
                        | "министры"
                        | "министров"
                        | "министрами"
                        | "ministres"
                        | "ministros"
                        | "ministras"
                        | "ministrii"
                        | "ministrilor"
                        | "ministri"
                        | "ministara"
                        | "innenminister"
                        | "innenministern"
                        | "minister"
                        | "secretaries"
                        | "heads"
                        | "chiefs"
                        | "главы"
                        | "глав"
                        | "ambassadors"
                        | "directors"
                        | "directeurs"
                        | "directores"
                        | "directorii"
                        | "direktori"
                        | "representatives"
                        | "commissioners"
                        | "prosecutors"
                        | "chefs"
                        | "jefes"
                        | "sefii"
                        | "nacelnici"
                )
            })
    }

    /// The office that the text gives to several without saying whose it is: "the interior ministers of Egypt and Iraq".
    pub(super) fn common_office(&self) -> Option<String> {
        self.beside
            .iter()
            .filter(|hit| matches!(hit.target, Beside::Head(_) | Beside::Title(_)))
            .take(MOST_HEADS)
            .find_map(|hit| {
                let sentence = self.words.sentence_of(hit.first);
                let mut range = hit.first..hit.last + 1;
                while range.start > sentence.start && self.is(range.start - 1, Known::OFFICE) {
                    range.start -= 1;
                }
                while range.end < sentence.end && self.is(range.end, Known::OFFICE) {
                    range.end += 1;
                }
                let office = Office { words: range.clone(), ..Office::default() };
                let (english, counterpart) = self.english(&range);
                (self.several(&office) && !counterpart && !english.is_empty()).then_some(english)
            })
            .map(|english| english.replace("ministers", "Minister").replace("Ministers", "Minister"))
    }

    /// What is said of one who leads a delegation and has no other office.
    pub(super) fn head_of_delegation(&self, run: &Run) -> Office {
        let sentence = self.words.sentence_of(run.start);
        // The state last named before the name, or the one that begins the sentence.
        let states = self.states_in(sentence.start..run.start);
        let state = states.last().map(|(state, _)| *state);
        Office {
            words: run.clone(),
            english: "Head of the delegation".to_owned(),
            states: state.into_iter().collect(),
            ..Office::default()
        }
    }

    fn office(&self, range: Range<usize>, states: Range<usize>) -> Office {
        let states = self.states_in(states);
        let (english, counterpart) = self.english(&range);
        let body = self
            .bodies
            .iter()
            .find(|hit| range.contains(&hit.first))
            .and_then(|hit| self.gazetteer.bodies.get(usize::from(hit.target)))
            .map(|body| body.code.clone());
        // Secretaries general are of bodies, also where the text has named the body before.
        let general = ["Secretary General", "Executive Director"].iter().any(|head| english.contains(head));
        let body =
            body.or_else(|| self.subject.bodies.first().filter(|_| general).map(|body| body.code.clone()));
        let of_body = body.filter(|_| states.is_empty());
        let named = states.iter().any(|(_, form)| *form == Form::Name);
        Office {
            says_state: named && self.subject.language == Some("en") && !self.composed(&range),
            words: range,
            english,
            states: states.into_iter().map(|(state, _)| state).collect(),
            of_body,
            counterpart,
            apart: false,
        }
    }

    /// Whether every word of an office is known, so that it can be put together anew.
    fn composed(&self, range: &Range<usize>) -> bool {
        range.clone().all(|at| {
            self.is(at, Known::OFFICE | Known::STATE | Known::RANK | Known::HONORIFIC | Known::BODY)
                || self.words.folded(at).chars().count() <= 3
        })
    }

    /// The English words of an office, and whether it is "the same as the other's".
    fn english(&self, range: &Range<usize>) -> (String, bool) {
        if self.subject.language == Some("en") && !self.composed(range) {
            return (self.as_written(range), self.counterpart(range));
        }
        let after = matches!(self.subject.language, Some("fr" | "es" | "ro"));
        let mut offices: Vec<String> = Vec::new();
        let mut waiting: Vec<&str> = Vec::new();
        let mut portfolio: Option<&str> = None;
        let mut counterpart = false;
        let mut open = false;
        let mut at = range.start;
        while at < range.end {
            let hit = around(&self.beside, at, at)
                .iter()
                .filter(|hit| hit.first == at && hit.last < range.end && hit.target.of_office())
                .max_by_key(|hit| (hit.last, order(hit.target)));
            let Some(hit) = hit else {
                at += 1;
                continue;
            };
            at = hit.last + 1;
            let Some(wording) = hit.target.wording().map(|wording| self.vocabulary.english(wording)) else {
                continue;
            };
            match hit.target {
                Beside::Modifier(_) => match offices.last_mut().filter(|_| after && open) {
                    Some(office) => *office = format!("{wording} {office}"),
                    None => waiting.push(wording),
                },
                Beside::Portfolio(_) => match offices.last_mut().filter(|_| open) {
                    Some(office) if office.ends_with(wording) => {}
                    Some(office) => {
                        office.push(' ');
                        office.push_str(wording);
                    }
                    None => portfolio = Some(wording),
                },
                _ => {
                    counterpart |= wording == "Counterpart";
                    let mut office = std::mem::take(&mut waiting).join(" ");
                    if !office.is_empty() {
                        office.push(' ');
                    }
                    office.push_str(wording);
                    if let Some(portfolio) = portfolio.take() {
                        office.push(' ');
                        office.push_str(portfolio);
                    }
                    offices.push(office);
                    open = true;
                }
            }
        }
        offices.retain(|office| !office.contains("Counterpart"));
        let mut unique: Vec<String> = Vec::new();
        for office in offices {
            if !unique.contains(&office) {
                unique.push(office);
            }
        }
        (unique.join(" and "), counterpart)
    }

    fn counterpart(&self, range: &Range<usize>) -> bool {
        around(&self.beside, range.start, range.end).iter().any(|hit| {
            range.contains(&hit.first)
                && hit
                    .target
                    .wording()
                    .is_some_and(|wording| self.vocabulary.english(wording) == "Counterpart")
        })
    }

    /// An English office that has words of its own stays as it is written.
    fn as_written(&self, range: &Range<usize>) -> String {
        let mut end = range.end;
        while end > range.start + 1
            && (self.is(end - 1, Known::RANK | Known::HONORIFIC) && !self.is(end - 1, Known::OFFICE)
                || matches!(self.words.folded(end - 1), "the" | "a" | "mr" | "ms"))
        {
            end -= 1;
        }
        let span = self.words.span(range.start, end.saturating_sub(1));
        let written = self.text.get(span).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let mut letters = written.trim_matches([',', ' ']).chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

/// Of phrases of one length, whole offices go first.
fn order(beside: Beside) -> u8 {
    match beside {
        Beside::Title(_) => 3,
        Beside::Head(_) => 2,
        Beside::Modifier(_) => 1,
        _ => 0,
    }
}
