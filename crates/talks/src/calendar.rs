//! The days of the Gregorian calendar, counted.

use crate::reading::PartialDate;

/// Days of a month; 0 for a month that does not exist.
pub(crate) fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// The number of a full day, counted so that day 0 is a Monday in the year 0.
pub(crate) fn number(date: PartialDate) -> Option<i32> {
    let (month, day) = (i32::from(date.month()?), i32::from(date.day()?));
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    // 1 March of the year 0 was a Wednesday.
    Some(365 * year + year / 4 - year / 100 + year / 400 + of_year + 2)
}

/// The day with a number.
pub(crate) fn from_number(number: i32) -> Option<PartialDate> {
    let days = number - 2;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    PartialDate::new(u16::try_from(year).ok()?, u8::try_from(month).ok(), u8::try_from(day).ok())
}

/// The weekday of a numbered day: 0 is Monday.
pub(crate) fn weekday(number: i32) -> i32 {
    number.rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_days_and_weekdays() {
        let day = PartialDate::parse("2015-02-06").unwrap();
        let counted = number(day).unwrap();
        assert_eq!(weekday(counted), 4, "a Friday");
        assert_eq!(from_number(counted), Some(day));
        assert_eq!(from_number(counted + 23), PartialDate::parse("2015-03-01"));
        assert_eq!(
            from_number(number(PartialDate::parse("2024-03-01").unwrap()).unwrap() - 1),
            PartialDate::parse("2024-02-29")
        );
        let mut walked = number(PartialDate::parse("1999-12-31").unwrap()).unwrap();
        for _ in 0..800 {
            walked += 1;
            assert_eq!(number(from_number(walked).unwrap()), Some(walked));
        }
    }
}
