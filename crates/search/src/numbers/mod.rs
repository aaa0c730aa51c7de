//! Numbers of documents, people, ships and vehicles: one way of writing each, characters that are taken for one another,
//! check digits, and what a number says of its holder.

pub mod mrz;
mod national;
mod national_others;
mod things;

pub use national::{Inside, Read, SCHEMES, Scheme, read};
pub use things::{Flaw, imo, mid_country, mmsi, plate, vin};

use crate::query::Sex;

/// The longest number that is kept, in characters.
pub const MOST: usize = 40;

/// A number as it is compared: upper case, without spaces and punctuation, Greek and Cyrillic look-alikes as Latin letters.
/// None if fewer than four characters are left.
#[must_use]
pub fn normal(text: &str) -> Option<String> {
    let number: String = text
        .chars()
        .filter_map(|c| crate::calendars::digit(c).map(|d| char::from(b'0' + d)).or(Some(c)))
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .map(as_latin)
        .take(MOST)
        .collect();
    (number.chars().count() >= 4).then_some(number)
}

/// The Latin letter that a Cyrillic or Greek one looks like.
fn as_latin(c: char) -> char {
    match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'У' | 'Υ' => 'Y',
        'Х' | 'Χ' => 'X',
        'Ζ' => 'Z',
        'Ν' => 'N',
        c => c,
    }
}

/// One byte of a number with characters folded that are easily taken for one another.
#[must_use]
pub fn folded(byte: u8) -> u8 {
    match byte {
        b'O' | b'Q' | b'D' => b'0',
        b'I' | b'L' => b'1',
        b'Z' => b'2',
        b'A' => b'4',
        b'S' => b'5',
        b'G' => b'6',
        b'T' => b'7',
        b'B' => b'8',
        other => other,
    }
}

/// The hash under which an index files a number: look-alikes are the same.
#[must_use]
pub fn key(number: &str) -> u64 {
    // FNV-1a, whose result is the same everywhere and for ever.
    number.bytes().map(folded).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// What a number that follows a public rule says.
pub(crate) fn valued(bytes: &[u8]) -> Option<Vec<u32>> {
    bytes.iter().map(|byte| byte.is_ascii_digit().then(|| u32::from(byte - b'0'))).collect()
}

/// Sum of digits times weights.
pub(crate) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// Whether the last digit makes the Luhn sum (ISO/IEC 7812-1) a multiple of ten.
pub(crate) fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

/// Sex from a digit that is odd for men.
pub(crate) fn odd_is_male(digit: u32) -> Option<Sex> {
    Some(if digit % 2 == 1 { Sex::Male } else { Sex::Female })
}

/// Two numbers after [`normal`] are one up to a slip: a character exchanged, added, lost, or two neighbours swapped.
pub(crate) fn one_slip(x: &[u8], y: &[u8]) -> bool {
    let same = x.iter().zip(y).take_while(|(a, b)| folded(**a) == folded(**b)).count();
    let tail = |skip_x: usize, skip_y: usize| {
        let (x, y) = (x.get(same + skip_x..), y.get(same + skip_y..));
        matches!((x, y), (Some(x), Some(y)) if x.len() == y.len() && x.iter().zip(y).all(|(a, b)| folded(*a) == folded(*b)))
    };
    let swapped = || {
        let pair = |bytes: &[u8]| Some((folded(*bytes.get(same)?), folded(*bytes.get(same + 1)?)));
        matches!((pair(x), pair(y)), (Some((a, b)), Some((c, d))) if a == d && b == c) && tail(2, 2)
    };
    tail(1, 1) || tail(1, 0) || tail(0, 1) || swapped()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        assert_eq!(normal("ab 123-456").as_deref(), Some("AB123456"));
        assert_eq!(normal("АВ №123456").as_deref(), Some("AB123456"));
        assert_eq!(normal("٤٥١٠ ١٢٣"), Some("4510123".to_owned()));
        assert_eq!(normal("12-3"), None);
        assert_eq!(key("KN7078805"), key("KN7O78805"));
        assert_ne!(key("KN7078805"), key("KN7078806"));
    }

    #[test]
    fn one_slip_is_forgiven() {
        let slip = |x: &str, y: &str| one_slip(x.as_bytes(), y.as_bytes());
        assert!(slip("AB123456", "AB123457"));
        assert!(slip("AB123456", "AB12345"));
        assert!(slip("AB123456", "AB123546"));
        assert!(slip("AB123456", "AB1234560"));
        assert!(!slip("AB123456", "AB123567"));
        assert!(!slip("AB123456", "BA123465"));
    }
}
