//! What everything but the name says: dates, nationality, sex, places, parents, numbers.
//!
//! [`Facts`] are packed bytes, so that an index holds them in one piece and weighs hundreds of candidates without allocating:
//!
//! ```text
//! byte 0   kind of subject (low four bits), sex (bits 4 and 5)
//! byte 1   number of dates (low four bits), number of countries
//! byte 2   number of numbers (low four bits), number of words
//! 4 bytes a date, big-endian: bit 31 lunar, bit 30 out of a number, then year, month (4 bits), day (5 bits)
//! 2 bytes a country: its letters
//! a number: kind (0 unknown, else 1 + place in `SCHEMES`, 0xf0… things), length, bytes
//! a word: role, length, bytes: places, parents, legal form
//! ```
//!
//! Each weight is the logarithm of how much likelier a finding is for one subject than for two of similar names. All are in
//! one table, `tables/evidence.tsv`, with the tool that makes it. What is missing on either side weighs nothing.

pub(crate) mod dates;
pub(crate) mod subject_names;
mod weights;
pub(crate) mod words;

use dates::Packed;
pub use subject_names::{names_asked, names_of};
pub use weights::{Finding, beyond, combine, weight};

use crate::born::Born;
use crate::countries;
use crate::numbers;
use crate::query::{Kind, Query, Sex};
use crate::reason::{Reason, ReasonKind};
use crate::subject::Subject;

/// Most entries of one sort that are kept of a subject.
const MOST: usize = 15;

/// Properties that hold numbers of documents and of people.
const DOCUMENTS: &[&str] = &[
    "idNumber",
    "passportNumber",
    "innCode",
    "taxNumber",
    "socialSecurityNumber",
    "registrationNumber",
    "ogrnCode",
    "leiCode",
    "vatCode",
    "dunsCode",
    "swiftBic",
    "iban",
    "accountNumber",
    "publicKey",
    "serialNumber",
    "callSign",
];

/// A number of a thing rather than of a document: above the places of national kinds.
const IMO: u8 = 0xf0;
const MMSI: u8 = 0xf1;
const VIN: u8 = 0xf2;
const PLATE: u8 = 0xf3;

/// What a word is.
const BIRTHPLACE: u8 = 1;
const FATHER: u8 = 2;
const MOTHER: u8 = 3;
const LEGAL_FORM: u8 = 4;

/// What is known of a subject beside its names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts(Box<[u8]>);

/// Borrowed [`Facts`]. Any bytes can be taken for facts: what cannot be read weighs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FactsRef<'a>(&'a [u8]);

/// What goes into [`Facts`].
#[derive(Debug, Default)]
struct Gathered {
    kind: Option<Kind>,
    sex: Option<Sex>,
    dates: Vec<Packed>,
    countries: Vec<[u8; 2]>,
    numbers: Vec<(u8, String)>,
    words: Vec<(u8, String)>,
}

impl Gathered {
    fn country(&mut self, text: &str) {
        for code in text.split([';', ',', ' ', '|']).filter_map(countries::code) {
            if !self.countries.contains(&code) {
                self.countries.push(code);
            }
        }
    }

    fn codes(&self) -> Vec<String> {
        self.countries.iter().map(|code| String::from_utf8_lossy(code).into_owned()).collect()
    }

    fn born(&mut self, text: &str) {
        for born in Born::readings(text, &self.codes()).unwrap_or_default() {
            self.date(Packed::of(born));
        }
    }

    fn date(&mut self, date: Packed) {
        if !self.dates.contains(&date) {
            self.dates.push(date);
        }
    }

    /// A number of any kind; what a national number says of its holder is taken in where nothing else says it.
    fn number(&mut self, text: &str, nationals: &[String]) {
        let Some(number) = numbers::normal(text) else { return };
        let read = match self.kind {
            None | Some(Kind::Person) => numbers::read(&number, nationals),
            Some(_) => None,
        };
        if let Some(read) = read {
            if let Some(born) = read.inside.born
                && !self.dates.iter().any(|date| !date.is_from_number())
            {
                self.date(Packed::from_number(born));
            }
            self.sex = self.sex.or(read.inside.sex);
        }
        self.push(read.map_or(0, |read| read.place + 1), number);
    }

    fn push(&mut self, kind: u8, number: String) {
        if !self.numbers.iter().any(|(_, known)| *known == number) {
            self.numbers.push((kind, number));
        }
    }

    fn thing(&mut self, text: &str) {
        if let Ok(number) = numbers::imo(text) {
            self.push(IMO, number);
        } else if let Ok((number, _)) = numbers::vin(text) {
            self.push(VIN, number);
        } else if let Ok(number) = numbers::mmsi(text) {
            self.push(MMSI, number);
        } else if let Some(number) = numbers::plate(text, self.codes().first().map(String::as_str)) {
            self.push(PLATE, number);
        }
    }

    fn word(&mut self, role: u8, text: &str) {
        let word: String = words::skeletons(text).join(" ");
        let word = word.get(..word.len().min(60)).unwrap_or_default().to_owned();
        if !word.is_empty() && !self.words.contains(&(role, word.clone())) {
            self.words.push((role, word));
        }
    }

    fn packed(mut self) -> Facts {
        let sex = match self.sex {
            None => 0,
            Some(Sex::Female) => 1,
            Some(Sex::Male) => 2,
            Some(Sex::Other) => 3,
        };
        self.dates.truncate(MOST);
        self.countries.truncate(MOST);
        self.numbers.truncate(MOST);
        self.words.truncate(MOST);
        let count = |low: usize, high: usize| u8::try_from(low | high << 4).unwrap_or_default();
        let mut bytes = vec![
            self.kind.map_or(0, |kind| kind as u8 + 1) | sex << 4,
            count(self.dates.len(), self.countries.len()),
            count(self.numbers.len(), self.words.len()),
        ];
        for date in &self.dates {
            bytes.extend(date.0.to_be_bytes());
        }
        for country in &self.countries {
            bytes.extend(country);
        }
        for (kind, text) in self.numbers.iter().chain(&self.words) {
            // Numbers are at most 40 characters of up to four bytes, words at most 60 bytes.
            bytes.push(*kind);
            bytes.push(u8::try_from(text.len()).unwrap_or_default());
            bytes.extend(text.as_bytes());
        }
        Facts(bytes.into_boxed_slice())
    }
}

impl Facts {
    /// What a subject of a register says.
    #[must_use]
    pub fn of(subject: &Subject) -> Self {
        let mut facts = Gathered { kind: Some(Kind::of_schema(&subject.schema)), ..Gathered::default() };
        for property in ["nationality", "citizenship"] {
            subject.values(property).iter().for_each(|text| facts.country(text));
        }
        if facts.kind != Some(Kind::Person) {
            for property in ["jurisdiction", "country", "flag"] {
                subject.values(property).iter().for_each(|text| facts.country(text));
            }
        }
        facts.sex = subject.first("gender").and_then(Sex::read);
        for property in ["birthDate", "incorporationDate"] {
            subject.values(property).iter().for_each(|text| facts.born(text));
        }
        // A number may be of the country of birth or residence as well.
        let mut nationals = facts.codes();
        for property in ["birthCountry", "country"] {
            nationals.extend(subject.values(property).iter().filter_map(|text| {
                countries::code(text).map(|code| String::from_utf8_lossy(&code).into_owned())
            }));
        }
        for property in DOCUMENTS {
            for text in subject.values(property) {
                match facts.kind {
                    Some(Kind::Vehicle | Kind::Vessel) => facts.thing(text),
                    _ => facts.number(text, &nationals),
                }
            }
        }
        for text in subject.values("imoNumber") {
            let number = numbers::imo(text).ok().or_else(|| numbers::normal(text));
            number.into_iter().for_each(|number| facts.push(IMO, number));
        }
        for text in subject.values("mmsi") {
            if let Ok(number) = numbers::mmsi(text) {
                if facts.countries.is_empty() {
                    numbers::mid_country(&number).into_iter().for_each(|code| facts.country(code));
                }
                facts.push(MMSI, number);
            }
        }
        for text in subject.values("vin") {
            let number = numbers::vin(text).ok().map(|(number, _)| number).or_else(|| numbers::normal(text));
            number.into_iter().for_each(|number| facts.push(VIN, number));
        }
        if facts.kind == Some(Kind::Vehicle) {
            let country = facts.codes().first().cloned();
            for text in subject.values("plateNumber") {
                numbers::plate(text, country.as_deref())
                    .into_iter()
                    .for_each(|number| facts.push(PLATE, number));
            }
        }
        subject.values("birthPlace").iter().for_each(|text| facts.word(BIRTHPLACE, text));
        subject.values("fatherName").iter().for_each(|text| facts.word(FATHER, text));
        subject.values("motherName").iter().for_each(|text| facts.word(MOTHER, text));
        if facts.kind == Some(Kind::Organisation) {
            let stated = subject.values("legalForm").iter();
            for text in stated.chain(subject.values("name")) {
                if let Some(form) = subject_names::legal_form(text) {
                    facts.words.push((LEGAL_FORM, form.to_owned()));
                }
            }
            facts.words.dedup();
        }
        facts.packed()
    }

    /// What a question says.
    #[must_use]
    pub fn asked(query: &Query) -> Self {
        let mut facts = Gathered { kind: query.kind, sex: query.sex, ..Gathered::default() };
        query.nationality.iter().for_each(|text| facts.country(text));
        for born in query.born.iter().chain(&query.born_or) {
            facts.date(Packed::of(*born));
        }
        let nationals = facts.codes();
        for text in &query.documents {
            match facts.kind {
                Some(Kind::Vehicle | Kind::Vessel) => facts.thing(text),
                _ => facts.number(text, &nationals),
            }
        }
        query.birth_place.iter().for_each(|text| facts.word(BIRTHPLACE, text));
        query.father.iter().for_each(|text| facts.word(FATHER, text));
        query.mother.iter().for_each(|text| facts.word(MOTHER, text));
        if query.kind == Some(Kind::Organisation)
            && let Some(form) = subject_names::legal_form(&query.name)
        {
            facts.words.push((LEGAL_FORM, form.to_owned()));
        }
        facts.packed()
    }

    /// The packed bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> FactsRef<'_> {
        FactsRef(&self.0)
    }
}

impl<'a> FactsRef<'a> {
    /// Takes packed bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn byte(self, at: usize) -> usize {
        self.0.get(at).copied().map_or(0, usize::from)
    }

    fn kind(self) -> usize {
        self.byte(0) & 15
    }

    fn sex(self) -> usize {
        self.byte(0) >> 4 & 3
    }

    fn dates(self) -> impl Iterator<Item = Packed> + Clone {
        let count = self.byte(1) & 15;
        let (dates, _) = self.0.get(3..).unwrap_or_default().as_chunks::<4>();
        dates.iter().take(count).map(|bytes| Packed(u32::from_be_bytes(*bytes)))
    }

    fn countries(self) -> &'a [[u8; 2]] {
        let count = self.byte(1) >> 4;
        let (countries, _) = self.0.get(3 + 4 * (self.byte(1) & 15)..).unwrap_or_default().as_chunks::<2>();
        countries.get(..count).unwrap_or_default()
    }

    fn texts(self) -> Texts<'a> {
        let from = 3 + 4 * (self.byte(1) & 15) + 2 * (self.byte(1) >> 4);
        Texts(self.0.get(from..).unwrap_or_default())
    }

    pub(crate) fn numbers(self) -> impl Iterator<Item = (u8, &'a [u8])> + Clone {
        self.texts().take(self.byte(2) & 15)
    }

    fn words(self) -> impl Iterator<Item = (u8, &'a [u8])> + Clone {
        self.texts().skip(self.byte(2) & 15).take(self.byte(2) >> 4)
    }

    /// The years of birth, for joint keys.
    pub fn years(self) -> impl Iterator<Item = i16> {
        self.dates().filter_map(|date| i16::try_from(date.year()).ok())
    }

    /// The hashes of all numbers, for exact keys.
    pub fn number_keys(self) -> impl Iterator<Item = u64> {
        self.numbers().filter_map(|(_, number)| std::str::from_utf8(number).ok()).map(numbers::key)
    }

    /// What all facts together add to the log-odds of one and the same subject.
    #[must_use]
    pub fn weight(self, theirs: FactsRef<'_>) -> f32 {
        let mut sum = 0.0;
        self.findings(theirs, &mut |finding, _| sum += weight(finding));
        sum
    }

    /// What was found, each with its weight and what stands on both sides.
    #[must_use]
    pub fn reasons(self, theirs: FactsRef<'_>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        self.findings(theirs, &mut |finding, sides| {
            let (ours, theirs) = sides.words(self, theirs);
            let kind = match (finding, sides) {
                (Finding::BornSame | Finding::BornSameYear, Sides::Dates(x, y))
                    if x.is_from_number() || y.is_from_number() =>
                {
                    ReasonKind::BornInNumber
                }
                _ => finding.reason(),
            };
            reasons.push(Reason { kind, ours, theirs, weight: weight(finding) });
        });
        reasons
    }

    /// Lays the facts of two subjects beside one another; each sort that both have gives one finding.
    pub fn findings(self, theirs: FactsRef<'_>, found: &mut dyn FnMut(Finding, Sides<'_>)) {
        if self.kind() != 0 && theirs.kind() != 0 && self.kind() != theirs.kind() {
            found(Finding::KindDifferent, Sides::Kinds);
        }
        let dates = self.dates().flat_map(|x| theirs.dates().map(move |y| (x, y)));
        let best = dates
            .map(|(x, y)| (x.beside(y), x, y))
            .max_by(|(x, ..), (y, ..)| weight(*x).total_cmp(&weight(*y)));
        if let Some((finding, x, y)) = best {
            found(finding, Sides::Dates(x, y));
        }
        let (ours_from, theirs_from) = (self.countries(), theirs.countries());
        if !ours_from.is_empty() && !theirs_from.is_empty() {
            let shared = ours_from.iter().find(|code| theirs_from.contains(code));
            let after = || {
                ours_from
                    .iter()
                    .find_map(|x| theirs_from.iter().find(|y| countries::succeeded(*x, **y)).map(|y| (x, y)))
            };
            match (shared, after()) {
                (Some(code), _) => found(Finding::NationalitySame, Sides::Countries(*code, *code)),
                (None, Some((x, y))) => found(Finding::NationalitySuccessor, Sides::Countries(*x, *y)),
                (None, None) => found(Finding::NationalityDifferent, Sides::AllCountries),
            }
        }
        match (self.sex(), theirs.sex()) {
            (0, _) | (_, 0) => {}
            (x, y) => found(if x == y { Finding::SexSame } else { Finding::SexDifferent }, Sides::Sexes),
        }
        self.numbers_beside(theirs, found);
        for (role, same, different) in [
            (BIRTHPLACE, Finding::PlaceSame, Finding::PlaceDifferent),
            (FATHER, Finding::ParentSame, Finding::ParentDifferent),
            (MOTHER, Finding::ParentSame, Finding::ParentDifferent),
            (LEGAL_FORM, Finding::FormSame, Finding::FormDifferent),
        ] {
            let of = move |facts: FactsRef<'a>| {
                facts.words().filter(move |(of, _)| *of == role).map(|(_, word)| word)
            };
            let of_theirs = theirs.words().filter(move |(of, _)| *of == role).map(|(_, word)| word);
            let mut pairs = of(self).flat_map(|x| of_theirs.clone().map(move |y| (x, y)));
            let Some(first) = pairs.next() else { continue };
            let shared = std::iter::once(first).chain(pairs).find(|(x, y)| words::share(x, y));
            let (x, y) = shared.unwrap_or(first);
            found(if shared.is_some() { same } else { different }, Sides::Words(x, y));
        }
    }

    fn numbers_beside(self, theirs: FactsRef<'_>, found: &mut dyn FnMut(Finding, Sides<'_>)) {
        let mut best: Option<(Finding, &[u8], &[u8])> = None;
        let mut contradicts = None;
        let mut better = |finding: Finding, x, y| {
            if best.is_none_or(|(known, ..)| weight(known) < weight(finding)) {
                best = Some((finding, x, y));
            }
        };
        for (kind_x, x) in self.numbers() {
            for (kind_y, y) in theirs.numbers() {
                let one_each = kind_x == kind_y && kind_x != 0;
                if x == y {
                    better(Finding::DocumentSame, x, y);
                } else if x.len() == y.len()
                    && x.iter().zip(y).all(|(x, y)| numbers::folded(*x) == numbers::folded(*y))
                {
                    better(Finding::DocumentNear, x, y);
                } else if one_each {
                    // Both check digits hold, so this is no slip: two numbers, and nobody has two of this kind.
                    contradicts = Some((x, y));
                } else if x.len().min(y.len()) >= 6 && numbers::one_slip(x, y) {
                    better(Finding::DocumentSlip, x, y);
                } else {
                    better(Finding::DocumentDifferent, x, y);
                }
            }
        }
        match (best, contradicts) {
            (Some((Finding::DocumentDifferent, ..)) | None, Some((x, y))) => {
                found(Finding::DocumentContradicts, Sides::Words(x, y));
            }
            (Some((finding, x, y)), _) => found(finding, Sides::Words(x, y)),
            (None, None) => {}
        }
    }
}

/// What stands on both sides of a finding.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Sides<'a> {
    #[doc(hidden)]
    Kinds,
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "only this crate looks inside")]
    Dates(Packed, Packed),
    #[doc(hidden)]
    Countries([u8; 2], [u8; 2]),
    #[doc(hidden)]
    AllCountries,
    #[doc(hidden)]
    Sexes,
    #[doc(hidden)]
    Words(&'a [u8], &'a [u8]),
}

impl Sides<'_> {
    fn words(self, ours: FactsRef<'_>, theirs: FactsRef<'_>) -> (String, String) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let both = |of: &dyn Fn(FactsRef<'_>) -> String| (of(ours), of(theirs));
        match self {
            Self::Kinds => both(&|facts| {
                facts
                    .kind()
                    .checked_sub(1)
                    .and_then(|kind| Kind::ALL.get(kind))
                    .map_or("", |kind| kind.as_str())
                    .to_owned()
            }),
            Self::Dates(x, y) => {
                let written = |date: Packed| date.born().map_or_else(String::new, |born| born.to_string());
                (written(x), written(y))
            }
            Self::Countries(x, y) => (text(&x), text(&y)),
            Self::AllCountries => {
                both(&|facts| facts.countries().iter().map(|code| text(code)).collect::<Vec<_>>().join(" "))
            }
            Self::Sexes => both(&|facts| {
                match facts.sex() {
                    1 => "female",
                    2 => "male",
                    _ => "other",
                }
                .to_owned()
            }),
            Self::Words(x, y) => (text(x), text(y)),
        }
    }
}

/// Length-prefixed texts; ends where the bytes do.
#[derive(Debug, Clone)]
struct Texts<'a>(&'a [u8]);

impl<'a> Iterator for Texts<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let [kind, length, rest @ ..] = self.0 else { return None };
        let (text, rest) = rest.split_at_checked(usize::from(*length))?;
        self.0 = rest;
        Some((*kind, text))
    }
}

/// The exact keys of a subject: hashes of its numbers with look-alikes folded.
#[must_use]
pub fn numbers_of(subject: &Subject) -> Vec<u64> {
    Facts::of(subject).as_ref().number_keys().collect()
}

/// The same of a question.
#[must_use]
pub fn numbers_asked(query: &Query) -> Vec<u64> {
    Facts::asked(query).as_ref().number_keys().collect()
}

#[cfg(test)]
mod tests;
