//! Talks at two desks: a readout read, corrected, signed and shared, contradicted by a second one, and its promise
//! followed up to an outcome that both sides see. On SQLite and on PostgreSQL.

use std::process::Command;

use comity::desk::form::Fields;
use comity::desk::talks::{self, Begun, NewReadout, Sharing, TalksFilter, Then};
use comity::desk::talks_tasks::{self, Outcome, TaskFilter};
use comity::desk::{DeskError, ListQuery, talks_calendar, talks_links, talks_pairs, talks_partner};

use crate::pair::{Desk, Pair, eventually, fields};

const SQLITE: &str = "sqlite:comity.sqlite";
const FIRST: &str = "Estonian Minister of the Interior Kadri Lepik met the Federal Minister of the Interior of \
    Germany, Dietmar Vollrath, in Tallinn on 12 May 2026. The talks dealt with cybercrime, drug trafficking and money \
    laundering.\n\nThe ministers discussed the search for and extradition of persons who had committed crimes and the \
    return of assets obtained by crime.\n";
const SECOND: &str = "Bundesinnenminister Dietmar Vollrath hat am 12. Mai 2026 in Berlin die estnische \
    Innenministerin Kadri Lepik empfangen. Im Mittelpunkt der Gespräche standen Cyberkriminalität, Drogenhandel und \
    Geldwäsche. Die Minister sprachen über die Auslieferung gesuchter Personen und die Rückführung von Vermögenswerten \
    aus Straftaten.\n";

async fn read(desk: &Desk, text: &str) -> String {
    let new = NewReadout { text: text.to_owned(), ..NewReadout::default() };
    match talks::begin(&desk.node, &desk.officer, new).await.unwrap() {
        Begun::Draft(id) => id,
        Begun::Unread(unread) => panic!("{unread:?}"),
    }
}

async fn save(desk: &Desk, id: &str, entered: &Fields, then: Then) {
    let version = talks::talks(&desk.node, &desk.officer, id).await.unwrap().version;
    talks::save(&desk.node, &desk.officer, id, version, entered, &then).await.unwrap();
}

/// The draft has this one promise, whatever was found.
async fn promise(desk: &Desk, id: &str, who: &str, due: &str) {
    while !talks::talks(&desk.node, &desk.officer, id).await.unwrap().record.commitments.is_empty() {
        save(desk, id, &Fields::new(), Then::Remove("commitments.0".to_owned())).await;
    }
    let entered = fields([
        ("commitments.new.what", "Send a liaison officer"),
        ("commitments.new.who", who),
        ("commitments.new.due", due),
    ]);
    save(desk, id, &entered, Then::Save).await;
}

fn shared() -> Sharing {
    Sharing {
        with: vec!["de.bfj".to_owned()],
        purpose: "to follow up what was agreed".to_owned(),
        legal_basis: "agreement of the ministers".to_owned(),
        handling: "H0".to_owned(),
        conditions: String::new(),
        onward: "authorities-of-recipient-state".to_owned(),
        with_text: true,
    }
}

async fn tale(pair: Pair) {
    let (ee, de) = (&pair.ee, &pair.de);
    let first = read(ee, FIRST).await;
    let view = talks::talks(&ee.node, &ee.officer, &first).await.unwrap();
    assert_eq!(view.record.day(), Some("2026-05-12"));
    assert_eq!(view.record.states().len(), 2, "{:?}", view.record.countries);

    let law = talks_links::law(&ee.node, &view.record);
    for (code, procedure) in [
        ("wanted-persons", "extradition"),
        ("extradition", "extradition"),
        ("asset-recovery", "asset-confiscation"),
    ] {
        let found = law.iter().find(|link| link.code == code && link.procedure == procedure);
        assert!(found.is_some_and(|link| !link.instruments.is_empty()), "{code}: {law:?}");
    }

    // A correction is the officer's; a version that was overtaken is not saved; nobody else reads a draft.
    let place = view.record.topics.iter().position(|topic| topic.value == "drugs").unwrap();
    let entered: Fields = [(format!("topics.{place}.value"), "smuggling".to_owned())].into();
    save(ee, &first, &entered, Then::Save).await;
    let corrected = talks::talks(&ee.node, &ee.officer, &first).await.unwrap();
    assert!(corrected.record.topics.iter().any(|topic| topic.value == "smuggling"));
    assert!(!corrected.record.topics.iter().any(|topic| topic.value == "drugs"));
    let late = talks::save(&ee.node, &ee.officer, &first, view.version, &Fields::new(), &Then::Save).await;
    assert!(matches!(late, Err(DeskError::Conflict(_))), "{late:?}");
    assert!(talks::talks(&ee.node, &ee.auditor, &first).await.is_err());

    promise(ee, &first, "DE", "2026-09-01").await;
    let version = talks::talks(&ee.node, &ee.officer, &first).await.unwrap().version;
    talks::sign(&ee.node, &ee.officer, &first, version, &shared()).await.unwrap();
    let signed = talks::talks(&ee.node, &ee.officer, &first).await.unwrap();
    assert_eq!((signed.state.as_str(), signed.can_edit), ("signed", false));
    let again = talks::save(&ee.node, &ee.officer, &first, signed.version, &entered, &Then::Save).await;
    assert!(again.is_err(), "what is signed was changed");

    let theirs = eventually("the record arrives", || async {
        let filter = TalksFilter { ours: Some(false), ..TalksFilter::default() };
        let rows = talks::list(&de.node, &de.officer, &filter, &ListQuery::default()).await.ok()?.rows;
        rows.into_iter().next()
    })
    .await;
    let received = talks::talks(&de.node, &de.officer, &theirs.id).await.unwrap();
    assert_eq!((received.record.day(), &received.digest), (Some("2026-05-12"), &signed.digest));

    // The Germans tell it otherwise.
    let second = read(de, SECOND).await;
    promise(de, &second, "EE", "2026-10-01").await;
    let alike = talks_pairs::alike(&de.node, &de.officer, &second).await.unwrap();
    assert_eq!(alike.iter().map(|alike| &alike.id).collect::<Vec<_>>(), [&theirs.id]);
    let both = talks_pairs::compare(&de.node, &de.officer, &second, &theirs.id).await.unwrap();
    let against: Vec<_> = both.differences.iter().filter(|d| d.contradicts).map(|d| d.field).collect();
    assert!(against.contains(&"places") && against.contains(&"commitments"), "{:?}", both.differences);
    talks_pairs::pair(&de.node, &de.officer, &second, &theirs.id, true).await.unwrap();

    // The promise is followed up, closed, and the partner told.
    let [task] = talks_tasks::of_record(&ee.node, &ee.officer, &first).await.unwrap().try_into().unwrap();
    let plan = fields([("owner", "olga"), ("due", "2026-12-01"), ("reminders", "2026-11-01")]);
    let version = talks_tasks::task(&ee.node, &ee.officer, &task.id).await.unwrap().version;
    talks_tasks::plan(&ee.node, &ee.officer, &task.id, version, &plan).await.unwrap();
    let open = TaskFilter { state: Some("open".to_owned()), ..TaskFilter::default() };
    let rows = talks_tasks::list(&ee.node, &ee.officer, &open, &ListQuery::default()).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.due.as_deref()).collect::<Vec<_>>(), [Some("2026-12-01")]);
    let file = talks_calendar::calendar(&rows, "ee.justice", ee.node.now());
    assert!(String::from_utf8_lossy(file.as_ref()).contains("20261201"));
    let mut became = Outcome {
        state: "kept".to_owned(),
        share: true,
        legal_basis: "agreement of the ministers".to_owned(),
        ..Outcome::default()
    };
    let version = talks_tasks::task(&ee.node, &ee.officer, &task.id).await.unwrap().version;
    let silent = talks_tasks::conclude(&ee.node, &ee.officer, &task.id, version, &became).await;
    assert!(silent.is_err(), "an outcome was kept without a word");
    "The officer took up her post.".clone_into(&mut became.text);
    talks_tasks::conclude(&ee.node, &ee.officer, &task.id, version, &became).await.unwrap();
    let rows = talks_tasks::list(&ee.node, &ee.officer, &open, &ListQuery::default()).await.unwrap().rows;
    assert!(rows.is_empty(), "{rows:?}");
    let partner = talks_partner::partner(&ee.node, &ee.officer, "DE").await.unwrap();
    assert_eq!(
        (partner.meetings.len(), partner.counts.get("kept"), &partner.years),
        (1, Some(&1), &vec![2026])
    );
    let [received] =
        talks_tasks::of_record(&de.node, &de.officer, &theirs.id).await.unwrap().try_into().unwrap();
    eventually("the outcome arrives", || async {
        let task = talks_tasks::task(&de.node, &de.officer, &received.id).await.ok()?;
        task.words.iter().any(|word| word.author == "ee.justice" && word.state == "kept").then_some(())
    })
    .await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_readout_becomes_a_record_and_its_promise_is_kept_on_sqlite() {
    tale(Pair::start_on([SQLITE.to_owned(), SQLITE.to_owned()]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_readout_becomes_a_record_and_its_promise_is_kept_on_postgresql() {
    let Ok(server) = std::env::var("COMITY_TEST_POSTGRES") else {
        eprintln!("SKIPPED: COMITY_TEST_POSTGRES is not set; bin/with-postgres sets it");
        return;
    };
    let (base, _) = server.rsplit_once('/').unwrap();
    let stores = ["one", "two"].map(|which| {
        let database = format!("comity_talks_{which}_{}", std::process::id());
        let sql = format!("CREATE DATABASE {database}");
        assert!(Command::new("psql").args([&server, "-qc", &sql]).status().unwrap().success());
        format!("{base}/{database}")
    });
    tale(Pair::start_on(stores).await).await;
}
