//! Talks of the demonstration: readouts of meetings of officials who do not exist, read, signed and partly followed up.
//!
//! Every readout goes the way an officer's does, through [`desk::talks`](crate::desk::talks) and
//! [`desk::talks_tasks`](crate::desk::talks_tasks). Days are counted from the node's clock, so that some promises have
//! been kept, some are late and some fall due soon whenever the demonstration is prepared.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::DemoError;
use crate::desk::Viewer;
use crate::desk::form::Fields;
use crate::desk::talks::{self, Begun, NewReadout, Sharing, Then};
use crate::desk::talks_tasks::{self, Outcome};
use crate::node::Node;

/// What an officer enters by hand after reading: what a reader of texts cannot be relied on to find alike each time.
struct Promised {
    who: &'static str,
    what: &'static str,
    /// Days from today until it falls due; negative when that was before.
    due: i32,
    /// What became of it, and the words; `open` with no words when nothing did yet.
    became: (&'static str, &'static str),
}

/// A readout of the demonstration.
struct Readout {
    /// Days from today to the day of the meeting.
    held: i32,
    source: &'static str,
    title: &'static str,
    /// `DAY` stands for the day of the meeting, written as the language writes it.
    text: &'static str,
    german: bool,
    /// Names, office and state of who met.
    people: &'static [(&'static str, &'static str, &'static str)],
    promises: &'static [Promised],
    /// Left as a draft for whoever tries the pages.
    draft: bool,
}

const LEPIK: (&str, &str, &str) = ("Kadri Lepik", "Minister of the Interior of Estonia", "EE");
const VOLLRATH: (&str, &str, &str) =
    ("Dietmar Vollrath", "Federal Minister of the Interior of Germany", "DE");

const READOUTS: &[Readout] = &[
    Readout {
        held: -760,
        source: "Press release, Tallinn (fictional)",
        title: "Estonia and Germany, yearly talks of the ministers",
        text: "Estonian Minister of the Interior Kadri Lepik met the Federal Minister of the Interior of Germany, \
               Dietmar Vollrath, in Tallinn on DAY. The talks dealt with cybercrime and drug trafficking.\n\n\
               The ministers discussed the search for and extradition of persons who had committed crimes and the \
               return of assets obtained by crime. The work of the liaison officers of both countries was praised.\n",
        german: false,
        people: &[LEPIK, VOLLRATH],
        promises: &[
            Promised {
                who: "DE",
                what: "Send a liaison officer to Tallinn",
                due: -600,
                became: ("kept", "The officer took up her post four weeks before the day."),
            },
            Promised {
                who: "EE",
                what: "Transmit the list of contact points for urgent preservation of data",
                due: -640,
                became: (
                    "partly-kept",
                    "The list came; the point for nights and weekends was still missing.",
                ),
            },
        ],
        draft: false,
    },
    Readout {
        held: -395,
        source: "Press release, Berlin (fictional)",
        title: "Estonia and Germany, talks on proceeds of crime",
        text: "Federal Minister of the Interior of Germany Dietmar Vollrath met Estonian Minister of the Interior \
               Kadri Lepik in Berlin on DAY. The talks dealt with money laundering, cybercrime and trafficking in \
               persons.\n\nThe ministers discussed mutual legal assistance and the return of assets obtained by \
               crime. Both sides agreed to set up a joint investigation team.\n",
        german: false,
        people: &[VOLLRATH, LEPIK],
        promises: &[
            Promised {
                who: "both",
                what: "Set up a joint investigation team against laundering of proceeds of fraud",
                due: -210,
                became: ("broken", "The agreement was drafted and never signed; it is on the agenda again."),
            },
            Promised {
                who: "DE",
                what: "Answer the three pending requests for the return of assets",
                due: -12,
                became: ("open", ""),
            },
        ],
        draft: false,
    },
    Readout {
        held: -41,
        source: "Press release, Tallinn (fictional)",
        title: "Estonia and Germany, talks in Tallinn",
        text: "Estonian Minister of the Interior Kadri Lepik met the Federal Minister of the Interior of Germany, \
               Dietmar Vollrath, in Tallinn on DAY. The talks dealt with cybercrime, organised crime and money \
               laundering.\n\nThe ministers discussed the search for and extradition of persons who had committed \
               crimes, the transfer of sentenced persons and the return of assets obtained by crime. Both sides \
               agreed to set up a joint working group on cybercrime.\n",
        german: false,
        people: &[LEPIK, VOLLRATH],
        promises: &[
            Promised {
                who: "both",
                what: "Set up a joint working group on cybercrime",
                due: 19,
                became: ("open", ""),
            },
            Promised {
                who: "DE",
                what: "Send a draft of the agreement on the joint investigation team",
                due: 75,
                became: ("open", ""),
            },
        ],
        draft: false,
    },
    Readout {
        held: -41,
        source: "Pressemitteilung, Berlin (fiktiv)",
        title: "Deutschland und Estland, Gespräch der Minister",
        text: "Bundesinnenminister Dietmar Vollrath hat am DAY in Berlin die estnische Innenministerin Kadri Lepik \
               empfangen. Im Mittelpunkt der Gespräche standen Cyberkriminalität, organisierte Kriminalität und \
               Geldwäsche.\n\nDie Minister sprachen über die Auslieferung gesuchter Personen und die Rückführung von \
               Vermögenswerten aus Straftaten. Beide Seiten vereinbarten, eine gemeinsame Arbeitsgruppe gegen \
               Cyberkriminalität einzurichten.\n",
        german: true,
        people: &[VOLLRATH, LEPIK],
        promises: &[Promised {
            who: "EE",
            what: "Set up a joint working group on cybercrime",
            due: 50,
            became: ("open", ""),
        }],
        draft: false,
    },
    Readout {
        held: -9,
        source: "Press release, Riga (fictional)",
        title: "",
        text: "Estonian Minister of the Interior Kadri Lepik met the Minister of the Interior of Latvia, Valdis \
               Ozolkalns, in Riga on DAY. The talks dealt with smuggling of migrants, border security and drug \
               trafficking.\n\nThe ministers praised the exchange of information between the two border guards. A new \
               agreement on readmission was not signed. Latvia undertook to send a list of contact points.\n",
        german: false,
        people: &[],
        promises: &[],
        draft: true,
    },
];

/// Reads, corrects and signs the readouts at a node, in the name of `officer`.
pub(super) async fn fill(node: &Node, officer: &Viewer) -> Result<(), DemoError> {
    for readout in READOUTS {
        let text = readout.text.replace("DAY", &written(day(node.now(), readout.held), readout.german));
        let new = NewReadout { text, source: readout.source.to_owned(), ..NewReadout::default() };
        let Begun::Draft(id) = talks::begin(node, officer, new).await? else {
            return Err(DemoError::Plan(format!("the readout `{}` cannot be read", readout.title)));
        };
        if !readout.draft {
            sign(node, officer, &id, readout).await?;
        }
    }
    Ok(())
}

async fn sign(node: &Node, officer: &Viewer, id: &str, readout: &Readout) -> Result<(), DemoError> {
    // What the reader found of people and promises makes room for what the officer writes.
    loop {
        let view = talks::talks(node, officer, id).await?;
        let place = if !view.record.people.is_empty() {
            "people.0"
        } else if !view.record.commitments.is_empty() {
            "commitments.0"
        } else {
            break;
        };
        talks::save(node, officer, id, view.version, &Fields::new(), &Then::Remove(place.to_owned())).await?;
    }
    for (names, office, country) in readout.people {
        let more =
            [("people.new.names", *names), ("people.new.office", *office), ("people.new.country", *country)];
        add(node, officer, id, &more).await?;
    }
    for promise in readout.promises {
        let due = day(node.now(), promise.due).to_string();
        let more = [
            ("title", readout.title),
            ("commitments.new.what", promise.what),
            ("commitments.new.who", promise.who),
            ("commitments.new.due", &due),
        ];
        add(node, officer, id, &more).await?;
    }
    let view = talks::talks(node, officer, id).await?;
    let all = Then::Accept("all".to_owned());
    let version = talks::save(node, officer, id, view.version, &Fields::new(), &all).await?;
    talks::sign(node, officer, id, version, &Sharing::default()).await?;
    for row in talks_tasks::of_record(node, officer, id).await? {
        let Some(promise) = readout.promises.iter().find(|promise| promise.what == row.what) else {
            continue;
        };
        let (state, words) = promise.became;
        // A week before what is still open falls due, its officer is reminded.
        if state == "open" && promise.due > 0 {
            let task = talks_tasks::task(node, officer, &row.id).await?;
            let plan: Fields = [
                ("owner", officer.login.clone()),
                ("due", row.due.unwrap_or_default()),
                ("reminders", day(node.now(), promise.due.saturating_sub(7)).to_string()),
            ]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
            talks_tasks::plan(node, officer, &row.id, task.version, &plan).await?;
        }
        if state != "open" {
            let task = talks_tasks::task(node, officer, &row.id).await?;
            let became = Outcome { state: state.to_owned(), text: words.to_owned(), ..Outcome::default() };
            talks_tasks::conclude(node, officer, &row.id, task.version, &became).await?;
        }
    }
    Ok(())
}

/// Adds entries to a draft by the fields of its form.
async fn add(node: &Node, officer: &Viewer, id: &str, entries: &[(&str, &str)]) -> Result<(), DemoError> {
    let view = talks::talks(node, officer, id).await?;
    let fields: Fields =
        entries.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    talks::save(node, officer, id, view.version, &fields, &Then::Save).await?;
    Ok(())
}

/// The day that lies so many days from today.
fn day(now: Timestamp, offset: i32) -> Date {
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    today.saturating_add(offset.days())
}

/// A day as readouts write it.
fn written(day: Date, german: bool) -> String {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const GERMAN: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    let (months, dot) = if german { (GERMAN, ".") } else { (ENGLISH, "") };
    let month = usize::try_from(day.month()).ok().and_then(|month| months.get(month.saturating_sub(1)));
    format!("{}{dot} {} {}", day.day(), month.copied().unwrap_or_default(), day.year())
}
