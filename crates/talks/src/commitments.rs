//! What was promised: who owes what, by when.
//!
//! A promise hangs on a verb (`agreed to`, `signed`, `will`, `ready to`); `data/commitments.toml` says which there are and
//! which words around them unmake a promise: denied, wished, asked for, of an earlier day, or a meeting's own programme.
//! What is promised follows the verb or, in the passive, precedes it. Who owes it is the grammatical subject.

mod english;
mod owner;
mod terms;

use std::ops::Range;

use crate::dates;
use crate::lexicon::Languages;
use crate::lexicon_fold::{Gap, Words};
use crate::people::Person;
use crate::reading::{Commitment, Owner, PartialDate};
use crate::subject::{Percent, Subject};
use owner::Parties;
use terms::{Role, Terms, Told};

/// No readout promises more than so many things.
const MOST: usize = 200;

/// A promise names its content in at most so many words.
const LONGEST: usize = 45;

/// Who may speak for a state: its officials, and the name of its capital for its government.
pub(crate) struct Speakers<'a> {
    pub(crate) people: &'a [Person],
    pub(crate) governments: &'a [(String, Range<usize>)],
}

/// What is promised in a text, in its order. `header` is the day that stands outside the text.
pub(crate) fn find(
    text: &str,
    words: &Words,
    languages: Languages,
    subject: &Subject,
    speakers: &Speakers<'_>,
    header: Option<PartialDate>,
) -> Vec<Commitment> {
    let told = Terms::embedded().tell(words, languages);
    let parties = Parties::of(subject, speakers);
    let mut reader =
        Reader { text, words, told: &told, parties, subject, header, found: Vec::new(), last_owner: None };
    // What is announced of the meeting stands in the first sentences.
    let first = words.all().partition_point(|word| word.sentence <= 1);
    let ahead = told.any(Role::Ahead, 0..first);
    let mut at = 0;
    while at < words.all().len() {
        let sentence = words.sentence_of(at);
        at = sentence.end.max(at + 1);
        if !reader.about_the_text(&sentence) {
            reader.sentence(sentence, ahead);
        }
    }
    reader.found
}

/// A promising verb.
#[derive(Clone, Copy, Debug)]
struct Trigger {
    role: Role,
    first: usize,
    last: usize,
}

/// Where one thing promised ends and the next may begin: the words between them.
struct Seam {
    first: usize,
    last: usize,
}

struct Reader<'a> {
    text: &'a str,
    words: &'a Words,
    told: &'a Told,
    parties: Parties,
    subject: &'a Subject,
    header: Option<PartialDate>,
    found: Vec<Commitment>,
    last_owner: Option<Owner>,
}

impl Reader<'_> {
    /// Lines that give the source or the date of a text are no part of what was said.
    fn about_the_text(&self, sentence: &Range<usize>) -> bool {
        let Some(word) = self.words.word(sentence.start) else { return true };
        let start =
            self.text.get(..word.span.start).and_then(|head| head.rfind('\n')).map_or(0, |line| line + 1);
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        line.starts_with("http://") || line.starts_with("https://") || line.starts_with("Date:")
    }

    fn sentence(&mut self, sentence: Range<usize>, ahead: bool) {
        let before = self.found.len();
        let mut clause = sentence.start;
        for at in sentence.start..=sentence.end {
            if at == sentence.end || at > clause && self.between(at).contains(';') {
                self.clause(clause..at, ahead);
                clause = at;
            }
        }
        // "It takes effect at once": said of the promise of the sentence before.
        if self.found.len() == before
            && sentence.len() <= 8
            && self.told.any(Role::AtOnce, sentence.clone())
            && let Some(last) = self.found.last_mut()
            && last.due.is_none()
        {
            last.due = self.header;
            last.spans.push(self.words.span(sentence.start, sentence.end - 1));
        }
        let owner = self.parties.acting(self.words, sentence);
        if let Some(owner) = owner {
            self.last_owner = Some(owner);
        }
    }

    /// What stands between a word and the word before.
    fn between(&self, at: usize) -> &str {
        let end = self.words.word(at).map_or(0, |word| word.span.start);
        let start = at.checked_sub(1).and_then(|at| self.words.word(at)).map_or(0, |word| word.span.end);
        self.text.get(start..end).unwrap_or("")
    }

    fn triggers(&self, clause: &Range<usize>) -> Vec<Trigger> {
        let mut triggers: Vec<Trigger> = Vec::new();
        for hit in self.told.within(clause.clone()) {
            if !hit.target.promises() {
                continue;
            }
            triggers.push(Trigger { role: hit.target, first: hit.first, last: hit.last });
        }
        triggers.extend(clause.clone().filter(|at| self.is_future(*at)).map(|at| Trigger {
            role: Role::Announce,
            first: at,
            last: at,
        }));
        triggers.sort_by_key(|trigger| (trigger.first, std::cmp::Reverse(trigger.last)));
        let mut apart: Vec<Trigger> = Vec::new();
        for trigger in triggers {
            match apart.last_mut() {
                Some(last) if trigger.first <= last.last => {
                    if trigger.last - trigger.first > last.last - last.first {
                        *last = trigger;
                    }
                }
                _ => apart.push(trigger),
            }
        }
        apart
    }

    /// Whether a word is a future by its form: `enviará`, `fournira`, `poslaće`. The marks over letters tell it, so it is
    /// looked at as it is written.
    fn is_future(&self, at: usize) -> bool {
        let Some(word) = self.words.word(at) else { return false };
        let Some(written) = self.text.get(word.span.clone()) else { return false };
        if word.capital || written.chars().count() < 5 {
            return false;
        }
        let any = |endings: &[&str]| endings.iter().any(|ending| written.ends_with(ending));
        match self.subject.language {
            Some("es") => any(&["ará", "erá", "irá", "drá", "ará", "arán", "erán", "irán", "drán"]),
            Some("fr") => {
                any(&[
                    "era", "ira", "dra", "tra", "vra", "rra", "ura", "eront", "iront", "dront", "tront",
                    "vront", "rront", "uront",
                ]) && !matches!(
                    written,
                    "caméra"
                        | "opéra"
                        | "extra"
                        | "contra"
                        | "pourra"
                        | "pourront"
                        | "devra"
                        | "devront"
                        | "faudra"
                )
            }
            Some("sr") => {
                any(&["aće", "iće", "eće", "aћe", "аће", "иће", "еће"])
                    && !any(&["veće", "deće", "deće", "веће", "деће", "дуће", "sreće", "среће"])
            }
            _ => false,
        }
    }

    fn clause(&mut self, clause: Range<usize>, ahead: bool) {
        let triggers = self.triggers(&clause);
        let mut done = clause.start;
        let mut until = clause.start;
        for (index, trigger) in triggers.iter().enumerate() {
            if trigger.first < until {
                continue;
            }
            let zone = done..trigger.first;
            let next = triggers.get(index + 1..).unwrap_or(&[]);
            let end = self.end_of_content(trigger, &clause, next);
            let after = trigger.last + 1..end;
            if self.unmade(trigger, &zone, &after, ahead) {
                continue;
            }
            let before = self.found.len();
            self.promise(trigger, &zone, after);
            if self.found.len() > before {
                self.last_owner = self.found.last().map(|last| last.who.clone());
                done = end;
                until = end;
            }
        }
    }

    /// One past the last word of what is promised.
    fn end_of_content(&self, trigger: &Trigger, clause: &Range<usize>, next: &[Trigger]) -> usize {
        let start = trigger.last + 1;
        for at in start..clause.end.min(start + LONGEST) {
            let comma = at > start && self.words.word(at).is_some_and(|word| word.gap == Gap::Comma);
            let joined = at > start && self.told.ends(Role::And, at - 1);
            if !(comma || joined) {
                continue;
            }
            if self.told.begins(Role::Turn, at) {
                return if joined { at - 1 } else { at };
            }
            // ", the ministry said": a few words with the verb of saying at their end.
            let saying = comma
                && self.told.within(at..clause.end.min(at + 7)).any(|hit| {
                    hit.target == Role::Turn
                        && (hit.last + 2 >= clause.end
                            || self.words.word(hit.last + 1).is_some_and(|word| word.gap == Gap::Comma))
                });
            if saying {
                return at;
            }
            // Another promise begins here: "and committed itself to", ", and the agencies will".
            let other = next.iter().any(|other| {
                other.first >= at
                    && other.first <= at + 5
                    && !(other.role == Role::Sign && trigger.role != Role::Sign)
            });
            if other {
                return if joined { at - 1 } else { at };
            }
        }
        clause.end.min(start + LONGEST)
    }

    /// Whether the words around take the promise back.
    fn unmade(&self, trigger: &Trigger, zone: &Range<usize>, after: &Range<usize>, ahead: bool) -> bool {
        let near = zone.end.saturating_sub(3).max(zone.start)..zone.end;
        let close = trigger.first..(trigger.last + 2).min(after.end.max(trigger.last + 1));
        if self.told.any(Role::Denied, near.clone()) || self.told.any(Role::Denied, close) {
            return true;
        }
        let wishing = match trigger.role {
            Role::Announce | Role::Ready => zone.end.saturating_sub(9).max(zone.start)..trigger.first + 1,
            _ => near.clone(),
        };
        let wished =
            self.told.within(wishing).any(|hit| hit.target == Role::Wished && hit.first <= trigger.first);
        if wished && trigger.role != Role::Plan {
            return true;
        }
        let years = |range: Range<usize>| {
            let now = self.header.map(PartialDate::year);
            range.filter_map(|at| year(self.words.folded(at))).any(|year| now.is_some_and(|now| year < now))
                && !range_years(self.words, after.clone()).any(|year| now.is_some_and(|now| year > now))
        };
        let back = zone.end.saturating_sub(12).max(zone.start)..zone.end;
        match trigger.role {
            Role::Sign => {
                let participle = (zone.end.saturating_sub(2).max(zone.start)..zone.end)
                    .any(|at| self.told.ends(Role::Instrument, at))
                    && trigger.first == trigger.last
                    && !self.words.folded(trigger.first).starts_with("подписан")
                    && !self.told.any(Role::Helper, zone.end.saturating_sub(1).max(zone.start)..zone.end)
                    && !self.told.any(Role::Helper, zone.clone());
                let forward = after.start..after.end.min(after.start + 10);
                let renewed = [
                    "renew",
                    "extend",
                    "prolong",
                    "prorrog",
                    "renov",
                    "reconduit",
                    "reinnoit",
                    "prelungit",
                    "продлил",
                    "verlanger",
                    "produz",
                ]
                .iter()
                .any(|stem| self.words.folded(trigger.first).starts_with(stem));
                if renewed {
                    return false;
                }
                participle
                    || self.words.folded(trigger.first).starts_with("подписанн")
                    || matches!(self.words.folded(zone.end.saturating_sub(1).max(zone.start)), "to" | "will")
                    || self.told.any(Role::Earlier, back.clone())
                    || self.told.any(Role::Earlier, forward.start..forward.end.min(forward.start + 4))
                    || years(back)
                    || years(forward)
            }
            Role::Undertake | Role::Adopt => self.told.any(Role::Earlier, back.clone()) || years(back),
            Role::Announce => {
                ahead
                    || (after.start..(after.start + 2).min(after.end))
                        .any(|at| self.told.begins(Role::Programme, at))
                    || !self.future(trigger, after)
                    || self.is_future(trigger.first) && !self.says_something(after)
            }
            Role::Ready => {
                let content = after.start..(after.start + 5).min(after.end);
                content.is_empty() || self.told.any(Role::Vague, content)
            }
            Role::Plan => !self.told.any(Role::Welcome, zone.clone()),
            _ => true,
        }
    }

    /// German builds its passive and its future with the same verb: only an infinitive at the end makes it a future.
    fn future(&self, trigger: &Trigger, after: &Range<usize>) -> bool {
        if !matches!(self.words.folded(trigger.first), "wird" | "werden") {
            return true;
        }
        let last = after.end.checked_sub(1).filter(|last| *last > trigger.last);
        last.is_some_and(|at| {
            let word = self.words.folded(at);
            word.ends_with("en") && !word.starts_with("ge") && word != "worden"
        })
    }

    fn promise(&mut self, trigger: &Trigger, zone: &Range<usize>, after: Range<usize>) {
        let parts: Vec<Range<usize>> = match trigger.role {
            Role::Sign | Role::Adopt => self.paper(zone, &after).into_iter().collect(),
            Role::Undertake if self.says_something(&after) => self.split(trigger, after.clone()),
            Role::Undertake => self.object_before(zone).into_iter().collect(),
            Role::Announce if self.whole_clause(trigger, zone) => {
                std::iter::once(self.said(zone).start..after.end).collect()
            }
            Role::Plan => vec![self.purpose_of_plan(after.clone())],
            // A future by its form is itself what is done.
            Role::Announce if trigger.first == trigger.last && self.is_future(trigger.first) => {
                self.split(trigger, trigger.first..after.end)
            }
            Role::Announce if self.told_before(trigger, &after) => self.split(trigger, zone.clone()),
            Role::Announce | Role::Ready => self.split(trigger, after.clone()),
            _ => vec![after.clone()],
        };
        let who = match trigger.role {
            Role::Plan => self
                .parties
                .acting(self.words, after.clone())
                .or_else(|| self.parties.acting(self.words, zone.clone())),
            Role::Sign => self
                .parties
                .acting(self.words, zone.clone())
                .filter(|owner| !matches!(owner, Owner::These(codes) if codes.len() < 2)),
            _ => self.subject_of(trigger, zone),
        };
        let sure = who.is_some();
        let who = who.unwrap_or_else(|| self.parties.everybody());
        for part in parts {
            let Some(content) = self.trimmed(part.clone()) else { continue };
            // "That Albania will send", "and Italy to issue": what is promised has a subject of its own.
            let own = matches!(trigger.role, Role::Undertake | Role::Announce | Role::Ready)
                .then(|| self.own_subject(&part, &content))
                .flatten();
            let (content, who) = match own {
                Some((content, owner)) => (content, owner),
                None => (content, who.clone()),
            };
            let accepted = self.words.folded(trigger.last).starts_with("accept");
            let what = self.worded(trigger.role, accepted, &content);
            if self.found.len() >= MOST
                || what.chars().count() < 6
                || self.found.iter().any(|known| alike(&known.what, &what))
            {
                continue;
            }
            let within = if part.start > after.start {
                part.clone()
            } else {
                trigger.first..part.end.max(trigger.last + 1)
            };
            let due = self.due(&within, trigger.role);
            let mut spans = vec![self.words.span(content.start, content.end - 1)];
            spans.insert(0, self.words.span(trigger.first, trigger.last));
            self.found.push(Commitment { who, what, due, spans, confidence: confidence(trigger.role, sure) });
        }
    }

    /// What was said, without who said it.
    fn said(&self, zone: &Range<usize>) -> Range<usize> {
        let told = self.told.within(zone.clone()).filter(|hit| hit.target == Role::Turn).last();
        told.map_or(zone.clone(), |hit| hit.last + 1..zone.end)
    }

    /// Who acts, in the words before a verb.
    fn subject_of(&self, trigger: &Trigger, zone: &Range<usize>) -> Option<Owner> {
        // "The Minister said the accord will": what was said has a subject of its own.
        let inner = self.said(zone);
        let spoken = zone.clone();
        let zone =
            if self.told.any(Role::Same, inner.clone()) || inner.is_empty() { zone.clone() } else { inner };
        if self.told.any(Role::Together, zone.clone()) || zone.len() <= 1 && self.of_all(trigger) {
            return None;
        }
        self.parties
            .acting(self.words, zone.clone())
            .or_else(|| {
                let thing = self.told.any(Role::Instrument, zone.clone());
                self.parties.acting(self.words, spoken.clone()).filter(|_| !thing)
            })
            .or_else(|| {
                let same = zone.len() <= 1 || zone.len() < 8 && self.told.any(Role::Same, zone.clone());
                self.last_owner.clone().filter(|_| same)
            })
    }

    /// A party that begins what is promised, after "that" or "and", and the content without it.
    fn own_subject(&self, part: &Range<usize>, content: &Range<usize>) -> Option<(Range<usize>, Owner)> {
        let led = |at: usize| {
            matches!(
                self.words.folded(at),
                "dass" | "that" | "что" | "que" | "ca" | "sa" | "da" | "and" | "et" | "и" | "y"
            )
        };
        let begins = part.start.saturating_sub(1)..content.start;
        if !begins.clone().any(led) {
            return None;
        }
        let near = part.start..(content.start + 3).min(content.end);
        let owner = self.parties.acting(self.words, near.clone())?;
        if !matches!(owner, Owner::These(_)) {
            return None;
        }
        // The state begins the clause: nothing but small words stand before it.
        let first = near
            .clone()
            .find(|at| self.parties.acting(self.words, *at..near.end).is_none())
            .unwrap_or(near.end);
        let last = first.saturating_sub(1);
        let elliptic = matches!(self.words.folded(first), "to" | "a" | "de" | "sa" | "da" | "zu");
        let rest = if elliptic { self.trimmed(first..content.end)? } else { content.clone() };
        (last >= part.start).then_some((rest, owner))
    }

    /// A passive, or a verb in the plural, with nobody before it: "vereinbart wurde", "se comprometieron a".
    fn of_all(&self, trigger: &Trigger) -> bool {
        (trigger.first..=trigger.last).any(|at| {
            let word = self.words.folded(at);
            const ENDINGS: [&str; 12] =
                ["ron", "лись", "или", "али", "ено", "ето", "ята", "ute", "oreno", "eno je", "ili", "ndu"];
            matches!(
                word,
                "vereinbart"
                    | "beschlossen"
                    | "verabredet"
                    | "agreed"
                    | "decided"
                    | "dogovoreno"
                    | "dogovoren"
                    | "dogovorena"
                    | "dogovorene"
                    | "odluceno"
                    | "решено"
                    | "принято"
                    | "достигнута"
                    | "достигнуто"
                    | "convenu"
                    | "decide"
                    | "acordado"
                    | "einigkeit"
                    | "au"
                    | "han"
                    | "ont"
                    | "su"
                    | "sont"
            ) || ENDINGS.iter().any(|ending| word.ends_with(ending))
        })
    }

    fn says_something(&self, range: &Range<usize>) -> bool {
        range.clone().filter(|at| self.words.folded(*at).chars().count() > 3).count() >= 2
    }

    /// In the passive and in verb-last languages what is promised precedes the verb.
    fn object_before(&self, zone: &Range<usize>) -> Option<Range<usize>> {
        let helper = self.told.within(zone.clone()).find(|hit| hit.target == Role::Helper);
        let object = match helper {
            Some(hit) if hit.last + 2 < zone.end => hit.last + 1..zone.end,
            Some(hit) => zone.start..hit.first,
            None => return None,
        };
        self.says_something(&object).then_some(object)
    }

    /// The paper that was signed or adopted.
    fn paper(&self, zone: &Range<usize>, after: &Range<usize>) -> Option<Range<usize>> {
        let near = after.start..after.end.min(after.start + 12);
        if self.told.any(Role::Instrument, near) {
            return Some(after.clone());
        }
        self.object_before(zone)
            .or_else(|| Some(zone.clone()))
            .filter(|object| self.told.any(Role::Instrument, object.clone()))
    }

    /// "Österreich stellt Kameras bereit, kündigte der Minister an": what is announced precedes.
    fn told_before(&self, trigger: &Trigger, after: &Range<usize>) -> bool {
        self.words.folded(trigger.first).starts_with("kundigte")
            && self.gap_is_comma(trigger.first)
            && !self.says_something(after)
    }

    /// In the passive, and in German, the whole clause is what will be done.
    fn whole_clause(&self, trigger: &Trigger, zone: &Range<usize>) -> bool {
        if self.told.any(Role::Instrument, zone.end.saturating_sub(2).max(zone.start)..zone.end) {
            return true;
        }
        let next = self.words.folded(trigger.last + 1);
        let word = self.words.folded(trigger.first);
        const FIXED: [&str; 15] = [
            "zakazan",
            "planiran",
            "predviden",
            "schedul",
            "запланирован",
            "намечен",
            "prevu",
            "previst",
            "fixe",
            "programat",
            "planificat",
            "geplant",
            "vorgesehen",
            "angesetzt",
            "programad",
        ];
        let fixed = (trigger.first..=trigger.last)
            .any(|at| FIXED.iter().any(|stem| self.words.folded(at).starts_with(stem)));
        next == "be"
            || fixed
            || matches!(word, "sera" | "seront")
            || matches!(word, "soll" | "sollen" | "wird" | "werden") && self.passive_at_end(trigger)
            || matches!(word, "будет" | "будут")
                && self.words.folded(trigger.last + 1).ends_with(['н', 'о', 'ы'])
    }

    /// German: "soll eingerichtet werden" says what is done to the subject, "wird eine Gruppe einrichten" what it does.
    fn passive_at_end(&self, trigger: &Trigger) -> bool {
        let sentence = self.words.sentence_of(trigger.first);
        let end = (trigger.last + 1..sentence.end).find(|at| self.gap_is_comma(*at)).unwrap_or(sentence.end);
        self.words.folded(end.saturating_sub(1)) == "werden" && end > trigger.last + 1
    }

    /// "The plans of the chair, above all to bring together": what is planned begins with the infinitive.
    fn purpose_of_plan(&self, after: Range<usize>) -> Range<usize> {
        if self.words.folded(after.start.saturating_sub(1)) != "of" {
            return after;
        }
        let infinitive =
            (after.start..after.end.min(after.start + 10)).find(|at| self.words.folded(*at) == "to");
        infinitive.map_or(after.clone(), |at| at + 1..after.end)
    }

    /// "On joint efforts and on a working group", "measures against this and cooperation against that": two things.
    fn split(&self, trigger: &Trigger, after: Range<usize>) -> Vec<Range<usize>> {
        let marker = self.words.folded(trigger.last).to_owned();
        let mut parts = Vec::new();
        let mut start = after.start;
        // Where another thing may begin: at an "and", and at a comma before an infinitive with its particle.
        let mut seams: Vec<(usize, usize)> = self
            .told
            .within(after.clone())
            .filter(|hit| hit.target == Role::And)
            .map(|hit| (hit.first, hit.last + 1))
            .collect();
        seams.extend(after.clone().skip(1).filter(|at| self.gap_is_comma(*at)).map(|at| (at, at)));
        seams.sort_unstable();
        for (end, next) in seams {
            let hit = Seam { first: end, last: next.saturating_sub(1) };
            if hit.first <= start || hit.last + 1 >= after.end {
                continue;
            }
            let repeated = marker.chars().count() <= 3 && self.words.folded(hit.last + 1) == marker;
            let right = hit.last + 1..(hit.last + 5).min(after.end);
            let twice = self.told.any(Role::Purpose, start..hit.first)
                && self.told.any(Role::Purpose, right.clone())
                && right.skip(1).all(|at| self.words.word(at).is_some_and(|word| word.gap == Gap::Soft));
            let comma = end == next;
            let particle = matches!(self.words.folded(next), "to" | "sa" | "da") && self.marked(start);
            let infinitive = if comma {
                particle
            } else {
                self.infinitive(start, hit.first)
                    && self.infinitive(next, after.end)
                    && !self.purpose_within(start + 1..hit.first)
            };
            let elliptic = !comma
                && matches!(
                    self.parties.acting(self.words, next..(next + 4).min(after.end)),
                    Some(Owner::These(_))
                )
                && (next..(next + 6).min(after.end)).any(|at| self.words.folded(at) == marker);
            let (repeated, twice) = (repeated && !comma, twice && !comma);
            let infinitive = infinitive || elliptic;
            if repeated || twice || infinitive {
                parts.push(start..hit.first);
                start = hit.last + 1;
            }
        }
        parts.push(start..after.end);
        parts
    }

    fn gap_is_comma(&self, at: usize) -> bool {
        self.words.word(at).is_some_and(|word| word.gap == Gap::Comma)
    }

    /// Whether the particle of an infinitive stands here or right before.
    fn marked(&self, at: usize) -> bool {
        [at, at.saturating_sub(1)].iter().any(|at| matches!(self.words.folded(*at), "to" | "sa" | "da"))
    }

    /// Whether a purpose is told: the infinitives after it do not stand beside those before.
    fn purpose_within(&self, range: Range<usize>) -> bool {
        range.clone().any(|at| {
            matches!(
                self.words.folded(at),
                "para" | "pour" | "для" | "чтобы" | "um" | "damit" | "afin" | "radi" | "kako"
            )
        })
    }

    /// Whether the words from here on begin with an infinitive, or with the particle that stands before one; in German an
    /// infinitive with `zu` ends them.
    fn infinitive(&self, from: usize, until: usize) -> bool {
        let mut at = from;
        while at < until
            && self.told.begins(Role::Lead, at)
            && !matches!(self.words.folded(at), "to" | "sa" | "da")
        {
            at += 1;
        }
        let word = self.words.folded(at);
        let long = word.chars().count() > 3;
        match self.subject.language {
            Some("en") => word == "to" || at > from && self.words.folded(at - 1) == "to",
            Some("ru") => {
                long && ["ть", "ти", "чь", "ться", "тись"].iter().any(|ending| word.ends_with(ending))
            }
            Some("fr") => long && ["er", "ir", "re"].iter().any(|ending| word.ends_with(ending)) && at > from,
            Some("es") => {
                long && ["ar", "er", "ir", "arse", "erse", "irse"].iter().any(|ending| word.ends_with(ending))
            }
            Some("ro") => matches!(word, "sa") || (from..at).any(|at| self.words.folded(at) == "sa"),
            Some("sr") => word == "da" || (from..at).any(|at| self.words.folded(at) == "da"),
            Some("de") => {
                let stop = (from..until)
                    .find(|at| {
                        *at > from
                            && (self.told.begins(Role::And, *at)
                                || self.words.word(*at).is_some_and(|word| word.gap == Gap::Comma))
                    })
                    .unwrap_or(until);
                stop > from + 1 && {
                    let last = self.words.folded(stop - 1);
                    self.words.folded(stop - 2) == "zu"
                        || last.contains("zu") && last.ends_with("en") && last.len() > 6
                }
            }
            _ => false,
        }
    }

    /// Without the words that only lead to the content.
    fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut range = range;
        loop {
            let lead = self
                .told
                .within(range.clone())
                .filter(|hit| hit.target == Role::Lead && hit.first == range.start)
                .map(|hit| hit.last + 1)
                .max();
            match lead {
                Some(next) if next < range.end => range.start = next,
                Some(_) => return None,
                None => break,
            }
        }
        (range.len() > 1).then_some(range)
    }

    fn worded(&self, role: Role, accepted: bool, content: &Range<usize>) -> String {
        let written = self
            .text
            .get(self.words.span(content.start, content.end - 1))
            .unwrap_or("")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let english = english::of(self.subject, self.words, content, &written);
        let worded = match role {
            Role::Sign => format!("Carry out the signed {english}"),
            Role::Adopt if accepted => format!("Follow the accepted {english}"),
            Role::Adopt => format!("Carry out the adopted {english}"),
            Role::Ready => format!("Ready to {english}"),
            _ => english::as_task(&english),
        };
        english::capital(&worded)
    }

    fn due(&self, range: &Range<usize>, role: Role) -> Option<PartialDate> {
        let now = self.header?;
        // "Signed on 14 May 2024" says when it was signed: neither that day nor its year is a deadline.
        let (ahead, gone): (Vec<_>, Vec<_>) = dates::days_within(self.words, self.text, range.clone(), now)
            .into_iter()
            .partition(|(_, day)| *day > now);
        let is_gone = |at: usize| gone.iter().any(|(words, _)| words.contains(&at));
        let years = range.clone().filter(|at| !is_gone(*at)).filter_map(|at| year(self.words.folded(at)));
        let latest = years.filter(|year| *year >= now.year()).max();
        let day = ahead.into_iter().map(|(_, day)| day).max();
        if let Some(day) = day.filter(|day| latest.is_none_or(|year| day.year() >= year)) {
            return Some(day);
        }
        if let Some(year) = latest {
            return PartialDate::new(year, None, None);
        }
        for hit in self.told.within(range.clone()).filter(|hit| !is_gone(hit.first)) {
            match hit.target {
                // "Signed today" says when it was signed.
                Role::AtOnce if role != Role::Sign => return Some(now),
                Role::ThisYear => return PartialDate::new(now.year(), None, None),
                Role::NextYear => return PartialDate::new(now.year() + 1, None, None),
                Role::Month(month) => {
                    let next = now.month().is_some_and(|current| month < current);
                    return PartialDate::new(now.year() + u16::from(next), None, None);
                }
                _ => {}
            }
        }
        None
    }
}

fn confidence(role: Role, sure: bool) -> Percent {
    let base = match role {
        Role::Undertake | Role::Sign => 80,
        Role::Adopt => 65,
        Role::Ready => 60,
        _ => 55,
    };
    if sure { base + 5 } else { base }
}

fn year(word: &str) -> Option<u16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (1900..2100).contains(year))
}

fn range_years(words: &Words, range: Range<usize>) -> impl Iterator<Item = u16> + '_ {
    range.filter_map(|at| year(words.folded(at)))
}

/// Whether one wording says no more than the other.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.contains(&b) || b.contains(&a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    fn read(text: &str) -> Vec<Commitment> {
        let (subject, scan, languages) = Gazetteer::embedded().study(text);
        let speakers = Speakers { people: &[], governments: &[] };
        find(text, &scan.words, languages, &subject, &speakers, PartialDate::parse("2024-05-14"))
    }

    fn told(text: &str) -> Vec<(String, String, Option<String>)> {
        read(text)
            .into_iter()
            .map(|promise| (promise.who.to_string(), promise.what, promise.due.map(|due| due.to_string())))
            .collect()
    }

    #[test]
    fn both_sides_agree_on_something() {
        let found = told(
            "The Minister of the Interior of Estonia met the Minister of the Interior of Latvia in Tallinn. They agreed to open \
             a joint contact point for stolen vehicles by the end of 2026.",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "both");
        assert!(found[0].1.starts_with("Open a joint contact point"), "{found:?}");
        assert_eq!(found[0].2.as_deref(), Some("2026"));
    }

    #[test]
    fn a_day_that_is_named_is_the_day_it_falls_due() {
        for (deadline, due) in [
            ("by 1 September 2026", "2026-09-01"),
            ("by September 1, 2026", "2026-09-01"),
            ("by 01.09.2026", "2026-09-01"),
            ("by 20 May", "2024-05-20"),
            ("by 1 March", "2025-03-01"),
        ] {
            let found = told(&format!(
                "The interior ministers of Finland and Poland met in Helsinki on 14 May 2024. Poland undertook to send two \
                 liaison officers to Helsinki {deadline}."
            ));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].2.as_deref(), Some(due), "{deadline}");
        }
        let german = told(
            "Die Innenminister von Finnland und Polen trafen sich in Helsinki. Polen sagte zu, bis zum 1. September 2026 zwei \
             Verbindungsbeamte nach Helsinki zu entsenden.",
        );
        assert_eq!(german[0].2.as_deref(), Some("2026-09-01"), "{german:?}");
        let russian = told(
            "Министры внутренних дел Казахстана и Узбекистана встретились в Астане. Стороны договорились до 1 сентября 2026 года \
             открыть совместный контактный пункт.",
        );
        assert_eq!(russian[0].2.as_deref(), Some("2026-09-01"), "{russian:?}");
    }

    /// "Signed on 14 May": the day of the meeting is when it was done, not when it falls due.
    #[test]
    fn the_day_of_the_meeting_is_no_deadline_of_what_was_signed() {
        let found = told(
            "The interior ministers of Finland and Poland met in Helsinki. They signed a protocol on joint patrols on 14 May 2024.",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].2, None, "{found:?}");
    }

    #[test]
    fn one_side_undertakes_something() {
        let found = told(
            "The interior ministers of Finland and Poland met in Helsinki. Poland undertook to send two liaison officers to \
             Helsinki.",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "PL");
    }

    #[test]
    fn a_signed_paper_is_to_be_carried_out() {
        let found = told(
            "Министры внутренних дел Эстонии и Латвии встретились в Таллине. Стороны подписали соглашение об обмене данными.",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "both");
        assert!(found[0].1.starts_with("Carry out the signed"), "{found:?}");
    }

    #[test]
    fn wishes_and_denials_are_no_promises() {
        for text in [
            "The interior ministers of Finland and Poland met. They did not agree to extend the treaty.",
            "The interior ministers of Finland and Poland met. Poland called for more joint patrols.",
            "Die Innenminister Finnlands und Polens trafen sich. Polen möchte mehr gemeinsame Streifen.",
        ] {
            assert!(told(text).is_empty(), "{:?}", told(text));
        }
    }
}
