//! Two dates of birth, packed in four bytes each, beside one another.

use jiff::civil::Date;

use super::weights::Finding;
use crate::born::Born;

/// Year, month, day and how the date is known: 0 for a month or day that is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packed(pub(crate) u32);

const ABOUT: u32 = 1 << 31;
const FROM_NUMBER: u32 = 1 << 30;

impl Packed {
    pub(crate) fn of(born: Born) -> Self {
        let (year, month, day, flags) = match born {
            Born::Year(year) => (year, 0, 0, 0),
            Born::Month(year, month) => (year, month, 0, 0),
            Born::Day(date) => (date.year(), date.month(), date.day(), 0),
            Born::About(date) => (date.year(), date.month(), date.day(), ABOUT),
        };
        let small = |n: i8| u32::try_from(n).unwrap_or_default() & 31;
        Self(u32::try_from(year).unwrap_or_default() << 9 | small(month) << 5 | small(day) | flags)
    }

    pub(crate) fn from_number(date: Date) -> Self {
        Self(Self::of(Born::Day(date)).0 | FROM_NUMBER)
    }

    pub(crate) fn year(self) -> i32 {
        i32::try_from((self.0 & !(ABOUT | FROM_NUMBER)) >> 9).unwrap_or_default()
    }

    fn month(self) -> u32 {
        (self.0 >> 5) & 15
    }

    fn day(self) -> u32 {
        self.0 & 31
    }

    fn is_about(self) -> bool {
        self.0 & ABOUT != 0
    }

    pub(crate) fn is_from_number(self) -> bool {
        self.0 & FROM_NUMBER != 0
    }

    /// Days since some day, right to compare days of one year or neighbours.
    fn days(self) -> Option<i64> {
        match self.born()? {
            Born::Day(date) | Born::About(date) => {
                let month = i64::from(date.month());
                // Enough to see a distance of few days; months are taken as they are on average across their ends.
                Some(i64::from(date.year()) * 366 + (month - 1) * 31 + i64::from(date.day()))
            }
            Born::Year(_) | Born::Month(..) => None,
        }
    }

    pub(crate) fn born(self) -> Option<Born> {
        let year = i16::try_from(self.year()).ok()?;
        let (month, day) = (i8::try_from(self.month()).ok()?, i8::try_from(self.day()).ok()?);
        match (month, day) {
            (0, _) => Some(Born::Year(year)),
            (_, 0) => Some(Born::Month(year, month)),
            _ => {
                let date = Date::new(year, month, day).ok()?;
                Some(if self.is_about() { Born::About(date) } else { Born::Day(date) })
            }
        }
    }

    /// How two dates agree.
    pub(crate) fn beside(self, other: Self) -> Finding {
        let years = self.year().abs_diff(other.year());
        if self.month() == 0 || other.month() == 0 || self.day() == 0 || other.day() == 0 {
            return match years {
                0 if self.month() != 0 && other.month() != 0 && self.month() != other.month() => {
                    Finding::BornNear
                }
                0 => Finding::BornSameYear,
                1 => Finding::BornNear,
                _ => Finding::BornDifferent,
            };
        }
        if self.is_about() || other.is_about() {
            return match (self.days(), other.days()) {
                // A month's end in between makes the distance up to three days larger than it is.
                (Some(x), Some(y))
                    if x.abs_diff(y) <= 2 || (x.abs_diff(y) <= 5 && self.month() != other.month()) =>
                {
                    Finding::BornCalendar
                }
                _ if years <= 1 => Finding::BornNear,
                _ => Finding::BornDifferent,
            };
        }
        let same_day = self.month() == other.month() && self.day() == other.day();
        let first = |date: Self| date.month() == 1 && date.day() == 1;
        if years == 0 && same_day {
            Finding::BornSame
        } else if years == 0 && self.month() == other.day() && self.day() == other.month() {
            Finding::BornSwapped
        } else if years == 1 && same_day {
            Finding::BornYearOff
        } else if years == 0 && (first(self) || first(other)) {
            Finding::BornJanuaryFirst
        } else if self.one_digit(other)
            || (years == 0 && self.month() == other.month() && self.day().abs_diff(other.day()) == 1)
            || (years == 0 && self.day() == other.day() && self.month().abs_diff(other.month()) == 1)
        {
            Finding::BornDigit
        } else if years <= 1 {
            Finding::BornNear
        } else {
            Finding::BornDifferent
        }
    }

    /// Whether the dates differ in one digit as written, or in two neighbours of the year exchanged.
    fn one_digit(self, other: Self) -> bool {
        let digits = |date: Self| {
            let (year, month, day) = (date.year().unsigned_abs(), date.month(), date.day());
            [
                year / 1000,
                year / 100 % 10,
                year / 10 % 10,
                year % 10,
                month / 10,
                month % 10,
                day / 10,
                day % 10,
            ]
        };
        let (x, y) = (digits(self), digits(other));
        let apart = x.iter().zip(y).filter(|(x, y)| **x != *y).count();
        let [_, _, x_ten, x_one, ..] = x;
        let [_, _, y_ten, y_one, ..] = y;
        apart == 1 || (apart == 2 && x_ten == y_one && x_one == y_ten && x_ten != x_one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ours: &str, theirs: &str, expected: Finding) {
        let of = |text: &str| Packed::of(text.parse().unwrap());
        assert_eq!(of(ours).beside(of(theirs)), expected, "{ours} and {theirs}");
        assert_eq!(of(theirs).beside(of(ours)), expected, "{theirs} and {ours}");
        assert_eq!(of(ours).born().unwrap().to_string(), ours);
    }

    #[test]
    fn dates_are_told_apart() {
        check("1953-01-06", "1953-01-06", Finding::BornSame);
        check("1953-01-06", "1953-06-01", Finding::BornSwapped);
        check("1953-03-16", "1954-03-16", Finding::BornYearOff);
        check("1953-03-16", "1953-03-18", Finding::BornDigit);
        check("1953-03-19", "1953-03-20", Finding::BornDigit);
        check("1953-09-16", "1953-10-16", Finding::BornDigit);
        check("1953-03-16", "1983-03-16", Finding::BornDigit);
        check("1957-03-16", "1975-03-16", Finding::BornDigit);
        check("1953-03-16", "1953-01-01", Finding::BornJanuaryFirst);
        check("1953-03-16", "1953", Finding::BornSameYear);
        check("1953-03-16", "1953-03", Finding::BornSameYear);
        check("1953-03-16", "1953-04", Finding::BornNear);
        check("1953", "1954", Finding::BornNear);
        check("1953-03-16", "1953-11-02", Finding::BornNear);
        check("1953-03-16", "1961-11-02", Finding::BornDifferent);
        check("1953", "1961-11-02", Finding::BornDifferent);
        check("~1966-08-19", "1966-08-20", Finding::BornCalendar);
        check("~1966-08-31", "1966-09-01", Finding::BornCalendar);
        check("~1966-08-19", "1966-08-25", Finding::BornNear);
        check("~1966-08-19", "1986-08-19", Finding::BornDifferent);
    }
}
