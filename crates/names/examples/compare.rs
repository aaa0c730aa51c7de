//! Compares two names and prints why: `cargo run -p names --example compare -- "Anu Tamm" "Ану Тамм"`.
#![allow(clippy::print_stdout, reason = "a program that prints")]

use names::{Name, compare};

fn main() {
    let names: Vec<Name> = std::env::args().skip(1).map(|text| Name::parse(&text)).collect();
    for name in &names {
        let sounds: Vec<String> = name.parts().iter().map(names::Part::sounds).collect();
        println!("{} [{}]", name.as_str(), sounds.join(" "));
    }
    if let [a, b] = names.as_slice() {
        let comparison = compare(a, b);
        println!("score {:.4}, log-odds {:.2}", comparison.score, comparison.log_odds);
        for part in comparison.parts {
            println!("{:+6.2}  {:?}: `{}` `{}`", part.weight, part.how, part.a, part.b);
        }
    }
}
