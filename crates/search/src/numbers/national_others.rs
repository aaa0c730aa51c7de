//! Further kinds of national numbers; see [`super::national`].

use super::national::{Inside, date, exactly, known, plain, two};
use super::{luhn, mrz, odd_is_male, valued, weighted};
use crate::query::Sex;

/// Fourteen characters: sex and century, date, region letter, serial, `PB` or alike, and the check digit of ICAO 9303.
pub(crate) fn belarusian(bytes: &[u8]) -> Option<Inside> {
    if bytes.len() != 14 || !bytes.get(7)?.is_ascii_uppercase() {
        return None;
    }
    let d = valued(bytes.get(..7)?)?;
    (mrz::check_digit(bytes.get(..13)?)? == *bytes.last()?).then_some(())?;
    let first = *d.first()?;
    let century = match first {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        _ => return None,
    };
    known(date(century + two(&d, 5)?, two(&d, 3)?, two(&d, 1)?)?, odd_is_male(first))
}

pub(crate) fn moldovan(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 13)?;
    let sum = weighted(&d, &[7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]);
    plain(matches!(d.first(), Some(0..=2)) && sum % 10 == *d.last()?)
}

/// Letters of both names, year, a letter for the month, day (a woman's is 40 higher), place, check letter. Digits may be
/// replaced by letters where two people would share a number.
pub(crate) fn italian(bytes: &[u8]) -> Option<Inside> {
    if bytes.len() != 16 || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    const ODD: [u32; 36] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12,
        14, 16, 10, 22, 25, 24, 23,
    ];
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        _ => u32::from(byte.saturating_sub(b'A')) + 10,
    };
    let mut sum = 0;
    for (at, byte) in bytes.iter().take(15).enumerate() {
        let value = value(*byte);
        sum += if at % 2 == 0 {
            *ODD.get(value as usize)?
        } else if value >= 10 {
            value - 10
        } else {
            value
        };
    }
    (u32::from(*bytes.last()?) == u32::from(b'A') + sum % 26).then_some(())?;
    let digit = |at: usize| -> Option<u32> {
        let byte = *bytes.get(at)?;
        if byte.is_ascii_digit() {
            return Some(u32::from(byte - b'0'));
        }
        b"LMNPQRSTUV".iter().position(|letter| *letter == byte).and_then(|place| u32::try_from(place).ok())
    };
    let month =
        u32::try_from(b"ABCDEHLMPRST".iter().position(|letter| Some(letter) == bytes.get(8))?).ok()? + 1;
    let day = digit(9)? * 10 + digit(10)?;
    let (sex, day) = if day > 40 { (Sex::Female, day - 40) } else { (Sex::Male, day) };
    let of_century = digit(6)? * 10 + digit(7)?;
    // The century is not told. People of this one are fewer among those sought until its second decade.
    known(date(if of_century <= 12 { 2000 } else { 1900 } + of_century, month, day)?, Some(sex))
}

pub(crate) fn spanish(bytes: &[u8]) -> Option<Inside> {
    let (last, front) = bytes.split_last()?;
    if bytes.len() != 9 {
        return None;
    }
    let number: Vec<u8> = match front.split_first()? {
        (b'X', rest) => [b"0", rest].concat(),
        (b'Y', rest) => [b"1", rest].concat(),
        (b'Z', rest) => [b"2", rest].concat(),
        _ => front.to_vec(),
    };
    let value = valued(&number)?.iter().fold(0_u32, |sum, digit| sum * 10 + digit);
    plain(b"TRWAGMYFPDXBNJZSQVHLCKE".get((value % 23) as usize) == Some(last))
}

/// Sex, year, month, place, serial, and 97 less the rest by 97. Corsica's letters count as 19 and 18.
pub(crate) fn french(bytes: &[u8]) -> Option<Inside> {
    if bytes.len() != 15 {
        return None;
    }
    let text: Vec<u8> = match bytes.get(5..7)? {
        b"2A" => [bytes.get(..5)?, b"19", bytes.get(7..)?].concat(),
        b"2B" => [bytes.get(..5)?, b"18", bytes.get(7..)?].concat(),
        _ => bytes.to_vec(),
    };
    let d = valued(&text)?;
    let front = d.iter().take(13).fold(0_u64, |sum, digit| sum * 10 + u64::from(*digit));
    (97 - front % 97 == u64::from(two(&d, 13)?)).then_some(())?;
    let sex = match d.first()? {
        1 | 3 | 7 => Sex::Male,
        2 | 4 | 8 => Sex::Female,
        _ => return None,
    };
    // Year and month without the century are too little for a date.
    Some(Inside { born: None, sex: Some(sex) })
}

pub(crate) fn belgian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let front = d.iter().take(9).fold(0_u64, |sum, digit| sum * 10 + u64::from(*digit));
    let check = u64::from(two(&d, 9)?);
    let century = if 97 - front % 97 == check {
        1900
    } else if 97 - (front + 2_000_000_000) % 97 == check {
        2000
    } else {
        return None;
    };
    known(date(century + two(&d, 0)?, two(&d, 2)?, two(&d, 4)?)?, odd_is_male(*d.get(8)?))
}

/// The test of eleven; a number of eight digits has lost its leading zero.
pub(crate) fn dutch(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 9)?;
    let sum = weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2]);
    plain(sum % 11 == *d.last()? && sum > 0)
}

pub(crate) fn portuguese(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 9)?;
    let check = match 11 - weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 {
        10 | 11 => 0,
        rest => rest,
    };
    plain(check == *d.last()? && d.first() != Some(&0))
}

pub(crate) fn turkish(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let odd = weighted(&d, &[1, 0, 1, 0, 1, 0, 1, 0, 1]);
    let even = weighted(&d, &[0, 1, 0, 1, 0, 1, 0, 1]);
    let tenth = (odd * 7 + 100 - even) % 10;
    let eleventh = d.iter().take(10).sum::<u32>() % 10;
    plain(d.first() != Some(&0) && d.get(9) == Some(&tenth) && d.get(10) == Some(&eleventh))
}

pub(crate) fn israeli(bytes: &[u8]) -> Option<Inside> {
    plain(luhn(&exactly(bytes, 9)?))
}

pub(crate) fn iranian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 10)?;
    let rest = weighted(&d, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let check = if rest < 2 { rest } else { 11 - rest };
    plain(check == *d.last()? && d.iter().any(|digit| Some(digit) != d.first()))
}

/// ISO/IEC 7064, MOD 11-2.
pub(crate) fn chinese(bytes: &[u8]) -> Option<Inside> {
    if bytes.len() != 18 {
        return None;
    }
    let d = valued(bytes.get(..17)?)?;
    let rest = weighted(&d, &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
    (b"10X98765432".get(rest as usize) == bytes.last()).then_some(())?;
    known(date(two(&d, 6)? * 100 + two(&d, 8)?, two(&d, 10)?, two(&d, 12)?)?, odd_is_male(*d.get(16)?))
}

/// Numbers given since October 2020 have no check digit and are not read.
pub(crate) fn korean(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 13)?;
    let sum = weighted(&d, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
    ((11 - sum % 11) % 10 == *d.last()?).then_some(())?;
    let mark = *d.get(6)?;
    let century = match mark {
        1 | 2 | 5 | 6 => 1900,
        3 | 4 | 7 | 8 => 2000,
        _ => 1800,
    };
    known(date(century + two(&d, 0)?, two(&d, 2)?, two(&d, 4)?)?, odd_is_male(mark))
}

/// Verhoeff's check, by the tables of the dihedral group of ten.
pub(crate) fn indian(bytes: &[u8]) -> Option<Inside> {
    const MULTIPLIED: [[u8; 10]; 10] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
        [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
        [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
        [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
        [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
        [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
        [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
        [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];
    const PERMUTED: [[u8; 10]; 8] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
        [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
        [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
        [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
        [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
        [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
        [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ];
    let d = exactly(bytes, 12)?;
    let mut check = 0_u8;
    for (at, digit) in d.iter().rev().enumerate() {
        let permuted = *PERMUTED.get(at % 8)?.get(*digit as usize)?;
        check = *MULTIPLIED.get(usize::from(check))?.get(usize::from(permuted))?;
    }
    plain(check == 0 && !matches!(d.first(), Some(0 | 1)))
}

/// The last digit tells the sex; there is no check digit.
pub(crate) fn pakistani(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 13)?;
    matches!(d.first(), Some(1..=8)).then_some(())?;
    Some(Inside { born: None, sex: odd_is_male(*d.last()?) })
}

pub(crate) fn thai(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 13)?;
    let sum = weighted(&d, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    plain((11 - sum % 11) % 10 == *d.last()?)
}

pub(crate) fn south_african(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 13)?;
    luhn(&d).then_some(())?;
    let of_century = two(&d, 0)?;
    let sex = if *d.get(6)? >= 5 { Sex::Male } else { Sex::Female };
    known(date(if of_century <= 12 { 2000 } else { 1900 } + of_century, two(&d, 2)?, two(&d, 4)?)?, Some(sex))
}

pub(crate) fn brazilian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    let check = |sum: u32| if sum % 11 < 2 { 0 } else { 11 - sum % 11 };
    let first = check(weighted(&d, &[10, 9, 8, 7, 6, 5, 4, 3, 2]));
    let second = check(weighted(&d, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
    let mixed = d.iter().any(|digit| Some(digit) != d.first());
    plain(mixed && d.get(9) == Some(&first) && d.get(10) == Some(&second))
}

pub(crate) fn chilean(bytes: &[u8]) -> Option<Inside> {
    let (last, front) = bytes.split_last()?;
    if !(7..=8).contains(&front.len()) {
        return None;
    }
    let sum: u32 =
        valued(front)?.iter().rev().zip([2, 3, 4, 5, 6, 7, 2, 3]).map(|(digit, weight)| digit * weight).sum();
    plain(b"0K987654321".get((sum % 11) as usize) == Some(last))
}

pub(crate) fn mexican(bytes: &[u8]) -> Option<Inside> {
    if bytes.len() != 18 {
        return None;
    }
    // The alphabet has a letter after N, which shifts the values of those behind it.
    let value = |byte: u8| match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'N' => Some(u32::from(byte - b'A') + 10),
        b'O'..=b'Z' => Some(u32::from(byte - b'A') + 11),
        _ => None,
    };
    let mut sum = 0;
    for (byte, weight) in bytes.iter().take(17).zip((2..=18).rev()) {
        sum += value(*byte)? * weight;
    }
    ((10 - sum % 10) % 10 == value(*bytes.last()?)?).then_some(())?;
    let d = valued(bytes.get(4..10)?)?;
    let sex = match bytes.get(10)? {
        b'H' => Some(Sex::Male),
        b'M' => Some(Sex::Female),
        b'X' => Some(Sex::Other),
        _ => return None,
    };
    // The seventeenth character is a digit for those born before 2000.
    let century = if bytes.get(16)?.is_ascii_digit() { 1900 } else { 2000 };
    known(date(century + two(&d, 0)?, two(&d, 2)?, two(&d, 4)?)?, sex)
}

/// Century, date, governorate, serial; the rule of the last digit is not public.
pub(crate) fn egyptian(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 14)?;
    let century = match d.first()? {
        2 => 1900,
        3 => 2000,
        _ => return None,
    };
    known(date(century + two(&d, 1)?, two(&d, 3)?, two(&d, 5)?)?, odd_is_male(*d.get(12)?))
}

pub(crate) fn kuwaiti(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 12)?;
    let check = (11 * 12 - weighted(&d, &[2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) % 11;
    (check == *d.last()?).then_some(())?;
    let century = match d.first()? {
        2 => 1900,
        3 => 2000,
        _ => return None,
    };
    known(date(century + two(&d, 1)?, two(&d, 3)?, two(&d, 5)?)?, None)
}

pub(crate) fn greek(bytes: &[u8]) -> Option<Inside> {
    let d = exactly(bytes, 11)?;
    luhn(&d).then_some(())?;
    let of_century = two(&d, 4)?;
    known(
        date(if of_century <= 12 { 2000 } else { 1900 } + of_century, two(&d, 2)?, two(&d, 0)?)?,
        odd_is_male(*d.get(9)?),
    )
}
