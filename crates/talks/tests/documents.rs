//! Files of all formats become text, and what cannot is named.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::io::Write;

use lopdf::content::{Content, Operation};
use lopdf::{Object, Stream, dictionary};
use proptest::prelude::*;
use talks::document::{Document, DocumentError, Format, MOST_BYTES, Origin, read};

fn text(bytes: &[u8]) -> String {
    read(bytes).unwrap().text
}

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, body) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(body.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut document = lopdf::Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let mut operations =
        vec![Operation::new("BT", vec![]), Operation::new("Tf", vec!["F1".into(), 12.into()])];
    for line in lines {
        operations.push(Operation::new("Td", vec![0.into(), (-14).into()]));
        operations.push(Operation::new("Tj", vec![Object::string_literal(*line)]));
    }
    operations.push(Operation::new("ET", vec![]));
    let content = document.add_object(Stream::new(dictionary! {}, Content { operations }.encode().unwrap()));
    let page =
        document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content });
    document.objects.insert(
        pages,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1, "Resources" => resources, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] }),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

const PAGE: &str = r#"<!DOCTYPE html><html><head><title>Ministers meet | Example News</title>
<meta property="article:published_time" content="2024-03-05T10:00:00Z"><script>var x = "terrorism";</script></head>
<body><div id="cookie-consent"><p>We use cookies, and by reading on, you agree to our policy about cookies, partners and vendors.</p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/crime">Crime and terrorism</a></li></ul></nav>
<div class="layout"><div class="story"><h1>Ministers meet in Vaduz</h1>
<p>The interior ministers of Liechtenstein and Andorra met in Vaduz on Monday, the ministry said, and spoke of road safety.</p>
<p>They agreed to form a working group on <b>traffic</b>, vehicles and licences,<br>and to meet again in autumn, when the first results are due.</p></div>
<div class="related-news"><p>Drug smuggling ring broken up in Andorra, police of three countries say, after months of work.</p></div></div>
<footer><p>Copyright Example News, all rights reserved, contact us, imprint, privacy policy, terms of use.</p></footer></body></html>"#;

#[test]
fn the_article_of_a_page_is_kept_and_its_surroundings_are_not() {
    let document = read(PAGE.as_bytes()).unwrap();
    assert_eq!(document.format, Format::Html);
    assert_eq!(
        document.text,
        "Ministers meet in Vaduz\n\nThe interior ministers of Liechtenstein and Andorra met in Vaduz on Monday, the ministry said, and spoke of \
         road safety.\n\nThey agreed to form a working group on traffic, vehicles and licences,\nand to meet again in autumn, when the first results are due."
    );
    assert_eq!(document.title.as_deref(), Some("Ministers meet | Example News"));
    assert_eq!(document.published.as_deref(), Some("2024-03-05T10:00:00Z"));
    let at = document.text.find("working group").unwrap();
    assert_eq!(document.origin(at), Some(&Origin::Element(3, "p".to_owned())));
}

#[test]
fn a_page_of_plain_paragraphs_needs_no_article() {
    let page = "<html><body><p>Short note: the ministers of A and B met in the capital, spoke and parted.</p></body></html>";
    assert_eq!(
        text(page.as_bytes()),
        "Short note: the ministers of A and B met in the capital, spoke and parted."
    );
    assert_eq!(read(b"<html><body><nav>Home</nav></body></html>"), Err(DocumentError::NothingLeft));
}

#[test]
fn a_page_says_its_encoding() {
    let page = "<html><head><meta charset=\"windows-1251\"></head><body><p>Министр внутренних дел провёл встречу с послом, сообщили в ведомстве.</p></body></html>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(page);
    let document = read(&bytes).unwrap();
    assert_eq!(document.text, "Министр внутренних дел провёл встречу с послом, сообщили в ведомстве.");
    assert_eq!(document.encoding, Some("windows-1251"));
}

#[test]
fn endless_nesting_is_refused_before_it_is_parsed() {
    let page = format!("<html><body>{}deep", "<div>".repeat(300_000));
    assert_eq!(read(page.as_bytes()), Err(DocumentError::TooDeep));
}

#[test]
fn plain_text_in_the_encodings_of_the_field() {
    let russian = "Министр внутренних дел Российской Федерации встретился с послом. Стороны обсудили вопросы взаимодействия и обмена опытом.";
    let german = "Der Innenminister traf in München seinen Kollegen. Die Gespräche über Grenzübertritte wurden für nächstes Jahr fortgeführt.";
    let romanian = "Ministrul s-a întâlnit cu omologul său. Au discutat despre frontieră și despre schimbul de informații între poliții.";
    let cases = [
        (encoding_rs::UTF_8, russian),
        (encoding_rs::WINDOWS_1251, russian),
        (encoding_rs::KOI8_R, russian),
        (encoding_rs::ISO_8859_5, russian),
        (encoding_rs::WINDOWS_1252, german),
        (encoding_rs::UTF_8, romanian),
    ];
    for (encoding, expected) in cases {
        let (bytes, _, _) = encoding.encode(expected);
        assert_eq!(text(&bytes), expected, "{}", encoding.name());
    }
    let polish = "Minister spotkał się z ambasadorem, aby omówić współpracę policji. Zażądał też większej liczby ćwiczeń i środków.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(polish);
    assert_eq!(text(&bytes), polish);
    for (mark, swap) in [(true, false), (true, true), (false, false), (false, true)] {
        let mut bytes: Vec<u8> =
            if mark { if swap { vec![0xfe, 0xff] } else { vec![0xff, 0xfe] } } else { Vec::new() };
        for unit in german.encode_utf16() {
            bytes.extend(if swap { unit.to_be_bytes() } else { unit.to_le_bytes() });
        }
        assert_eq!(text(&bytes), german, "UTF-16, mark {mark}, big {swap}");
    }
}

#[test]
fn broken_utf_8_keeps_its_good_parts_and_says_so() {
    let mut bytes = "Глава МВД встретился с послом в Москве".as_bytes().to_vec();
    bytes.insert(0, 0xff);
    let document = read(&bytes).unwrap();
    assert!(document.text.ends_with("встретился с послом в Москве"));
    assert!(document.damaged);
}

#[test]
fn the_place_of_a_line_in_its_file_is_known() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251
        .encode("Первая строка текста о встрече министров\r\nВторая строка того же текста о встрече");
    let document = read(&bytes).unwrap();
    let at = document.text.find("Вторая").unwrap();
    assert_eq!(document.origin(at), Some(&Origin::Byte(42)));
    let document = read("\u{feff}Eins\nZwei".as_bytes()).unwrap();
    assert_eq!(document.origin(5), Some(&Origin::Byte(8)));
}

#[test]
fn the_paragraphs_of_a_docx() {
    let body = r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>
        <w:p><w:r><w:t>The ministers </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:r><w:t>met &amp; signed&#33;</w:t></w:r></w:p>
        <w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
        <w:p><w:r><w:t>Second</w:t><w:br/><w:t>line</w:t></w:r></w:p></w:body></w:document>"#;
    let core = "<p xmlns:dc='d'><dc:title>Readout</dc:title></p>";
    let document = read(&docx(&[("word/document.xml", body), ("docProps/core.xml", core)])).unwrap();
    assert_eq!(document.text, "The ministers met & signed!\n\nSecond\nline");
    assert_eq!(document.title.as_deref(), Some("Readout"));
    assert_eq!(document.origin(document.text.len() - 1), Some(&Origin::Paragraph(3)));
}

#[test]
fn an_archive_that_is_no_letter_or_a_bomb_is_refused() {
    assert_eq!(read(&docx(&[("xl/workbook.xml", "<x/>")])), Err(DocumentError::NotText));
    let bomb = docx(&[("word/document.xml", &" ".repeat(33 * 1024 * 1024))]);
    assert!(bomb.len() < 200_000);
    assert!(matches!(read(&bomb), Err(DocumentError::UnpacksTooLarge { .. })));
    let mut cut = docx(&[("word/document.xml", "<w:p><w:t>words</w:t></w:p>")]);
    cut.truncate(40);
    assert!(matches!(read(&cut), Err(DocumentError::Damaged { format: "DOCX", .. })));
}

#[test]
fn the_lines_of_a_pdf_become_paragraphs() {
    let document = read(&pdf(&[
        "The interior ministers met in Vaduz and",
        "spoke of cross-border coope-",
        "ration between the two ministries.",
    ]))
    .unwrap();
    assert_eq!(
        document.text,
        "The interior ministers met in Vaduz and spoke of cross-border cooperation between the two ministries."
    );
    assert_eq!(document.format, Format::Pdf);
    assert_eq!(document.origin(5), Some(&Origin::Page(1)));
}

#[test]
fn a_pdf_of_pictures_is_called_that() {
    assert_eq!(read(&pdf(&[])), Err(DocumentError::PdfWithoutText));
    assert_eq!(
        DocumentError::PdfWithoutText.to_string(),
        "the PDF holds no text; it may be a scan, which has to be recognised first"
    );
    assert!(matches!(read(b"%PDF-1.7\nnothing more"), Err(DocumentError::Damaged { format: "PDF", .. })));
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(read(b""), Err(DocumentError::Empty));
    assert_eq!(read(b"  \n \n"), Err(DocumentError::Empty));
    assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err(DocumentError::TooLarge { most: MOST_BYTES }));
    assert!(matches!(read(&vec![b'a'; 10 * 1024 * 1024]), Err(DocumentError::TextTooLong { .. })));
    assert_eq!(
        read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0"),
        Err(DocumentError::NotText)
    );
}

/// What holds of every document, whatever it came from.
fn check_laws(document: &Document) {
    let mut end = 0;
    for stretch in &document.stretches {
        assert!(stretch.span.start >= end && stretch.span.end <= document.text.len());
        assert!(
            document.text.is_char_boundary(stretch.span.start)
                && document.text.is_char_boundary(stretch.span.end)
        );
        assert!(!document.text[stretch.span.clone()].trim().is_empty());
        end = stretch.span.end;
    }
    assert!(!document.text.trim().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
        if let Ok(document) = read(&bytes) {
            check_laws(&document);
        }
    }

    #[test]
    fn any_markup_is_read_or_refused(pieces in prop::collection::vec("<(p|div|a|li|table|td|b|h1|/p|/div|/a|/li|br|script|/script)( class=\"(nav|x|cookie)\")?>|[ a-zа-я,.]{1,40}", 0..60)) {
        let page = format!("<html><body>{}", pieces.concat());
        if let Ok(document) = read(page.as_bytes()) {
            check_laws(&document);
        }
    }

    #[test]
    fn a_broken_pdf_or_docx_is_read_or_refused(at in 0_usize..4000, byte in any::<u8>(), cut in 0_usize..4000) {
        let files = [
            pdf(&["The interior ministers met in Vaduz and", "spoke of roads."]),
            docx(&[("word/document.xml", "<w:p><w:t>The ministers met &amp; spoke</w:t></w:p>")]),
        ];
        for mut file in files {
            let length = file.len();
            file[at % length] = byte;
            file.truncate(length - cut % (length / 2));
            if let Ok(document) = read(&file) {
                check_laws(&document);
            }
        }
    }

    #[test]
    fn utf_8_text_stays_as_it_is(text in "[a-zа-яäöüșț ,.\n]{1,400}") {
        prop_assume!(!text.trim().is_empty());
        let document = read(text.as_bytes()).unwrap();
        prop_assert_eq!(&document.text, &text);
        check_laws(&document);
        for stretch in &document.stretches {
            prop_assert_eq!(&stretch.origin, &Origin::Byte(stretch.span.start));
        }
    }
}
