//! Numbers of ships and vehicles.

use super::{valued, weighted};

/// What is wrong with a number that has a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Flaw {
    /// Too many or too few characters, or ones that do not belong there.
    #[error("it does not have the form")]
    Form,
    /// The check digit does not hold.
    #[error("its check digit does not hold")]
    Check,
}

/// An IMO number of a ship or company: seven digits, with or without `IMO`; the last is the check digit (resolution A.1117(30)).
///
/// # Errors
/// [`Flaw`].
pub fn imo(text: &str) -> Result<String, Flaw> {
    let digits: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | ':' | '#')).collect();
    let upper = digits.to_ascii_uppercase();
    let number = upper.strip_prefix("IMO").unwrap_or(&upper).trim_start_matches("NO");
    let values = valued(number.as_bytes()).filter(|values| values.len() == 7).ok_or(Flaw::Form)?;
    let check = weighted(&values, &[7, 6, 5, 4, 3, 2]) % 10;
    if values.last() == Some(&check) { Ok(number.to_owned()) } else { Err(Flaw::Check) }
}

/// A maritime mobile service identity: nine digits; those of ships begin with 2 to 7 (ITU-R M.585).
///
/// # Errors
/// [`Flaw`].
pub fn mmsi(text: &str) -> Result<String, Flaw> {
    let upper = text.to_ascii_uppercase();
    let number: String = upper
        .trim_start_matches("MMSI")
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | ':'))
        .collect();
    let ship = number.len() == 9
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && number.bytes().next().is_some_and(|first| (b'2'..=b'7').contains(&first));
    if ship { Ok(number) } else { Err(Flaw::Form) }
}

/// The flag of a ship by the maritime identification digits of its MMSI, for the flags met most (ITU table).
#[must_use]
pub fn mid_country(mmsi: &str) -> Option<&'static str> {
    Some(match mmsi.get(..3)? {
        "201" => "al",
        "205" => "be",
        "207" => "bg",
        "209" | "210" | "212" => "cy",
        "211" | "218" => "de",
        "213" => "ge",
        "214" => "md",
        "215" | "229" | "248" | "249" | "256" => "mt",
        "219" | "220" => "dk",
        "224" | "225" => "es",
        "226" | "227" | "228" => "fr",
        "230" => "fi",
        "231" => "fo",
        "232" | "233" | "234" | "235" => "gb",
        "236" => "gi",
        "237" | "239" | "240" | "241" => "gr",
        "238" => "hr",
        "244" | "245" | "246" => "nl",
        "247" => "it",
        "250" => "ie",
        "251" => "is",
        "255" => "pt",
        "257" | "258" | "259" => "no",
        "261" => "pl",
        "262" => "me",
        "263" => "pt",
        "264" => "ro",
        "265" | "266" => "se",
        "271" => "tr",
        "272" => "ua",
        "273" => "ru",
        "275" => "lv",
        "276" => "ee",
        "277" => "lt",
        "278" => "si",
        "279" => "rs",
        "304" | "305" => "ag",
        "308" | "309" | "311" => "bs",
        "312" => "bz",
        "314" => "bb",
        "316" => "ca",
        "338" | "366" | "367" | "368" | "369" => "us",
        "351" | "352" | "353" | "354" | "355" | "356" | "357" | "370" | "371" | "372" | "373" | "374" => "pa",
        "412" | "413" | "414" => "cn",
        "416" => "tw",
        "422" => "ir",
        "423" => "az",
        "425" => "iq",
        "431" | "432" => "jp",
        "434" => "tm",
        "436" => "kz",
        "440" | "441" => "kr",
        "445" => "kp",
        "461" => "om",
        "466" => "qa",
        "468" => "sy",
        "470" | "471" => "ae",
        "477" => "hk",
        "511" => "pw",
        "514" | "515" => "kh",
        "518" => "ck",
        "525" => "id",
        "533" => "my",
        "538" => "mh",
        "563" | "564" | "565" | "566" => "sg",
        "572" => "tv",
        "574" => "vn",
        "577" => "vu",
        "613" => "cm",
        "616" => "km",
        "620" => "km",
        "622" => "eg",
        "626" => "ga",
        "636" | "637" => "lr",
        "667" => "sl",
        "671" => "tg",
        "674" | "677" => "tz",
        _ => return None,
    })
}

/// A vehicle identification number (ISO 3779): 17 characters without I, O and Q, which are read as 1 and 0. The check digit
/// is used in North America and China alone, so a number where it does not hold is no mistake elsewhere: the second value
/// says whether it holds.
///
/// # Errors
/// [`Flaw::Form`].
pub fn vin(text: &str) -> Result<(String, bool), Flaw> {
    let number: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '*'))
        .flat_map(char::to_uppercase)
        .map(super::as_latin)
        .map(|c| match c {
            'I' => '1',
            'O' | 'Q' => '0',
            c => c,
        })
        .collect();
    if number.len() != 17 || !number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Flaw::Form);
    }
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'H' => u32::from(byte - b'A') + 1,
        b'J'..=b'N' => u32::from(byte - b'J') + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => u32::from(byte - b'S') + 2,
        _ => 0,
    };
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let sum: u32 = number.bytes().zip(weights).map(|(byte, weight)| value(byte) * weight).sum();
    let check = match sum % 11 {
        10 => Some(b'X'),
        rest => u8::try_from(rest).ok().map(|rest| b'0' + rest),
    };
    let holds = check.is_some() && number.as_bytes().get(8).copied() == check;
    Ok((number, holds))
}

/// A registration plate in one form: upper case without spaces and marks, Cyrillic and Greek letters as the Latin ones they
/// look like. Where a country's plates have places for letters and for digits, a look-alike in the wrong place is put right.
/// None for a text that is no plate.
#[must_use]
pub fn plate(text: &str, country: Option<&str>) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > 40 {
        return None;
    }
    let mut number: Vec<char> = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .map(|c| crate::calendars::digit(c).map_or(c, |d| char::from(b'0' + d)))
        .map(super::as_latin)
        .map(|c| if matches!(c, 'Ä' | 'Ö' | 'Ü') { fold_umlaut(c) } else { c })
        .collect();
    if !(2..=12).contains(&number.len()) {
        return None;
    }
    let forms = country.map(str::to_ascii_lowercase).map_or(&[][..], |code| forms(&code));
    if let Some(mended) = forms.iter().find_map(|form| fitted(&number, form)) {
        number = mended;
    }
    Some(number.into_iter().collect())
}

fn fold_umlaut(c: char) -> char {
    match c {
        'Ä' => 'A',
        'Ö' => 'O',
        'Ü' => 'U',
        c => c,
    }
}

/// The forms of a country's usual plates: `L` a letter, `D` a digit.
fn forms(country: &str) -> &'static [&'static str] {
    match country {
        "ee" => &["DDDLLL", "DDLLL"],
        "lv" => &["LLDDDD", "LLDDD", "LLDD"],
        "lt" => &["LLLDDD"],
        "fi" | "se" => &["LLLDDD", "LLLDDL"],
        "ru" => &["LDDDLLDDD", "LDDDLLDD", "LLDDDDDD", "LLDDDDD"],
        "ua" => &["LLDDDDLL"],
        "by" => &["DDDDLLD"],
        "kz" => &["DDDLLLDD", "LDDDLLL"],
        "pl" => &["LLDDDDD", "LLLDDDD", "LLLDDDDD"],
        "fr" | "it" => &["LLDDDLL"],
        "es" => &["DDDDLLL"],
        "nl" => &["LLDDDL", "LDDDLL", "DLLLDD", "DDLLLD", "LLLDDL", "LDDLLL"],
        "gb" => &["LLDDLLL"],
        "hu" => &["LLLDDD", "LLLLDDD"],
        "bg" => &["LLDDDDLL", "LDDDDLL"],
        "ro" => &["LLDDLLL", "LDDDLLL", "LDDLLL"],
        "tr" => &["DDLLLDDD", "DDLLDDDD", "DDLDDDDD", "DDLLDDD", "DDLLLDD", "DDLDDDD"],
        "rs" => &["LLDDDLL", "LLDDDDLL"],
        "ge" => &["LLDDDLL"],
        "am" => &["DDLLDDD"],
        "az" => &["DDLLDDD"],
        "md" => &["LLLDDD"],
        "no" => &["LLDDDDD"],
        "dk" => &["LLDDDDD"],
        "cz" => &["DLDDDDD", "DLLDDDD"],
        "sk" => &["LLDDDLL"],
        "pt" => &["LLDDLL", "DDDDLL", "DDLLDD", "LLDDDD"],
        "ie" => &["DDDLDDDDD", "DDDLLDDDDD", "DDDLDDDD"],
        _ => &[],
    }
}

fn fitted(number: &[char], form: &str) -> Option<Vec<char>> {
    if number.len() != form.len() {
        return None;
    }
    number
        .iter()
        .zip(form.bytes())
        .map(|(c, place)| match (place, *c) {
            (b'D', c) if c.is_ascii_digit() => Some(c),
            (b'L', c) if c.is_ascii_uppercase() => Some(c),
            (b'D', 'O' | 'Q' | 'D') | (b'L', '0') => Some(if place == b'D' { '0' } else { 'O' }),
            (b'D', 'I' | 'L') => Some('1'),
            (b'L', '1') => Some('I'),
            (b'D', 'Z') => Some('2'),
            (b'L', '2') => Some('Z'),
            (b'D', 'S') => Some('5'),
            (b'L', '5') => Some('S'),
            (b'D', 'B') => Some('8'),
            (b'L', '8') => Some('B'),
            (b'D', 'G') => Some('6'),
            (b'L', '6') => Some('G'),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ships() {
        assert_eq!(imo("IMO 9074729"), Ok("9074729".to_owned()));
        assert_eq!(imo("9074728"), Err(Flaw::Check));
        assert_eq!(imo("90747"), Err(Flaw::Form));
        assert_eq!(mmsi("MMSI: 276 123 456"), Ok("276123456".to_owned()));
        assert_eq!(mid_country("276123456"), Some("ee"));
        assert_eq!(mmsi("976123456"), Err(Flaw::Form));
    }

    #[test]
    fn vehicles() {
        assert_eq!(vin("1M8GDM9AXKP042788"), Ok(("1M8GDM9AXKP042788".to_owned(), true)));
        assert_eq!(vin("1M8GDM9A XKPO42788"), Ok(("1M8GDM9AXKP042788".to_owned(), true)));
        assert_eq!(vin("WVWZZZ1JZXW000010").map(|(_, holds)| holds), Ok(false));
        assert_eq!(vin("WVWZZZ1JZ"), Err(Flaw::Form));
    }

    #[test]
    fn plates() {
        let check = |text: &str, country: Option<&str>, expected: &str| {
            assert_eq!(plate(text, country).as_deref(), Some(expected), "{text}");
        };
        check("123 ABC", Some("ee"), "123ABC");
        check("I23 A8C", Some("EE"), "123ABC");
        check("А 123 ВС 77", Some("ru"), "A123BC77");
        check("B-MW 1234", Some("de"), "BMW1234");
        check("M-ÜL 12", Some("de"), "MUL12");
        assert_eq!(plate("", None), None);
        assert_eq!(plate("this is no plate at all", None), None);
    }
}
