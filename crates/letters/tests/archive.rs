//! What PDF/A-2 and PDF/UA-1 ask of the structure of a file, looked for in the bytes of every kind of letter.
//!
//! No validator of the standard can be had as a package of Debian, so this reads the file by itself: its objects, their
//! dictionaries, and the rules of ISO 19005-2 that can be seen there. It does not interpret the pages' content; `krilla`
//! checks what it writes against the standard while it writes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod support;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use letters::record::Kind;
use letters::{Fonts, Language, render};

static FONTS: LazyLock<Fonts> = LazyLock::new(support::fonts);

/// A file as its objects: the dictionary or value of each, and whether a stream follows.
struct Pdf {
    objects: BTreeMap<u32, String>,
    streams: BTreeMap<u32, usize>,
    trailer: String,
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(what.len()).position(|window| window == what).map(|at| at + from)
}

impl Pdf {
    /// Reads the objects by the table of cross-references, which must name each exactly.
    fn read(bytes: &[u8]) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7\n%"), "no header");
        assert!(bytes[10..14].iter().all(|byte| *byte >= 128), "the second line marks no binary file");
        assert!(bytes.ends_with(b"%%EOF") || bytes.ends_with(b"%%EOF\n"), "something follows the end");
        let start = bytes.windows(9).rposition(|window| window == b"startxref").unwrap();
        let number = String::from_utf8_lossy(&bytes[start + 9..]);
        let table: usize = number.split_whitespace().next().unwrap().parse().unwrap();
        assert!(bytes[table..].starts_with(b"xref"), "no table of cross-references");
        let end = find(bytes, b"trailer", table).unwrap();
        let rows = String::from_utf8_lossy(&bytes[table..end]).into_owned();
        let mut words = rows.split_whitespace().skip(1);
        let (first, count): (u32, u32) =
            (words.next().unwrap().parse().unwrap(), words.next().unwrap().parse().unwrap());
        assert_eq!(first, 0);
        let rows: Vec<&str> = words.collect();
        assert_eq!(rows.len(), usize::try_from(count).unwrap() * 3, "rows of the table");
        let mut pdf = Self {
            objects: BTreeMap::new(),
            streams: BTreeMap::new(),
            trailer: String::from_utf8_lossy(&bytes[end..start]).into_owned(),
        };
        for (number, row) in (0..count).zip(rows.chunks(3)).filter(|(_, row)| row[2] == "n") {
            let at: usize = row[0].parse().unwrap();
            let mark = format!("{number} 0 obj");
            assert!(bytes[at..].starts_with(mark.as_bytes()), "object {number} is not where the table says");
            let close = find(bytes, b"endobj", at).unwrap();
            let stream = find(&bytes[..close], b"stream\n", at).filter(|stream| *stream < close);
            let text = &bytes[at + mark.len()..stream.unwrap_or(close)];
            pdf.objects.insert(number, String::from_utf8_lossy(text).into_owned());
            if let Some(stream) = stream {
                let inside = find(bytes, b"endstream", stream).unwrap() - stream - 7;
                pdf.streams.insert(number, inside);
            }
        }
        pdf
    }

    fn of_type(&self, kind: &str) -> Vec<&str> {
        let marks = [
            format!("/Type/{kind}/"),
            format!("/Type/{kind}>"),
            format!("/Type/{kind} "),
            format!("/Type/{kind}\n"),
        ];
        self.objects
            .values()
            .map(String::as_str)
            .filter(|text| marks.iter().any(|mark| text.contains(mark)))
            .collect()
    }

    /// The object that a dictionary names under a key.
    fn named(&self, dictionary: &str, key: &str) -> Option<u32> {
        let rest = dictionary.split_once(&format!("/{key} "))?.1;
        let mut words = rest.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
        words.next()?.parse().ok()
    }
}

/// Keys of dictionaries that a file for an archive must not have (ISO 19005-2, 6.1 to 6.6 and 6.9 to 6.10).
const FORBIDDEN: &[&str] = &[
    "/JavaScript",
    "/JS",
    "/Launch",
    "/Movie",
    "/Sound",
    "/ResetForm",
    "/ImportData",
    "/SubmitForm",
    "/Rendition",
    "/XFA",
    "/AA",
    "/Encrypt",
    "/LZWDecode",
    "/Alternates",
    "/OPI",
    "/Interpolate true",
    "/EmbeddedFile",
    "/Crypt",
    "/HTP",
];

/// Whether a dictionary has a name; part of a longer one, such as that of a font, does not count.
fn has(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        !text[at + name.len()..].starts_with(|next: char| next.is_ascii_alphanumeric() || next == '+')
    })
}

fn check(pdf: &Pdf, what: &str) {
    let every = || pdf.objects.values().chain([&pdf.trailer]);
    for text in every() {
        for key in FORBIDDEN {
            assert!(!has(text, key), "{what}: `{key}` in {text}");
        }
    }
    assert!(pdf.trailer.contains("/ID"), "{what}: the file has no identifier");
    let [catalog] = pdf.of_type("Catalog")[..] else { panic!("{what}: {:?}", pdf.of_type("Catalog")) };
    for key in
        ["/Metadata ", "/OutputIntents", "/StructTreeRoot ", "/Lang", "/MarkInfo", "/ViewerPreferences"]
    {
        assert!(catalog.contains(key), "{what}: the catalogue has no {key}: {catalog}");
    }
    assert!(
        catalog.contains("/Marked true") && catalog.contains("/DisplayDocTitle true"),
        "{what}: {catalog}"
    );
    let metadata = pdf.named(catalog, "Metadata").unwrap();
    assert!(
        pdf.streams[&metadata] > 0 && !pdf.objects[&metadata].contains("/Filter"),
        "{what}: metadata are packed"
    );
    // One output intent with a profile for the colours of the screen.
    let [intent] = pdf.of_type("OutputIntent")[..] else { panic!("{what}: output intents") };
    assert!(intent.contains("/S/GTS_PDFA1") || intent.contains("/S /GTS_PDFA1"), "{what}: {intent}");
    let profile = pdf.named(intent, "DestOutputProfile").unwrap();
    assert!(pdf.streams[&profile] > 300 && pdf.objects[&profile].contains("/N 3"), "{what}: no profile");
    // Every font brings its program, its characters and the map from the one to the other.
    let descriptors = pdf.of_type("FontDescriptor");
    assert!(!descriptors.is_empty(), "{what}: no font");
    for descriptor in descriptors {
        let program = ["FontFile2", "FontFile3"].iter().find_map(|key| pdf.named(descriptor, key));
        assert!(program.is_some_and(|program| pdf.streams[&program] > 0), "{what}: {descriptor}");
    }
    for font in pdf.of_type("Font") {
        if font.contains("/Subtype/Type0") || font.contains("/Subtype /Type0") {
            let map = pdf.named(font, "ToUnicode").unwrap_or_else(|| panic!("{what}: {font}"));
            assert!(pdf.streams[&map] > 0, "{what}: an empty map of characters");
        }
        assert!(!font.contains("/Subtype/Type1/") && !font.contains("/Subtype/Type3"), "{what}: {font}");
    }
    // Each page is part of the structure, and what can be pressed is printed too.
    for page in pdf.of_type("Page") {
        assert!(page.contains("/StructParents") && page.contains("/Tabs/S"), "{what}: {page}");
    }
    for link in pdf.objects.values().filter(|text| text.contains("/Subtype/Link")) {
        assert!(link.contains("/F 4"), "{what}: {link}");
    }
    assert!(!pdf.of_type("StructElem").is_empty(), "{what}: no structure");
}

#[test]
fn every_kind_of_letter_keeps_the_rules_of_an_archive() {
    for kind in Kind::ALL {
        for language in [Language::En, Language::Ru, Language::Ar] {
            let letter = render(&support::record(kind), language, &FONTS).unwrap();
            check(&Pdf::read(&letter.pdf), &format!("{} in {language}", kind.key()));
        }
    }
}

#[test]
fn the_rules_find_what_breaks_them() {
    let letter = render(&support::record(Kind::Reminder), Language::En, &FONTS).unwrap();
    let broken = |change: &dyn Fn(&mut Pdf)| {
        let mut pdf = Pdf::read(&letter.pdf);
        change(&mut pdf);
        std::panic::catch_unwind(|| check(&pdf, "broken")).is_err()
    };
    assert!(!broken(&|_| {}));
    assert!(broken(&|pdf| pdf.trailer = pdf.trailer.replace("/ID", "/Id")));
    for (mark, other) in [
        ("/Marked true", "/Marked false"),
        ("/OutputIntents", "/Intents"),
        ("/FontFile", "/File"),
        ("/ToUnicode", "/Unicode"),
        ("/StructParents", "/Parents"),
        ("/Type/Catalog", "/AA<<>>/Type/Catalog"),
    ] {
        let change =
            |pdf: &mut Pdf| pdf.objects.values_mut().for_each(|text| *text = text.replace(mark, other));
        assert!(broken(&change), "`{other}` for `{mark}` is not found");
    }
}
