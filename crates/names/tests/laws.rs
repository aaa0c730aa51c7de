//! Laws that hold for any text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use names::{MAX_BYTES, Name, compare, score};
use proptest::prelude::*;

/// Text that looks like names, and text that looks like nothing.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zА-Яа-яÀ-ž' .,-]{0,40}",
        "[\u{5d0}-\u{5ea}\u{627}-\u{64a} ]{0,30}",
        "[가-힣一-龯ぁ-ヶ· ]{0,12}",
        "[\u{900}-\u{d7f}\u{e00}-\u{eff}\u{1200}-\u{137f}\u{10a0}-\u{10ff}\u{530}-\u{58f} ]{0,20}",
        "\\PC{0,60}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn comparing_is_symmetric_and_bounded(a in text(), b in text()) {
        let (x, y) = (Name::parse(&a), Name::parse(&b));
        let (there, back) = (compare(&x, &y), compare(&y, &x));
        prop_assert!((0.0..=1.0).contains(&there.score), "{}", there.score);
        prop_assert_eq!(there.score, back.score);
        prop_assert_eq!(there.score, score(&x, &y));
        prop_assert_eq!(there.parts.len(), back.parts.len());
    }

    #[test]
    fn no_other_name_fits_better_than_the_name_itself(a in "[A-Z][a-z]{3,9} [A-Z][a-z]{3,9}", b in text()) {
        let (x, y) = (Name::parse(&a), Name::parse(&b));
        prop_assert!(score(&x, &x) + 0.02 >= score(&x, &y), "`{}` `{}`", a, b);
    }

    #[test]
    fn case_and_order_of_two_parts_change_little(given in "[A-Z][a-z]{4,9}", family in "[A-Z][a-z]{4,9}") {
        let name = Name::parse(&format!("{given} {family}"));
        let other = Name::parse(&format!("{}, {}", family.to_uppercase(), given));
        prop_assert!(score(&name, &other) > 0.5);
    }

    #[test]
    fn what_is_read_is_bounded(a in any::<String>(), times in 1_usize..200) {
        let name = Name::parse(&a.repeat(times));
        prop_assert!(name.as_str().len() <= MAX_BYTES);
        prop_assert!(name.parts().len() <= 17);
        prop_assert!(name.keys().len() < 2000);
    }
}

#[test]
fn hostile_text_is_read_in_bounded_time() {
    let marks = format!("a{}", "\u{301}".repeat(10_000));
    let ligatures = "\u{fdfa}".repeat(100_000);
    let words = "a ".repeat(500_000);
    let long = "x".repeat(1 << 20);
    let han = "龍".repeat(1 << 19);
    for text in [&marks, &ligatures, &words, &long, &han] {
        let name = Name::parse(text);
        let score = score(&name, &Name::parse("Anu Tamm"));
        assert!((0.0..=1.0).contains(&score));
    }
    // The worst two names: as many and as long parts as are read.
    let worst: String = (0..16)
        .map(|n| format!("{} ", char::from(b'a' + n).to_string().repeat(2) + "bcdefghijklmnopqrstuvwxyz"))
        .collect();
    let worst = Name::parse(&worst);
    for _ in 0..100 {
        assert!(score(&worst, &worst) > 0.5);
    }
}
