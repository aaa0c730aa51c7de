//! Public holidays: rules by state as data, and the days off that follow for a year.
//!
//! A rule is a day of the year, a day counted from Easter, a weekday of a month, or a list of days where a state
//! announces them. Days that the rules do not reach are unknown, and the answer says so.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::calendar::shift;
use crate::codes::{EasterRule, Observance, SourceKind, WeekdayCode};
use crate::ids::State;
use crate::source::Section;

/// The public holidays of one state, as rules.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct HolidayRules {
    pub(crate) file: String,
    pub(crate) state: State,
    /// Years for which the rules hold.
    pub(crate) from: i16,
    pub(crate) until: i16,
    pub(crate) easter: EasterRule,
    /// From this day holidays are worked, and why.
    pub(crate) suspended_from: Option<Date>,
    /// What the rules leave out, such as holidays of regions.
    pub(crate) note: Option<String>,
    pub(crate) source: String,
    pub(crate) source_kind: SourceKind,
    pub(crate) verified: bool,
    pub(crate) rules: Vec<HolidayRule>,
    /// Single days off, and days of rest that are worked.
    pub(crate) exceptions: Vec<Exception>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct HolidayRule {
    pub(crate) name: String,
    pub(crate) when: When,
    pub(crate) from: Option<i16>,
    pub(crate) until: Option<i16>,
    pub(crate) observed: Observance,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum When {
    /// Month and day.
    Day(i8, i8),
    /// Days from Easter Sunday.
    Easter(i32, EasterRule),
    /// The nth weekday of a month; negative counts from its end.
    Nth(i8, WeekdayCode, i8),
    /// The first such weekday on or after a day of the year.
    OnOrAfter(i8, i8, WeekdayCode),
    /// Days that are announced or follow another calendar.
    Listed(Vec<Date>),
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Exception {
    pub(crate) date: Date,
    pub(crate) name: String,
    /// Whether a day of rest is worked.
    pub(crate) worked: bool,
}

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Its name.
    pub name: String,
    /// Whether it is a day given instead of one that fell on a day of rest.
    pub instead: bool,
}

/// What is known of a state's days off over some years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysOff {
    /// Public holidays.
    pub holidays: BTreeSet<Date>,
    /// Saturdays and Sundays that are worked.
    pub worked: BTreeSet<Date>,
    /// What is not known, in words; empty where the rules reach all the years.
    pub unknown: Vec<String>,
}

impl DaysOff {
    /// Whether people work on a day.
    pub fn works(&self, day: Date) -> bool {
        self.worked.contains(&day) || crate::calendar::is_working_day(day, &self.holidays)
    }
}

impl HolidayRules {
    /// The holidays of a year, in order, and what is not known of it.
    pub(crate) fn year(&self, year: i16) -> (Vec<Holiday>, Vec<String>) {
        let mut unknown = Vec::new();
        if year < self.from || year > self.until {
            unknown.push(format!(
                "the public holidays of {} are known from {} to {}, not for {year}",
                self.state, self.from, self.until
            ));
        }
        let mut plain: BTreeMap<Date, &HolidayRule> = BTreeMap::new();
        for rule in &self.rules {
            if rule.from.is_some_and(|from| year < from) || rule.until.is_some_and(|until| year > until) {
                continue;
            }
            let days = self.days(rule, year);
            if days.is_empty() && matches!(rule.when, When::Listed(_)) {
                unknown.push(format!(
                    "when `{}` falls in {} in {year} is not known here",
                    rule.name, self.state
                ));
            }
            for day in days {
                plain.entry(day).or_insert(rule);
            }
        }
        let mut holidays: BTreeMap<Date, Holiday> = (plain.iter())
            .map(|(date, rule)| (*date, Holiday { date: *date, name: rule.name.clone(), instead: false }))
            .collect();
        for (date, rule) in &plain {
            if let Some(moved) = moved(*date, rule.observed, |day| holidays.contains_key(&day)) {
                holidays.insert(moved, Holiday { date: moved, name: rule.name.clone(), instead: true });
            }
        }
        for exception in self.exceptions.iter().filter(|one| one.date.year() == year && !one.worked) {
            let Exception { date, name, .. } = exception;
            holidays.insert(*date, Holiday { date: *date, name: name.clone(), instead: true });
        }
        let suspended = |date: Date| self.suspended_from.is_some_and(|from| from <= date);
        (holidays.into_values().filter(|holiday| !suspended(holiday.date)).collect(), unknown)
    }

    fn days(&self, rule: &HolidayRule, year: i16) -> Vec<Date> {
        let day = match &rule.when {
            When::Day(month, day) => Date::new(year, *month, *day).ok(),
            When::Easter(offset, rule) => {
                easter(*rule, year).and_then(|day| shift(day, i64::from(*offset)).ok())
            }
            When::Nth(month, weekday, nth) => Date::new(year, *month, 1)
                .ok()
                .and_then(|first| first.nth_weekday_of_month(*nth, weekday.weekday()).ok()),
            When::OnOrAfter(month, day, weekday) => Date::new(year, *month, *day).ok().and_then(|first| {
                if first.weekday() == weekday.weekday() {
                    Some(first)
                } else {
                    first.nth_weekday(1, weekday.weekday()).ok()
                }
            }),
            When::Listed(days) => return days.iter().copied().filter(|day| day.year() == year).collect(),
        };
        day.into_iter().collect()
    }

    /// Adds what is known of the years to the days off.
    pub(crate) fn add(&self, years: std::ops::RangeInclusive<i16>, off: &mut DaysOff) {
        for year in years {
            let (holidays, unknown) = self.year(year);
            off.holidays.extend(holidays.into_iter().map(|holiday| holiday.date));
            off.unknown.extend(unknown);
        }
        off.worked.extend(self.exceptions.iter().filter(|one| one.worked).map(|one| one.date));
    }
}

/// The day given instead of one that falls on a day of rest.
fn moved(date: Date, observed: Observance, taken: impl Fn(Date) -> bool) -> Option<Date> {
    let weekday = date.weekday();
    let weekend = matches!(weekday, Weekday::Saturday | Weekday::Sunday);
    let step = |days: i64| shift(date, days).ok();
    let free = |mut day: Date| {
        while taken(day) || matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.tomorrow().ok()?;
        }
        Some(day)
    };
    match observed {
        Observance::None => None,
        Observance::SundayToNextFreeDay if weekday == Weekday::Sunday => free(step(1)?),
        Observance::WeekendToNextFreeDay if weekend => free(step(1)?),
        Observance::NearestWeekday if weekday == Weekday::Saturday => step(-1),
        Observance::NearestWeekday if weekday == Weekday::Sunday => step(1),
        Observance::SundayToNextFreeDay | Observance::WeekendToNextFreeDay | Observance::NearestWeekday => {
            None
        }
    }
}

/// Easter Sunday, in the calendar in common use.
pub(crate) fn easter(rule: EasterRule, year: i16) -> Option<Date> {
    match rule {
        EasterRule::Western => {
            let y = i32::from(year);
            let (a, b, c) = (y % 19, y / 100, y % 100);
            let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
            let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
            let m = (a + 11 * h + 22 * l) / 451;
            let sum = h + l - 7 * m + 114;
            Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?).ok()
        }
        EasterRule::Orthodox => {
            let y = i32::from(year);
            let d = (19 * (y % 19) + 15) % 30;
            let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
            let sum = d + e + 114;
            let julian =
                Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?).ok()?;
            // The Julian calendar runs behind by three days in four centuries.
            let behind = y / 100 - y / 400 - 2;
            shift(julian, i64::from(behind)).ok()
        }
        EasterRule::None => None,
    }
}

/// Reads a file with a `[holidays]` table.
pub(crate) fn holidays(root: &Section<'_, '_>, file: &str) -> Option<HolidayRules> {
    let head = root.table("holidays", "[holidays]")?;
    let easter = head.code("easter").unwrap_or(EasterRule::None);
    let observed = head.code("observed").unwrap_or(Observance::None);
    let holidays = HolidayRules {
        file: file.to_owned(),
        from: year(&head, "from").unwrap_or(i16::MIN),
        until: year(&head, "until").unwrap_or(i16::MAX),
        easter,
        suspended_from: head.date("suspended-from"),
        note: head.text("note"),
        source: head.need_text("source"),
        source_kind: head.need_code("source-kind").unwrap_or(SourceKind::Recalled),
        verified: head.need_flag("verified"),
        rules: (head.tables("holiday", "a holiday").into_iter())
            .filter_map(|section| holiday(section, easter, observed))
            .collect(),
        exceptions: head.tables("exception", "an exception").into_iter().filter_map(exception).collect(),
        state: head.need_state("state")?,
    };
    head.finish();
    Some(holidays)
}

fn year(section: &Section<'_, '_>, name: &'static str) -> Option<i16> {
    section.number(name).and_then(|year| i16::try_from(year).ok())
}

fn holiday(section: Section<'_, '_>, easter: EasterRule, observed: Observance) -> Option<HolidayRule> {
    let name = section.need_text("name");
    let date = section.text("date");
    let offset = section.text("easter");
    let own_easter = section.code("easter-rule").unwrap_or(easter);
    let weekday: Option<WeekdayCode> = section.code("weekday");
    let month = section.number("month").and_then(|month| i8::try_from(month).ok());
    let nth = section.text("nth");
    let on_or_after = section.text("on-or-after");
    let listed = section.dates("dates");
    let wrong = |section: &Section<'_, '_>| {
        section.note(
            section.place(),
            "the holiday has no rule that can be read",
            "write one of: date = \"12-24\"; easter = \"-2\"; weekday = \"monday\", month = 5, nth = \"1\"; \
             weekday = \"saturday\", on-or-after = \"06-20\"; dates = [2026-03-20]",
        );
    };
    let when = match (&date, &offset, &on_or_after, &nth) {
        (Some(date), None, None, None) => month_day(date).map(|(month, day)| When::Day(month, day)),
        (None, Some(offset), None, None) if own_easter != EasterRule::None => {
            offset.parse().ok().map(|offset| When::Easter(offset, own_easter))
        }
        (None, None, Some(day), None) => {
            month_day(day).zip(weekday).map(|((month, day), weekday)| When::OnOrAfter(month, day, weekday))
        }
        (None, None, None, Some(nth)) => {
            let nth = nth.parse::<i8>().ok().filter(|nth| matches!(nth, -5..=-1 | 1..=5));
            (month.filter(|month| (1..=12).contains(month)).zip(weekday).zip(nth))
                .map(|((month, weekday), nth)| When::Nth(month, weekday, nth))
        }
        (None, None, None, None) if !listed.is_empty() => Some(When::Listed(listed)),
        _ => None,
    };
    if when.is_none() {
        wrong(&section);
    }
    let rule = HolidayRule {
        name,
        from: year(&section, "from"),
        until: year(&section, "until"),
        observed: section.code("observed").unwrap_or(observed),
        when: when?,
    };
    section.finish().then_some(rule)
}

fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year, so that 29 February is a day of the year.
    Date::new(2024, month, day).ok().map(|_| (month, day))
}

fn exception(section: Section<'_, '_>) -> Option<Exception> {
    if !section.has("date") {
        section.note(section.place(), "the exception has no `date`", "add a line such as: date = 2026-01-02");
    }
    let exception = Exception {
        name: section.need_text("name"),
        worked: section.flag("worked").unwrap_or(false),
        date: section.date("date")?,
    };
    section.finish().then_some(exception)
}
