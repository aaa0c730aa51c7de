//! Every procedure at two desks: drafted by somebody who never saw the treaty, checked before it is sent and on
//! receipt, asked about precisely, answered, carried out and ended. One table holds them all, so that none is forgotten.

use std::collections::BTreeSet;

use comity::desk::cases::{self, CaseView};
use comity::desk::form::Fields;
use comity::desk::{acting, drafting, letters};
use law::Library;

use crate::drafts::paper;
use crate::measures::{fill, play, settled, step, together};
use crate::pair::{Desk, accredit, fields};

use End::{Asked, Asking};

/// Who takes a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Asking,
    Asked,
}

type Given = &'static [(&'static str, &'static str)];

/// How a case goes on after the question and its answer.
enum Way {
    /// Whoever must act takes the step that leads on.
    Leads,
    /// These steps, with these fields.
    Steps(&'static [(End, &'static str, Given)]),
}

struct Row {
    procedure: &'static str,
    /// What the request says beside what every request of a test says.
    given: Given,
    way: Way,
    /// The result that the outcome reports.
    result: &'static str,
}

const fn row(procedure: &'static str, given: Given, way: Way, result: &'static str) -> Row {
    Row { procedure, given, way, result }
}

const GRANTED: Given = &[("outcome", "granted")];
const CONSENT: Given = &[("before", "the court of Feldkirch"), ("counsel", "yes")];
const PLACE: Given = &[("place", "Feldkirch")];

/// Between Switzerland and Austria: the Convention of 1957 with its third protocol.
const PERSONS: &[Row] = &[
    row(
        "provisional-arrest",
        &[],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "arrest", PLACE),
            (Asked, "release", &[("reason", "no request came within the period")]),
            (Asked, "outcome", &[("result", "released")]),
        ]),
        "released",
    ),
    row(
        "extradition",
        &[],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "arrest", PLACE),
            (Asked, "decision", GRANTED),
            (Asked, "surrender", PLACE),
            (Asked, "outcome", &[("result", "surrendered")]),
        ]),
        "surrendered",
    ),
    row(
        "simplified-extradition",
        &[],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "arrest", PLACE),
            (Asked, "consent", CONSENT),
            (Asked, "decision", GRANTED),
            (Asked, "surrender", PLACE),
            (Asked, "outcome", &[("result", "surrendered")]),
        ]),
        "surrendered",
    ),
    row(
        "speciality-consent",
        &[("content.aim", "other-offence")],
        Way::Steps(&[
            (Asked, "measure.receipt-confirmed", &[]),
            (Asked, "decision", GRANTED),
            (Asked, "outcome", &[("result", "executed")]),
        ]),
        "executed",
    ),
    row(
        "speciality-consent",
        &[("content.aim", "onward-extradition")],
        Way::Steps(&[
            (Asked, "decision", &[("outcome", "refused")]),
            (Asked, "outcome", &[("result", "refused")]),
        ]),
        "refused",
    ),
    row(
        "speciality-consent",
        &[("content.aim", "restriction")],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "decision", GRANTED),
            (Asking, "measure.discharged", &[]),
            (Asked, "outcome", &[("result", "executed")]),
        ]),
        "executed",
    ),
    row(
        "transit",
        &[("content.way", "land-or-sea")],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "decision", GRANTED),
            (Asking, "measure.day-fixed", &[]),
            (Asked, "measure.taken-over", &[]),
            (Asked, "measure.handed-on", &[]),
            (Asked, "outcome", &[("result", "executed")]),
        ]),
        "executed",
    ),
    row(
        "transit",
        &[("content.way", "overflight")],
        Way::Steps(&[
            (Asked, "decision", GRANTED),
            (Asking, "measure.flown-over", &[]),
            (Asked, "outcome", &[("result", "executed")]),
        ]),
        "executed",
    ),
];

/// Between Estonia and Germany: the European warrant, and notices to search for persons and assets.
const NOTICES: &[Row] = &[
    row(
        "surrender",
        &[],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "arrest", PLACE),
            (Asked, "consent", CONSENT),
            (Asked, "decision", GRANTED),
            (Asked, "surrender", PLACE),
            (Asked, "outcome", &[("result", "surrendered")]),
        ]),
        "surrendered",
    ),
    row(
        "wanted-notice",
        &[("content.aim", "locate")],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "measure.published", &[]),
            (Asked, "measure.located", &[("content.where-found", "Dortmund")]),
            (Asked, "measure.taken-out", &[]),
            (Asked, "outcome", &[("result", "executed")]),
        ]),
        "executed",
    ),
    row(
        "wanted-notice",
        &[("content.aim", "arrest")],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "measure.published", &[]),
            (Asking, "measure.reviewed", &[]),
            (Asked, "arrest", PLACE),
            (Asked, "release", &[("reason", "the request of extradition is a case of its own")]),
            (Asked, "measure.taken-out", &[]),
            (Asked, "outcome", &[("result", "executed")]),
        ]),
        "executed",
    ),
    row(
        "wanted-notice",
        &[("content.aim", "information")],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "measure.published", &[]),
            (Asked, "measure.information-sent", &[]),
            (Asking, "withdrawal", &[("reason", "the need has gone")]),
            (Asked, "outcome", &[("result", "withdrawn")]),
        ]),
        "withdrawn",
    ),
    row(
        "wanted-notice",
        &[("content.aim", "assets")],
        Way::Steps(&[
            (Asked, "acceptance", &[]),
            (Asked, "measure.published", &[]),
            (Asked, "measure.assets-located", &[("amounts", "EUR 1000.00")]),
            (Asked, "measure.taken-out", &[]),
            (Asked, "outcome", &[("result", "executed")]),
        ]),
        "executed",
    ),
];

/// Between Estonia and Georgia: the agreement of the Union on readmission.
const RETURNS: &[Row] = &[
    row(
        "readmission",
        &[("content.person-group", "own-national"), ("content.track", "accelerated")],
        Way::Leads,
        "executed",
    ),
    row(
        "readmission",
        &[("content.person-group", "third-country-national"), ("content.track", "ordinary")],
        Way::Leads,
        "executed",
    ),
    row(
        "readmission",
        &[("content.person-group", "stateless"), ("content.track", "ordinary")],
        Way::Steps(&[
            (Asked, "decision", &[("outcome", "refused")]),
            (Asked, "outcome", &[("result", "refused")]),
        ]),
        "refused",
    ),
    row(
        "readmission-transit",
        &[("content.transit-kind", "air")],
        Way::Steps(&[
            (Asked, "measure.acknowledged", &[]),
            (Asked, "decision", GRANTED),
            (Asking, "measure.transit-planned", &[]),
            (Asked, "measure.carried-out", &[]),
            (Asked, "outcome", &[("result", "executed")]),
        ]),
        "executed",
    ),
    row(
        "readmission-transit",
        &[("content.transit-kind", "land-or-sea")],
        Way::Steps(&[
            (Asked, "decision", GRANTED),
            (Asking, "measure.transit-planned", &[]),
            (Asked, "measure.leave-withdrawn", &[]),
            (Asked, "outcome", &[("result", "refused")]),
        ]),
        "refused",
    ),
];

/// Between Estonia and Germany: assistance in evidence.
const EVIDENCE: &[Row] = &[
    row("mla-service", &[], Way::Leads, "executed"),
    row("mla-evidence", &[], Way::Leads, "executed"),
    row("mla-hearing", &[], Way::Leads, "executed"),
    row("mla-search", &[], Way::Leads, "executed"),
    row("mla-banking", &[], Way::Leads, "executed"),
    row("prisoner-transfer", &[], Way::Leads, "executed"),
];

/// Between Estonia and Germany: assets.
const ASSETS: &[Row] = &[
    row("asset-tracing", &[], Way::Leads, "executed"),
    row("asset-freezing", &[("content.asset-kind", "account")], Way::Leads, "executed"),
    row("asset-confiscation", &[], Way::Leads, "executed"),
    row("asset-return", &[("content.basis", "victims")], Way::Leads, "executed"),
];

/// Between Estonia and Germany: data, the police, operations.
const POLICE: &[Row] = &[
    row("preservation", &[], Way::Leads, "executed"),
    row("data-disclosure", &[], Way::Leads, "partly-executed"),
    row("data-real-time", &[], Way::Leads, "executed"),
    row("police-information", &[], Way::Leads, "executed"),
    row("controlled-delivery", &[], Way::Leads, "executed"),
    row("joint-team", &[], Way::Leads, "executed"),
];

#[test]
fn no_procedure_is_forgotten() {
    let rows = [PERSONS, NOTICES, RETURNS, EVIDENCE, ASSETS, POLICE].into_iter().flatten();
    let played: BTreeSet<String> = rows.map(|row| row.procedure.to_owned()).collect();
    let known: BTreeSet<String> =
        Library::embedded().procedures().map(|procedure| procedure.key().to_string()).collect();
    assert_eq!(played, known);
    assert_eq!(known.len(), 25);
}

/// What the desk that is asked wants beside what the treaties say: it keeps the file of its procedure in its folder.
fn more_wanted() -> Vec<(String, String)> {
    let procedures = Library::embedded_files().iter().filter(|(path, _)| path.contains("/procedures/"));
    procedures
        .map(|(path, text)| {
            let more = "\n[[document]]\nkey = \"proof-of-competence\"\ndescription = \"Proof that the authority may ask.\"\n\
                        required = true\nsource = \"national rule\"\narticle = \"7\"\nverified = true\n";
            (path.trim_start_matches("law/").to_owned(), format!("{text}{more}"))
        })
        .collect()
}

async fn desks(asking: &str, asked: &str) -> [Desk; 2] {
    let url = || "sqlite:comity.sqlite".to_owned();
    let mut one = Desk::create_on(asking, 1, url()).await;
    let mut two = Desk::create_with(asked, 2, url(), &more_wanted()).await;
    assert_eq!(two.node.own_law().mistakes, []);
    accredit(&one.node, &two.node).await;
    accredit(&two.node, &one.node).await;
    one.run().await;
    two.run().await;
    [one, two]
}

/// Plays each row between two authorities.
async fn played(asking: &str, asked: &str, rows: &[Row]) {
    let [one, two] = desks(asking, asked).await;
    for row in rows {
        let case = asked_and_answered(&one, &two, row).await;
        let closed = match &row.way {
            Way::Leads => play(&one, &two, &case, row.procedure).await,
            Way::Steps(steps) => steps_taken(&one, &two, &case, steps).await,
        };
        ended(&one, &two, row, &closed).await;
    }
    one.stop().await;
    two.stop().await;
}

/// From the empty draft to the answered question: what is asked is in the form, with its source; what is missing on
/// receipt is asked for in words that name it.
async fn asked_and_answered(one: &Desk, two: &Desk, row: &Row) -> String {
    let Row { procedure, .. } = row;
    let partner = two.node.authority().to_string();
    let (node, officer) = (&one.node, &one.officer);
    let draft = drafting::open_request(node, officer, &partner, None, None, &[procedure]).await.unwrap();
    let empty = drafting::draft(node, officer, &draft).await.unwrap();
    let against: Vec<_> = empty.objections.iter().filter(|objection| objection.blocks).collect();
    assert!(!against.is_empty(), "{procedure}: an empty draft can be sent");
    assert!(against.iter().all(|one| !one.message.is_empty() && !one.remedy.is_empty()), "{against:#?}");
    let shown = empty.fields.iter().chain(&empty.contents).map(|field| field.name.as_str());
    let shown: BTreeSet<&str> = shown.collect();
    for objection in against.iter().filter_map(|objection| objection.field.as_deref()) {
        let elsewhere =
            ["document", "safeguard", "instrument"].iter().any(|part| objection.starts_with(part));
        assert!(elsewhere || shown.contains(objection), "{procedure}: no field `{objection}` in {shown:?}");
    }
    let mut given = fields([("purpose", "criminal prosecution"), ("legal-basis", "as cited")]);
    given.extend(row.given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    // Only what the form itself shows is filled in.
    let filled = fill(one, &draft, &given).await;
    let against: Vec<_> = filled.objections.iter().filter(|objection| objection.blocks).collect();
    assert!(against.is_empty(), "{procedure}: {against:#?}");
    together(one, &draft, &given).await;
    let case = drafting::draft(node, officer, &draft).await.unwrap().case;

    let view = settled(two, &case, 1).await;
    let missing: Vec<&str> = view.missing.iter().map(|(key, _)| key.as_str()).collect();
    assert!(missing.contains(&"proof-of-competence"), "{procedure}: {missing:?}");
    let form = acting::act_form(&two.node, &two.officer, &case, "question").await.unwrap();
    let asked = |name: &str| form.fields.iter().find(|field| field.name == name).unwrap().value.clone();
    let about: Vec<String> = (1..=5).map(|row| asked(&format!("item.{row}.about"))).collect();
    let at = about.iter().position(|about| about == "proof-of-competence").unwrap() + 1;
    assert_eq!(
        asked(&format!("item.{at}.text")),
        "Please send the document `proof-of-competence` (national rule 7): Proof that the authority may ask."
    );
    step(two, &case, "question", &Fields::new()).await;
    let view = settled(one, &case, 2).await;
    assert_eq!(view.row.status, "awaiting-supplement", "{procedure}");
    let form = acting::act_form(node, officer, &case, "supplement").await.unwrap();
    let mut all: Fields = form.fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect();
    all.insert("text".to_owned(), "as asked".to_owned());
    let papers = about.iter().filter(|about| !about.is_empty()).map(|about| paper(about)).collect();
    acting::send_act(node, officer, &case, "supplement", &all, papers).await.unwrap();
    let view = settled(two, &case, 3).await;
    assert_eq!(view.row.status, "requested", "{procedure}");
    // What is left is for the desk that is asked: its own safeguards.
    let form = acting::act_form(&two.node, &two.officer, &case, "question").await.unwrap();
    let left = form.fields.iter().find(|field| field.name == "item.1.about").unwrap();
    assert_eq!(left.value, "", "{procedure}: {:?}", view.missing);
    case
}

async fn steps_taken(one: &Desk, two: &Desk, case: &str, steps: &[(End, &str, Given)]) -> CaseView {
    for (number, (end, kind, given)) in steps.iter().enumerate() {
        let acts = 3 + number;
        settled(one, case, acts).await;
        settled(two, case, acts).await;
        let given: Fields =
            given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        step(if *end == Asking { one } else { two }, case, kind, &given).await;
    }
    settled(one, case, 3 + steps.len()).await
}

/// Both desks hold the same ended case, nobody owes a step, and the act that ended it has a letter.
async fn ended(one: &Desk, two: &Desk, row: &Row, closed: &CaseView) {
    let other = settled(two, &closed.row.id, closed.timeline.len()).await;
    for view in [closed, &other] {
        assert_eq!(view.row.status, "closed", "{}", row.procedure);
        let faults = view.timeline.iter().filter_map(|act| act.fault.as_deref());
        // What was missing on receipt stays visible there, and nowhere else.
        let seen: Vec<&str> =
            faults.filter(|fault| !fault.contains("`proof-of-competence` is missing")).collect();
        assert!(seen.is_empty(), "{}: {seen:?}", row.procedure);
        assert_eq!(view.row.our_move, None, "{}", row.procedure);
        assert!(view.awaited.is_empty(), "{}: {:?}", row.procedure, view.awaited);
    }
    let outcome = closed.timeline.iter().find(|act| act.kind == "outcome").unwrap();
    let result = outcome.what.iter().find(|said| said.key == "result").unwrap();
    assert_eq!(result.value, row.result, "{}", row.procedure);
    let letter = letters::of_act(&one.node, &one.officer, &outcome.act).await.unwrap();
    assert!(!letter.record.from.name.is_empty(), "{}", row.procedure);
    let listed = cases::look(&two.node, &two.officer, &closed.row.id).await.unwrap();
    assert_eq!(listed.row.liberty, None, "{}", row.procedure);
}

#[tokio::test(flavor = "multi_thread")]
async fn persons_are_arrested_extradited_and_passed_on() {
    played("ch.justice", "at.justice", PERSONS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn warrants_and_notices_are_carried_out() {
    played("ee.justice", "de.bfj", NOTICES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn persons_are_readmitted_and_pass_on_their_way() {
    played("ee.ppa", "ge.mia", RETURNS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_taken_and_sent() {
    played("ee.justice", "de.bfj", EVIDENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_traced_frozen_confiscated_and_returned() {
    played("ee.justice", "de.bfj", ASSETS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_information_and_operations_are_asked_for() {
    played("ee.justice", "de.bfj", POLICE).await;
}

/// The treaty that the page on writing the law down shows, and a file beside it that has a mistake.
fn treaty_of_the_page() -> Vec<(String, String)> {
    let page = include_str!("../../../../docs/LAW.md");
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let treaty = blocks.into_iter().find(|block| block.contains("ee-ge-extradition-2020")).unwrap();
    vec![
        ("instruments/ee-ge-extradition-2020.toml".to_owned(), treaty.to_owned()),
        (
            "instruments/xx.toml".to_owned(),
            treaty.replace("ee-ge", "ee-xx").replace("state = \"GE\"", "state = \"XX\""),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_treaty_in_the_folder_carries_a_request_between_two_nodes() {
    let url = || "sqlite:comity.sqlite".to_owned();
    let mut one = Desk::create_with("ee.justice", 1, url(), &treaty_of_the_page()).await;
    let mut two = Desk::create_with("ge.justice", 2, url(), &treaty_of_the_page()).await;
    // The mistake has its place and remedy, and takes nothing else with it.
    let wrong = &one.node.own_law().mistakes;
    assert_eq!(wrong.len(), 1, "{wrong:#?}");
    assert_eq!((wrong[0].file.as_str(), wrong[0].line, wrong[0].column), ("law/instruments/xx.toml", 32, 13));
    assert!(wrong[0].message.contains("`XX`") && !wrong[0].help.is_empty(), "{wrong:#?}");
    accredit(&one.node, &two.node).await;
    accredit(&two.node, &one.node).await;
    one.run().await;
    two.run().await;
    let draft = drafting::open_request(&one.node, &one.officer, "ge.justice", None, None, &["extradition"]);
    let draft = draft.await.unwrap();
    let view = drafting::draft(&one.node, &one.officer, &draft).await.unwrap();
    let governs = view.law.instruments.iter().find(|instrument| instrument.role == "governs").unwrap();
    assert_eq!((governs.id.as_str(), governs.chosen), ("ee-ge-extradition-2020", true));
    assert!(
        view.law.excluded.iter().any(|one| one.id == "ee-xx-extradition-2020"),
        "{:?}",
        view.law.excluded
    );
    let article = view.contents.iter().find(|field| field.name == "content.offence-statement").unwrap();
    assert_eq!(article.article.as_deref(), Some("ee-ge-extradition-2020 7(1)(a)"));
    let given = fields([("purpose", "criminal prosecution"), ("legal-basis", "the treaty of 2020")]);
    together(&one, &draft, &given).await;
    let case = drafting::draft(&one.node, &one.officer, &draft).await.unwrap().case;
    let seen = settled(&two, &case, 1).await;
    let answer = seen.deadlines.iter().find(|deadline| deadline.key == "answer").unwrap();
    assert_eq!((answer.state.as_str(), answer.ours), ("running", true), "{answer:?}");
    let refused = fields([("outcome", "refused"), ("ground", "ee-ge-extradition-2020/nationality")]);
    step(&two, &case, "decision", &refused).await;
    settled(&one, &case, 2).await;
    step(&two, &case, "outcome", &fields([("result", "refused")])).await;
    let closed = settled(&one, &case, 3).await;
    assert_eq!(closed.row.status, "closed");
    assert!(closed.timeline.iter().all(|act| act.fault.is_none()), "{:?}", closed.timeline);
    one.stop().await;
    two.stop().await;
}
