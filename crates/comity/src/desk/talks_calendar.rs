//! Tasks as a calendar (RFC 5545), for the officer's own programme: one day-long entry for each promise with a day, and
//! an alarm for each reminder.

use jiff::Timestamp;
use jiff::civil::Date;

use super::talks_tasks::TaskRow;

/// The most octets of a line (RFC 5545 §3.1).
const LINE: usize = 75;

/// The tasks that have a day, as an iCalendar file.
pub fn calendar(tasks: &[TaskRow], authority: &str, now: Timestamp) -> Vec<u8> {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Comity//Talks//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
    ];
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    for task in tasks {
        let Some(day) = task.due_on.as_deref().and_then(|day| day.parse::<Date>().ok()) else { continue };
        let next = day.tomorrow().unwrap_or(day);
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@{}", task.id, text(authority)),
            format!("DTSTAMP:{stamp}"),
            format!("DTSTART;VALUE=DATE:{}", basic(day)),
            format!("DTEND;VALUE=DATE:{}", basic(next)),
            format!("SUMMARY:{}", text(&format!("{}: {}", task.who, task.what))),
            format!("DESCRIPTION:{}", text(&description(task))),
            format!("CATEGORIES:{}", text(&task.state)),
            "TRANSP:TRANSPARENT".to_owned(),
        ]);
        for reminder in task.reminders.iter().filter_map(|day| day.parse::<Date>().ok()) {
            let before = reminder.until(day).map_or(0, |span| span.get_days());
            let trigger = if before >= 0 { format!("-P{before}D") } else { format!("P{}D", -before) };
            lines.extend([
                "BEGIN:VALARM".to_owned(),
                "ACTION:DISPLAY".to_owned(),
                format!("TRIGGER:{trigger}"),
                format!("DESCRIPTION:{}", text(&task.what)),
                "END:VALARM".to_owned(),
            ]);
        }
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    let mut file = String::new();
    for line in lines {
        folded(&line, &mut file);
    }
    file.into_bytes()
}

fn description(task: &TaskRow) -> String {
    let mut parts = vec![task.meeting.clone()];
    parts.extend(task.owner.as_ref().map(|owner| format!("followed up by {owner}")));
    if !task.outcome.is_empty() {
        parts.push(format!("{}: {}", task.state, task.outcome));
    }
    parts.join("\n")
}

fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// RFC 5545 §3.3.11.
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for char in value.chars() {
        match char {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(char);
            }
            '\n' => escaped.push_str("\\n"),
            char if char.is_control() => {}
            char => escaped.push(char),
        }
    }
    escaped
}

/// RFC 5545 §3.1: a long line goes on after CR LF and a blank, never within a character.
fn folded(line: &str, file: &mut String) {
    let mut used = 0;
    for char in line.chars() {
        if used + char.len_utf8() > LINE {
            file.push_str("\r\n ");
            used = 1;
        }
        file.push(char);
        used += char.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(what: &str, due_on: Option<&str>, reminders: &[&str]) -> TaskRow {
        TaskRow {
            id: "00ff".to_owned(),
            who: "DE".to_owned(),
            what: what.to_owned(),
            due_on: due_on.map(str::to_owned),
            reminders: reminders.iter().map(|day| (*day).to_owned()).collect(),
            state: "open".to_owned(),
            ..TaskRow::default()
        }
    }

    fn check(task: TaskRow, says: &[&str]) {
        let file = String::from_utf8(calendar(&[task], "ee.justice", Timestamp::UNIX_EPOCH)).unwrap();
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"), "{file}");
        assert!(file.split("\r\n").all(|line| line.len() <= LINE && !line.contains('\n')), "{file}");
        let unfolded = file.replace("\r\n ", "");
        for part in says {
            assert!(unfolded.contains(part), "`{part}` is not in {unfolded}");
        }
    }

    #[test]
    fn a_promise_is_a_day_with_alarms() {
        check(
            task("Post an officer, at once; or \\ later", Some("2026-12-31"), &["2026-12-01", "2027-01-02"]),
            &[
                "UID:00ff@ee.justice",
                "DTSTART;VALUE=DATE:20261231",
                "DTEND;VALUE=DATE:20270101",
                "SUMMARY:DE: Post an officer\\, at once\\; or \\\\ later",
                "TRIGGER:-P30D",
                "TRIGGER:P2D",
            ],
        );
        check(task(&"Совместная рабочая группа ".repeat(9), Some("2026-05-05"), &[]), &["группа"]);
        let without = calendar(&[task("Whenever", None, &[])], "ee.justice", Timestamp::UNIX_EPOCH);
        assert!(!String::from_utf8(without).unwrap().contains("VEVENT"));
    }
}
