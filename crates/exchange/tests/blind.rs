//! The blind form from question to hit, and what of it a stranger may alter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::blind::{
    Answer, AnsweringKey, Asked, BlindError, Digest, ELEMENTS, ENTRY, Entry, MAX_ENTRIES, Question, Told,
    ToldSummary,
};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

const BITS: u8 = 4;

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn key() -> AnsweringKey {
    AnsweringKey::derive(&[7; 32], "ee.justice/1").unwrap()
}

fn told(key: &AnsweringKey, subject: &str, name: Option<&str>) -> Told {
    let summary = name.map(|name| ToldSummary {
        name: name.to_owned(),
        birth_year: Some(1980),
        nationality: Some(*b"ru"),
    });
    Told { handle: key.handle("wanted", subject), summary }
}

/// A register of three hundred names, and two subjects that share one of them.
fn register() -> Vec<(Digest, Vec<String>)> {
    let mut register: Vec<(Digest, Vec<String>)> =
        (0..300).map(|n| (Digest::of(&format!("y|name{n}|other|1980")), vec![format!("s{n}")])).collect();
    register[5].1.push("twin".to_owned());
    register
}

fn bucket(key: &AnsweringKey, bucket: u32) -> Result<Vec<Entry>, BlindError> {
    let mut entries = Vec::new();
    for (digest, subjects) in register().iter().filter(|(digest, _)| digest.bucket(BITS) == bucket) {
        let told: Vec<Told> = subjects
            .iter()
            .map(|subject| told(key, subject, (subject == "s5").then_some("Иванов Пётр")))
            .collect();
        entries.extend(key.entries(digest, &told)?);
    }
    Ok(entries)
}

fn asked(keys: &[&str]) -> (Asked, Question) {
    let digests: Vec<Digest> = keys.iter().map(|key| Digest::of(key)).collect();
    Asked::new(&digests, 1, BITS, &mut rng(1)).unwrap()
}

fn answer(question: &Question) -> Answer {
    let key = key();
    key.answer(question, |of| bucket(&key, of), &mut rng(2)).unwrap()
}

#[test]
fn who_is_there_is_found_and_nobody_else() {
    let (asked, question) = asked(&["y|nobody|other|1980", "y|name5|other|1980", "y|name7|other|1980"]);
    let sent = question.to_bytes().unwrap();
    let read = Question::from_bytes(&sent).unwrap();
    assert_eq!(read, question);
    let answer = Answer::from_bytes(&answer(&read).to_bytes().unwrap()).unwrap();
    assert!(answer.entries() > 3, "others stand in the buckets");

    let kept = Asked::from_bytes(&asked.to_bytes()).unwrap();
    let found = kept.open(&answer, &key().public()).unwrap();
    let key = key();
    let mut expected = vec![
        (1, told(&key, "s5", Some("Иванов Пётр"))),
        (1, told(&key, "twin", None)),
        (2, told(&key, "s7", None)),
    ];
    let mut found: Vec<(usize, Told)> = found.into_iter().map(|found| (found.key, found.told)).collect();
    for list in [&mut expected, &mut found] {
        list.sort_by_key(|(at, told)| (*at, told.handle));
    }
    assert_eq!(found, expected);
}

#[test]
fn every_question_looks_alike() {
    let lengths: Vec<usize> = [&["one"][..], &["one", "two", "three"][..], &[][..]]
        .iter()
        .map(|keys| asked(keys).1.to_bytes().unwrap().len())
        .collect();
    assert!(lengths.iter().all(|length| length.abs_diff(lengths[0]) <= ELEMENTS), "{lengths:?}");
    // The same person asked for twice is asked for by other elements.
    let (one, other) = (
        Asked::new(&[Digest::of("x")], 1, BITS, &mut rng(3)).unwrap().1,
        Asked::new(&[Digest::of("x")], 1, BITS, &mut rng(4)).unwrap().1,
    );
    assert_ne!(one, other);
    assert!(one.buckets().contains(&Digest::of("x").bucket(BITS)));
}

#[test]
fn an_answer_under_another_key_is_seen() {
    let (asked, question) = asked(&["y|name5|other|1980"]);
    let other = AnsweringKey::derive(&[7; 32], "ee.justice/2").unwrap();
    let forged = other.answer(&question, |of| bucket(&other, of), &mut rng(2)).unwrap();
    assert!(matches!(asked.open(&forged, &key().public()), Err(BlindError::Proof)));
    assert!(asked.open(&forged, &other.public()).is_ok());
}

#[test]
fn no_altered_byte_goes_unnoticed() {
    let (asked, question) = asked(&["y|name5|other|1980"]);
    let right = answer(&question);
    let bytes = right.to_bytes().unwrap();
    let whole = asked.open(&right, &key().public()).unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 61) {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        if let Ok(answer) = Answer::from_bytes(&altered)
            && let Ok(found) = asked.open(&answer, &key().public())
        {
            // Entries of others may be altered; ours are found as they are or not at all.
            assert!(found.iter().all(|found| whole.contains(found)), "byte {at}");
        }
    }
    let sent = question.to_bytes().unwrap();
    for end in 0..sent.len() {
        assert!(Question::from_bytes(&sent[..end]).is_err());
    }
}

#[test]
fn bounds_hold() {
    let many: Vec<Digest> = (0..=ELEMENTS).map(|n| Digest::of(&n.to_string())).collect();
    assert!(matches!(Asked::new(&many, 1, BITS, &mut rng(1)), Err(BlindError::Count { .. })));
    let (_, question) = asked(&["x"]);
    let key = key();
    let entry = key.entries(&Digest::of("x"), &[told(&key, "s", None)]).unwrap().remove(0);
    let crowded = key.answer(&question, |_| Ok(vec![entry.clone(); MAX_ENTRIES + 1]), &mut rng(2));
    assert!(matches!(crowded, Err(BlindError::Count { what: "entries of a bucket", .. })));
    assert_eq!(ENTRY, 108);
    for bits in 1..=24 {
        let digest = Digest::of("somebody");
        let (first, last) = Digest::range(digest.bucket(bits), bits);
        assert!(first <= digest && digest <= last, "{bits}");
    }
    // A long name is cut between characters.
    let long = Told {
        handle: [1; 16],
        summary: Some(ToldSummary { name: "я".repeat(40), birth_year: None, nationality: None }),
    };
    let (asked, question) = asked(&["x"]);
    let answer = key
        .answer(
            &question,
            |of| {
                if of == Digest::of("x").bucket(BITS) {
                    key.entries(&Digest::of("x"), [&long])
                } else {
                    Ok(Vec::new())
                }
            },
            &mut rng(5),
        )
        .unwrap();
    let found = asked.open(&answer, &key.public()).unwrap();
    assert_eq!(found[0].told.summary.as_ref().unwrap().name, "я".repeat(21));
}

#[test]
fn the_published_vector_holds() {
    let vector: serde_json::Value =
        serde_json::from_str(include_str!("../../../docs/vectors/blind.json")).unwrap();
    let bytes = |name: &str| hex::decode(vector[name].as_str().unwrap()).unwrap();
    let key =
        AnsweringKey::derive(&bytes("seed").try_into().unwrap(), vector["info"].as_str().unwrap()).unwrap();
    assert_eq!(key.public().as_bytes(), bytes("public"));
    let asked = Asked::from_bytes(&bytes("kept")).unwrap();
    Question::from_bytes(&bytes("question")).unwrap();
    let answer = Answer::from_bytes(&bytes("answer")).unwrap();
    let found = asked.open(&answer, &key.public()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(hex::encode(found[0].told.handle), vector["handle"].as_str().unwrap());
    assert_eq!(hex::encode(key.handle("wanted", "p1")), vector["handle"].as_str().unwrap());
}
