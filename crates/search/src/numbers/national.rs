//! Numbers that states give to people, where the rule is public: check digits, and the birth date and sex inside.
//!
//! A row without a check digit has the plain form alone; it is read only where the country is known. Sources of the rules
//! are the laws and offices named beside the functions' countries in `docs/PERSONS.md`.

use jiff::civil::Date;

use super::national_others as others;
use super::{luhn, odd_is_male, valued, weighted};
use crate::query::Sex;

/// What a number says of its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inside {
    /// The date of birth.
    pub born: Option<Date>,
    /// The sex.
    pub sex: Option<Sex>,
}

/// A kind of national number.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// How it is called, such as `EE isikukood`.
    pub name: &'static str,
    /// The states that give it, ISO alpha-2 in lower case.
    pub countries: &'static [&'static str],
    /// Whether a check digit guards it.
    pub checked: bool,
    read: fn(&[u8]) -> Option<Inside>,
}

/// A number of a known kind.
#[derive(Debug, Clone, Copy)]
pub struct Read {
    /// Its place in [`SCHEMES`], from 0.
    pub place: u8,
    /// The kind.
    pub scheme: &'static Scheme,
    /// What it says.
    pub inside: Inside,
}

/// Reads a number in the form of [`super::normal`]. `countries` are those the person is known to belong to. A number is taken
/// for a national one if its check digit holds and its state is among them; without any country, if it also holds a
/// birth date and only one kind fits.
#[must_use]
pub fn read(number: &str, countries: &[impl AsRef<str>]) -> Option<Read> {
    if !number.is_ascii() {
        return None;
    }
    let bytes = number.as_bytes();
    let fits = SCHEMES
        .iter()
        .zip(0_u8..)
        .filter_map(|(scheme, place)| (scheme.read)(bytes).map(|inside| Read { place, scheme, inside }));
    if countries.is_empty() {
        let mut dated = fits.filter(|read| read.scheme.checked && read.inside.born.is_some());
        let first = dated.next()?;
        return dated.next().is_none().then_some(first);
    }
    let known = |scheme: &Scheme| {
        countries
            .iter()
            .any(|country| scheme.countries.iter().any(|of| country.as_ref().eq_ignore_ascii_case(of)))
    };
    let mut of_country = fits.filter(|read| known(read.scheme));
    of_country.next()
}

macro_rules! scheme {
    ($name:literal, [$($country:literal),*], $checked:literal, $read:expr) => {
        Scheme { name: $name, countries: &[$($country),*], checked: $checked, read: $read }
    };
}

/// The kinds that are known. Their order is part of the stored form of facts: new ones go to the end.
pub static SCHEMES: &[Scheme] = &[
    scheme!("EE isikukood, LT asmens kodas", ["ee", "lt"], true, baltic),
    scheme!("LV personas kods", ["lv"], true, latvian),
    scheme!("FI henkilötunnus", ["fi"], true, finnish),
    scheme!("SE personnummer", ["se"], true, swedish),
    scheme!("NO fødselsnummer", ["no"], true, norwegian),
    scheme!("DK CPR", ["dk"], false, danish),
    scheme!("PL PESEL", ["pl"], true, polish),
    scheme!("RO CNP", ["ro"], true, romanian),
    scheme!("BG EGN", ["bg"], true, bulgarian),
    scheme!("CZ, SK rodné číslo", ["cz", "sk"], true, czech),
    scheme!("JMBG, EMŠO", ["rs", "ba", "me", "mk", "si", "hr", "xk", "yu"], true, jmbg),
    scheme!("HR OIB", ["hr"], true, |n| iso7064_mod_11_10(n, 11)),
    scheme!("RU INN", ["ru"], true, russian_inn),
    scheme!("RU SNILS", ["ru"], true, russian_snils),
    scheme!("UA RNOKPP", ["ua"], true, ukrainian),
    scheme!("KZ IIN", ["kz"], true, kazakh),
    scheme!("BY identification number", ["by"], true, others::belarusian),
    scheme!("MD IDNP", ["md"], true, others::moldovan),
    scheme!("DE Steuer-ID", ["de"], true, german),
    scheme!("IT codice fiscale", ["it"], true, others::italian),
    scheme!("ES DNI, NIE", ["es"], true, others::spanish),
    scheme!("FR NIR", ["fr"], true, others::french),
    scheme!("BE rijksregisternummer", ["be"], true, others::belgian),
    scheme!("NL BSN", ["nl"], true, others::dutch),
    scheme!("PT NIF", ["pt"], true, others::portuguese),
    scheme!("TR kimlik numarası", ["tr"], true, others::turkish),
    scheme!("IL mispar zehut", ["il"], true, others::israeli),
    scheme!("IR code melli", ["ir"], true, others::iranian),
    scheme!("CN resident identity number", ["cn"], true, others::chinese),
    scheme!("KR resident registration number", ["kr"], true, others::korean),
    scheme!("IN Aadhaar", ["in"], true, others::indian),
    scheme!("PK CNIC", ["pk"], false, others::pakistani),
    scheme!("TH citizen number", ["th"], true, others::thai),
    scheme!("ZA identity number", ["za"], true, others::south_african),
    scheme!("BR CPF", ["br"], true, others::brazilian),
    scheme!("CL RUT", ["cl"], true, others::chilean),
    scheme!("MX CURP", ["mx"], true, others::mexican),
    scheme!("EG national number", ["eg"], false, others::egyptian),
    scheme!("KW civil number", ["kw"], true, others::kuwaiti),
    scheme!("GR AMKA", ["gr"], true, others::greek),
];

/// A date of the given century or full year; none where there is no such day.
pub(crate) fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The number that two neighbouring digits make.
pub(crate) fn two(digits: &[u32], at: usize) -> Option<u32> {
    Some(digits.get(at)? * 10 + digits.get(at + 1)?)
}

pub(crate) fn exactly(bytes: &[u8], length: usize) -> Option<Vec<u32>> {
    if bytes.len() == length { valued(bytes) } else { None }
}

pub(crate) fn known(born: Date, sex: Option<Sex>) -> Option<Inside> {
    Some(Inside { born: Some(born), sex })
}

pub(crate) fn plain(holds: bool) -> Option<Inside> {
    holds.then(Inside::default)
}

/// Century and sex in the first digit, then the date; weights 1…9,1 and 3…9,1,2,3 (Estonian standard EVS 585).
fn baltic(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let (first, last) = (*d.first()?, *d.last()?);
    let century = match first {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        _ => return None,
    };
    let check = match weighted(&d, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11 {
        10 => match weighted(&d, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 {
            10 => 0,
            rest => rest,
        },
        rest => rest,
    };
    (check == last).then_some(())?;
    known(date(century + two(&d, 1)?, two(&d, 3)?, two(&d, 5)?)?, odd_is_male(first))
}

/// The form with the birth date, given until 2017. The later one begins with 32 and says nothing.
fn latvian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let sum = weighted(&d, &[1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    ((1101 - sum) % 11 == *d.last()?).then_some(())?;
    if two(&d, 0)? == 32 {
        return plain(true);
    }
    let century = match d.get(6)? {
        0 => 1800,
        1 => 1900,
        2 => 2000,
        _ => return None,
    };
    known(date(century + two(&d, 4)?, two(&d, 2)?, two(&d, 0)?)?, None)
}

/// `DDMMYYCNNNT`; the sign of the century is lost with punctuation where it was `-` or `+`, so it is taken as optional.
fn finnish(bytes: &[u8]) -> Option<Inside> {
    let (front, rest) = bytes.split_at_checked(6)?;
    let (century, rest) = match rest {
        [sign @ b'A'..=b'F', rest @ ..] if rest.len() == 4 => {
            let _ = sign;
            (2000, rest)
        }
        [b'U'..=b'Y', rest @ ..] if rest.len() == 4 => (1900, rest),
        rest if rest.len() == 4 => (1900, rest),
        _ => return None,
    };
    let d = valued(front)?;
    let serial = valued(rest.get(..3)?)?;
    let number = d.iter().chain(&serial).fold(0_u32, |sum, digit| sum * 10 + digit);
    let marks = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    (marks.get((number % 31) as usize) == rest.get(3)).then_some(())?;
    known(date(century + two(&d, 4)?, two(&d, 2)?, two(&d, 0)?)?, odd_is_male(*serial.get(2)?))
}

/// Ten digits, or twelve with the century; Luhn over the ten. Days above 60 are coordination numbers.
fn swedish(bytes: &[u8]) -> Option<Inside> {
    let all = valued(bytes)?;
    let (century, d) = match all.len() {
        12 => (Some(two(&all, 0)? * 100), all.get(2..)?.to_vec()),
        10 => (None, all),
        _ => return None,
    };
    luhn(&d).then_some(())?;
    let day = two(&d, 4)?;
    let day = if day > 60 { day - 60 } else { day };
    let of_century = two(&d, 0)?;
    // Without its century a number is of the last one where that is possible: the young are written with twelve digits.
    let year = century.unwrap_or(if of_century < 10 { 2000 } else { 1900 }) + of_century;
    known(date(year, two(&d, 2)?, day)?, odd_is_male(*d.get(8)?))
}

fn norwegian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let check = |sum: u32| match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        rest => Some(rest),
    };
    let first = check(weighted(&d, &[3, 7, 6, 1, 8, 9, 4, 5, 2]))?;
    let second = check(weighted(&d, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]))?;
    (d.get(9) == Some(&first) && d.get(10) == Some(&second)).then_some(())?;
    let (day, month, year) = (two(&d, 0)?, two(&d, 2)?, two(&d, 4)?);
    let day = if day > 40 { day - 40 } else { day };
    let month = if month > 40 { month - 40 } else { month };
    let serial = two(&d, 6)? * 10 + d.get(8)?;
    let century = match (serial, year) {
        (0..=499, _) | (900..=999, 40..) => 1900,
        (500..=749, 54..) => 1800,
        (500..=999, ..=39) => 2000,
        _ => return None,
    };
    known(date(century + year, month, day)?, odd_is_male(*d.get(8)?))
}

/// The check digit was given up in 2007, so the form alone is read.
fn danish(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 10)?;
    let (year, mark) = (two(&d, 4)?, *d.get(6)?);
    let century = match (mark, year) {
        (0..=3, _) | (4 | 9, 37..) => 1900,
        (4 | 9, _) | (5..=8, ..=57) => 2000,
        _ => 1800,
    };
    known(date(century + year, two(&d, 2)?, two(&d, 0)?)?, odd_is_male(*d.get(9)?))
}

fn polish(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let sum = weighted(&d, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
    ((10 - sum % 10) % 10 == *d.last()?).then_some(())?;
    let (century, month) = month_century(two(&d, 2)?)?;
    known(date(century + two(&d, 0)?, month, two(&d, 4)?)?, odd_is_male(*d.get(9)?))
}

/// The century in the month, as Poland does it.
fn month_century(month: u32) -> Option<(u32, u32)> {
    match month {
        1..=12 => Some((1900, month)),
        21..=32 => Some((2000, month - 20)),
        41..=52 => Some((2100, month - 40)),
        81..=92 => Some((1800, month - 80)),
        _ => None,
    }
}

fn romanian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 13)?;
    let check = match weighted(&d, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11 {
        10 => 1,
        rest => rest,
    };
    (check == *d.last()?).then_some(())?;
    let first = *d.first()?;
    let century = match first {
        1 | 2 => 1900,
        3 | 4 => 1800,
        5 | 6 => 2000,
        // Residents: the century is not told.
        7..=9 => return plain(true),
        _ => return None,
    };
    known(date(century + two(&d, 1)?, two(&d, 3)?, two(&d, 5)?)?, odd_is_male(first))
}

fn bulgarian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 10)?;
    let check = weighted(&d, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
    (check == *d.last()?).then_some(())?;
    let (century, month) = match two(&d, 2)? {
        month @ 1..=12 => (1900, month),
        month @ 21..=32 => (1800, month - 20),
        month @ 41..=52 => (2000, month - 40),
        _ => return None,
    };
    // An even digit is a man's here.
    let sex = Some(if d.get(8)? % 2 == 0 { Sex::Male } else { Sex::Female });
    known(date(century + two(&d, 0)?, month, two(&d, 4)?)?, sex)
}

/// Ten digits since 1954; the older nine have no check digit and are not read.
fn czech(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 10)?;
    let front = d.iter().take(9).fold(0_u64, |sum, digit| sum * 10 + u64::from(*digit));
    (front % 11 % 10 == u64::from(*d.last()?)).then_some(())?;
    let (year, month) = (two(&d, 0)?, two(&d, 2)?);
    let (sex, month) = match month {
        1..=12 => (Sex::Male, month),
        21..=32 => (Sex::Male, month - 20),
        51..=62 => (Sex::Female, month - 50),
        71..=82 => (Sex::Female, month - 70),
        _ => return None,
    };
    known(date(if year >= 54 { 1900 } else { 2000 } + year, month, two(&d, 4)?)?, Some(sex))
}

fn jmbg(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 13)?;
    let check = match 11 - weighted(&d, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11 {
        10 => return None,
        11 => 0,
        rest => rest,
    };
    (check == *d.last()?).then_some(())?;
    let thousandth = d.get(4)? * 100 + two(&d, 5)?;
    let year = if thousandth >= 800 { 1000 } else { 2000 } + thousandth;
    let sex = if two(&d, 9)? * 10 + d.get(11)? >= 500 { Sex::Female } else { Sex::Male };
    known(date(year, two(&d, 2)?, two(&d, 0)?)?, Some(sex))
}

/// ISO/IEC 7064, MOD 11,10.
fn iso7064_mod_11_10(bytes: &[u8], length: usize) -> Option<Inside> {
    let d = exactly(bytes, length)?;
    let (last, front) = d.split_last()?;
    let rest = front.iter().fold(10, |rest, digit| {
        let sum = (rest + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    plain((11 - rest) % 10 == *last)
}

/// The first ten digits have one digit twice or three times, and do not begin with 0.
fn german(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let front = d.get(..10)?;
    let missing = (0..10).filter(|digit| !front.contains(digit)).count();
    if front.first() == Some(&0) || !(1..=2).contains(&missing) {
        return None;
    }
    iso7064_mod_11_10(bytes, 11)
}

fn russian_inn(bytes: &[u8]) -> Option<Inside> {
    let d = valued(bytes)?;
    match d.len() {
        10 => plain(weighted(&d, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == *d.last()?),
        12 => {
            let first = weighted(&d, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
            let second = weighted(&d, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
            plain(d.get(10) == Some(&first) && d.get(11) == Some(&second))
        }
        _ => None,
    }
}

fn russian_snils(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let sum = weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2, 1]);
    plain(sum % 101 % 100 == two(&d, 9)?)
}

/// The first five digits count days from 31 December 1899.
fn ukrainian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 10)?;
    // The first weight is -1.
    let sum = weighted(d.get(1..9)?, &[5, 7, 9, 4, 6, 10, 5, 7]) + 11 - *d.first()?;
    (sum % 11 % 10 == *d.last()?).then_some(())?;
    let days = d.iter().take(5).fold(0_i64, |sum, digit| sum * 10 + i64::from(*digit));
    (days > 0).then_some(())?;
    let born = date(1899, 12, 31)?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    known(born, odd_is_male(*d.get(8)?))
}

fn kazakh(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 12)?;
    let check = match weighted(&d, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11 {
        10 => match weighted(&d, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11 {
            10 => return None,
            rest => rest,
        },
        rest => rest,
    };
    (check == *d.last()?).then_some(())?;
    let mark = *d.get(6)?;
    let century = match mark {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        // Foreigners.
        0 => return plain(true),
        _ => return None,
    };
    known(date(century + two(&d, 0)?, two(&d, 2)?, two(&d, 4)?)?, odd_is_male(mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::normal;

    /// Reads a number as of a country: its kind's name, what is inside.
    fn shown(number: &str, country: &str) -> String {
        let countries: Vec<&str> = if country.is_empty() { Vec::new() } else { vec![country] };
        let read = normal(number).and_then(|number| read(&number, &countries));
        read.map_or("none".to_owned(), |read| {
            let born = read.inside.born.map_or(String::new(), |born| format!(" {born}"));
            let sex = read.inside.sex.map_or(String::new(), |sex| format!(" {}", sex.as_str()));
            format!("{}{born}{sex}", read.scheme.name)
        })
    }

    /// A slip in one digit is seen by every kind that has a check digit.
    #[track_caller]
    fn slips(country: &str, number: &str) {
        let number = normal(number).unwrap();
        let scheme = read(&number, &[country]).unwrap_or_else(|| panic!("{number}")).scheme.name;
        let seen = number
            .char_indices()
            .filter(|(_, c)| c.is_ascii_digit())
            .filter(|(at, c)| {
                let mut other = number.clone();
                other.replace_range(*at..=*at, if *c == '9' { "0" } else { "9" });
                other != number && read(&other, &[country]).is_none_or(|read| read.scheme.name != scheme)
            })
            .count();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        assert!(seen + 1 >= digits, "{number}: {seen} of {digits} slips are seen");
    }

    // Published examples of the rules; none belongs to a person that we know of.
    #[test]
    fn rules_hold_for_their_examples() {
        let mut wrong = Vec::new();
        for (country, number, expected) in [
            ("ee", "37605030299", "1976-05-03 male"),
            ("lt", "33309240064", "1933-09-24 male"),
            ("lv", "161175-19997", "1975-11-16"),
            ("fi", "131052-308T", "1952-10-13 female"),
            ("se", "19121212-1212", "1912-12-12 male"),
            ("se", "811228-9874", "1981-12-28 male"),
            ("pl", "44051401359", "1944-05-14 male"),
            ("pl", "02070803628", "1902-07-08 female"),
            ("ro", "1630615123457", "1963-06-15 male"),
            ("bg", "7523169263", "1875-03-16 male"),
            ("bg", "8032056031", "1880-12-05 female"),
            ("rs", "0101006500006", "2006-01-01 male"),
            ("hr", "33392005961", "HR OIB"),
            ("ru", "500100732259", "RU INN"),
            ("ru", "7830002293", "RU INN"),
            ("ru", "112-233-445 95", "RU SNILS"),
            ("ua", "1759013776", "1948-02-28 male"),
            ("de", "36 574 261 809", "DE Steuer-ID"),
            ("it", "RCCMNL83S18D969H", "1983-11-18 male"),
            ("es", "54362315K", "ES DNI"),
            ("es", "X-2482300W", "ES DNI"),
            ("fr", "2 55 08 14 168 025 38", "female"),
            ("be", "85.07.30-033 28", "1985-07-30 male"),
            ("nl", "111222333", "NL BSN"),
            ("pt", "501964843", "PT NIF"),
            ("tr", "10000000146", "TR kimlik"),
            ("il", "039337423", "IL mispar"),
            ("ir", "0499370899", "IR code"),
            ("cn", "11010519491231002X", "1949-12-31 female"),
            ("br", "390.533.447-05", "BR CPF"),
            ("cl", "12531909-2", "CL RUT"),
            ("mx", "BOXW310820HNERXN09", "1931-08-20 male"),
            ("za", "7503305044089", "1975-03-30 male"),
            ("in", "234123412346", "IN Aadhaar"),
            ("md", "1008600038413", "MD IDNP"),
        ] {
            let shown = shown(number, country);
            if !shown.contains(expected) {
                wrong.push(format!("{country} {number}: {shown}"));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn check_digits_see_a_slip() {
        for (country, number) in [
            ("ee", "37605030299"),
            ("pl", "44051401359"),
            ("de", "36574261809"),
            ("it", "RCCMNL83S18D969H"),
            ("cn", "11010519491231002X"),
            ("fi", "131052308T"),
            ("br", "39053344705"),
        ] {
            slips(country, number);
        }
    }

    #[test]
    fn another_state_reads_nothing_into_a_number() {
        assert_eq!(shown("37605030299", "fr"), "none");
        assert_eq!(shown("37605030299", ""), "EE isikukood, LT asmens kodas 1976-05-03 male");
        assert_eq!(shown("AB123456", ""), "none");
        assert_eq!(shown("7830002293", ""), "none");
    }
}
