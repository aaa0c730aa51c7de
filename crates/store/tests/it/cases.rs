//! Cases, acts, who opened them, and searches at partners.

use ::exchange::{ActId, CaseId};
use search::{RegisterId, SubjectId};
use store::{
    ActRecord, AnswerState, CaseFilter, CaseSort, CaseSummary, Direction, Handle, ListBy, NewCase, NewSearch,
    Store, StoreError,
};

use crate::engines::{at, authority, digest, on_both, tx};

fn case(number: u8, title: &str, counterpart: &str, direction: Direction) -> NewCase {
    NewCase {
        id: CaseId::new([number; 16]),
        counterpart: authority(counterpart),
        direction,
        title: title.to_owned(),
        opened_at: at(i64::from(number)),
    }
}

pub(crate) fn act(number: u64, case: u8, direction: Direction) -> ActRecord {
    ActRecord {
        id: ActId::new(digest(number)),
        case: CaseId::new([case; 16]),
        author: authority(if direction == Direction::Outgoing { "ee.justice" } else { "de.bfj" }),
        kind: "request".to_owned(),
        direction,
        made_at: at(1_000 - i64::try_from(number).unwrap()),
        stored_at: at(2_000 + i64::try_from(number).unwrap()),
        bytes: vec![0xA1; 100],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_grows_by_its_acts() {
    on_both(async |store: Store| {
        let new = &case(1, "Jane Roe", "de.bfj", Direction::Outgoing);
        let acts: &Vec<ActRecord> = &(1..=45)
            .map(|number| {
                act(number, 1, if number % 2 == 0 { Direction::Incoming } else { Direction::Outgoing })
            })
            .collect();
        tx!(store, tx => tx.add_case(new).await).unwrap();
        assert!(matches!(
            tx!(store, tx => tx.add_case(new).await),
            Err(StoreError::Conflict { what: "case" })
        ));
        assert_eq!(tx!(store, tx => tx.add_acts(&acts[..3]).await).unwrap().len(), 3);
        // Sets unite: what is there already is left alone.
        assert_eq!(tx!(store, tx => tx.add_acts(acts).await).unwrap().len(), 42);
        assert_eq!(tx!(store, tx => tx.add_acts(acts).await).unwrap(), []);
        let kept = tx!(store, tx => tx.acts_of(&new.id).await).unwrap();
        let mut expected = acts.clone();
        expected.sort_by_key(|act| act.made_at);
        assert_eq!(kept, expected);
        assert_eq!(tx!(store, tx => tx.act(&acts[4].id).await).unwrap().as_ref(), Some(&acts[4]));
        assert_eq!(tx!(store, tx => tx.act(&ActId::new(digest(99))).await).unwrap(), None);

        let record = tx!(store, tx => tx.case(&new.id).await).unwrap().unwrap();
        assert_eq!((record.changed_at, record.unopened), (at(2_045), 22));
        let incoming = &acts[1].id;
        assert!(tx!(store, tx => tx.open_act(incoming, "mari", at(1)).await).unwrap());
        assert!(!tx!(store, tx => tx.open_act(incoming, "jaan", at(2)).await).unwrap());
        assert!(!tx!(store, tx => tx.open_act(incoming, "mari", at(3)).await).unwrap());
        let openings = tx!(store, tx => tx.openings(incoming).await).unwrap();
        let openings: Vec<_> = openings.iter().map(|o| (o.login.as_str(), o.opened_at)).collect();
        assert_eq!(openings, [("mari", at(1)), ("jaan", at(2))]);
        assert_eq!(tx!(store, tx => tx.case(&new.id).await).unwrap().unwrap().unopened, 21);
        let stranger = tx!(store, tx => tx.open_act(&ActId::new(digest(99)), "mari", at(1)).await);
        assert!(matches!(stranger, Err(StoreError::Forbidden { .. })), "{stranger:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_are_filtered_searched_and_sorted() {
    on_both(async |store: Store| {
        let cases = &[
            case(1, "Ольга Петрова", "ru.genproc", Direction::Outgoing),
            case(2, "Jane Roe", "de.bfj", Direction::Incoming),
            case(3, "Anna Berg", "de.bfj", Direction::Outgoing),
        ];
        let summary = |status: &str, our_move, due| CaseSummary {
            status: Some(status.to_owned()),
            our_move,
            due_at: due,
            liberty_at: due,
            detail: "{}".to_owned(),
        };
        let (first, second) =
            (&summary("requested", Some(false), Some(at(50))), &summary("arrested", Some(true), None));
        let arrived = &[act(1, 2, Direction::Incoming)];
        tx!(store, tx => {
            for case in cases {
                tx.add_case(case).await?;
            }
            tx.set_case_summary(&cases[0].id, "Ольга Петрова", first).await?;
            tx.set_case_summary(&cases[1].id, "Jane Doe", second).await?;
            tx.add_acts(arrived).await
        })
        .unwrap();
        assert_eq!(&tx!(store, tx => tx.case(&cases[0].id).await).unwrap().unwrap().summary, first);
        let titles = async |filter: CaseFilter, words: &str, sort: CaseSort| {
            let (filter, by) = (&filter, &ListBy { words: words.to_owned(), sort, ..ListBy::default() });
            let listing = tx!(store, tx => tx.cases(filter, by).await).unwrap();
            assert_eq!(listing.total, listing.rows.len() as u64);
            listing.rows.into_iter().map(|row| row.case.title).collect::<Vec<_>>().join(", ")
        };
        let all = CaseFilter::default;
        assert_eq!(titles(all(), "", CaseSort::Title).await, "Anna Berg, Jane Doe, Ольга Петрова");
        let freed = CaseFilter { liberty: true, ..all() };
        assert_eq!(titles(freed, "", CaseSort::Liberty).await, "Ольга Петрова");
        assert_eq!(titles(all(), "", CaseSort::Due).await, "Ольга Петрова, Jane Doe, Anna Berg");
        assert_eq!(titles(all(), "", CaseSort::Changed).await, "Ольга Петрова, Anna Berg, Jane Doe");
        assert_eq!(titles(all(), "ПЕТРОВА", CaseSort::Title).await, "Ольга Петрова");
        assert_eq!(titles(all(), "arrested", CaseSort::Title).await, "Jane Doe");
        assert_eq!(titles(all(), "0303", CaseSort::Title).await, "Anna Berg", "by identifier");
        let filter = CaseFilter { our_move: Some(true), ..all() };
        assert_eq!(titles(filter, "", CaseSort::Title).await, "Jane Doe");
        let filter = CaseFilter { counterpart: Some(authority("de.bfj")), ..all() };
        assert_eq!(titles(filter, "berg", CaseSort::Title).await, "Anna Berg");
        let filter = CaseFilter { due_before: Some(at(60)), status: Some("requested".to_owned()), ..all() };
        assert_eq!(titles(filter, "", CaseSort::Title).await, "Ольга Петрова");
        let filter = CaseFilter { unopened: true, ..all() };
        assert_eq!(titles(filter, "", CaseSort::Title).await, "Jane Doe");
        let nowhere = tx!(store, tx => tx.set_case_summary(&CaseId::new([9; 16]), "", first).await);
        assert!(matches!(nowhere, Err(StoreError::NotFound { what: "case", .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_waits_for_its_partners() {
    on_both(async |store: Store| {
        let (germany, russia) = (&authority("de.bfj"), &authority("ru.genproc"));
        let (query, answer) = (&ActId::new(digest(1)), &ActId::new(digest(2)));
        let new = &NewSearch {
            id: CaseId::new([1; 16]),
            login: "mari".to_owned(),
            name: "Jane Roe".to_owned(),
            query: "{}".to_owned(),
            own_hits: "[]".to_owned(),
            asked_at: at(0),
        };
        let partners = &[(germany.clone(), *query), (russia.clone(), *query)];
        tx!(store, tx => tx.add_search(new, partners).await).unwrap();
        assert!(tx!(store, tx => tx.search_answered(query, russia, false, answer, at(5)).await).unwrap());
        assert!(
            !tx!(store, tx => tx.search_answered(query, russia, true, answer, at(6)).await).unwrap(),
            "once"
        );
        assert!(
            !tx!(store, tx => tx.search_answered(answer, germany, true, answer, at(6)).await).unwrap(),
            "not asked"
        );
        let found = tx!(store, tx => tx.search(&new.id).await).unwrap().unwrap();
        assert_eq!(&found.search, new);
        let states: Vec<_> = found.partners.iter().map(|p| (p.partner.as_str(), p.state, p.answer)).collect();
        assert_eq!(
            states,
            [
                ("de.bfj", AnswerState::Waiting, None),
                ("ru.genproc", AnswerState::Answered, Some((*answer, at(5))))
            ]
        );
        assert_eq!(tx!(store, tx => tx.recent_searches("mari", 5).await).unwrap(), vec![new.clone()]);
        assert_eq!(tx!(store, tx => tx.recent_searches("jaan", 5).await).unwrap(), []);

        let handle = &[Handle {
            handle: "8f14e45fceea167a".to_owned(),
            partner: germany.clone(),
            register: RegisterId::new("wanted").unwrap(),
            subject: SubjectId::new("p1").unwrap(),
            query_act: *query,
            given_at: at(3),
        }];
        tx!(store, tx => tx.add_handles(handle).await).unwrap();
        let name = &handle[0].handle;
        assert_eq!(tx!(store, tx => tx.handle(name, germany).await).unwrap().as_ref(), Some(&handle[0]));
        assert_eq!(tx!(store, tx => tx.handle(name, russia).await).unwrap(), None, "given to somebody else");
    })
    .await;
}
