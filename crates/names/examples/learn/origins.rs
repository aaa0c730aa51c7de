//! Learns which sounds beside each other speak for names of which region.
//!
//! The nationality of a person says where the names are usual; a person without one, or with several, counts for the
//! region that the Latin names look like, if they look like one alone. Naive Bayes: counts of neighbouring sounds, and
//! from them how much each speaks for each region.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use names::Name;
use names::model;

use crate::{Person, persons};

/// Countries by their codes, in the order of the regions.
const COUNTRIES: [&str; 8] = [
    "cn kp kr tw hk mo vn",
    "jp",
    "sy iq ye sa ly lb jo eg ma tn dz ae kw om bh qa ps sd mr ir af pk so dj",
    "ru ua by bg rs mk me hr cz sk kz kg tj uz tm az",
    "gb us au nz ie ca no se dk fi is de at ch nl be fr it ro ee lv lt gr al",
    "es mx co ar cl pe ve bo ec gt hn ni sv cr pa do uy pt br ao mz gw",
    "mm th la kh lk np in bd my id",
    "tz ke ug gh ng cm zw zm mw bi rw na za ls ml bf ci tg bj sn",
];

const REGIONS: usize = COUNTRIES.len();

/// A person whose names look like one region by less than this, in nats, counts for none.
const SURE: f64 = 4.0;

const HEAD: &str = "\
# How much two sounds beside each other (- for the edge of the part) speak for each region, in eighths of a nat; the regions
# stand in src/origin.rs. Made by examples/learn from names and nationalities; see README.md.
";

/// Counts of each pair of sounds for each region, by the kind of writing.
type Counts = BTreeMap<&'static str, BTreeMap<usize, [f64; REGIONS]>>;

fn of_country(person: &Person) -> Option<usize> {
    let of =
        |country: &String| COUNTRIES.iter().position(|list| list.split(' ').any(|known| known == country));
    let mut regions = person.countries.iter().map(of);
    let first = regions.next()??;
    regions.all(|region| region == Some(first)).then_some(first)
}

/// The pairs of sounds of the parts of a person's names, each part once.
fn parts(person: &Person) -> Vec<(&'static str, Vec<usize>)> {
    let mut all = BTreeMap::new();
    for name in &person.names {
        for part in Name::parse(name).parts() {
            if !part.is_weak() && !part.is_initial() {
                all.insert(part.hash(), model::bigrams(part));
            }
        }
    }
    all.into_values().collect()
}

fn count(counts: &mut Counts, parts: &[(&'static str, Vec<usize>)], region: usize) {
    // Many spellings of one person count less.
    let worth = 1.0 / (parts.len().max(1) as f64).sqrt();
    for (writing, bigrams) in parts {
        for at in bigrams {
            counts.entry(writing).or_default().entry(*at).or_default()[region] += worth;
        }
    }
}

/// How much each pair of sounds speaks for each region, in nats.
fn weights(counts: &Counts) -> Counts {
    let mut out = Counts::new();
    for (writing, bigrams) in counts {
        let mut totals = [0.0; REGIONS];
        for of in bigrams.values() {
            totals.iter_mut().zip(of).for_each(|(total, count)| *total += count);
        }
        let all: f64 = totals.iter().sum();
        for (at, of) in bigrams {
            // What a region has not seen is as likely there as anywhere, but less so the more the region has seen.
            let anywhere = of.iter().sum::<f64>() / all;
            let before = 60.0;
            let mut weights = [0.0; REGIONS];
            for (weight, (count, total)) in weights.iter_mut().zip(of.iter().zip(totals)) {
                *weight = ((count + before * anywhere) / (total + before)).ln() - anywhere.ln();
            }
            out.entry(writing).or_default().insert(*at, weights);
        }
    }
    out
}

/// The region that some parts look like, if they look like one alone.
fn looks(weights: &Counts, parts: &[(&'static str, Vec<usize>)]) -> Option<usize> {
    let mut sums = [0.0; REGIONS];
    for (writing, bigrams) in parts.iter().filter(|(writing, _)| *writing == "alphabet") {
        for at in bigrams {
            if let Some(of) = weights.get(writing).and_then(|weights| weights.get(at)) {
                sums.iter_mut().zip(of).for_each(|(sum, weight)| *sum += weight);
            }
        }
    }
    let mut order: Vec<usize> = (0..REGIONS).collect();
    order.sort_by(|x, y| sums[*y].total_cmp(&sums[*x]));
    (sums[order[0]] - sums[order[1]] > SURE).then_some(order[0])
}

pub(crate) fn learn(data: &Path, tables: &Path) {
    let mut counts = Counts::new();
    let mut unknown = Vec::new();
    for person in persons(data) {
        let parts = parts(&person);
        match of_country(&person) {
            Some(region) => count(&mut counts, &parts, region),
            None => unknown.push(parts),
        }
    }
    let first = weights(&counts);
    let guessed = unknown.iter().filter_map(|parts| Some((parts, looks(&first, parts)?)));
    let mut added = 0;
    for (parts, region) in guessed {
        count(&mut counts, parts, region);
        added += 1;
    }
    println!("origins.tsv: {added} of {} persons of no known country", unknown.len());
    let mut out = HEAD.to_owned();
    for (writing, bigrams) in weights(&counts) {
        for (at, weights) in bigrams {
            let steps = weights.map(|weight| (weight * 8.0).round().clamp(-40.0, 40.0) as i32);
            if steps.iter().any(|step| *step != 0) {
                let fields: Vec<String> = steps.iter().map(ToString::to_string).collect();
                out.push_str(&format!("{writing} {} {}\n", model::bigram(at), fields.join(" ")));
            }
        }
    }
    fs::write(tables.join("origins.tsv"), out).expect("origins.tsv can be written");
}
