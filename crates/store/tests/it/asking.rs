//! What partners may ask and what they asked: agreements, quotas, the queue, blind queries.

use exchange::ActId;
use jiff::SignedDuration;
use search::RegisterId;
use store::{
    Agreement, AnswerState, BlindQuery, Form, Forms, Handle, ListBy, OfficerUse, PartnerQuery, Register,
    Reveals, Store,
};

use crate::engines::{at, on_both, tx};

fn query(n: u8, officer: &str, form: Form, state: AnswerState) -> PartnerQuery {
    let waits = state == AnswerState::Waiting;
    PartnerQuery {
        query_act: ActId::new([n; 32]),
        partner: "de.bfj".parse().unwrap(),
        officer: officer.to_owned(),
        officer_name: format!("Officer {officer}"),
        form,
        asked: "Klara Schmidt".to_owned(),
        purpose: "prosecution".to_owned(),
        legal_basis: "the code".to_owned(),
        elements: if form == Form::Blind { 12 } else { 0 },
        state,
        hits: 0,
        candidates: if waits { "[1]".to_owned() } else { "[]".to_owned() },
        reason: String::new(),
        decided: (!waits).then(|| ("node".to_owned(), at(i64::from(n)))),
        asked_at: at(i64::from(n)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn agreements_and_terms_are_kept() {
    on_both(async |store: Store| {
        let partner = &"de.bfj".parse().unwrap();
        assert_eq!(tx!(store, tx => tx.agreement(partner).await).unwrap(), None);
        let agreed = |forms, key| Agreement {
            partner: "de.bfj".parse().unwrap(),
            forms,
            queries_per_day: 10,
            officer_per_day: 5,
            elements_per_day: 120,
            blind_key: key,
            changed_by: "ada".to_owned(),
            changed_at: at(1),
        };
        for (forms, key) in [(Forms::Open, 1), (Forms::Both, 2)] {
            let agreement = &agreed(forms, key);
            tx!(store, tx => tx.set_agreement(agreement).await).unwrap();
            assert_eq!(tx!(store, tx => tx.agreement(partner).await).unwrap().as_ref(), Some(agreement));
        }
        tx!(store, tx => tx.set_terms(partner, "later", at(5)).await).unwrap();
        tx!(store, tx => tx.set_terms(partner, "earlier", at(4)).await).unwrap();
        assert_eq!(tx!(store, tx => tx.terms().await).unwrap(), [(partner.clone(), "later".to_owned())]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_are_counted_and_decided_once() {
    on_both(async |store: Store| {
        let partner = &"de.bfj".parse().unwrap();
        for (n, officer, form, state) in [
            (1, "olga", Form::Open, AnswerState::Answered),
            (2, "olga", Form::Blind, AnswerState::Answered),
            (3, "igor", Form::Open, AnswerState::Waiting),
            (4, "igor", Form::Open, AnswerState::Declined),
        ] {
            let query = &query(n, officer, form, state);
            assert!(tx!(store, tx => tx.add_partner_query(query).await).unwrap());
            assert!(!tx!(store, tx => tx.add_partner_query(query).await).unwrap(), "once");
            let id = &query.query_act;
            assert_eq!(tx!(store, tx => tx.partner_query(id).await).unwrap().as_ref(), Some(query));
        }
        let since = at(0) - SignedDuration::from_secs(1);
        let asked = tx!(store, tx => tx.asked_since(partner, "olga", since).await).unwrap();
        assert_eq!(
            (asked.queries, asked.of_officer, asked.elements),
            (3, 2, 12),
            "a declined one does not count"
        );
        let later = tx!(store, tx => tx.asked_since(partner, "olga", at(2)).await).unwrap();
        assert_eq!((later.queries, later.of_officer, later.elements), (1, 0, 0));
        let uses = tx!(store, tx => tx.uses_since(since).await).unwrap();
        let igor = OfficerUse {
            partner: partner.clone(),
            officer: "igor".to_owned(),
            queries: 2,
            declined: 1,
            elements: 0,
            hits: 0,
        };
        assert!(uses.contains(&igor) && uses.len() == 2, "{uses:?}");

        let by = &ListBy { words: "KLARA igor".to_owned(), descending: true, ..ListBy::default() };
        let listed = tx!(store, tx => tx.partner_queries(false, by).await).unwrap();
        assert_eq!(
            listed.rows.iter().map(|row| row.query_act).collect::<Vec<_>>(),
            [4, 3].map(|n| ActId::new([n; 32]))
        );
        assert_eq!(tx!(store, tx => tx.partner_queries(true, by).await).unwrap().total, 1);
        let waits = &ActId::new([3; 32]);
        assert!(tx!(store, tx => tx.decide_partner_query(waits, None, 1, "mari", at(9)).await).unwrap());
        assert!(
            !tx!(store, tx => tx.decide_partner_query(waits, Some("no"), 0, "jaan", at(9)).await).unwrap()
        );
        let decided = tx!(store, tx => tx.partner_query(waits).await).unwrap().unwrap();
        assert_eq!(
            (decided.state, decided.hits, decided.candidates.as_str()),
            (AnswerState::Answered, 1, "[]")
        );
        assert_eq!(decided.decided, Some(("mari".to_owned(), at(9))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_may_be_answered_by_a_person_and_blind_queries_forget() {
    on_both(async |store: Store| {
        let id = &RegisterId::new("wanted").unwrap();
        let register = &Register {
            id: id.clone(),
            title: "Wanted".to_owned(),
            purpose: String::new(),
            legal_basis: String::new(),
            retention_days: None,
            searchable_by_partners: true,
            reveals: Reveals::Summary,
            created_at: at(0),
            changed_at: at(0),
        };
        tx!(store, tx => tx.add_register(register).await).unwrap();
        for (by_person, expected) in [(true, 1), (true, 1), (false, 0)] {
            tx!(store, tx => tx.set_by_person(id, by_person).await).unwrap();
            assert_eq!(tx!(store, tx => tx.by_person().await).unwrap().len(), expected);
        }
        let query = &BlindQuery {
            query_act: ActId::new([1; 32]),
            kept: vec![1, 2, 3],
            keys: "[]".to_owned(),
            public_key: [2; 32],
            hits: None,
        };
        tx!(store, tx => tx.add_blind_query(query).await).unwrap();
        let act = &query.query_act;
        assert_eq!(tx!(store, tx => tx.blind_query(act).await).unwrap().as_ref(), Some(query));
        for hits in ["first", "second"] {
            tx!(store, tx => tx.open_blind_query(act, hits).await).unwrap();
        }
        let opened = tx!(store, tx => tx.blind_query(act).await).unwrap().unwrap();
        assert_eq!((opened.hits.as_deref(), opened.kept.len()), (Some("first"), 0), "the blinding is gone");

        let handles: &Vec<Handle> = &(0..300)
            .map(|n| Handle {
                handle: format!("{n:032x}"),
                partner: "de.bfj".parse().unwrap(),
                register: id.clone(),
                subject: search::SubjectId::new(&format!("p{n}")).unwrap(),
                query_act: ActId::new([1; 32]),
                given_at: at(1),
            })
            .collect();
        for _ in 0..2 {
            tx!(store, tx => tx.keep_handles(handles).await).unwrap();
        }
        let partner = &"de.bfj".parse().unwrap();
        let found = tx!(store, tx => tx.handle(&handles[299].handle, partner).await).unwrap();
        assert_eq!(found.as_ref(), Some(&handles[299]));
    })
    .await;
}
