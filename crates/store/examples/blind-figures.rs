//! Prints what the blind form reveals, finds and costs: `cargo run --release -p store --example blind-figures -- [DATA]`.
//!
//! `DATA` (default `../shared/names`) holds `search_register.dev.tsv` and `search_queries.dev.tsv`. The register is cut into
//! buckets as a node does it (64 keys on average at least); each query asks with its keys. Time is of one thread.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a program run by hand: it reads files and takes the time"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use exchange::blind::{AnsweringKey, Asked, Digest, ELEMENTS, ENTRY, Told};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use search::blind_keys::{self, BlindKind};
use search::{Query, SubjectReader};

const CROWD: usize = 64;
const SHARED_MOST: usize = 100;

fn main() {
    let data = std::env::args().nth(1).unwrap_or_else(|| "../shared/names".to_owned());
    let Ok(register) = std::fs::read(format!("{data}/search_register.dev.tsv")) else {
        println!("SKIPPED: {data} has no search_register.dev.tsv; give the folder as an argument");
        return;
    };
    let mut by_digest: BTreeMap<Digest, Vec<String>> = BTreeMap::new();
    let (mut subjects, mut keys) = (0, 0);
    let start = Instant::now();
    for subject in SubjectReader::new(&register[..]).filter_map(Result::ok) {
        subjects += 1;
        for key in blind_keys::of_subject(&subject) {
            keys += 1;
            by_digest.entry(Digest::of(&key)).or_default().push(subject.id.to_string());
        }
    }
    let took = start.elapsed().as_secs_f64();
    let bits = u8::try_from((by_digest.len() / CROWD).max(2).ilog2()).expect("few bits");
    println!(
        "register: {subjects} subjects, {keys} keys ({:.1} each), {} different ones, made in {took:.1} s; {bits} bits name a bucket",
        f64::from(keys) / f64::from(subjects),
        by_digest.len()
    );
    let mut buckets: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (digest, subjects) in &by_digest {
        let bucket = buckets.entry(digest.bucket(bits)).or_default();
        bucket.0 += 1;
        bucket.1 += subjects.len().min(SHARED_MOST);
    }
    let mut sizes: Vec<usize> = buckets.values().map(|(keys, _)| *keys).collect();
    sizes.sort_unstable();
    let mut entries: Vec<usize> = buckets.values().map(|(_, entries)| *entries).collect();
    entries.sort_unstable();
    let at = |sorted: &[usize], share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    println!(
        "leak to the partner: 1 bucket of {} for each of {ELEMENTS} elements; keys in a bucket: least {}, median {}, most {}",
        1_u32 << bits,
        at(&sizes, 0.0),
        at(&sizes, 0.5),
        at(&sizes, 1.0)
    );
    println!(
        "leak to who asks: the number of entries of {ELEMENTS} buckets (least {}, median {}, most {} each); an answer is about {} kB",
        at(&entries, 0.0),
        at(&entries, 0.5),
        at(&entries, 1.0),
        at(&entries, 0.5) * ENTRY * ELEMENTS / 1000
    );

    let key = AnsweringKey::derive(&[7; 32], "figures/1").expect("a key");
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let digests: Vec<Digest> = by_digest.keys().take(ELEMENTS).copied().collect();
    let start = Instant::now();
    let (asked, question) = Asked::new(&digests, 1, bits, &mut rng).expect("a question");
    let asking = start.elapsed().as_secs_f64() * 1e3;
    let start = Instant::now();
    let of = |bucket: u32| {
        let (first, last) = Digest::range(bucket, bits);
        let mut entries = Vec::new();
        for (digest, subjects) in by_digest.range(first..=last) {
            let told: Vec<Told> = subjects
                .iter()
                .take(SHARED_MOST)
                .map(|subject| Told { handle: key.handle("figures", subject), summary: None })
                .collect();
            entries.extend(key.entries(digest, &told)?);
        }
        Ok(entries)
    };
    let answer = key.answer(&question, of, &mut rng).expect("an answer");
    let answering = start.elapsed().as_secs_f64() * 1e3;
    let start = Instant::now();
    let found = asked.open(&answer, &key.public()).expect("opened").len();
    let opening = start.elapsed().as_secs_f64() * 1e3;
    println!(
        "one search: asking {asking:.1} ms, answering {answering:.1} ms for {} entries ({} bytes), opening {opening:.1} ms, {found} found",
        answer.entries(),
        answer.to_bytes().expect("bytes").len()
    );

    let queries =
        std::fs::read_to_string(format!("{data}/search_queries.dev.tsv")).expect("the queries can be read");
    // Asked, found at all, others found beside; absent people, of whom somebody is found.
    let mut rows: BTreeMap<(bool, String), [usize; 4]> = BTreeMap::new();
    for row in queries.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        let query = Query {
            born: row[2].parse().ok(),
            nationality: Some(row[3].to_owned()).filter(|code| !code.is_empty()),
            ..Query::named(row[1])
        };
        let mut found: BTreeSet<&str> = BTreeSet::new();
        for (kind, text) in blind_keys::of_query(&query) {
            if matches!(kind, BlindKind::NameYear | BlindKind::Name) {
                let subjects = by_digest.get(&Digest::of(&text)).into_iter().flatten();
                found.extend(subjects.take(SHARED_MOST).map(String::as_str));
            }
        }
        let scripts = if row[5] == "Latin>Latin" { "Latin>Latin" } else { "other scripts" };
        let dated = query.born.is_some();
        let counts = rows.entry((dated, scripts.to_owned())).or_default();
        if row[4].is_empty() {
            counts[2] += 1;
            counts[3] += usize::from(!found.is_empty());
        } else {
            counts[0] += 1;
            counts[1] += usize::from(found.contains(row[4]));
        }
    }
    println!(
        "\n{:36} asked  found   absent people, of whom somebody is found",
        "names alone, without numbers"
    );
    for ((dated, scripts), [asked, right, absent, wrong]) in rows {
        println!(
            "{:36} {asked:6} {:.3}   {absent:6} {:.3}",
            format!("{scripts}, {}", if dated { "with a birth date" } else { "undated" }),
            right as f64 / asked.max(1) as f64,
            wrong as f64 / absent.max(1) as f64
        );
    }
}
