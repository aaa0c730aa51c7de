//! The machine-readable zone of travel documents (ICAO Doc 9303, parts 3 to 7): three lines of 30, two of 36, two of 44.
//!
//! What a reader or a keyboard made of it may have mistakes: each field says whether its check digit holds, and characters
//! that are taken for one another are mended where the check digit then holds.

use crate::born::Born;
use crate::query::Sex;

/// What a machine-readable zone says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mrz {
    /// The kind of document: `P`, `ID`, `V`, …
    pub document: String,
    /// The issuing state as an ISO alpha-2 code where there is one, else as written.
    pub issuer: String,
    /// Family names, then given names, with a comma between where both are there.
    pub name: String,
    /// The number of the document.
    pub number: String,
    /// Nationality, as the issuer.
    pub nationality: String,
    /// The date of birth as far as it is given.
    pub born: Option<Born>,
    /// The sex, if it is given.
    pub sex: Option<Sex>,
    /// A further number, such as a national one.
    pub further: Option<String>,
    /// The fields whose check digit does not hold.
    pub failed: Vec<Field>,
}

/// A field with a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The number of the document.
    Number,
    /// The date of birth.
    Born,
    /// The date of expiry.
    Expiry,
    /// The further number.
    Further,
    /// All of them together.
    All,
}

/// The text is not a machine-readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnMrz {
    /// Neither 3 × 30, 2 × 36 nor 2 × 44 characters.
    #[error("a machine-readable zone has three lines of 30, two of 36 or two of 44 characters")]
    Shape,
    /// A character that does not occur in one.
    #[error("a machine-readable zone has only A to Z, 0 to 9 and <")]
    Character,
}

/// Whether a text looks like a machine-readable zone, so that [`read`] should be tried.
#[must_use]
pub fn seems(text: &str) -> bool {
    text.len() < 400 && text.contains('<') && text.chars().filter(|c| !c.is_whitespace()).count() >= 72
}

/// The check digit of a field (Doc 9303-3 §4.9): weights 7, 3, 1; letters count from 10, the filler is 0.
#[must_use]
pub fn check_digit(field: &[u8]) -> Option<u8> {
    let mut sum = 0_u32;
    for (byte, weight) in field.iter().zip([7, 3, 1].into_iter().cycle()) {
        sum += weight * value(*byte)?;
    }
    u8::try_from(sum % 10).ok().map(|digit| b'0' + digit)
}

fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        b'<' => Some(0),
        _ => None,
    }
}

/// Reads a machine-readable zone; line ends and spaces may be missing or too many. `this_year` decides the century of birth.
///
/// # Errors
/// [`NotAnMrz`].
pub fn read(text: &str, this_year: i16) -> Result<Mrz, NotAnMrz> {
    if text.len() > 400 {
        return Err(NotAnMrz::Shape);
    }
    let bytes: Vec<u8> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c.to_ascii_uppercase() {
            '«' | '‹' => Ok(b'<'),
            c if c.is_ascii() => Ok(u8::try_from(u32::from(c)).unwrap_or_default()),
            _ => Err(NotAnMrz::Character),
        })
        .collect::<Result<_, _>>()?;
    if bytes.iter().any(|byte| value(*byte).is_none()) {
        return Err(NotAnMrz::Character);
    }
    let of = |at: usize, length: usize| bytes.get(at..at + length).unwrap_or_default();
    match bytes.len() {
        90 => Ok(read_with(
            &Layout {
                document: of(0, 2),
                issuer: of(2, 3),
                number: (of(5, 9), of(14, 1)),
                overflow: of(15, 15),
                born: (of(30, 6), of(36, 1)),
                sex: of(37, 1),
                expiry: (of(38, 6), of(44, 1)),
                nationality: of(45, 3),
                further: (of(15, 15), None),
                all: (vec![of(5, 25), of(30, 7), of(38, 7), of(48, 11)], of(59, 1)),
                name: of(60, 30),
            },
            this_year,
        )),
        72 => Ok(read_with(
            &Layout {
                document: of(0, 2),
                issuer: of(2, 3),
                number: (of(36, 9), of(45, 1)),
                overflow: of(64, 7),
                born: (of(49, 6), of(55, 1)),
                sex: of(56, 1),
                expiry: (of(57, 6), of(63, 1)),
                nationality: of(46, 3),
                further: (of(64, 7), None),
                all: (vec![of(36, 10), of(49, 7), of(57, 14)], of(71, 1)),
                name: of(5, 31),
            },
            this_year,
        )),
        88 => Ok(read_with(
            &Layout {
                document: of(0, 2),
                issuer: of(2, 3),
                number: (of(44, 9), of(53, 1)),
                overflow: &[],
                born: (of(57, 6), of(63, 1)),
                sex: of(64, 1),
                expiry: (of(65, 6), of(71, 1)),
                nationality: of(54, 3),
                further: (of(72, 14), Some(of(86, 1))),
                all: (vec![of(44, 10), of(57, 7), of(65, 22)], of(87, 1)),
                name: of(5, 39),
            },
            this_year,
        )),
        _ => Err(NotAnMrz::Shape),
    }
}

struct Layout<'a> {
    document: &'a [u8],
    issuer: &'a [u8],
    number: (&'a [u8], &'a [u8]),
    overflow: &'a [u8],
    born: (&'a [u8], &'a [u8]),
    sex: &'a [u8],
    expiry: (&'a [u8], &'a [u8]),
    nationality: &'a [u8],
    further: (&'a [u8], Option<&'a [u8]>),
    all: (Vec<&'a [u8]>, &'a [u8]),
    name: &'a [u8],
}

fn read_with(zone: &Layout<'_>, this_year: i16) -> Mrz {
    let mut failed = Vec::new();
    let holds = |field: &[u8], check: &[u8]| {
        let expected = check_digit(field);
        check
            .first()
            .is_some_and(|check| expected == Some(*check) || (*check == b'<' && expected == Some(b'0')))
    };
    let (number, number_holds) = number_of(zone);
    if !number_holds {
        failed.push(Field::Number);
    }
    // Only digits stand in a date: a letter there was misread.
    let born_field: Vec<u8> = zone.born.0.iter().map(|byte| as_digit(*byte)).collect();
    if !holds(&born_field, &digits(zone.born.1)) {
        failed.push(Field::Born);
    }
    let expiry: Vec<u8> = zone.expiry.0.iter().map(|byte| as_digit(*byte)).collect();
    if !holds(&expiry, &digits(zone.expiry.1)) {
        failed.push(Field::Expiry);
    }
    if zone.further.1.is_some_and(|check| !holds(zone.further.0, &digits(check))) {
        failed.push(Field::Further);
    }
    if !holds(&zone.all.0.concat(), &digits(zone.all.1)) && failed.is_empty() {
        failed.push(Field::All);
    }
    let further = text(zone.further.0);
    Mrz {
        document: text(zone.document),
        issuer: country(zone.issuer),
        name: name(zone.name),
        further: (!further.is_empty() && !number.ends_with(&further)).then_some(further),
        number,
        nationality: country(zone.nationality),
        born: born(&born_field, this_year),
        sex: match zone.sex {
            b"M" => Some(Sex::Male),
            b"F" => Some(Sex::Female),
            b"X" => Some(Sex::Other),
            _ => None,
        },
        failed,
    }
}

/// The number, mended by look-alikes where its check digit then holds; a long one goes on in the optional data (Doc 9303-5).
fn number_of(zone: &Layout<'_>) -> (String, bool) {
    let (field, check) = zone.number;
    if check == b"<" && zone.overflow.first().is_some_and(|byte| *byte != b'<') {
        let end = zone.overflow.iter().position(|byte| *byte == b'<').unwrap_or(zone.overflow.len());
        let rest = zone.overflow.get(..end).unwrap_or_default();
        if let Some((check, rest)) = rest.split_last() {
            let whole = [field, rest].concat();
            let holds = check_digit(&whole) == Some(*check);
            return (text(&whole), holds);
        }
    }
    let check = digits(check);
    let holds = |field: &[u8]| check_digit(field).is_some_and(|expected| check.first() == Some(&expected));
    if holds(field) || (field.iter().all(|byte| *byte == b'<')) {
        return (text(field), true);
    }
    for (at, byte) in field.iter().enumerate() {
        for other in alike(*byte) {
            let mut mended = field.to_vec();
            if let Some(place) = mended.get_mut(at) {
                *place = *other;
            }
            if holds(&mended) {
                return (text(&mended), true);
            }
        }
    }
    (text(field), false)
}

fn alike(byte: u8) -> &'static [u8] {
    match byte {
        b'0' => b"OQD",
        b'O' | b'Q' | b'D' => b"0",
        b'1' => b"IL",
        b'I' | b'L' => b"1",
        b'2' => b"Z",
        b'Z' => b"2",
        b'5' => b"S",
        b'S' => b"5",
        b'8' => b"B",
        b'B' => b"8",
        b'6' => b"G",
        b'G' => b"6",
        _ => b"",
    }
}

fn as_digit(byte: u8) -> u8 {
    match byte {
        b'O' | b'Q' | b'D' => b'0',
        b'I' | b'L' => b'1',
        b'Z' => b'2',
        b'S' => b'5',
        b'B' => b'8',
        b'G' => b'6',
        other => other,
    }
}

fn digits(check: &[u8]) -> Vec<u8> {
    check.iter().map(|byte| as_digit(*byte)).collect()
}

fn text(field: &[u8]) -> String {
    field.iter().filter(|byte| **byte != b'<').map(|byte| char::from(*byte)).collect()
}

fn name(field: &[u8]) -> String {
    let all: String = field.iter().map(|byte| char::from(*byte)).collect();
    let words = |part: &str| part.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match all.split_once("<<") {
        Some((family, given)) if !words(given).is_empty() => format!("{}, {}", words(family), words(given)),
        Some((family, _)) => words(family),
        None => words(&all),
    }
}

fn country(field: &[u8]) -> String {
    let code = text(field);
    crate::countries::from_alpha3(&code).map_or(code, str::to_owned)
}

fn born(field: &[u8], this_year: i16) -> Option<Born> {
    let number = |at: usize| -> Option<i16> {
        let pair = field.get(at..at + 2)?;
        std::str::from_utf8(pair).ok()?.parse().ok()
    };
    let of_century = number(0)?;
    let year = this_year - this_year.rem_euclid(100) + of_century;
    let year = if year > this_year { year - 100 } else { year };
    // Unknown parts are fillers (Doc 9303-3 §4.8).
    match (number(2), number(4)) {
        (Some(month), Some(day)) => {
            jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
                .ok()
                .map(Born::Day)
        }
        (Some(month), None) => {
            Some(Born::Month(year, i8::try_from(month).ok().filter(|m| (1..=12).contains(m))?))
        }
        (None, _) => Some(Born::Year(year)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The examples of Doc 9303, parts 4, 5 and 6.
    const TD3: &str =
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    const TD1: &str =
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    const TD2: &str = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";

    #[test]
    fn the_examples_of_the_standard() {
        for (zone, number) in [(TD3, "L898902C3"), (TD1, "D23145890"), (TD2, "D23145890")] {
            let read = read(zone, 2026).unwrap();
            assert_eq!(read.name, "ERIKSSON, ANNA MARIA");
            assert_eq!(read.number, number);
            assert_eq!(read.born.unwrap().to_string(), "1974-08-12");
            assert_eq!(read.sex, Some(Sex::Female));
            assert_eq!(read.nationality, "UTO");
            assert_eq!(read.failed, [], "{zone}");
        }
        assert_eq!(read(TD3, 2026).unwrap().further.as_deref(), Some("ZE184226B"));
    }

    #[test]
    fn slips_are_mended_or_told() {
        let mended = read(&TD3.replace("L898902C3", "L8989O2C3"), 2026).unwrap();
        assert_eq!(
            (mended.number.as_str(), mended.failed.as_slice()),
            ("L898902C3", [Field::All].as_slice())
        );
        let broken = read(&TD3.replace("7408122F", "7409122F"), 2026).unwrap();
        assert_eq!(broken.failed, [Field::Born]);
        let spaced = read(&TD1.replace('\n', " ").to_lowercase(), 2026).unwrap();
        assert_eq!(spaced.failed, []);
    }

    #[test]
    fn a_long_number_and_an_unknown_day() {
        let zone =
            "I<UTOD23145890<AB112234566<<<<\n7408<<8F1204159UTO<<<<<<<<<<<8\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
        let read = read(zone, 2026).unwrap();
        assert_eq!(read.number, "D23145890AB11223456");
        assert_eq!(read.born.unwrap().to_string(), "1974-08");
        assert!(!read.failed.contains(&Field::Number));
    }

    #[test]
    fn other_texts_are_refused() {
        assert_eq!(read("P<UTO", 2026), Err(NotAnMrz::Shape));
        assert_eq!(read(&TD3.replace('L', "Л"), 2026), Err(NotAnMrz::Character));
        assert!(seems(TD3) && !seems("Anna Eriksson"));
    }
}
