//! Fictional people for the demonstration's registers, the same for the same seed.
//!
//! A register looks like the place it belongs to: Cyrillic with patronymics in Russia, Latin with umlauts in Germany,
//! Estonian spelling in Estonia, and in each the people who moved there, some with an alias in their own script. Some
//! people stand in two registers, spelt by each country's own rules. Given names and family names are drawn apart by
//! rank, and the full names of [well-known people](PUBLIC_FIGURES) are drawn again. Passport numbers begin with `ZZ`,
//! which no state has.

mod communities;
mod spelling;
mod story;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use search::{Subject, SubjectId};

use communities::{
    ARABIC, ARMENIAN, CAUCASIAN, CHINESE, Community, ESTONIAN, ESTONIAN_RUSSIAN, FINNISH, GEORGIAN, GERMAN,
    GREEK, HEBREW, INDIAN, KOREAN, LATVIAN, PERSIAN, POLISH, RUSSIAN, TATAR, TURKISH, UKRAINIAN, VIETNAMESE,
    Writing,
};
use spelling::{
    Spelling, feminine_by_ending, romanise, russian_feminine, russian_patronymic, ukrainian_patronymic,
};
pub use story::{
    ABROAD_EE, ABROAD_RU, NAMESAKE_DE, NATIONAL_BORN, NATIONAL_DE, NATIONAL_EE, NATIONAL_NAME, WANTED_BORN,
    WANTED_DE, WANTED_EE, WANTED_NAME,
};

/// A country whose register can be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Country {
    /// Estonia.
    Ee,
    /// Germany.
    De,
    /// Russia.
    Ru,
}

impl Country {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ee, Self::De, Self::Ru];

    /// ISO 3166 alpha-2, upper case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ee => "EE",
            Self::De => "DE",
            Self::Ru => "RU",
        }
    }

    fn lower(self) -> &'static str {
        match self {
            Self::Ee => "ee",
            Self::De => "de",
            Self::Ru => "ru",
        }
    }

    fn spelling(self, writing: Writing) -> Option<Spelling> {
        match (self, writing) {
            (Self::Ee, _) => Some(Spelling::Estonian),
            (Self::De, Writing::Ukrainian) => Some(Spelling::Ukrainian),
            (Self::De, _) => Some(Spelling::German),
            (Self::Ru, _) => None,
        }
    }

    /// The communities of the country and how many of a thousand belong to each.
    fn communities(self) -> &'static [(u32, &'static Community)] {
        match self {
            Self::Ee => &[
                (655, &ESTONIAN),
                (262, &ESTONIAN_RUSSIAN),
                (35, &UKRAINIAN),
                (18, &FINNISH),
                (12, &LATVIAN),
                (5, &ARMENIAN),
                (4, &TATAR),
                (3, &GEORGIAN),
                (3, &GERMAN),
                (2, &INDIAN),
                (1, &HEBREW),
            ],
            Self::De => &[
                (740, &GERMAN),
                (60, &TURKISH),
                (45, &POLISH),
                (40, &RUSSIAN),
                (35, &ARABIC),
                (20, &UKRAINIAN),
                (12, &PERSIAN),
                (11, &GREEK),
                (9, &VIETNAMESE),
                (7, &CHINESE),
                (5, &INDIAN),
                (5, &GEORGIAN),
                (4, &ARMENIAN),
                (3, &KOREAN),
                (2, &HEBREW),
                (2, &ESTONIAN),
            ],
            Self::Ru => &[
                (790, &RUSSIAN),
                (70, &TATAR),
                (55, &CAUCASIAN),
                (35, &UKRAINIAN),
                (28, &ARMENIAN),
                (14, &GEORGIAN),
                (5, &CHINESE),
                (3, &GERMAN),
            ],
        }
    }

    fn places(self) -> &'static str {
        match self {
            Self::Ee => ESTONIAN.places,
            Self::De => GERMAN.places,
            Self::Ru => RUSSIAN.places,
        }
    }

    fn streets(self) -> &'static str {
        match self {
            Self::Ee => {
                "Kevade|Pärna|Mere|Aia|Kooli|Lai|Metsa|Tartu maantee|Vabaduse puiestee|Kalda|Ranna|Jõe"
            }
            Self::De => {
                "Hauptstraße|Bahnhofstraße|Gartenstraße|Schulstraße|Lindenstraße|Bergstraße|Waldweg|Am Mühlbach|\
                 Goethestraße|Ringstraße|Kirchgasse|Südring"
            }
            Self::Ru => {
                "ул. Ленина|ул. Садовая|ул. Мира|ул. Лесная|ул. Молодёжная|ул. Школьная|пр. Победы|ул. Набережная|\
                 ул. Полевая|пер. Речной"
            }
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no country whose register can be filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not one of EE, DE, RU")]
pub struct UnknownCountry(String);

impl FromStr for Country {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, UnknownCountry> {
        Self::ALL
            .into_iter()
            .find(|country| country.code().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownCountry(text.to_owned()))
    }
}

/// Full names that the generator never gives: well-known people whose given and family names are both in the lists.
pub const PUBLIC_FIGURES: &[&str] = &[
    "Дмитрий Медведев",
    "Георгий Жуков",
    "Иван Павлов",
    "Николай Раевский",
    "Лев Толстой",
    "Пётр Чайковский",
    "Андрей Макаров",
    "Магомед Гаджиев",
    "Тарас Шевченко",
    "Андрій Шевченко",
    "Сергій Бондаренко",
    "Михаил Калинин",
    "Николай Кузнецов",
    "Алексей Толстой",
    "Андрей Воробьёв",
    "Сергей Королёв",
    "Евгений Леонов",
    "Алексей Леонов",
    "Виктор Королёв",
    "Мария Захарова",
    "Сергей Прокофьев",
    "Константин Симонов",
    "Gerhard Schröder",
    "Michael Schumacher",
    "Ralf Schumacher",
    "Thomas Müller",
    "Claudia Roth",
    "Lena Meyer",
    "Martin Schulz",
    "Siim Kallas",
    "Konrad Mägi",
    "Mustafa Kemal",
    "Jan Kowalski",
];

/// How many of the first people of a register stand in a second country's register too.
const SHARED_PER_PAIR: usize = 16;

/// The pairs of countries that share people.
const PAIRS: [(Country, Country); 3] =
    [(Country::Ee, Country::De), (Country::Ee, Country::Ru), (Country::De, Country::Ru)];

/// The communities whose names differ most between two countries.
const TRAVELLERS: [&Community; 6] = [&RUSSIAN, &ESTONIAN_RUSSIAN, &UKRAINIAN, &TATAR, &ARMENIAN, &GEORGIAN];

/// The people of a country's register: first those of the story, then those who stand in two registers, then the rest.
///
/// The person at a place depends on the country, the seed and the place alone, so a longer register begins with the
/// shorter one.
pub fn generate(country: Country, count: usize, seed: u64) -> impl Iterator<Item = Subject> {
    let told = story::TOLD.iter().filter(move |told| told.country == country).map(|told| Draft {
        id: told.id.to_owned(),
        properties: told
            .properties
            .iter()
            .map(|(key, values)| ((*key).to_owned(), values.iter().map(|v| (*v).to_owned()).collect()))
            .collect(),
    });
    let shared = PAIRS.iter().zip(1_u64..).flat_map(move |((first, second), pair)| {
        let here = *first == country || *second == country;
        let count = if here { SHARED_PER_PAIR } else { 0 };
        (0..count).map(move |at| {
            let mut dice = dice(seed, pair, at);
            let community = TRAVELLERS.get(at % TRAVELLERS.len()).copied().unwrap_or(&RUSSIAN);
            let person = Person::drawn(community, &mut dice);
            // The two registers agree on the person and differ in what else they recorded.
            let mut details = self::dice(seed, 10 * pair + country as u64, at);
            let id = format!("{}-shared-{pair}{at:02}", country.lower());
            person.recorded(id, country, format!("ZZ{pair}{:07}", 1_000 + at), &mut details)
        })
    });
    let rest = (0..count).map(move |at| {
        let mut dice = dice(seed, 100 + country as u64, at);
        let mut lot = dice.random_range(0..1000);
        let mut community = country.communities().first().map_or(&RUSSIAN, |(_, community)| *community);
        for (share, candidate) in country.communities() {
            if lot < *share {
                community = candidate;
                break;
            }
            lot -= share;
        }
        let person = Person::drawn(community, &mut dice);
        let id = format!("{}-{:06}", country.lower(), at + 1);
        person.recorded(id, country, format!("ZZ{country}{:07}", at + 1), &mut dice)
    });
    told.chain(shared).chain(rest).filter_map(Draft::subject).take(count)
}

fn dice(seed: u64, stream: u64, at: usize) -> ChaCha8Rng {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    dice.set_stream((stream << 40) | at as u64);
    dice
}

/// A subject in the making.
struct Draft {
    id: String,
    properties: BTreeMap<String, Vec<String>>,
}

impl Draft {
    fn add(&mut self, key: &str, value: impl Into<String>) {
        let value = value.into();
        let values = self.properties.entry(key.to_owned()).or_default();
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
        }
    }

    fn subject(self) -> Option<Subject> {
        let id = SubjectId::new(&self.id).ok()?;
        Some(Subject { id, schema: "Person".to_owned(), properties: self.properties })
    }
}

/// A word in up to three scripts.
#[derive(Clone, Copy)]
struct Word {
    first: &'static str,
    native: &'static str,
    cyrillic: &'static str,
}

impl Word {
    fn parse(text: &'static str) -> Self {
        let mut parts = text.split('/');
        let first = parts.next().unwrap_or_default();
        Self { first, native: parts.next().unwrap_or_default(), cyrillic: parts.next().unwrap_or_default() }
    }
}

/// A person apart from any register.
#[derive(Clone)]
struct Person {
    community: &'static Community,
    female: bool,
    given: Word,
    family: Word,
    father: Word,
    born: String,
}

/// One way to write a person's name.
struct Form {
    given: String,
    middle: String,
    family: String,
}

impl Form {
    fn given_first(&self) -> String {
        format!("{} {}", self.given, self.family)
    }
}

impl Person {
    fn drawn(community: &'static Community, dice: &mut ChaCha8Rng) -> Self {
        let female = dice.random_bool(0.34);
        let given_names = if female { community.women } else { community.men };
        loop {
            let person = Self {
                community,
                female,
                given: ranked(given_names, dice),
                family: ranked(community.families, dice),
                father: ranked(community.men, dice),
                born: birth_date(dice),
            };
            let full = format!("{} {}", person.given.first, person.family.first);
            let native = person.native_form().given_first();
            if !PUBLIC_FIGURES.contains(&full.as_str()) && !PUBLIC_FIGURES.contains(&native.as_str()) {
                return person;
            }
        }
    }

    /// The name in the person's own script and with the language's own endings.
    fn native_form(&self) -> Form {
        let family = self.family.first;
        match self.community.writing {
            Writing::Russian => Form {
                given: self.given.first.to_owned(),
                middle: russian_patronymic(self.father.first, self.female),
                family: if self.female { russian_feminine(family) } else { family.to_owned() },
            },
            Writing::Ukrainian => Form {
                given: self.given.first.to_owned(),
                middle: ukrainian_patronymic(self.father.first, self.female),
                family: family.to_owned(),
            },
            Writing::Native | Writing::FamilyFirst => Form {
                given: self.given.native.to_owned(),
                middle: String::new(),
                family: self.with_feminine(self.family.native),
            },
            Writing::Latin | Writing::Vietnamese => self.latin_form(),
        }
    }

    fn latin_form(&self) -> Form {
        Form {
            given: self.given.first.to_owned(),
            middle: match (self.community.writing, self.female) {
                (Writing::Vietnamese, false) => "Văn".to_owned(),
                (Writing::Vietnamese, true) => "Thị".to_owned(),
                _ => String::new(),
            },
            family: self.with_feminine(self.family.first),
        }
    }

    fn with_feminine(&self, family: &str) -> String {
        let inflected = matches!(self.community.nationality, "pl" | "gr");
        if self.female && inflected { feminine_by_ending(family) } else { family.to_owned() }
    }

    /// The name as `country` writes it, without native script unless that is the country's own.
    fn form_in(&self, country: Country) -> Form {
        match self.community.writing {
            Writing::Russian | Writing::Ukrainian => {
                let native = self.native_form();
                match country.spelling(self.community.writing) {
                    None if self.community.writing == Writing::Ukrainian => {
                        // A Russian register writes a Ukrainian name with Russian letters.
                        let russian = |text: &str| {
                            text.replace('и', "ы")
                                .replace(['і', 'ї'], "и")
                                .replace('є', "е")
                                .replace(['І', 'Ї'], "И")
                                .replace('Є', "Е")
                        };
                        Form {
                            given: russian(&native.given),
                            middle: russian_patronymic(&russian(self.father.first), self.female),
                            family: russian(&native.family),
                        }
                    }
                    None => native,
                    Some(spelling) => Form {
                        given: romanise(&native.given, spelling),
                        middle: String::new(),
                        family: romanise(&native.family, spelling),
                    },
                }
            }
            Writing::Native if country == Country::Ru && !self.family.cyrillic.is_empty() => Form {
                given: self.given.cyrillic.to_owned(),
                middle: russian_patronymic(self.father.cyrillic, self.female),
                family: self.family.cyrillic.to_owned(),
            },
            Writing::Native | Writing::FamilyFirst | Writing::Latin | Writing::Vietnamese => {
                self.latin_form()
            }
        }
    }

    /// What the register of `country` holds about the person.
    fn recorded(&self, id: String, country: Country, passport: String, dice: &mut ChaCha8Rng) -> Draft {
        let mut draft = Draft { id, properties: BTreeMap::new() };
        let form = self.form_in(country);
        let form_name = form.given_first();
        let cyrillic_home = country == Country::Ru && !form.middle.is_empty();
        draft.add(
            "name",
            if cyrillic_home {
                format!("{} {} {}", form.family, form.given, form.middle)
            } else if form.middle.is_empty() {
                form.given_first()
            } else {
                format!("{} {} {}", form.family, form.middle, form.given)
            },
        );
        for alias in self.aliases(country, dice) {
            draft.add("alias", alias);
        }
        if self.female && dice.random_bool(0.12) {
            let maiden = Self { family: ranked(self.community.families, dice), ..self.clone() };
            let maiden = maiden.form_in(country).given_first();
            if maiden != form_name {
                draft.add("previousName", maiden);
            }
        }
        if dice.random_bool(0.04) {
            let initial: String = form.given.chars().take(1).collect();
            draft.add("weakAlias", format!("{} {initial}.", form.family));
        }
        draft.add("firstName", form.given);
        draft.add("lastName", form.family);
        if !form.middle.is_empty() {
            draft.add(if cyrillic_home { "fatherName" } else { "middleName" }, form.middle);
        }
        draft.add("birthDate", self.born.as_str());
        draft.add("gender", if self.female { "female" } else { "male" });
        draft.add(
            "nationality",
            if dice.random_bool(0.25) { country.lower() } else { self.community.nationality },
        );
        let at_home = self.community.nationality == country.lower();
        let places = if dice.random_bool(0.4) || at_home { country.places() } else { self.community.places };
        let place = one_of(places, dice);
        draft.add(
            "birthPlace",
            match country.spelling(Writing::Russian) {
                Some(spelling) => romanise(place, spelling),
                None => place.to_owned(),
            },
        );
        if dice.random_bool(0.7) {
            draft.add("passportNumber", passport);
        }
        if dice.random_bool(0.8) {
            let (street, town) = (one_of(country.streets(), dice), one_of(country.places(), dice));
            let house = dice.random_range(1..120);
            draft.add(
                "address",
                match country {
                    Country::Ru => format!("{street}, д. {house}, {town}"),
                    Country::De => format!("{street} {house}, {town}"),
                    Country::Ee => format!("{street} {house}-{}, {town}", dice.random_range(1..60)),
                },
            );
        }
        draft
    }

    /// Other spellings the register happens to know.
    fn aliases(&self, country: Country, dice: &mut ChaCha8Rng) -> Vec<String> {
        let native = self.native_form();
        let mut aliases = Vec::new();
        match self.community.writing {
            Writing::Russian | Writing::Ukrainian if country == Country::Ru => {
                if dice.random_bool(0.2) {
                    let latin = Form {
                        given: romanise(&native.given, Spelling::Passport),
                        middle: String::new(),
                        family: romanise(&native.family, Spelling::Passport),
                    };
                    aliases.push(latin.given_first());
                }
            }
            Writing::Russian | Writing::Ukrainian => {
                if dice.random_bool(if country == Country::Ee { 0.6 } else { 0.3 }) {
                    aliases.push(format!("{} {} {}", native.given, native.middle, native.family));
                }
            }
            Writing::Native => {
                if dice.random_bool(0.5) {
                    aliases.push(native.given_first());
                }
                if country == Country::Ru && dice.random_bool(0.3) {
                    aliases.push(self.latin_form().given_first());
                }
            }
            Writing::FamilyFirst => {
                if dice.random_bool(0.6) {
                    aliases.push(format!("{}{}", native.family, native.given));
                }
            }
            Writing::Vietnamese => {
                if dice.random_bool(0.3) {
                    aliases.push(native.given_first());
                }
            }
            Writing::Latin => {
                if dice.random_bool(0.08) {
                    let ascii = without_marks(&native.given_first());
                    if ascii != native.given_first() {
                        aliases.push(ascii);
                    }
                }
            }
        }
        aliases
    }
}

/// Draws a word by rank: the common names are a few times as frequent as the rare ones.
fn ranked(words: &'static str, dice: &mut ChaCha8Rng) -> Word {
    const FLATTEN: f64 = 8.0;
    let words: Vec<&'static str> = words.split_whitespace().collect();
    let total: f64 = (0..words.len()).map(|rank| 1.0 / (rank as f64 + FLATTEN)).sum();
    let mut lot = dice.random_range(0.0..total);
    for (rank, word) in words.iter().enumerate() {
        let weight = 1.0 / (rank as f64 + FLATTEN);
        if lot < weight {
            return Word::parse(word);
        }
        lot -= weight;
    }
    Word::parse(words.last().copied().unwrap_or_default())
}

fn one_of(list: &'static str, dice: &mut ChaCha8Rng) -> &'static str {
    let parts: Vec<&'static str> = list.split('|').map(str::trim).collect();
    let at = dice.random_range(0..parts.len().max(1));
    parts.get(at).copied().unwrap_or_default()
}

/// A date of birth between 1938 and 2006; a few are known to the year or the month only.
fn birth_date(dice: &mut ChaCha8Rng) -> String {
    let year = 1938 + (dice.random_range(0..69) + dice.random_range(0..69)) / 2;
    let month = dice.random_range(1..=12);
    let day = dice.random_range(
        1..=match month {
            2 if year % 4 == 0 => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        },
    );
    match dice.random_range(0..100) {
        0..4 => format!("{year}"),
        4..6 => format!("{year}-{month:02}"),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}

/// The spelling of a typewriter without the letters of the language.
fn without_marks(name: &str) -> String {
    const PAIRS: [(char, &str); 46] = [
        ('ä', "ae"),
        ('ö', "oe"),
        ('ü', "ue"),
        ('ß', "ss"),
        ('Ä', "Ae"),
        ('Ö', "Oe"),
        ('Ü', "Ue"),
        ('õ', "o"),
        ('Õ', "O"),
        ('š', "sh"),
        ('ž', "zh"),
        ('Ž', "Zh"),
        ('ş', "s"),
        ('Ş', "S"),
        ('ç', "c"),
        ('Ç', "C"),
        ('ğ', "g"),
        ('ı', "i"),
        ('İ', "I"),
        ('ł', "l"),
        ('Ł', "L"),
        ('ń', "n"),
        ('ś', "s"),
        ('ź', "z"),
        ('ż', "z"),
        ('Ż', "Z"),
        ('Ź', "Z"),
        ('ą', "a"),
        ('ę', "e"),
        ('ó', "o"),
        ('ć', "c"),
        ('ā', "a"),
        ('ē', "e"),
        ('ī', "i"),
        ('ū', "u"),
        ('ņ', "n"),
        ('ļ', "l"),
        ('ķ', "k"),
        ('ģ', "g"),
        ('Ģ', "G"),
        ('č', "c"),
        ('Š', "Sh"),
        ('Č', "C"),
        ('é', "e"),
        ('è', "e"),
        ('å', "a"),
    ];
    name.chars()
        .map(|letter| {
            PAIRS
                .iter()
                .find(|(from, _)| *from == letter)
                .map_or_else(|| letter.to_string(), |(_, to)| (*to).to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn all(country: Country) -> Vec<Subject> {
        generate(country, 5_000, 7).collect()
    }

    #[test]
    fn a_seed_gives_the_same_people_and_a_longer_register_begins_with_the_shorter() {
        for country in Country::ALL {
            let long = all(country);
            assert_eq!(long.len(), 5_000);
            assert_eq!(long, all(country));
            let short: Vec<_> = generate(country, 100, 7).collect();
            assert_eq!(short[..], long[..100]);
            assert_ne!(long[99], generate(country, 100, 8).last().unwrap());
        }
    }

    #[test]
    fn identifiers_are_unique_in_all_registers_and_every_date_exists() {
        let mut ids = BTreeSet::new();
        for country in Country::ALL {
            for subject in all(country) {
                assert!(ids.insert(subject.id.clone()), "{} twice", subject.id);
                let date = subject.first("birthDate").unwrap();
                let whole = format!("{date}{}", &"-01-01"[..10 - date.len()]);
                assert!(whole.parse::<jiff::civil::Date>().is_ok(), "{}: {date}", subject.id);
                for name in Subject::NAMES.iter().flat_map(|key| subject.values(key)) {
                    assert!(
                        name.trim() == name && !name.contains("  ") && name.chars().count() > 1,
                        "`{name}`"
                    );
                }
                for number in subject.values("passportNumber") {
                    assert!(number.starts_with("ZZ"));
                }
            }
        }
    }

    #[test]
    fn each_register_is_written_in_the_scripts_of_its_place() {
        let scripts = |country| {
            let mut seen = BTreeMap::<&str, usize>::new();
            for subject in all(country) {
                let names: String =
                    Subject::NAMES.iter().flat_map(|key| subject.values(key)).cloned().collect();
                for (script, range) in [
                    ("Latin", 'A'..='ỹ'),
                    ("Greek", 'Α'..='ώ'),
                    ("Cyrillic", 'Ѐ'..='ӿ'),
                    ("Armenian", 'Ա'..='ֆ'),
                    ("Hebrew", 'א'..='ת'),
                    ("Arabic", 'ء'..='ۿ'),
                    ("Devanagari", 'ऀ'..='ॿ'),
                    ("Georgian", 'ა'..='ჿ'),
                    ("Hangul", '가'..='힣'),
                    ("Han", '一'..='龯'),
                ] {
                    let latin = |c: &char| script != "Latin" || *c < 'Ͱ' || *c >= 'Ḁ';
                    if names.chars().filter(latin).any(|c| range.contains(&c)) {
                        *seen.entry(script).or_default() += 1;
                    }
                }
            }
            seen
        };
        let (ee, de, ru) = (scripts(Country::Ee), scripts(Country::De), scripts(Country::Ru));
        assert!(ee["Latin"] > 4_900 && ee["Cyrillic"] > 500, "{ee:?}");
        assert!(de.len() >= 10 && de["Latin"] == 5_000, "{de:?}");
        assert!(ru["Cyrillic"] > 4_800 && ru["Latin"] > 300, "{ru:?}");
    }

    #[test]
    fn travellers_stand_in_two_registers_under_two_spellings() {
        let mut spelt = BTreeMap::<String, Vec<String>>::new();
        for country in Country::ALL {
            for subject in all(country).into_iter().filter(|s| s.id.as_str().contains("-shared-")) {
                let key = subject.id.as_str()[3..].to_owned();
                assert_eq!(subject.first("birthDate").map(str::len).map(|n| n >= 4), Some(true));
                spelt.entry(key).or_default().push(subject.caption().to_owned());
            }
        }
        assert_eq!(spelt.len(), PAIRS.len() * SHARED_PER_PAIR);
        assert!(spelt.values().all(|names| names.len() == 2));
        let differ = spelt.values().filter(|names| names[0] != names[1]).count();
        assert!(differ >= 40, "{differ} of {} differ", spelt.len());
    }

    #[test]
    fn the_people_of_the_story_come_first_and_no_public_figure_comes_at_all() {
        for country in Country::ALL {
            let people = all(country);
            for told in story::TOLD.iter().filter(|told| told.country == country) {
                assert!(people.iter().take(10).any(|s| s.id.as_str() == told.id));
            }
            for subject in &people {
                let name = |key| subject.first(key).unwrap_or_default();
                let full = format!("{} {}", name("firstName"), name("lastName"));
                assert!(!PUBLIC_FIGURES.contains(&full.as_str()), "{full}");
            }
        }
    }
}
