//! `comity law calendar`: holidays and working days of a state, the end of a period, dates of entry into force.

use std::collections::BTreeSet;

use ::law::calendar::{Convention, Counted, Period};
use ::law::codes::{Counting, CountingRule, Days, Ends, Unit};
use ::law::facts::Moment;
use ::law::holidays::Holiday;
use ::law::states::Zone;
use ::law::{InstrumentId, Library, State};
use jiff::civil::{Date, Weekday};
use serde::Serialize;

use super::law::{day, read_day, state};
use super::terminal::say;
use super::{Context, Exit, Failure, json};

/// Show public holidays and working days of a state, count a period, or find a date of entry into force
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity law calendar --state EE --month 2026-06\n  \
comity law calendar --state DE --from 2026-09-01 --length 60 --unit day --rule eu-1182-71\n  \
comity law calendar --state EE --from 2026-03-01T14:20[Europe/Tallinn] --length 18 --counting from-moment\n  \
comity law calendar --instrument coe-cets-209 --deposit 2016-07-15")]
pub(super) struct CalendarArgs {
    /// The state whose holidays count
    #[arg(long, value_name = "STATE", required_unless_present = "instrument")]
    state: Option<String>,
    /// The month to show, YYYY-MM
    #[arg(long, value_name = "MONTH", conflicts_with_all = ["from", "year"])]
    month: Option<String>,
    /// The year whose holidays to show; this year when nothing else is asked
    #[arg(long, value_name = "YEAR", conflicts_with = "from")]
    year: Option<i16>,
    /// The event from which a period runs: a day, or a moment with its zone
    #[arg(long, value_name = "WHEN", requires = "length")]
    from: Option<String>,
    /// The length of the period
    #[arg(long, value_name = "NUMBER")]
    length: Option<u32>,
    /// Its unit: hour, day, week, month or year
    #[arg(long, default_value = "day", value_name = "UNIT")]
    unit: String,
    /// Count working days
    #[arg(long)]
    working: bool,
    /// from-day leaves the day of the event out, with-day counts it, from-moment ends at the same hour
    #[arg(long, default_value = "from-day", value_name = "HOW")]
    counting: String,
    /// plain, or eu-1182-71 for acts of the Union
    #[arg(long, default_value = "plain", value_name = "RULE")]
    rule: String,
    /// Count back from the event
    #[arg(long)]
    backwards: bool,
    /// An instrument whose rule on dates to apply
    #[arg(long, value_name = "ID")]
    instrument: Option<String>,
    /// The day on which the ratification was deposited
    #[arg(long, value_name = "DAY", requires = "instrument")]
    deposit: Option<String>,
    /// The day on which notice of denunciation was received
    #[arg(long, value_name = "DAY", requires = "instrument")]
    notice: Option<String>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Shown {
    state: State,
    name: String,
    zone: Zone,
    from: Date,
    until: Date,
    holidays: Vec<Holiday>,
    working_days: usize,
    /// Days of the month that are worked, where a month was asked for.
    worked: Vec<Date>,
    known: bool,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Ended {
    state: State,
    from: String,
    last_day: Date,
    safe_day: Option<Date>,
    passed_at: Option<String>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Dates {
    instrument: InstrumentId,
    deposit: Option<Date>,
    in_force: Option<Date>,
    notice: Option<Date>,
    ends: Option<Date>,
    notes: Vec<String>,
}

pub(super) fn run(args: &CalendarArgs, library: &Library, context: &Context) -> Result<Exit, Failure> {
    if let Some(id) = &args.instrument {
        return dates(args, library, id);
    }
    let state = state("--state", args.state.as_deref().unwrap_or_default())?;
    match (&args.from, args.length) {
        (Some(from), Some(length)) => period(args, library, state, from, length),
        _ => holidays(args, library, state, context),
    }
}

fn holidays(
    args: &CalendarArgs,
    library: &Library,
    state: State,
    context: &Context,
) -> Result<Exit, Failure> {
    let (from, until) = match (&args.month, args.year) {
        (Some(month), _) => {
            let first = read_day("--month", &format!("{month}-01")).map_err(|_| {
                Failure::unusable(format!("--month: `{month}` is no month"), "write YYYY-MM, such as 2026-06")
            })?;
            (first, first.last_of_month())
        }
        (None, year) => {
            let year = match year {
                Some(year) => year,
                None => day("--year", None, context)?.year(),
            };
            let bound = |month, day| {
                Date::new(year, month, day)
                    .map_err(|_| Failure::unusable(format!("--year: {year} is outside the calendar"), ""))
            };
            (bound(1, 1)?, bound(12, 31)?)
        }
    };
    let found = library.holidays(state, from.year());
    let known = found.is_some();
    let (all, _) = found.unwrap_or_default();
    let off = library.days_off(state, from.year()..=from.year());
    let mut notes: BTreeSet<String> = off.unknown.iter().cloned().collect();
    notes.extend(library.holidays_note(state));
    let zone = library.zone_of(state);
    match &zone {
        Zone::One(_) => {}
        Zone::Several(zones) => {
            notes.insert(format!(
                "several time zones, unclear which: an act names its own ({})",
                zones.join(", ")
            ));
        }
        Zone::Unknown => {
            notes.insert("no time zone is known here: an act names its own".to_owned());
        }
    }
    let mut worked = Vec::new();
    let mut day = from;
    while day <= until {
        if off.works(day) {
            worked.push(day);
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    let shown = Shown {
        state,
        name: library.state_name(state),
        zone,
        from,
        until,
        holidays: all.into_iter().filter(|one| from <= one.date && one.date <= until).collect(),
        working_days: worked.len(),
        worked: if args.month.is_some() { worked } else { Vec::new() },
        known,
        notes: notes.into_iter().collect(),
    };
    if args.json {
        say(&json(&shown)?);
        return Ok(Exit::Done);
    }
    say(&format!("{} ({}), {} to {}", shown.name, shown.state, shown.from, shown.until));
    match &shown.zone {
        Zone::One(zone) => say(&format!("time zone {zone}")),
        Zone::Several(_) | Zone::Unknown => {}
    }
    for holiday in &shown.holidays {
        let instead = if holiday.instead { " (day off instead, or by decision)" } else { "" };
        say(&format!("  {} {} {}{instead}", holiday.date, weekday(holiday.date), holiday.name));
    }
    if shown.holidays.is_empty() && shown.known {
        say("  no public holidays");
    }
    say(&format!("{} working days", shown.working_days));
    shown.notes.iter().for_each(|note| say(&format!("note: {note}")));
    Ok(Exit::Done)
}

fn period(
    args: &CalendarArgs,
    library: &Library,
    state: State,
    from: &str,
    length: u32,
) -> Result<Exit, Failure> {
    let start: Moment = from.parse().map_err(|error| {
        Failure::unusable(format!("--from: {error}"), "a time of day needs the zone of its place")
    })?;
    let unit = word(
        "--unit",
        &args.unit,
        &[Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Year],
        Unit::as_str,
    )?;
    let counting = word(
        "--counting",
        &args.counting,
        &[Counting::FromDay, Counting::WithDay, Counting::FromMoment],
        Counting::as_str,
    )?;
    let rule =
        word("--rule", &args.rule, &[CountingRule::Plain, CountingRule::Eu118271], CountingRule::as_str)?;
    let days = if args.working { Days::Working } else { Days::Calendar };
    let period = Period { length, unit, days, counting, backwards: args.backwards };
    let convention = Convention::new(rule, None);
    let year = match &start {
        Moment::Day(day) => day.year(),
        Moment::At(at) => at.year(),
    };
    let reach = if unit == Unit::Year { i16::try_from(length.min(50)).unwrap_or(50) } else { 2 };
    let off = library.days_off(state, year.saturating_sub(2)..=year.saturating_add(reach + 1));
    let zone = library.zone_of(state).one();
    let counted = period
        .count(&start, zone.as_ref(), &[], &off, convention)
        .map_err(|error| Failure::unusable(error.to_string(), "give a shorter period"))?;
    let Some(Counted { due, safe_on, mut notes }) = counted else {
        return Err(Failure::unusable("the period has no measure", "give --unit day"));
    };
    let needs = args.working || convention.ends == Ends::NextWorkingDay;
    if needs {
        notes.extend(off.unknown.iter().cloned());
        notes.extend(library.holidays_note(state));
    }
    let ended = Ended {
        state,
        from: start.to_string(),
        last_day: due.on,
        safe_day: safe_on,
        passed_at: due.local,
        notes,
    };
    if args.json {
        say(&json(&ended)?);
        return Ok(Exit::Done);
    }
    let back = if args.backwards { " back" } else { "" };
    say(&format!(
        "{length} {}{}{back} from {}: last day {} ({})",
        if args.working { "working " } else { "" },
        args.unit,
        ended.from,
        ended.last_day,
        weekday(ended.last_day)
    ));
    if let Some(safe) = ended.safe_day {
        say(&format!("safe by {safe} ({})", weekday(safe)));
    }
    if let Some(at) = &ended.passed_at {
        say(&format!("passed at {at}"));
    }
    ended.notes.iter().for_each(|note| say(&format!("note: {note}")));
    Ok(Exit::Done)
}

fn dates(args: &CalendarArgs, library: &Library, id: &str) -> Result<Exit, Failure> {
    let unknown = || {
        Failure::unusable(
            format!("--instrument: no instrument `{id}` is known"),
            "`comity law graph` lists the identifiers",
        )
    };
    let id = InstrumentId::parse(id).map_err(|_| unknown())?;
    let instrument = library.instrument(&id).ok_or_else(unknown)?;
    let read =
        |option: &str, text: &Option<String>| text.as_deref().map(|text| read_day(option, text)).transpose();
    let (deposit, notice) = (read("--deposit", &args.deposit)?, read("--notice", &args.notice)?);
    if deposit.is_none() && notice.is_none() {
        return Err(Failure::unusable(
            "nothing to count from",
            "add --deposit DAY for entry into force, or --notice DAY for the end",
        ));
    }
    let mut notes = Vec::new();
    let in_force = deposit.and_then(|deposit| {
        instrument.enters_into_force(deposit).or_else(|| {
            notes.push("its rule on entry into force is in words alone or was not read".to_owned());
            None
        })
    });
    let ends = notice.and_then(|notice| {
        instrument.denunciation_takes_effect(notice).or_else(|| {
            notes.push("its rule on denunciation is in words alone or was not read".to_owned());
            None
        })
    });
    let dates = Dates { instrument: id, deposit, in_force, notice, ends, notes };
    let done = if dates.notes.is_empty() { Exit::Done } else { Exit::No };
    if args.json {
        say(&json(&dates)?);
        return Ok(done);
    }
    if let (Some(deposit), Some(date)) = (dates.deposit, dates.in_force) {
        say(&format!("{}: deposited on {deposit}, in force on {date}", dates.instrument));
    }
    if let (Some(notice), Some(date)) = (dates.notice, dates.ends) {
        say(&format!("{}: denounced on {notice}, ends with effect from {date}", dates.instrument));
    }
    dates.notes.iter().for_each(|note| say(&format!("note: {note}")));
    Ok(done)
}

fn word<T: Copy>(option: &str, text: &str, known: &[T], name: fn(T) -> &'static str) -> Result<T, Failure> {
    known.iter().copied().find(|one| name(*one) == text).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|one| name(*one)).collect();
        Failure::unusable(
            format!("{option}: `{text}` is not known"),
            format!("write one of {}", names.join(", ")),
        )
    })
}

fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
