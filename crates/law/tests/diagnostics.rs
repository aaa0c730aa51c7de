//! Mistakes in files of the law: each names its file, line, column and remedy, and the other files keep working.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use law::check::{Exclusion, Question};
use law::{Facts, Library};

/// An instrument without a mistake; `§` marks where a test puts its own lines.
const GOOD: &str = r#"schema = 1

[instrument]
id = "test-treaty"
title = "A treaty"
short-name = "TT"
kind = "multilateral-treaty"
in-force = 2000-01-01
status = "in-force"
verified = true
§1
[parties]
list = [
  { state = "EE", in-force = 2001-01-01, verified = true },
  { state = "DE", in-force = 2002-01-01, verified = true },
§2
]

[[procedure]]
key = "extradition"
title = "Extradition"
article = "1"

[[procedure.deadline]]
key = "answer"
event = "request-received"
length = 30
unit = "day"
days = "calendar"
obliged = "requested"
article = "5"
consequence = "an answer is due"
verified = true
§3
"#;

fn file(one: &str, two: &str, three: &str) -> String {
    GOOD.replace("§1", one).replace("§2", two).replace("§3", three)
}

fn with_law<'a>(path: &'a str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut files = Library::embedded_files().to_vec();
    files.push((path, text));
    files
}

/// Reads a file beside the law of the repository and compares every diagnostic.
#[track_caller]
fn check(text: &str, expected: &str) {
    let (library, diagnostics) = Library::read(&with_law("t.toml", text));
    let found: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(found.join("\n"), expected.trim_matches('\n'));
    // The rest of the law works on.
    let others = library.instruments().filter(|i| i.id().as_str() != "test-treaty").count();
    assert_eq!(others, embedded("[instrument]"));
}

/// How many embedded files hold a table of this name.
fn embedded(table: &str) -> usize {
    Library::embedded_files().iter().filter(|(_, text)| text.lines().any(|line| line.trim() == table)).count()
}

#[test]
fn the_files_of_the_repository_have_no_mistake() {
    let (library, diagnostics) = Library::read(Library::embedded_files());
    assert_eq!(diagnostics, []);
    assert_eq!(
        (library.instruments().count(), library.procedures().count()),
        (embedded("[instrument]"), embedded("[procedure]"))
    );
    check(&file("", "", ""), "");
}

#[test]
fn several_mistakes_of_one_file_are_reported_in_one_pass() {
    let text = file(
        "adopted = 2021-02-31\ndepositry = \"Council\"",
        "  { state = \"UK\", in-force = 1999-01-01, verified = true },\n  { state = \"FR\", in-force = 2003-01-01, ended = 2002-01-01, verified = \"yes\" },",
        "[[procedure.ground]]\nkey = \"answer\"\neffect = \"optionel\"\ndescription = \"d\"\narticle = \"1\"\nverified = true",
    );
    check(
        &text,
        r#"
t.toml:11:11: not TOML: invalid date, expected day between 01 and 28
  help: write a day that exists, as in 2021-02-28
t.toml:12:1: [instrument] has no field `depositry`
  help: did you mean `depositary`?
t.toml:17:13: `UK` is not an ISO 3166-1 alpha-2 code of a state
  help: the code of the United Kingdom is "GB"
t.toml:18:50: `FR` left on 2002-01-01, before it joined on 2003-01-01
  help: a denunciation follows the accession; check the two dates
t.toml:18:73: `verified` must be true or false, not a string
  help: write, for example: verified = true
t.toml:38:10: `optionel` is no known `effect`
  help: did you mean `optional`?
"#,
    );
}

#[test]
fn broken_toml_is_placed() {
    check(
        "schema = 1\n[instrument\nid = \"x\"\n",
        "
t.toml:1:1: the file holds no [instrument], [procedure], [holidays], [[event]], [[overlay]], [[safeguard]], [[fact]], [[state]], [[treaty]] or [[duty]]
  help: docs/LAW.md shows a whole file of each
t.toml:2:12: not TOML: unclosed table, expected `]`
  help: one key per line; close [table] and [[list]] headers
",
    );
    check(
        &file("title = \"again\"", "", ""),
        "
t.toml:11:1: not TOML: duplicate key
  help: a key stands once in its table; remove or rename the second one
",
    );
}

#[test]
fn periods_need_an_event_and_a_length() {
    let deadline = |lines: &str| {
        file(
            "",
            "",
            &format!(
                "[[procedure.deadline]]\nkey = \"b\"\n{lines}\ndays = \"calendar\"\nobliged = \"requested\"\narticle = \"1\"\nconsequence = \"c\"\nverified = true"
            ),
        )
    };
    check(
        &deadline("length = 3\nunit = \"day\""),
        r#"
t.toml:34:1: the deadline has no start event
  help: add a line such as: event = "provisional-arrest"; law/events.toml lists the events
"#,
    );
    check(
        &deadline("event = \"arest\"\nlength = 3\nunit = \"day\""),
        "
t.toml:36:9: no event `arest` is known
  help: correct the key, or describe the event in law/events.toml
",
    );
    check(
        &deadline("event = \"release\"\nlength = 0\nunit = \"day\""),
        "
t.toml:37:10: a period of 0 day
  help: a measured unit needs a length above 0; a word such as \"without-delay\" needs none
",
    );
}

#[test]
fn links_between_files_must_hold() {
    check(
        &file("", "", "[[relation]]\nkind = \"supplements\"\nto = [\"coe-ets-24\"]\nverified = true"),
        "
t.toml:36:7: no instrument `coe-ets-24` is known
  help: correct the identifier, or add its file; something without a file here goes into to-text
",
    );
    check(
        &file(
            "",
            "",
            "[[relation]]\nkind = \"yields-to\"\nto = [\"coe-ets-024\"]\nverified = true\n[[relation]]\nkind = \"replaces\"\nto = [\"coe-ets-024\"]\nverified = true",
        ),
        "
t.toml:40:7: `coe-ets-024` and `test-treaty` contradict each other: each goes before the other
  help: one of the relations is wrong: an instrument cannot go before one that goes before it
",
    );
    check(
        &file(
            "",
            "",
            "[[declaration]]\nby = \"EE\"\nkind = \"reservation\"\narticles = [\"1\"]\neffect = \"threshold-changed\"\ndescription = \"d\"\nsource = \"s\"\nverified = true\n[[declaration.change]]\nrule = \"condition\"\nkey = \"sentence\"\nvalue = 6",
        ),
        "
t.toml:42:1: `test-treaty` has no condition `sentence` to change
  help: name a rule of the instrument by its kind and key
",
    );
}

#[test]
fn doubles_are_found() {
    check(
        &file("", "  { state = \"EE\", in-force = 2005-01-01, verified = true },", ""),
        "
t.toml:16:13: `EE` is a party twice at the same time
  help: keep one entry, or give the first one `ended` before the second one's `in-force`
",
    );
    let answer = "[[procedure.deadline]]\nkey = \"answer\"\nevent = \"release\"\nlength = 1\nunit = \"day\"\ndays = \"calendar\"\nobliged = \"requested\"\narticle = \"1\"\nconsequence = \"c\"\nverified = true";
    check(
        &file("", "", answer),
        "
t.toml:35:7: deadline `answer` stands twice in procedure `extradition`
  help: rename one of them; the first is in line 25
",
    );
    check(
        &file("", "", "").replace("test-treaty", "coe-ets-024"),
        "
t.toml:4:6: instrument `coe-ets-024` is already in law/instruments/coe-ets-024.toml
  help: give each instrument one file and one identifier
",
    );
}

#[test]
fn unknown_schemas_and_huge_files_are_refused() {
    check(
        "schema = 2\n[instrument]\n",
        "
t.toml:1:10: schema 2 is not known
  help: this program reads schema = 1; a newer file needs a newer program
",
    );
    let huge = format!("schema = 1\n{}", "# filler\n".repeat(120_000));
    let (_, diagnostics) = Library::read(&[("huge.toml", &huge)]);
    assert_eq!(diagnostics.len(), 1);
    assert!(diagnostics[0].message.contains("more than the limit of 1048576"), "{}", diagnostics[0]);
}

#[test]
fn a_procedure_in_which_nobody_must_act_is_refused() {
    let (path, text) =
        Library::embedded_files().iter().find(|(path, _)| path.ends_with("/extradition.toml")).unwrap();
    let files: Vec<(&str, String)> = (Library::embedded_files().iter())
        .map(|(p, t)| {
            (*p, if p == path { text.replace("must = true", "must = false") } else { (*t).to_owned() })
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (library, diagnostics) = Library::read(&files);
    assert_eq!(library.procedures().count(), Library::embedded().procedures().count() - 1);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
    assert_eq!(diagnostics[0].message, "in status `requested` with the person free, nobody must act");
}

#[test]
fn an_instrument_whose_file_has_mistakes_is_named_and_never_silently_left_out() {
    let files: Vec<(&str, String)> = (Library::embedded_files().iter())
        .map(|(path, text)| {
            (
                *path,
                if path.ends_with("eu-fd-2002-584.toml") {
                    text.replace("2013-07-01", "2013-06-31")
                } else {
                    (*text).to_owned()
                },
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (library, diagnostics) = Library::read(&files);
    assert_eq!(diagnostics.len(), 1, "naming a broken instrument is no further mistake: {diagnostics:#?}");
    let question = Question {
        from: "EE".parse().unwrap(),
        to: "DE".parse().unwrap(),
        procedure: "extradition".parse().unwrap(),
        on: "2021-12-01".parse().unwrap(),
        facts: Facts::default(),
    };
    let check = library.check(&question).unwrap();
    let broken = check.excluded.iter().find(|excluded| excluded.id == "eu-fd-2002-584").unwrap();
    assert_eq!(broken.status, Exclusion::Unreadable);
}

#[test]
fn a_slip_among_the_events_takes_no_instrument_down() {
    let files: Vec<(&str, String)> = (Library::embedded_files().iter())
        .map(|(path, text)| {
            (
                *path,
                if path.ends_with("events.toml") {
                    format!("{text}\n[[event]]\nkey = \"Wrong Key\"\ntitle = \"t\"\n")
                } else {
                    (*text).to_owned()
                },
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (library, diagnostics) = Library::read(&files);
    assert_eq!(
        (library.instruments().count(), diagnostics.len()),
        (embedded("[instrument]"), 1),
        "{diagnostics:#?}"
    );
}

#[test]
fn every_damage_to_a_file_is_survived() {
    let good = file("", "", "");
    for at in (0..good.len()).filter(|at| good.is_char_boundary(*at)) {
        for change in ["", "\"", "[[", "=", "é", "\u{0}"] {
            let text = format!("{}{change}{}", &good[..at], good.get(at + 1..).unwrap_or_default());
            let (_, diagnostics) = Library::read(&[("t.toml", &text)]);
            for diagnostic in diagnostics {
                assert!(diagnostic.line >= 1 && diagnostic.column >= 1 && !diagnostic.help.is_empty());
            }
        }
    }
}
