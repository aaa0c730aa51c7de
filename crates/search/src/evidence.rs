//! What dates, nationality, sex and documents add to the log-odds of a name.
//!
//! Each weight is the logarithm of how much likelier the finding is for one person than for two of similar names. The
//! rates of slips among records of one person come from the pairs of persons that the figures are measured on; the rates
//! of chance are those of dates spread over forty years. All are capped, since a record can be wrong as a whole. What is
//! missing on either side weighs nothing.

use jiff::civil::Date;

use crate::born::Born;
use crate::query::Sex;
use crate::reason::{Reason, ReasonKind};

const BORN: &[(ReasonKind, f32)] = &[
    (ReasonKind::BornSame, 5.0),
    (ReasonKind::BornSwapped, 3.5),
    (ReasonKind::BornDigit, 3.0),
    (ReasonKind::BornYearOff, 3.0),
    (ReasonKind::BornJanuaryFirst, 2.8),
    (ReasonKind::BornSameYear, 2.8),
    (ReasonKind::BornNear, -1.5),
    (ReasonKind::BornDifferent, -10.5),
];

fn weight(kind: ReasonKind) -> f32 {
    BORN.iter().find(|(known, _)| *known == kind).map_or(0.0, |(_, weight)| *weight)
}

/// How two dates of birth agree.
#[must_use]
pub(crate) fn born_kind(ours: Born, theirs: Born) -> ReasonKind {
    let years = i32::from(ours.year()).abs_diff(i32::from(theirs.year()));
    match (ours, theirs) {
        (Born::Day(x), Born::Day(y)) => days(x, y),
        _ if years == 0 => match (month(ours), month(theirs)) {
            (Some(x), Some(y)) if x != y => ReasonKind::BornNear,
            _ => ReasonKind::BornSameYear,
        },
        _ if years == 1 => ReasonKind::BornNear,
        _ => ReasonKind::BornDifferent,
    }
}

fn month(born: Born) -> Option<i8> {
    match born {
        Born::Year(_) => None,
        Born::Month(_, month) => Some(month),
        Born::Day(date) => Some(date.month()),
    }
}

fn days(x: Date, y: Date) -> ReasonKind {
    let years = i32::from(x.year()).abs_diff(i32::from(y.year()));
    let first = |date: Date| date.month() == 1 && date.day() == 1;
    if x == y {
        ReasonKind::BornSame
    } else if years == 0 && x.month() == y.day() && x.day() == y.month() {
        ReasonKind::BornSwapped
    } else if years == 1 && x.month() == y.month() && x.day() == y.day() {
        ReasonKind::BornYearOff
    } else if years == 0 && (first(x) || first(y)) {
        ReasonKind::BornJanuaryFirst
    } else if one_digit(x, y) {
        ReasonKind::BornDigit
    } else if years <= 1 {
        ReasonKind::BornNear
    } else {
        ReasonKind::BornDifferent
    }
}

/// Whether the dates differ in one digit as written.
fn one_digit(x: Date, y: Date) -> bool {
    let digits = |date: Date| {
        let (year, month, day) = (date.year(), i16::from(date.month()), i16::from(date.day()));
        [year / 1000, year / 100 % 10, year / 10 % 10, year % 10, month / 10, month % 10, day / 10, day % 10]
    };
    digits(x).iter().zip(digits(y)).filter(|(x, y)| **x != *y).count() == 1
}

/// The best agreement among several dates.
pub(crate) fn born(ours: Option<Born>, theirs: &[Born]) -> Option<Reason> {
    let ours = ours?;
    theirs
        .iter()
        .map(|theirs| {
            let kind = born_kind(ours, *theirs);
            (weight(kind), kind, theirs)
        })
        .max_by(|x, y| x.0.total_cmp(&y.0))
        .map(|(weight, kind, theirs)| Reason {
            kind,
            ours: ours.to_string(),
            theirs: theirs.to_string(),
            weight,
        })
}

/// The weight of [`born`] alone.
pub(crate) fn born_weight(ours: Option<Born>, theirs: &[Born]) -> f32 {
    let Some(ours) = ours else { return 0.0 };
    theirs.iter().map(|theirs| weight(born_kind(ours, *theirs))).reduce(f32::max).unwrap_or(0.0)
}

const NATIONALITY_SAME: f32 = 0.9;
const NATIONALITY_DIFFERENT: f32 = -1.8;

pub(crate) fn nationality(ours: &[String], theirs: &[String]) -> Option<Reason> {
    if ours.is_empty() || theirs.is_empty() {
        return None;
    }
    let shared = ours.iter().find(|country| theirs.contains(country));
    Some(match shared {
        Some(country) => Reason {
            kind: ReasonKind::NationalitySame,
            ours: country.clone(),
            theirs: country.clone(),
            weight: NATIONALITY_SAME,
        },
        None => Reason {
            kind: ReasonKind::NationalityDifferent,
            ours: ours.join(" "),
            theirs: theirs.join(" "),
            weight: NATIONALITY_DIFFERENT,
        },
    })
}

pub(crate) fn nationality_weight(ours: &[String], theirs: &[String]) -> f32 {
    if ours.is_empty() || theirs.is_empty() {
        0.0
    } else if ours.iter().any(|country| theirs.contains(country)) {
        NATIONALITY_SAME
    } else {
        NATIONALITY_DIFFERENT
    }
}

pub(crate) fn sex(ours: Option<Sex>, theirs: Option<Sex>) -> Option<Reason> {
    let (ours, theirs) = (ours?, theirs?);
    let (kind, weight) =
        if ours == theirs { (ReasonKind::SexSame, 0.3) } else { (ReasonKind::SexDifferent, -2.5) };
    Some(Reason { kind, ours: ours.as_str().to_owned(), theirs: theirs.as_str().to_owned(), weight })
}

/// A document number as it is compared: upper case, letters and digits only.
pub(crate) fn document_number(text: &str) -> Option<String> {
    let number: String =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).take(64).collect();
    (number.chars().count() >= 4).then_some(number)
}

/// A document number with the characters folded that are easily taken for one another.
pub(crate) fn look_alike(number: &str) -> String {
    number
        .chars()
        .map(|c| match c {
            'O' | 'Q' | 'D' | 'О' => '0',
            'I' | 'L' | '|' | 'І' => '1',
            'Z' => '2',
            'A' | 'А' => '4',
            'S' => '5',
            'G' | 'Б' => '6',
            'T' => '7',
            'B' | 'В' => '8',
            c => c,
        })
        .collect()
}

/// At most one character differs, is added or is lost.
fn one_slip(x: &str, y: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (x.chars().collect(), y.chars().collect());
    let same = x.iter().zip(&y).take_while(|(a, b)| a == b).count();
    let tail = |skip_x: usize, skip_y: usize| x.iter().skip(same + skip_x).eq(y.iter().skip(same + skip_y));
    tail(1, 1) || tail(1, 0) || tail(0, 1)
}

pub(crate) fn documents(ours: &[String], theirs: &[String]) -> Option<Reason> {
    if ours.is_empty() || theirs.is_empty() {
        return None;
    }
    let mut near = None;
    for x in ours {
        for y in theirs {
            if x == y {
                return Some(Reason {
                    kind: ReasonKind::DocumentSame,
                    ours: x.clone(),
                    theirs: y.clone(),
                    weight: 8.0,
                });
            }
            let alike = look_alike(x) == look_alike(y);
            if near.is_none() && (alike || (x.len() >= 6 && one_slip(x, y))) {
                let weight = if alike { 6.0 } else { 4.0 };
                near = Some(Reason {
                    kind: ReasonKind::DocumentNear,
                    ours: x.clone(),
                    theirs: y.clone(),
                    weight,
                });
            }
        }
    }
    near.or_else(|| {
        let (ours, theirs) = (ours.join(" "), theirs.join(" "));
        Some(Reason { kind: ReasonKind::DocumentDifferent, ours, theirs, weight: -0.3 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ours: &str, theirs: &str, expected: ReasonKind) {
        let (ours, theirs) = (ours.parse().unwrap(), theirs.parse().unwrap());
        assert_eq!(born_kind(ours, theirs), expected, "{ours:?} and {theirs:?}");
        assert_eq!(born_kind(theirs, ours), expected, "{theirs:?} and {ours:?}");
    }

    #[test]
    fn dates_are_told_apart() {
        check("1953-01-06", "1953-01-06", ReasonKind::BornSame);
        check("1953-01-06", "1953-06-01", ReasonKind::BornSwapped);
        check("1953-03-16", "1954-03-16", ReasonKind::BornYearOff);
        check("1953-03-16", "1953-03-18", ReasonKind::BornDigit);
        check("1953-03-16", "1983-03-16", ReasonKind::BornDigit);
        check("1953-03-16", "1953-01-01", ReasonKind::BornJanuaryFirst);
        check("1953-03-16", "1953", ReasonKind::BornSameYear);
        check("1953-03-16", "1953-03", ReasonKind::BornSameYear);
        check("1953-03-16", "1953-04", ReasonKind::BornNear);
        check("1953", "1954", ReasonKind::BornNear);
        check("1953-03-16", "1953-11-02", ReasonKind::BornNear);
        check("1953-03-16", "1961-11-02", ReasonKind::BornDifferent);
        check("1953", "1961-11-02", ReasonKind::BornDifferent);
    }

    #[test]
    fn documents_forgive_one_slip() {
        let kind = |x: &str, y: &str| {
            let of = |text: &str| document_number(text).into_iter().collect::<Vec<_>>();
            documents(&of(x), &of(y)).map(|reason| reason.kind)
        };
        assert_eq!(kind("AB 123-456", "ab123456"), Some(ReasonKind::DocumentSame));
        assert_eq!(kind("KN7078805", "KN7O78805"), Some(ReasonKind::DocumentNear));
        assert_eq!(kind("AB123456", "AB123546"), Some(ReasonKind::DocumentDifferent));
        assert_eq!(kind("AB123456", "AB12345"), Some(ReasonKind::DocumentNear));
        assert_eq!(kind("AB123456", ""), None);
    }
}
