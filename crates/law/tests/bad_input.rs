//! Bad files beside the law of the repository: each gives its mistake with file, line, column and remedy, the instrument
//! is named as unreadable, and every other file answers as before.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::sync::LazyLock;

use law::check::{Check, Exclusion, Question};
use law::{Facts, Library};

static LAW: LazyLock<Library> = LazyLock::new(Library::embedded);

/// A treaty between Estonia and Germany that goes first; `RELATION`, `PARTIES`, `DECLARATIONS` and `RULES` are filled in.
const TREATY: &str = r#"schema = 1
[instrument]
id = "ID"
title = "A treaty"
short-name = "ID"
kind = "bilateral-treaty"
in-force = 2000-01-01
status = "in-force"
last-article = 20
denunciation = { offset = 6, unit = "month", from = "receipt of notice", rounding = "none", article = "19" }
verified = true
RELATION
[parties]
list = [
  { state = "EE", in-force = 2001-01-01, verified = true },
PARTIES
]
DECLARATIONS
[[procedure]]
key = "extradition"
title = "Extradition"
article = "1-18"
[[procedure.condition]]
key = "sentence-6-months"
description = "A sentence of six months."
value = 6
unit = "month"
measure = "sentence"
article = "2"
verified = true
RULES
"#;

const GERMANY: &str = "  { state = \"DE\", in-force = 2002-01-01, verified = true },";

#[derive(Default, Clone, Copy)]
struct Parts<'a> {
    relation: &'a str,
    parties: &'a str,
    declarations: &'a str,
    rules: &'a str,
}

fn treaty(id: &str, parts: Parts<'_>) -> String {
    let parties = if parts.parties.is_empty() { GERMANY } else { parts.parties };
    (TREATY.replace("ID", id).replace("RELATION", parts.relation))
        .replace("PARTIES", parties)
        .replace("DECLARATIONS", parts.declarations)
        .replace("RULES", parts.rules)
}

fn ask(library: &Library) -> Check {
    let question = Question {
        from: "EE".parse().unwrap(),
        to: "DE".parse().unwrap(),
        procedure: "extradition".parse().unwrap(),
        on: "2021-12-01".parse().unwrap(),
        facts: Facts::default(),
    };
    library.check(&question).unwrap()
}

/// Reads the files beside the law; compares the mistakes and says which instruments are unreadable. Whatever is wrong,
/// the answer without these files stays the same.
#[track_caller]
fn check(files: &[(&str, String)], expected: &str, unreadable: &[&str]) {
    let mut all = Library::embedded_files().to_vec();
    all.extend(files.iter().map(|(path, text)| (*path, text.as_str())));
    let (library, diagnostics) = Library::read(&all);
    let found: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(found.join("\n"), expected.trim_matches('\n'));
    for instrument in LAW.instruments() {
        assert!(library.instrument(instrument.id()).is_some(), "{} was lost", instrument.id());
    }
    let mut answer = ask(&library);
    let broken = |excluded: &law::check::Excluded| excluded.status == Exclusion::Unreadable;
    let named: Vec<&str> =
        answer.excluded.iter().filter(|one| broken(one)).map(|one| one.id.as_str()).collect();
    assert_eq!(named, unreadable);
    answer.excluded.retain(|one| !broken(one));
    answer.notices.retain(|notice| !notice.text.contains("has mistakes"));
    let none_in_use = unreadable.len() == files.len() || (unreadable.is_empty() && !diagnostics.is_empty());
    if none_in_use {
        assert_eq!(answer, ask(&LAW));
    }
}

#[test]
fn the_treaty_of_these_tests_is_sound() {
    check(&[("a.toml", treaty("treaty-a", Parts::default()))], "", &[]);
}

#[test]
fn two_instruments_that_contradict() {
    let before = |other: &str| {
        format!("[[relation]]\nkind = \"replaces-between-parties\"\nto = [\"{other}\"]\nverified = true")
    };
    let one = treaty("treaty-a", Parts { relation: &before("treaty-b"), ..Parts::default() });
    let two = treaty("treaty-b", Parts { relation: &before("treaty-a"), ..Parts::default() });
    // The file that was read last is the one that contradicts.
    check(
        &[("a.toml", one.clone()), ("b.toml", two.clone())],
        "
b.toml:14:7: `treaty-a` and `treaty-b` contradict each other: each goes before the other; see a.toml:14:7
  help: one of the relations is wrong: an instrument cannot go before one that goes before it
",
        &["treaty-b"],
    );
    check(
        &[("b.toml", two), ("a.toml", one)],
        "
a.toml:14:7: `treaty-a` and `treaty-b` contradict each other: each goes before the other; see b.toml:14:7
  help: one of the relations is wrong: an instrument cannot go before one that goes before it
",
        &["treaty-a"],
    );
}

#[test]
fn a_cycle_of_precedence() {
    let yields = |other: &str| {
        format!("[[relation]]\nkind = \"yields-to\"\nto = [\"{other}\"]\narticles = \"3\"\nverified = true")
    };
    let file = |id: &str, other: &str| treaty(id, Parts { relation: &yields(other), ..Parts::default() });
    check(
        &[
            ("a.toml", file("treaty-a", "treaty-b")),
            ("b.toml", file("treaty-b", "treaty-c")),
            ("c.toml", file("treaty-c", "treaty-a")),
        ],
        "
c.toml:14:7: precedence goes in a circle: `treaty-a` before `treaty-c` before `treaty-b` before `treaty-a`; see b.toml:14:7, a.toml:14:7
  help: one of the relations is wrong: an instrument cannot go before one that goes before it
",
        &["treaty-c"],
    );
}

/// A circle through the law of the program is the mistake of the file that came last.
#[test]
fn a_file_that_contradicts_the_law_of_the_program() {
    let relation = "[[relation]]\nkind = \"replaces-between-parties\"\nto = [\"eu-fd-2002-584\"]\nverified = true\n\
                    [[relation]]\nkind = \"yields-to\"\nto = [\"coe-ets-024\"]\nverified = true";
    let found = "
a.toml:18:7: precedence goes in a circle: `coe-ets-024` before `treaty-a` before `eu-fd-2002-584` before `coe-ets-024`; see law/instruments/coe-ets-024.toml:76:7
  help: one of the relations is wrong: an instrument cannot go before one that goes before it
";
    let file = treaty("treaty-a", Parts { relation, ..Parts::default() });
    check(&[("a.toml", file)], found, &["treaty-a"]);
}

#[test]
fn a_deadline_without_a_start_event() {
    let rules = "[[procedure.deadline]]\nkey = \"answer\"\nlength = 3\nunit = \"day\"\ndays = \"calendar\"\n\
                 obliged = \"requested\"\narticle = \"5\"\nconsequence = \"c\"\nverified = true";
    check(
        &[("a.toml", treaty("treaty-a", Parts { rules, ..Parts::default() }))],
        "
a.toml:31:1: the deadline has no start event
  help: add a line such as: event = \"provisional-arrest\"; law/events.toml lists the events
",
        &["treaty-a"],
    );
}

#[test]
fn an_article_that_does_not_exist() {
    let rules = "[[procedure.ground]]\nkey = \"nationality\"\neffect = \"optional\"\ndescription = \"d\"\narticle = \"21(2)\"\nverified = true";
    check(
        &[("a.toml", treaty("treaty-a", Parts { rules, ..Parts::default() }))],
        "
a.toml:32:7: `treaty-a` has no article 21: its last one is 20
  help: correct the article, or `last-article` in [instrument]
",
        &["treaty-a"],
    );
}

#[test]
fn a_party_code_that_is_no_iso_code() {
    let parties = "  { state = \"XX\", in-force = 2002-01-01, verified = true },";
    check(
        &[("a.toml", treaty("treaty-a", Parts { parties, ..Parts::default() }))],
        "
a.toml:16:13: `XX` is not an ISO 3166-1 alpha-2 code of a state
  help: use the two capital letters of ISO 3166-1, such as \"EE\" or \"DE\"
",
        &["treaty-a"],
    );
}

#[test]
fn a_denunciation_before_ratification() {
    let with = |dates: &str| {
        let parties = format!("  {{ state = \"DE\", {dates}, verified = true }},");
        [("a.toml", treaty("treaty-a", Parts { parties: &parties, ..Parts::default() }))]
    };
    check(
        &with("deposit = 2002-01-01, denounced = 2001-06-01"),
        "
a.toml:16:53: `DE` denounced on 2001-06-01, before it joined on 2002-01-01
  help: a denunciation follows the ratification; check the two dates
",
        &["treaty-a"],
    );
    check(
        &with("in-force = 2002-01-01, ended = 2001-06-01"),
        "
a.toml:16:50: `DE` left on 2001-06-01, before it joined on 2002-01-01
  help: a denunciation follows the accession; check the two dates
",
        &["treaty-a"],
    );
}

#[test]
fn overlapping_reservations() {
    let declaration = |more: &str, months: u32| {
        format!(
            "[[declaration]]\nby = \"DE\"\nkind = \"reservation\"\narticles = [\"2\"]\neffect = \"threshold-changed\"\n\
             description = \"{months} months.\"\nsource = \"https://example.org\"\n{more}verified = true\n\
             [[declaration.change]]\nrule = \"condition\"\nkey = \"sentence-6-months\"\nvalue = {months}\n"
        )
    };
    let with = |one: &str, two: &str| {
        let declarations = format!("{}{}", declaration(one, 8), declaration(two, 10));
        [("a.toml", treaty("treaty-a", Parts { declarations: &declarations, ..Parts::default() }))]
    };
    let overlap = "
a.toml:31:1: two reservations of `DE` overlap: both change the condition `sentence-6-months`; the first is in line 18
  help: give the earlier one `until`, aim them at different states with `towards`, or make them one
";
    check(&with("since = 2003-01-01\n", "since = 2005-01-01\n"), overlap, &["treaty-a"]);
    check(
        &with("since = 2003-01-01\nuntil = 2005-01-01\n", "since = 2005-01-01\n"),
        &overlap.replace("31:1", "32:1"),
        &["treaty-a"],
    );
    // One after the other, or towards different states, they say clearly which of them holds.
    check(&with("until = 2004-12-31\n", "since = 2005-01-01\n"), "", &[]);
    check(&with("towards = [\"EE\"]\n", "towards = [\"FR\"]\n"), "", &[]);
}

#[test]
fn a_file_of_ten_megabytes() {
    let sound = treaty("treaty-a", Parts::default());
    let size = 10 * 1024 * 1024;
    let filler = format!("{sound}{}", "# filler\n".repeat((size - sound.len()) / 9));
    let rules = "[[procedure.ground]]\nkey = \"k\"\neffect = \"optional\"\ndescription = \"d\"\narticle = \"1\"\nverified = true\n";
    let many = format!("{sound}{}", rules.repeat((size - sound.len()) / rules.len()));
    let line = format!("schema = 1 # {}", "x".repeat(size));
    let deep = format!("schema = 1\nx = {}", "[".repeat(size));
    for text in [filler, many, line, deep] {
        let bytes = text.len();
        check(
            &[("big.toml", text)],
            &format!(
                "big.toml:1:1: the file has {bytes} bytes, more than the limit of 1048576\n  help: split it, or leave out what is not a rule; an instrument rarely needs more than 100 KiB"
            ),
            &[],
        );
    }
}

/// A slip in one national rule leaves the others alone, and no answer hides that something may be missing.
#[test]
fn a_slip_among_national_rules() {
    let files: Vec<(&str, String)> = (Library::embedded_files().iter())
        .map(|(path, text)| {
            let text = if path.ends_with("overlays.toml") {
                text.replacen("kind = \"threshold\"", "kind = \"treshold\"", 1)
            } else {
                (*text).to_owned()
            };
            (*path, text)
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (library, diagnostics) = Library::read(&files);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
    assert_eq!(diagnostics[0].help, "did you mean `threshold`?");
    let question = Question {
        from: "UA".parse().unwrap(),
        to: "EE".parse().unwrap(),
        procedure: "extradition".parse().unwrap(),
        on: "2026-03-01".parse().unwrap(),
        facts: Facts::default(),
    };
    let answer = library.check(&question).unwrap();
    assert!(answer.notices.iter().any(|notice| notice.text.starts_with("law/overlays.toml has mistakes")));
    let rules = |answer: &Check| answer.declarations.iter().filter(|one| one.kind == "national-rule").count();
    assert_eq!(rules(&answer) + 1, rules(&LAW.check(&question).unwrap()));
}
