//! Fictional records of every kind, and the fonts of this machine.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::PathBuf;

use jiff::civil::date;
use letters::record::{
    Amount, Basis, Cite, Content, Deadline, Document, Fact, Followed, FreeText, Ground, Kind, Moment, Origin,
    Party, Person, Safeguard, SignedAct, Signer, SignerRole, Term, Terms, Translation, Undertaking, Value,
};
use letters::{FontFile, Fonts, Record};

/// Folders in which Debian puts the fonts.
const FOLDERS: [&str; 2] = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"];

fn path(file: FontFile) -> Option<PathBuf> {
    FOLDERS.iter().map(|folder| PathBuf::from(folder).join(file.name)).find(|path| path.is_file())
}

/// Every font that letters can need.
#[expect(clippy::disallowed_methods, reason = "a test reads the fonts of the machine")]
pub(crate) fn fonts() -> Fonts {
    let mut fonts = Fonts::new();
    for file in letters::all_files() {
        let path = path(file).unwrap_or_else(|| panic!("install the Debian package {}", file.package));
        fonts.add(file, std::fs::read(path).unwrap()).unwrap();
    }
    fonts
}

/// Names of one fictional person in many scripts.
pub(crate) const NAMES: [(&str, &str); 11] = [
    ("Latin", "Jüri Kõrvemägi-Șerban"),
    ("Cyrillic", "Евгений Щукарёв"),
    ("Arabic", "عبد الرحمن القادري"),
    ("Georgian", "გიორგი მაისურაძე"),
    ("Armenian", "Հովհաննես Պետրոսյան"),
    ("Han", "歐陽明德 王晓明"),
    ("Hebrew", "יעקב בן־דוד"),
    ("Greek", "Γεώργιος Παπαδόπουλος"),
    ("Devanagari", "विक्रम शर्मा"),
    ("Hangul", "김철수"),
    ("Kana", "やまだ タロウ"),
];

const HASH: &str = "3f1a9c04be7d52e86a11f0c2d49b7e5508aa6d13c9f2e4b7710d5c8e2f9a6b41";

fn basis(instrument: &str, title: &str, articles: &[&str], role: &str, verified: bool) -> Basis {
    Basis {
        instrument: instrument.to_owned(),
        short_name: String::new(),
        title: title.to_owned(),
        articles: articles.iter().map(|article| (*article).to_owned()).collect(),
        role: Some(Term::key(role)),
        verified,
    }
}

fn content(key: &str, label: &str, article: &str, text: &str) -> Content {
    Content {
        what: Term::new(key, label),
        articles: cites(article),
        verified: true,
        value: Value::Text(FreeText::original(text, "en")),
    }
}

/// `SOURCE ARTICLE`; `; ` parts several.
fn cites(text: &str) -> Vec<Cite> {
    let one = |part: &str| {
        let (source, article) = part.rsplit_once(' ').unwrap();
        Cite::new(source, article)
    };
    text.split("; ").map(one).collect()
}

fn fact(key: &str, value: Value) -> Fact {
    Fact { what: Term::key(key), value }
}

/// A record with everything that every kind has.
fn base(kind: Kind) -> Record {
    Record {
        kind,
        from: Party {
            authority: "ee.justice".to_owned(),
            name: "Ministry of Justice of Estonia, Department of International Cooperation".to_owned(),
            state: "EE".to_owned(),
            address: vec![
                "Suur-Ameerika 1, 10122 Tallinn".to_owned(),
                "cooperation@justice.example".to_owned(),
            ],
        },
        to: Party {
            authority: "de.justice".to_owned(),
            name: "Bundesamt für Justiz".to_owned(),
            state: "DE".to_owned(),
            address: vec!["Adenauerallee 99–103, 53113 Bonn".to_owned()],
        },
        reference: "1f0c93aa".to_owned(),
        their_reference: Some("III 2 – 4021/26".to_owned()),
        date: date(2026, 3, 7),
        urgency: Some(Term::key("urgent")),
        procedures: vec![
            Term::new("provisional-arrest", "Provisional arrest"),
            Term::new("extradition", "Extradition on full request"),
        ],
        subject: None,
        follows: Vec::new(),
        legal_basis: vec![
            basis("coe-ets-024", "European Convention on Extradition", &["2", "12", "16"], "governs", true),
            basis(
                "coe-ets-098",
                "Second Additional Protocol to the European Convention on Extradition",
                &["5"],
                "supplements",
                false,
            ),
        ],
        residual_reason: None,
        persons: vec![Person {
            names: NAMES.iter().map(|(_, name)| (*name).to_owned()).collect(),
            born: Some("1981-11-04".to_owned()),
            nationality: vec!["RU".to_owned(), "GE".to_owned()],
            sex: Some("male".to_owned()),
            description: Some(FreeText::original("About 182 cm, scar over the left brow.", "en")),
        }],
        particulars: Vec::new(),
        contents: Vec::new(),
        amounts: Vec::new(),
        deadlines: Vec::new(),
        safeguards: Vec::new(),
        undertakings: Vec::new(),
        remarks: Vec::new(),
        documents: Vec::new(),
        terms: Some(Terms {
            purpose: "extradition".to_owned(),
            legal_basis: "European Convention on Extradition, Article 12".to_owned(),
            handling: Term::key("H2"),
            onward: Term::key("with-consent"),
        }),
        signers: vec![
            Signer { role: SignerRole::Officer, name: "Mari Tamm".to_owned(), login: "mari.tamm".to_owned() },
            Signer {
                role: SignerRole::Approver,
                name: "Andres Kask".to_owned(),
                login: "andres.kask".to_owned(),
            },
        ],
        act: Some(SignedAct {
            hash: HASH.to_owned(),
            case: "1f0c93aa5e2b4d7f8a6c0b1d2e3f4a5b".to_owned(),
            kind: kind.key().to_owned(),
            author: "ee.justice".to_owned(),
            made_at: "2026-03-07T09:12:44Z".parse().unwrap(),
            key_fingerprint: "8c1d 0f2a 77b3 e941 5a6c 9d20 b8f4 13e7".to_owned(),
        }),
        recalls: None,
    }
}

const FACTS: &str = "On the night of 3 November 2024 the person sought entered, together with two others who were sentenced \
in the meantime, the premises of a carrier in Tartu by breaking a window, and took from a safe which they had opened with a \
cutter 214 300 euros in cash and nine blank vehicle documents.\n\nThe night watchman, whom they tied to a chair, suffered a \
fracture of the wrist. The person sought was recognised by the watchman from a photograph and left traces of blood at the \
window, whose profile is that of a sample taken in an earlier case. He left the country on 5 November 2024 by way of Riga.";

/// A fictional record of this kind.
pub(crate) fn record(kind: Kind) -> Record {
    let mut record = base(kind);
    let follows =
        |what: &str| vec![Followed { what: Term::key(what), date: date(2026, 3, 7), act: HASH.to_owned() }];
    let moment = |at: &str, local: &str, zone: &str| Moment {
        at: at.parse().unwrap(),
        local: local.to_owned(),
        zone: zone.to_owned(),
    };
    match kind {
        Kind::Request => {
            record.contents = vec![
                content(
                    "offence-statement",
                    "Statement of the offences: time and place, legal classification and the legal provisions.",
                    "ECE 1957 12(2)(b)",
                    FACTS,
                ),
                content(
                    "document-exists",
                    "Statement that a document named in Art 12(2)(a) exists.",
                    "ECE 1957 16(2)",
                    "Warrant of arrest of the county court of Tartu, 12 November 2024, number 1-24-7712.",
                ),
                content(
                    "intent-to-request",
                    "Statement that an extradition request will be sent.",
                    "ECE 1957 16(2)",
                    "This letter is at the same time the request for extradition.",
                ),
            ];
            record.contents.push(Content {
                what: Term::new("legal-provisions", "Text of the provisions applied"),
                articles: cites("ECE 1957 12(2)(c)"),
                verified: true,
                value: Value::Text(FreeText {
                    text: "§ 200. Röövimine. Võõra vallasasja äravõtmise eest selle ebaseadusliku omastamise eesmärgil, \
kui see on toime pandud vägivallaga, karistatakse kahe- kuni kümneaastase vangistusega."
                        .to_owned(),
                    language: "et".to_owned(),
                    translated: None,
                    translation: Some(Translation {
                        text: "§ 200. Robbery. Taking the movable property of another with the aim of unlawful \
appropriation, when done by violence, is punished with two to ten years of imprisonment."
                            .to_owned(),
                        language: "en".to_owned(),
                        by: "Liis Pärn, sworn translator".to_owned(),
                    }),
                }),
            });
            record.contents.push(Content {
                what: Term::new("witness", "Statement of a witness"),
                articles: Vec::new(),
                verified: false,
                value: Value::Text(FreeText {
                    text: "شاهد الحارس المتهمَ عند النافذة في الساعة 02:40 (السيد Євген Щукар) وتعرّف عليه."
                        .to_owned(),
                    language: "ar".to_owned(),
                    translated: Some(Origin { from: "et".to_owned(), by: "Nadia Haddad".to_owned() }),
                    translation: None,
                }),
            });
            record.safeguards = vec![
                Safeguard {
                    question: Term::new("death-penalty", "Can the offence carry the death penalty?"),
                    articles: cites("ECE 1957 11"),
                    verified: true,
                    answer: Term::new("no", "No"),
                    reasoning: Some(FreeText::original("The law of Estonia knows no death penalty.", "en")),
                    by: "Mari Tamm".to_owned(),
                },
                Safeguard {
                    question: Term::new(
                        "in-absentia",
                        "Was the judgment given in the absence of the person, without a right to a retrial?",
                    ),
                    articles: cites("ECE AP2 3"),
                    verified: false,
                    answer: Term::new("no-judgment", "No judgment was given yet"),
                    reasoning: None,
                    by: "Mari Tamm".to_owned(),
                },
            ];
            record.undertakings = vec![Undertaking {
                what: Term::new("speciality", "Speciality"),
                articles: cites("ECE 1957 14"),
                verified: true,
                text: Some(FreeText::original(
                    "The person will be tried for the offences named here alone.",
                    "en",
                )),
            }];
            record.documents = (1..=4)
                .map(|number| Document {
                    what: Some(Term::new("warrant", "Conviction, sentence or warrant")),
                    articles: cites("ECE 1957 12(2)(a)"),
                    title: format!("Vahistamismäärus {number}, Tartu Maakohus"),
                    language: if number % 2 == 0 { "de" } else { "et" }.to_owned(),
                    sha256: HASH.to_owned(),
                    bytes: Some(184_512),
                })
                .collect();
        }
        Kind::PreservationRequest => {
            record.procedures = vec![Term::key("expedited-preservation")];
            record.legal_basis =
                vec![basis("coe-ets-185", "Convention on Cybercrime", &["29"], "governs", true)];
            record.contents = vec![
                content(
                    "data-and-link",
                    "Stored data to be preserved and its link to the offence.",
                    "Budapest Convention 29(2)(c)",
                    "All mail stored for the account korvemagi@mail.example between 1 October and 10 November 2024.",
                ),
                content(
                    "custodian-or-location",
                    "Any available information to identify the custodian.",
                    "Budapest Convention 29(2)(d)",
                    "Mail Example GmbH, Berlin.",
                ),
            ];
        }
        Kind::ReadmissionApplication => {
            record.procedures = vec![Term::key("readmission")];
            record.contents = vec![content(
                "evidence",
                "Evidence of nationality",
                "eu-ge-readmission-2010 8",
                "Passport 09AA12345, expired on 1 May 2025; statement made before the border guard.",
            )];
        }
        Kind::FreezingRequest => {
            record.procedures = vec![Term::key("asset-freezing")];
            record.amounts = vec![
                Amount {
                    what: Term::key("frozen"),
                    currency: "EUR".to_owned(),
                    value: "214300.00".to_owned(),
                },
                Amount {
                    what: Term::key("traced"),
                    currency: "CHF".to_owned(),
                    value: "1250000.55".to_owned(),
                },
            ];
            record.contents = vec![content(
                "property",
                "Property, its location, link with person and offence",
                "Warsaw Convention 37(1)(c)",
                "Account DE00 1234 5678 9012 3456 78 at Beispielbank, Köln.",
            )];
        }
        Kind::Acceptance => {
            record.follows = follows("request");
            record.particulars = vec![fact(
                "order",
                Value::Text(FreeText::original(
                    "Haftbefehl des Oberlandesgerichts Köln vom 9. März 2026.",
                    "de",
                )),
            )];
        }
        Kind::Refusal => {
            record.follows = follows("request");
            record.particulars = vec![
                fact("outcome", Value::Term(Term::key("refused"))),
                fact(
                    "ground",
                    Value::Ground(Ground {
                        what: Term::new("nationality", "The person is a national of the requested state."),
                        articles: cites("ECE 1957 6(1)(a)"),
                        verified: true,
                    }),
                ),
                fact(
                    "reasons",
                    Value::Text(FreeText::original("Der Verfolgte ist deutscher Staatsangehöriger.", "de")),
                ),
            ];
        }
        Kind::Question => {
            record.follows = follows("request");
            record.contents = vec![content(
                "offence-statement",
                "Statement of the offences",
                "ECE 1957 13",
                "At which time of the night did the act take place, and who recognised the person?",
            )];
            record.particulars = vec![fact("reply-by", Value::Date(date(2026, 3, 21)))];
        }
        Kind::Supplement => {
            record.follows = follows("question");
            record.contents = vec![content(
                "offence-statement",
                "Statement of the offences",
                "ECE 1957 13",
                "At 02:40; the night watchman recognised him.",
            )];
            record.remarks = vec![FreeText::original("The watchman can be heard by video link.", "en")];
        }
        Kind::Decision => {
            record.follows = follows("request");
            record.particulars = vec![
                fact("outcome", Value::Term(Term::key("granted"))),
                fact("reasons", Value::Text(FreeText::original("Die Auslieferung ist zulässig.", "de"))),
                fact("surrender-on", Value::Date(date(2026, 4, 2))),
                fact("surrender-place", Value::Plain("Frankfurt am Main, Flughafen".to_owned())),
                fact("force-majeure", Value::Flag(false)),
            ];
        }
        Kind::Reminder => {
            record.recalls = record.act.take();
            record.follows = follows("request");
            record.deadlines = vec![
                Deadline {
                    what: Term::new("full-request", "Documents of the full request"),
                    articles: cites("ECE 1957 16(4)"),
                    verified: true,
                    due: moment("2026-03-27T22:59:59Z", "2026-03-27 23:59", "Europe/Berlin"),
                    state: Term::key("running"),
                    consequence: "The person may be released.".to_owned(),
                },
                Deadline {
                    what: Term::new("answer", "Answer to the question"),
                    articles: cites("ECE 1957 13"),
                    verified: false,
                    due: moment("2026-03-05T22:59:59Z", "", ""),
                    state: Term::key("missed"),
                    consequence: String::new(),
                },
            ];
        }
        Kind::Notice => {
            record.subject = Some(Term::key("arrest"));
            record.follows = follows("request");
            record.particulars = vec![
                fact(
                    "at",
                    Value::Moment(moment("2026-03-08T05:40:00Z", "2026-03-08 06:40", "Europe/Berlin")),
                ),
                fact("place", Value::Plain("Köln, Hauptbahnhof".to_owned())),
                fact("state", Value::State("DE".to_owned())),
            ];
        }
    }
    record
}
