//! Legal scenarios: facts in, the expected instruments, dates and grounds out.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::sync::LazyLock;

use law::check::{Check, Exclusion, Question, Role};
use law::{Facts, Library};

static LAW: LazyLock<Library> = LazyLock::new(Library::embedded);

fn check(from: &str, to: &str, procedure: &str, on: &str, facts: &str) -> Check {
    let question = Question {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        procedure: procedure.parse().unwrap(),
        on: on.parse().unwrap(),
        facts: Facts::from_toml(facts).unwrap(),
    };
    LAW.check(&question).unwrap()
}

fn roles(check: &Check) -> Vec<(&str, Role)> {
    check.instruments.iter().map(|binding| (binding.id.as_str(), binding.role)).collect()
}

fn excluded(check: &Check, id: &str) -> Exclusion {
    check.excluded.iter().find(|excluded| excluded.id == id).unwrap().status
}

fn due(check: &Check, key: &str) -> String {
    let deadline = check.deadlines.iter().find(|deadline| deadline.key == key).unwrap();
    deadline.due_local.clone().unwrap_or_else(|| deadline.due_on.unwrap().to_string())
}

fn effect(check: &Check, ground: &str) -> String {
    check.grounds.iter().find(|known| known.key == ground).unwrap().effect.clone()
}

#[test]
fn between_members_the_framework_decision_governs_and_the_convention_is_residual() {
    let check = check("EE", "DE", "extradition", "2021-12-01", "");
    assert_eq!(
        roles(&check),
        [("eu-fd-2002-584", Role::Governs), ("coe-ets-024", Role::Residual), ("coe-ets-098", Role::Residual)]
    );
    let why = &check.instruments[1].why;
    assert!(why.contains("28(3)") && why.contains("31"), "{why}");
    assert_eq!(excluded(&check, "coe-ets-086"), Exclusion::NotAParty);
    assert_eq!(excluded(&check, "coe-cets-209"), Exclusion::Unclear);
    assert!(check.excluded.iter().find(|e| e.id == "coe-ets-086").unwrap().why.contains("DE"));
    assert!(check.contents.iter().all(|content| content.instrument == "eu-fd-2002-584"));
    // Before Estonia joined the Union, the convention governed.
    let before = crate::check("EE", "DE", "extradition", "2004-04-30", "");
    assert_eq!(roles(&before)[0], ("coe-ets-024", Role::Governs));
    // Relying on the convention brings its own contents, documents and periods.
    let relied = crate::check("EE", "DE", "extradition", "2021-12-01", "instruments = [\"coe-ets-024\"]");
    assert!(
        relied.documents.iter().any(|document| document.key == "conviction-or-warrant" && document.missing)
    );
    assert!(relied.languages.iter().any(|rule| rule.accepted == ["de", "en", "fr"]));
    assert_eq!(effect(&relied, "nationality"), "mandatory");
}

#[test]
fn warrant_periods_run_from_consent_and_arrest() {
    let facts = "[events]\nprovisional-arrest = \"2026-03-01\"\nconsent = \"2026-03-03\"\nfinal-decision = \"2026-03-10\"";
    let check = check("EE", "DE", "surrender", "2026-03-01", facts);
    assert_eq!(due(&check, "decision-consent"), "2026-03-13");
    assert_eq!(due(&check, "decision-no-consent"), "2026-04-30");
    assert_eq!(due(&check, "surrender"), "2026-03-20");
    assert!(!check.deadlines.iter().any(|deadline| deadline.key == "sk-original-soft"));
    let slovakia = crate::check("EE", "SK", "surrender", "2026-03-01", facts);
    assert_eq!(due(&slovakia, "sk-original-soft"), "2026-03-19");
    assert_eq!(effect(&slovakia, "time-barred"), "mandatory");
}

#[test]
fn protocols_replace_rules_only_between_their_parties() {
    // Between CH and FR the fourth protocol has its own rule on lapse of time.
    let both = check("CH", "FR", "extradition", "2022-01-01", "");
    assert!(roles(&both).contains(&("coe-cets-212", Role::Supplements)));
    assert!(
        both.disapplied.iter().any(|rule| rule.key == "lapse-of-time" && rule.why.contains("coe-cets-212"))
    );
    assert!(
        both.documents.iter().all(|d| d.key != "conviction-or-warrant" || d.instrument == "coe-cets-212")
    );
    let one = check("CH", "NO", "extradition", "2022-01-01", "");
    assert!(one.grounds.iter().any(|ground| ground.key == "lapse-of-time"));
}

#[test]
fn a_chapter_that_one_side_refused_does_not_bind_the_pair() {
    let check = check("DK", "CH", "extradition", "2020-01-01", "");
    let why = |key: &str| check.disapplied.iter().find(|rule| rule.key == key).map(|rule| rule.why.clone());
    assert!(why("political-offence-excluded-crimes").unwrap().starts_with("DK did not accept it"));
    assert!(why("ne-bis-third-state-served").is_none());
}

#[test]
fn a_declaration_may_displace_the_convention() {
    let check = check("DK", "NO", "extradition", "2020-01-01", "");
    assert_eq!(excluded(&check, "coe-ets-024"), Exclusion::Reservation);
    assert_eq!(excluded(&check, "coe-ets-086"), Exclusion::ParentDoesNotBind);
}

#[test]
fn a_state_that_left_is_bound_to_its_last_day() {
    let on = |date| check("GB", "DE", "surrender", date, "");
    assert_eq!(roles(&on("2020-12-31"))[0].0, "eu-fd-2002-584");
    assert_eq!(excluded(&on("2021-01-01"), "eu-fd-2002-584"), Exclusion::Ended);
}

#[test]
fn the_answer_explains_itself_as_json() {
    let check = check("EE", "DE", "extradition", "2021-12-01", "contents = [\"identity\"]");
    let json = serde_json::to_value(&check).unwrap();
    for field in [
        "instruments",
        "excluded",
        "contents",
        "documents",
        "languages",
        "deadlines",
        "grounds",
        "safeguards",
        "declarations",
    ] {
        assert!(json[field].is_array(), "{field}");
    }
    let missing = |key: &str| {
        json["contents"].as_array().unwrap().iter().find(|content| content["key"] == key).unwrap()["missing"]
            .clone()
    };
    assert_eq!((missing("identity"), missing("penalty")), (false.into(), true.into()));
    assert_eq!(json["instruments"][0]["role"], "governs");
}

#[test]
fn questions_that_make_no_sense_are_errors() {
    let ask = |from: &str, procedure: &str, facts: &str| {
        let question = Question {
            from: from.parse().unwrap(),
            to: "DE".parse().unwrap(),
            procedure: procedure.parse().unwrap(),
            on: "2021-12-01".parse().unwrap(),
            facts: Facts::from_toml(facts).unwrap(),
        };
        LAW.check(&question).unwrap_err().to_string()
    };
    let unknown = ask("EE", "extraditon", "");
    assert!(unknown.starts_with("no procedure `extraditon` is known; known are "), "{unknown}");
    assert!(unknown.contains(" extradition,"), "{unknown}");
    assert!(ask("DE", "extradition", "").contains("cannot be both"));
    assert!(ask("EE", "extradition", "[events]\narrest = \"2021-01-01\"").contains("no event `arrest`"));
}
