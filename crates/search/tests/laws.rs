//! Readers and dates take any bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use proptest::prelude::*;
use search::{Born, SubjectReader};

proptest! {
    #[test]
    fn any_bytes_are_read_to_the_end(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut reader = SubjectReader::new(&bytes[..]);
        let items = reader.by_ref().count() as u64;
        let summary = reader.summary();
        prop_assert_eq!(summary.read, items);
        prop_assert_eq!(summary.kept + summary.bad, items);
    }

    #[test]
    fn any_rows_are_read_to_the_end(rows in prop::collection::vec("[^\r\n]{0,40}", 0..30), csv in any::<bool>()) {
        let header = if csv { "id,name,dob" } else { "id\tname\tdob" };
        let text = format!("{header}\n{}", rows.join("\n"));
        let mut reader = SubjectReader::new(text.as_bytes());
        reader.by_ref().for_each(drop);
        let filled = rows.iter().filter(|row| !row.bytes().all(|b| b.is_ascii_whitespace())).count() as u64;
        prop_assert!(reader.summary().read <= filled);
        prop_assert!(csv || reader.summary().read == filled);
    }

    #[test]
    fn dates_come_back_as_written(year in 1000_i16..3000, month in 1_i8..=12, day in 1_i8..=28) {
        for text in [format!("{year}"), format!("{year}-{month:02}"), format!("{year}-{month:02}-{day:02}")] {
            prop_assert_eq!(text.parse::<Born>().unwrap().to_string(), text);
        }
        let day_first = format!("{day}.{month}.{year}").parse::<Born>().unwrap();
        prop_assert_eq!(day_first.to_string(), format!("{year}-{month:02}-{day:02}"));
    }

    #[test]
    fn no_text_breaks_a_date(text in any::<String>()) {
        let _ = text.parse::<Born>();
    }
}

#[test]
fn dates_that_do_not_exist_are_refused() {
    for text in
        ["1970-02-31", "31.02.1970", "1970-13", "1970-13-01", "70", "0970", "soon", "", "-", "1970-1-1-1"]
    {
        assert!(text.parse::<Born>().is_err(), "{text}");
    }
    for text in ["1970-00-00", "1970-00"] {
        assert_eq!(text.parse::<Born>().unwrap(), Born::Year(1970));
    }
    assert_eq!("1970-05-00".parse::<Born>().unwrap(), Born::Month(1970, 5));
}
