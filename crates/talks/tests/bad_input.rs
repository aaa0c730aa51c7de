//! What is no readout is told so in clear words, whatever it is, and nothing takes for ever.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests stop at what they do not expect")]

use talks::document::{self, DocumentError};
use talks::label::Label;
use talks::{Hint, MOST_BYTES, Meeting, ReadError, Reader};

fn read(text: &str) -> Label {
    Label::of(&Reader::embedded().read(text, Hint::default()).unwrap())
}

#[test]
fn an_empty_text_is_refused() {
    for text in ["", " \n\t\u{feff}", "\u{a0}\u{2003}"] {
        assert_eq!(Reader::embedded().read(text, Hint::default()), Err(ReadError::Empty), "{text:?}");
    }
    assert_eq!(document::read(b""), Err(DocumentError::Empty));
}

#[test]
fn ten_megabytes_are_refused_before_they_are_read() {
    let long = "The minister met the minister. ".repeat(10 * 1024 * 1024 / 31 + 1);
    let refused = Reader::embedded().read(&long, Hint::default()).unwrap_err();
    assert_eq!(refused, ReadError::TooLong { bytes: long.len() });
    assert!(refused.to_string().contains("Cut out the part"), "{refused}");
}

#[test]
fn recipes_and_novels_are_no_readouts() {
    let texts = [
        "Peel two onions and fry them in butter. Add the beef, a spoon of German mustard and a glass of French red wine, cover \
         the pot and let it simmer for three hours. Serve with Swiss noodles.",
        "Очистите две луковицы, обжарьте в масле, добавьте муку и литр бульона. Подавайте с русской сметаной и укропом.",
        "Zwei Zwiebeln schälen, in Butter anbraten, mit Mehl bestäuben und mit Brühe ablöschen. Dazu passt italienisches Brot.",
        "Épluchez deux oignons, faites-les revenir dans le beurre, ajoutez la farine puis un verre de vin italien.",
        "Pele dos cebollas, sofríalas en aceite español, añada la harina y un litro de caldo caliente.",
        "Curățați două cepe, căliți-le în unt, adăugați făina și un litru de supă. Serviți cu pâine franțuzească.",
        "Oljuštite dva luka, propržite na puteru, dodajte brašno i litar supe. Poslužite sa ruskom pavlakom.",
        "It was late in the evening when the old captain climbed the stairs of his house in Lisbon. The rain had not stopped since \
         Tuesday. He thought of his brother in Brazil, of the letters that never came, and of the girl who had once laughed at his \
         hat. \u{201c}You will catch a cold,\u{201d} said Maria, and closed the window. He did not answer.",
        "Князь Андрей долго смотрел на дорогу. За окном шёл снег, и в доме было тихо. Он вспомнил, как летом они с сестрой ездили в \
         Италию и как смеялась старая няня. «Пора спать», — сказала Анна и погасила свечу.",
        "Am Abend saß der alte Fischer vor seinem Haus und flickte die Netze. Sein Sohn war nach Amerika gegangen, und seitdem war \
         es still geworden. Die Katze schlief. „Morgen kommt Regen“, sagte er zu niemandem.",
    ];
    for text in texts {
        let label = read(text);
        let why = label.no_meeting.unwrap_or_default();
        assert!(why.starts_with("no meeting found"), "{text}");
        assert!(label.commitments.is_empty(), "{:?} in {text}", label.commitments);
    }
}

#[test]
fn broken_encoding_is_read_as_far_as_it_goes() {
    let mut bytes = "The Minister of the Interior of Estonia met the Minister of the Interior of Latvia in Tallinn on 14 May 2024. They \
                     discussed drug trafficking."
        .as_bytes()
        .to_vec();
    bytes.splice(4..4, [0xff, 0xfe, 0xc3]);
    let document = document::read(&bytes).unwrap();
    assert_eq!(read(&document.text).countries, ["EE", "LV"]);
    // Cyrillic that was taken for Latin is no text of any language, and nothing breaks.
    let garbled = "Ìèíèñòð âíóòðåííèõ äåë Ýñòîíèè âñòðåòèëñÿ ñ êîëëåãîé. ".repeat(20);
    assert_ne!(Reader::embedded().read(&garbled, Hint::default()).unwrap().meeting, Meeting::Found);
}

#[test]
fn a_pdf_without_text_is_called_that() {
    let refused = document::read(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF")
        .unwrap_err();
    assert!(!refused.to_string().is_empty());
}

/// Long texts made of what each part of the reader looks for. A reader that takes the square of their
/// length would be stopped by the runner.
#[test]
fn long_texts_take_no_more_than_their_length() {
    let parts = [
        "Minister of the Interior of Germany Igor Zubov, ",
        "Germany ",
        "European Union Interpol ",
        "Berlin Moscow ",
        "They agreed to exchange information and to set up a working group. ",
        "Igor Igor. ",
        "14 May 2024 ",
        "drug trafficking, ",
        "agreement agreement signed ",
        "A-",
        "Министр внутренних дел России и ",
        "((((",
        "…",
        "中",
    ];
    for part in parts {
        let text = part.repeat(MOST_BYTES / part.len() / 16);
        let label = read(&text);
        assert!(label.people.len() <= 200 && label.commitments.len() <= 200, "{part}");
    }
}

#[test]
fn no_text_makes_the_reader_fail() {
    let pieces = [
        "Minister",
        "Igor",
        "Zubov",
        ",",
        ".",
        "\n",
        "und",
        "с",
        "agreed to",
        "will",
        "«",
        "-",
        "’s",
        "2024",
        "EU",
        "of",
        "é",
        "\u{301}",
        "中",
        "ق",
    ];
    let mut state = 7_u32;
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..60 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(pieces.get(state as usize >> 8 & 31).copied().unwrap_or(" "));
            if state & 64 != 0 {
                text.push(' ');
            }
        }
        if text.trim().is_empty() {
            continue;
        }
        let label = read(&text);
        let spans = label.spans.people.values().chain(label.spans.countries.values()).flatten();
        for (start, end) in spans {
            assert!(text.get(*start..*end).is_some(), "{start}..{end} of {text}");
        }
    }
}
