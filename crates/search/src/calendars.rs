//! Days of other calendars as days of the Gregorian one, by arithmetic.
//!
//! - **Solar Hijri** (Iran, Afghanistan): the leap years of the arithmetic form that agrees with the observed equinox for the
//!   years 1211 to 1500.
//! - **Hijri**: the tabular calendar with the civil epoch. Months begin when the moon is seen, so a day may be off by two.
//! - **Buddhist** (Thailand): the Gregorian day, 543 years later. **Minguo** (Taiwan): the year 1 is 1912.
//! - **Japanese eras** since Meiji.
//!
//! `2440588` below is the Julian day number of 1 January 1970.

use jiff::civil::Date;

/// A calendar in which a date may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// The usual one.
    Gregorian,
    /// The solar calendar of Iran and Afghanistan.
    SolarHijri,
    /// The lunar calendar of Islam.
    Hijri,
    /// The Thai solar calendar.
    Buddhist,
    /// The calendar of Taiwan.
    Minguo,
}

impl Calendar {
    /// The Gregorian day of a day in this calendar; none where there is no such day.
    #[must_use]
    pub fn date(self, year: i32, month: i32, day: i32) -> Option<Date> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        match self {
            Self::Gregorian => gregorian(year, month, day),
            Self::Buddhist => gregorian(year.checked_sub(543)?, month, day),
            Self::Minguo => gregorian(year.checked_add(1911)?, month, day),
            Self::SolarHijri => {
                let last = match month {
                    1..=6 => 31,
                    7..=11 => 30,
                    _ => 29 + i32::from(solar_leap(year)?),
                };
                (day <= last).then(|| solar(year, month, day)).flatten()
            }
            Self::Hijri => {
                (day <= 30 && (1..=9999).contains(&year)).then(|| lunar(year, month, day)).flatten()
            }
        }
    }
}

fn gregorian(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day of a Julian day number.
fn of_julian_day(number: i32) -> Option<Date> {
    // Days are counted from 1 March of the year 0, so that the leap day ends a year.
    let days = number - 2_440_588 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    gregorian(year_of_era + era * 400 + i32::from(month <= 2), month, day)
}

fn lunar(year: i32, month: i32, day: i32) -> Option<Date> {
    of_julian_day((11 * year + 3) / 30 + 354 * year + 30 * month - (month - 1) / 2 + day + 1_948_440 - 385)
}

/// Years since 1210 decide: within each run of 33 years there are eight leap years, and none between 1210 and 1635 breaks
/// the run.
fn solar_leap(year: i32) -> Option<bool> {
    let since = solar_since(year)?;
    Some(((since + 1).rem_euclid(33) - 1).rem_euclid(4) == 0 && (since + 1).rem_euclid(33) != 0)
}

fn solar_since(year: i32) -> Option<i32> {
    (1211..=1500).contains(&year).then_some(year - 1210)
}

/// The day in March on which the year begins is counted from the leap days of both calendars.
fn solar(year: i32, month: i32, day: i32) -> Option<Date> {
    let since = solar_since(year)?;
    // Leap days of the solar calendar until 1210 and since.
    let leaps = 294 + (since / 33) * 8 + (since % 33 + 3) / 4;
    let western = year + 621;
    let leaps_west = western / 4 - ((western / 100 + 1) * 3) / 4 - 150;
    let begins = gregorian(western, 3, 20 + leaps - leaps_west)?;
    let days = (month - 1) * 31 - i32::from(month > 7) * (month - 7) + day - 1;
    begins.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// An era of Japan: its marks and the year before its first.
const ERAS: &[(&[&str], i32)] = &[
    (&["明治", "明", "meiji", "m"], 1867),
    (&["大正", "大", "taisho", "taishō", "t"], 1911),
    (&["昭和", "昭", "showa", "shōwa", "s"], 1925),
    (&["平成", "平", "heisei", "h"], 1988),
    (&["令和", "令", "reiwa", "r"], 2018),
];

/// Takes the mark of a Japanese era from the front of a lower-case text: the year before its first, and the rest.
pub(crate) fn japanese_era(text: &str) -> Option<(i32, &str)> {
    ERAS.iter().flat_map(|(marks, before)| marks.iter().map(move |mark| (*mark, *before))).find_map(
        |(mark, before)| {
            let rest = text.strip_prefix(mark)?.trim_start_matches([' ', '.']);
            rest.starts_with(|c: char| c.is_ascii_digit() || c == '元').then_some((before, rest))
        },
    )
}

/// The calendar that a mark beside a date names.
pub(crate) fn marked(text: &str) -> Option<Calendar> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphabetic() || c == '.' || c == 'ـ'))
        .filter(|word| !word.is_empty())
        .collect();
    let has = |marks: &[&str]| words.iter().any(|word| marks.contains(&word.trim_matches('.')));
    let joined: String = words.concat().chars().filter(|c| !matches!(c, '.' | 'ـ')).collect();
    if has(&["sh", "ap", "a.p", "h.sh", "solar", "shamsi", "хшм"]) || joined == "هش" || joined == "ش" {
        Some(Calendar::SolarHijri)
    } else if has(&["ah", "a.h", "hijri", "lunar", "qamari"])
        || joined == "ه"
        || joined == "هجری"
        || joined == "هجري"
        || joined == "هق"
    {
        Some(Calendar::Hijri)
    } else if has(&["be", "b.e", "พ.ศ"]) {
        Some(Calendar::Buddhist)
    } else if joined.contains("民國") || joined.contains("民国") || has(&["roc", "minguo"]) {
        Some(Calendar::Minguo)
    } else {
        None
    }
}

/// The value of a decimal digit of any of the scripts in which dates are written.
pub(crate) fn digit(c: char) -> Option<u8> {
    const ZEROS: &[char] = &['0', '٠', '۰', '०', '০', '๐', '０', '௦', '၀', '០'];
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        u8::try_from(value).ok().filter(|value| *value < 10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(calendar: Calendar, (year, month, day): (i32, i32, i32), expected: &str) {
        let found = calendar.date(year, month, day).map_or("none".to_owned(), |date| date.to_string());
        assert_eq!(found, expected, "{calendar:?} {year}-{month}-{day}");
    }

    #[test]
    fn days_of_other_calendars() {
        check(Calendar::SolarHijri, (1357, 11, 22), "1979-02-11");
        check(Calendar::SolarHijri, (1399, 12, 30), "2021-03-20");
        check(Calendar::SolarHijri, (1400, 1, 1), "2021-03-21");
        check(Calendar::SolarHijri, (1403, 1, 1), "2024-03-20");
        check(Calendar::SolarHijri, (1345, 1, 1), "1966-03-21");
        check(Calendar::SolarHijri, (1345, 7, 1), "1966-09-23");
        check(Calendar::SolarHijri, (1345, 12, 29), "1967-03-20");
        check(Calendar::SolarHijri, (1345, 12, 30), "none");
        check(Calendar::SolarHijri, (1345, 7, 31), "none");
        check(Calendar::Hijri, (1400, 1, 1), "1979-11-21");
        check(Calendar::Hijri, (1, 1, 1), "0622-07-19");
        check(Calendar::Hijri, (1445, 9, 1), "2024-03-11");
        check(Calendar::Buddhist, (2509, 2, 28), "1966-02-28");
        check(Calendar::Buddhist, (2509, 2, 29), "none");
        check(Calendar::Minguo, (55, 3, 2), "1966-03-02");
    }

    #[test]
    fn a_solar_year_has_the_days_it_should() {
        for year in 1212..1499 {
            let first = |year| Calendar::SolarHijri.date(year, 1, 1).unwrap();
            let days = first(year).until(first(year + 1)).unwrap().get_days();
            assert_eq!(days == 366, solar_leap(year).unwrap(), "{year}");
            let last = Calendar::SolarHijri.date(year, 12, if days == 366 { 30 } else { 29 }).unwrap();
            assert_eq!(last.tomorrow().unwrap(), first(year + 1), "{year}");
        }
    }

    #[test]
    fn eras_and_marks() {
        assert_eq!(japanese_era("昭和45年3月2日"), Some((1925, "45年3月2日")));
        assert_eq!(japanese_era("s45.3.2"), Some((1925, "45.3.2")));
        assert_eq!(japanese_era("平成元年"), Some((1988, "元年")));
        assert_eq!(japanese_era("soon"), None);
        assert_eq!(marked("1345/7/1 ه.ش"), Some(Calendar::SolarHijri));
        assert_eq!(marked("1386-05-03 هـ"), Some(Calendar::Hijri));
        assert_eq!(marked("15 2 1400 ah"), Some(Calendar::Hijri));
        assert_eq!(marked("2509 b.e."), Some(Calendar::Buddhist));
        assert_eq!(marked("พ.ศ. 2509"), Some(Calendar::Buddhist));
        assert_eq!(marked("1961-03-14"), None);
    }
}
