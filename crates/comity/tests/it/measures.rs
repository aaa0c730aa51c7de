//! Measures at two desks, with typed fields, a second person where there is coercion, and amounts that add up; and the
//! hands with which every procedure is played.

use std::collections::BTreeSet;

use comity::desk::cases::{self, CaseFilter, CaseView, Delivery, StepView};
use comity::desk::drafting::{self, DraftView};
use comity::desk::form::{Field, Fields, Input, SafeguardView};
use comity::desk::{DeskError, ListQuery, acting, evidence, letters};
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::drafts::paper;
use crate::pair::{Desk, Pair, accredit, eventually, fields};

/// What a procedure with a choice is played with, so that its way leads on.
const CHOSEN: [(&str, &str); 4] = [
    ("outcome", "granted"),
    ("content.basis", "victims"),
    ("content.track", "accelerated"),
    ("content.asset-kind", "account"),
];

/// A value that a field takes, by its type; the page shows how typed lines are written, and so it is written here.
fn value(desk: &Desk, field: &Field) -> String {
    if let Some((_, value)) = CHOSEN.iter().find(|(name, _)| *name == field.name) {
        return (*value).to_owned();
    }
    let day = |days: i64| {
        let at = desk.node.now() + SignedDuration::from_hours(24 * days);
        TimeZone::UTC.to_datetime(at).date().to_string()
    };
    match &field.input {
        Input::Choice(choices) => {
            choices.iter().find(|choice| !choice.is_empty()).cloned().unwrap_or_default()
        }
        Input::Date if ["until", "surrender-on", "content.needed-until"].contains(&field.name.as_str()) => {
            day(10)
        }
        Input::Date => day(-1),
        Input::Number => "3".to_owned(),
        Input::Tick => String::new(),
        Input::DateTime => field.value.clone(),
        Input::Line | Input::Text if field.name == "person.names" => "Petr Ivanov".to_owned(),
        Input::Text if field.name == "amounts" => "EUR 100.10".to_owned(),
        Input::Line if !field.example.is_empty() => field.example.clone(),
        Input::Line => format!("stated: {}", field.name),
        Input::Text => format!("stated: {}", field.name),
    }
}

pub fn answers(safeguards: &[SafeguardView], entered: &mut Fields) {
    for safeguard in safeguards {
        let answer = safeguard.answers.iter().find(|answer| answer.passes).unwrap();
        entered.insert(format!("safeguard.{}.answer", safeguard.key), answer.key.clone());
        entered.insert(format!("safeguard.{}.reasoning", safeguard.key), "checked in the file".to_owned());
    }
}

/// Fills in a draft until nothing is missing; an answer may ask for more.
pub async fn fill(desk: &Desk, id: &str, given: &Fields) -> DraftView {
    for _ in 0..4 {
        let view = drafting::draft(&desk.node, &desk.officer, id).await.unwrap();
        // A browser sends every field as it stands, with what was filled in beforehand.
        let mut entered: Fields = (view.fields.iter().chain(&view.contents))
            .map(|field| {
                (field.name.clone(), if field.missing { value(desk, field) } else { field.value.clone() })
            })
            .collect();
        answers(&view.safeguards, &mut entered);
        let known = |name: &String| name != "amounts" || entered.contains_key(name);
        let given: Fields = given.clone().into_iter().filter(|(name, _)| known(name)).collect();
        entered.extend(given);
        let mut version =
            drafting::save_draft(&desk.node, &desk.officer, id, view.version, &entered).await.unwrap();
        for document in view.required_documents.iter().filter(|document| document.missing) {
            version = drafting::add_document(&desk.node, &desk.officer, id, version, paper(&document.key))
                .await
                .unwrap();
        }
    }
    drafting::draft(&desk.node, &desk.officer, id).await.unwrap()
}

/// Submits a filled draft and has a second person send it.
pub async fn together(desk: &Desk, id: &str, given: &Fields) {
    let view = fill(desk, id, given).await;
    let version = drafting::submit(&desk.node, &desk.officer, id, view.version)
        .await
        .unwrap_or_else(|error| panic!("{} {:?}: {error:?}", view.kind, view.procedures));
    drafting::approve(&desk.node, &desk.approver, id, version).await.unwrap();
}

/// Takes a step, alone or with a second person.
pub async fn step(desk: &Desk, case: &str, kind: &str, given: &Fields) {
    let view = cases::look(&desk.node, &desk.officer, case).await.unwrap();
    let offered = view.steps.iter().find(|step| step.kind == kind);
    let Some(offered) = offered else {
        let kinds: Vec<&str> = view.steps.iter().map(|step| step.kind.as_str()).collect();
        panic!("{kind} is not offered to {} in `{}`, but {kinds:?}", desk.node.authority(), view.row.status)
    };
    if offered.second_person {
        let draft = drafting::open_act(&desk.node, &desk.officer, case, kind).await.unwrap();
        return together(desk, &draft, given).await;
    }
    let form = acting::act_form(&desk.node, &desk.officer, case, kind).await.unwrap();
    let mut all = Fields::new();
    for field in &form.fields {
        let required = field.required || field.missing;
        all.insert(
            field.name.clone(),
            if required && field.value.is_empty() { value(desk, field) } else { field.value.clone() },
        );
    }
    answers(&form.safeguards, &mut all);
    let given: Fields =
        given.clone().into_iter().filter(|(name, _)| name != "amounts" || all.contains_key(name)).collect();
    all.extend(given);
    let asked = form.documents.iter().filter(|document| document.missing);
    let documents = asked.map(|document| paper(&document.key)).collect();
    acting::send_act(&desk.node, &desk.officer, case, kind, &all, documents)
        .await
        .unwrap_or_else(|error| panic!("{kind}: {error:?}"));
}

pub async fn settled(desk: &Desk, case: &str, acts: usize) -> CaseView {
    eventually(&format!("{acts} acts at {}", desk.node.authority()), || async {
        let view = cases::look(&desk.node, &desk.officer, case).await.ok()?;
        let received = view.timeline.iter().all(|row| !matches!(row.delivery, Delivery::Waiting { .. }));
        (view.timeline.len() == acts && received).then_some(view)
    })
    .await
}

pub async fn ask(desk: &Desk, partner: &str, procedures: &[&str], given: &Fields) -> String {
    let draft =
        drafting::open_request(&desk.node, &desk.officer, partner, None, None, procedures).await.unwrap();
    let mut given = given.clone();
    for (name, value) in [("purpose", "criminal prosecution"), ("legal-basis", "as cited")] {
        given.insert(name.to_owned(), value.to_owned());
    }
    together(desk, &draft, &given).await;
    drafting::draft(&desk.node, &desk.officer, &draft).await.unwrap().case
}

/// The step that leads on: what the case waits for, each measure once, and the end as soon as there is one.
fn leading<'v>(steps: &'v [StepView], taken: &BTreeSet<String>) -> Option<&'v StepView> {
    let aside = [
        "question",
        "withdrawal",
        "note",
        "extension",
        "suspension",
        "supplement",
        "undertaking",
        "fulfilment",
        "request",
        "release",
    ];
    let rank = |kind: &str| match kind {
        "acceptance" => 0,
        "decision" => 1,
        "arrest" => 2,
        "surrender" => 4,
        "outcome" => 5,
        _ => 3,
    };
    (steps.iter())
        .filter(|step| !aside.contains(&step.kind.as_str()) && !taken.contains(&step.kind))
        .filter(|step| {
            ![
                "measure.obstacle-announced",
                "measure.taken-back",
                "measure.unfrozen",
                "measure.lifting-announced",
            ]
            .contains(&step.kind.as_str())
        })
        .min_by_key(|step| rank(&step.kind))
}

/// Plays a case to its end; whoever must act takes the step that leads on.
pub async fn play(asking: &Desk, asked: &Desk, case: &str, procedure: &str) -> CaseView {
    let mut taken = BTreeSet::new();
    let begun = cases::look(&asking.node, &asking.officer, case).await.unwrap();
    let mut acts = begun.timeline.len();
    for _ in 0..24 {
        let (ours, theirs) = (settled(asking, case, acts).await, settled(asked, case, acts).await);
        assert_eq!(ours.row.status, theirs.row.status, "{procedure}");
        let faults: Vec<_> = ours.timeline.iter().filter_map(|row| row.fault.as_ref()).collect();
        assert!(faults.is_empty(), "{procedure}: {faults:?}");
        if ours.row.status == "closed" {
            return ours;
        }
        // Whoever must act goes first; where nobody must, whoever has a way on.
        let mut ends = [(asked, &theirs), (asking, &ours)];
        ends.sort_by_key(|(_, view)| view.row.our_move != Some(true));
        let found = ends.into_iter().find_map(|(desk, view)| Some((desk, leading(&view.steps, &taken)?)));
        let Some((desk, step_view)) = found else {
            panic!("{procedure}: no way on from `{}`: {:?} {:?}", ours.row.status, ours.steps, theirs.steps)
        };
        taken.insert(step_view.kind.clone());
        let kind = step_view.kind.clone();
        // Whatever is given back is less than what there is.
        let amounts = match kind.as_str() {
            "measure.costs-stated" | "measure.partly-unfrozen" => "EUR 0.10",
            "measure.returned" | "measure.shared" => "EUR 40.00",
            _ => "EUR 100.10",
        };
        step(desk, case, &kind, &fields([("amounts", amounts)])).await;
        acts += 1;
    }
    panic!("{procedure}: no end after {acts} acts");
}

#[tokio::test(flavor = "multi_thread")]
async fn readmission_runs_by_working_days() {
    let mut ee = Desk::create("ee.ppa", 1).await;
    let mut ge = Desk::create("ge.mia", 2).await;
    accredit(&ee.node, &ge.node).await;
    accredit(&ge.node, &ee.node).await;
    ee.run().await;
    ge.run().await;
    let case =
        ask(&ee, "ge.mia", &["readmission"], &fields([("content.person-group", "own-national")])).await;
    let view = settled(&ge, &case, 1).await;
    let reply = view.deadlines.iter().find(|deadline| deadline.key == "accelerated-reply").unwrap();
    assert_eq!((reply.state.as_str(), reply.ours), ("running", true), "{reply:?}");
    // Two working days: never fewer than two days, never more than a week with a feast in it.
    let days = reply.due_at.unwrap().duration_since(reply.started_at.unwrap()).as_hours() / 24;
    assert!((2..=7).contains(&days), "{days} days");
    assert!(!view.deadlines.iter().any(|deadline| deadline.key == "reply"), "{:?}", view.deadlines);
    let closed = play(&ee, &ge, &case, "readmission").await;
    assert!(closed.timeline.iter().filter(|row| row.kind == "measure").count() >= 3);
    ee.stop().await;
    ge.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_frozen_confiscated_and_returned_adds_up() {
    let pair = Pair::start().await;
    let (ee, de) = (&pair.ee, &pair.de);
    let sums = |view: &CaseView, currency: &str| -> Vec<(String, String)> {
        view.amounts.iter().find(|one| one.currency == currency).unwrap().sums.clone()
    };
    let case = ask(ee, "de.bfj", &["asset-freezing"], &Fields::new()).await;
    settled(de, &case, 1).await;
    step(de, &case, "acceptance", &Fields::new()).await;
    step(de, &case, "measure.frozen", &fields([("amounts", "EUR 214300.00\nCHF 0.10")])).await;
    let view = settled(ee, &case, 3).await;
    assert_eq!(view.row.status, "in-effect");
    let told = |key: &str, sum: &str| (key.to_owned(), sum.to_owned());
    assert!(sums(&view, "EUR").contains(&told("frozen", "214300.00")), "{:?}", view.amounts);
    // More than was frozen cannot be freed, and what is no amount is told with its line.
    let offered = &settled(de, &case, 3).await.steps;
    assert!(
        offered.iter().any(|step| step.kind == "measure.partly-unfrozen" && !step.second_person),
        "{offered:?}"
    );
    for (amounts, why) in [("EUR 214300.01", "frozen"), ("214300", "currency"), ("EUR 1,5", "1,5")] {
        let form = acting::act_form(&de.node, &de.officer, &case, "measure.partly-unfrozen").await.unwrap();
        let mut all: Fields =
            form.fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect();
        all.extend(fields([("amounts", amounts), ("content.lifting-reason", "needed no more")]));
        let refused =
            acting::send_act(&de.node, &de.officer, &case, "measure.partly-unfrozen", &all, Vec::new()).await;
        let Err(DeskError::Objected(objections)) = refused else { panic!("{amounts}: {refused:?}") };
        assert!(
            objections.iter().any(|one| one.blocks && one.message.contains(why)),
            "{amounts}: {objections:?}"
        );
    }
    step(de, &case, "measure.partly-unfrozen", &fields([("amounts", "EUR 300.00")])).await;
    let view = settled(ee, &case, 4).await;
    assert!(sums(&view, "EUR").contains(&told("still-frozen", "214000.00")), "{:?}", view.amounts);
    assert!(sums(&view, "CHF").contains(&told("still-frozen", "0.10")), "{:?}", view.amounts);

    let back = ask(ee, "de.bfj", &["asset-return"], &fields([("content.basis", "victims")])).await;
    settled(de, &back, 1).await;
    step(de, &back, "acceptance", &Fields::new()).await;
    step(de, &back, "measure.sum-stated", &fields([("amounts", "EUR 214000.00")])).await;
    step(de, &back, "measure.costs-stated", &fields([("amounts", "EUR 1250.50")])).await;
    step(de, &back, "measure.returned", &fields([("amounts", "EUR 212749.50")])).await;
    let view = settled(ee, &back, 5).await;
    assert!(sums(&view, "EUR").contains(&told("to-dispose", "0.00")), "{:?}", view.amounts);
    step(ee, &back, "measure.received", &Fields::new()).await;
    settled(de, &back, 6).await;
    step(de, &back, "outcome", &fields([("result", "executed")])).await;
    assert_eq!(settled(ee, &back, 7).await.row.status, "closed");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_frees_a_person_is_told_in_the_list_and_on_the_case() {
    liberty_is_told(Pair::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_frees_a_person_is_told_on_postgresql() {
    let Ok(server) = std::env::var("COMITY_TEST_POSTGRES") else {
        eprintln!("SKIPPED: COMITY_TEST_POSTGRES is not set; bin/with-postgres sets it");
        return;
    };
    let (base, _) = server.rsplit_once('/').unwrap();
    let stores = ["one", "two"].map(|which| {
        let database = format!("comity_liberty_{which}_{}", std::process::id());
        let sql = format!("CREATE DATABASE {database}");
        let made = std::process::Command::new("psql").args([&server, "-qc", &sql]).status();
        assert!(made.unwrap().success());
        format!("{base}/{database}")
    });
    liberty_is_told(Pair::start_on(stores).await).await;
}

async fn liberty_is_told(pair: Pair) {
    let (ee, de) = (&pair.ee, &pair.de);
    let relied = fields([
        ("instrument.eu-fd-2002-584", ""),
        ("instrument.coe-ets-024", "yes"),
        ("residual-reason", "the warrant is older"),
    ]);
    let case = ask(ee, "de.bfj", &["provisional-arrest"], &relied).await;
    settled(de, &case, 1).await;
    step(de, &case, "acceptance", &Fields::new()).await;
    step(de, &case, "arrest", &fields([("place", "Berlin")])).await;
    let view = settled(ee, &case, 3).await;
    let liberty = view.row.liberty.as_ref().unwrap();
    assert!(!liberty.must, "the 18 days come first: {liberty:?}");
    assert_eq!(view.deadlines[0].frees, Some(false), "{:?}", view.deadlines);
    assert_eq!(view.deadlines[1].frees, Some(true), "{:?}", view.deadlines);
    for desk in [ee, de] {
        let filter = CaseFilter { liberty: true, ..CaseFilter::default() };
        let query = ListQuery { sort: Some("liberty".to_owned()), ..ListQuery::default() };
        let listed = eventually("a list with it", || async {
            let listed = cases::list(&desk.node, &desk.officer, &filter, &query).await.unwrap();
            (listed.total == 1).then_some(listed)
        })
        .await;
        let at = |liberty: &Option<cases::LibertyView>| liberty.as_ref().map(|one| (one.key.clone(), one.at));
        assert_eq!(at(&listed.rows[0].liberty), at(&view.row.liberty));
    }
    step(de, &case, "release", &fields([("reason", "milder means suffice")])).await;
    let view = settled(ee, &case, 4).await;
    assert_eq!(view.row.liberty, None, "{:?}", view.deadlines);
    eventually("a list without it", || async {
        let filter = CaseFilter { liberty: true, ..CaseFilter::default() };
        let listed = cases::list(&ee.node, &ee.officer, &filter, &ListQuery::default()).await.unwrap();
        (listed.total == 0).then_some(())
    })
    .await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn protection_never_reaches_the_state_that_is_feared() {
    let pair = Pair::start().await;
    let (ee, de) = (&pair.ee, &pair.de);
    let relied = fields([
        ("instrument.eu-fd-2002-584", ""),
        ("instrument.coe-ets-024", "yes"),
        ("residual-reason", "the warrant is older"),
    ]);
    let case = ask(ee, "de.bfj", &["extradition"], &relied).await;
    settled(de, &case, 1).await;
    // The German desk finds that the person is protected: the acceptance is blocked, and the answer stays there.
    let draft = drafting::open_act(&de.node, &de.officer, &case, "acceptance").await.unwrap();
    let view = drafting::draft(&de.node, &de.officer, &draft).await.unwrap();
    let kept: Vec<&SafeguardView> = view.safeguards.iter().filter(|one| one.confidential).collect();
    assert!(!kept.is_empty(), "{:?}", view.safeguards);
    let secret = "PROTECTED-BY-FI-SINCE-2021";
    let mut bad = Fields::new();
    answers(&view.safeguards, &mut bad);
    for one in &kept {
        let stops = one.answers.iter().find(|answer| !answer.passes).unwrap();
        bad.insert(format!("safeguard.{}.answer", one.key), stops.key.clone());
        bad.insert(format!("safeguard.{}.reasoning", one.key), secret.to_owned());
    }
    let version = drafting::save_draft(&de.node, &de.officer, &draft, view.version, &bad).await.unwrap();
    let refused = drafting::submit(&de.node, &de.officer, &draft, version).await.unwrap_err();
    assert!(matches!(refused, DeskError::Objected(_)), "{refused}");
    drafting::discard(&de.node, &de.officer, &draft, version).await.unwrap();
    // The refusal names another ground; none that would tell of protection is offered.
    let draft = drafting::open_act(&de.node, &de.officer, &case, "decision").await.unwrap();
    let view = drafting::draft(&de.node, &de.officer, &draft).await.unwrap();
    let ground = view.fields.iter().find(|field| field.name == "ground").unwrap();
    let Input::Choice(grounds) = &ground.input else { panic!("{ground:?}") };
    assert!(grounds.iter().all(|one| !one.contains("asylum") && !one.contains("refugee")), "{grounds:?}");
    let nationality = grounds.iter().find(|one| one.ends_with("/nationality")).unwrap().clone();
    let mut given = bad.clone();
    given.insert("outcome".to_owned(), "refused".to_owned());
    given.insert("ground".to_owned(), nationality);
    given.insert("reasons".to_owned(), "The conditions are not met.".to_owned());
    let version = drafting::save_draft(&de.node, &de.officer, &draft, view.version, &given).await.unwrap();
    let version = drafting::submit(&de.node, &de.officer, &draft, version).await.unwrap();
    drafting::approve(&de.node, &de.approver, &draft, version).await.unwrap();
    let theirs = settled(ee, &case, 2).await;
    assert_eq!(theirs.row.status, "refused");

    // Whatever the Estonian node has, shows, exports or prints knows nothing of it.
    let words = [secret, "refugee-granted", "kept-refugee"];
    let none = |what: &str, text: &str| {
        for word in words {
            assert!(!text.contains(word), "{what} tells `{word}`: {text}");
        }
    };
    let bundle = evidence::bundle(&de.node, &de.auditor, &case).await.unwrap();
    none("the bundle of the state that protects", &String::from_utf8_lossy(&bundle));
    let bundle = evidence::bundle(&ee.node, &ee.auditor, &case).await.unwrap();
    none("the bundle of the feared state", &String::from_utf8_lossy(&bundle));
    none("the page of the feared state", &serde_json::to_string(&theirs.timeline).unwrap());
    let answered = theirs.safeguards.iter().filter(|one| one.confidential && !one.answer.is_empty());
    assert_eq!(answered.count(), 0);
    let decision = theirs.timeline.iter().find(|row| row.kind == "decision").unwrap();
    for desk in [ee, de] {
        let act = cases::act(&desk.node, &desk.officer, &decision.act).await.unwrap();
        none("the act", &serde_json::to_string(&act).unwrap());
        let letter = letters::of_act(&desk.node, &desk.officer, &decision.act).await.unwrap();
        none("the letter", &serde_json::to_string(&letter.record).unwrap());
    }
    let exported =
        cases::list(&ee.node, &ee.officer, &CaseFilter::default(), &ListQuery::default()).await.unwrap();
    none("the list", &serde_json::to_string(&exported.rows).unwrap());
    pair.stop().await;
}
