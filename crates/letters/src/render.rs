//! A record becomes a file: content, pages, what stands around them, bytes.

use crate::bounds::RecordError;
use crate::compose::{Composer, Paragraph};
use crate::flow::Mark;
use crate::fonts::{FontError, FontFile, Fonts, Voice, files_for};
use crate::labels::{Labels, Language};
use crate::letter;
use crate::paragraph::{Base, Colour, Run, Style, isolated};
use crate::record::Record;
use crate::shaping::Setter;
use crate::sheet;
use crate::write::{About, Around, Made, Sheet, WriteError, write};

/// The most pages of a letter.
pub const MAX_PAGES: usize = 500;

/// A letter, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// A PDF/A-2a file that is also PDF/UA-1.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What it is called.
    pub title: String,
    /// Characters that no font could draw, with how often each was asked for. The letter names them too.
    pub undrawable: Vec<(char, usize)>,
}

/// Why a letter cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The record cannot become a letter.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A font is missing.
    #[error(transparent)]
    Font(#[from] FontError),
    /// It would have too many pages.
    #[error("the letter would have {0} pages; it can have {MAX_PAGES}; send long texts as documents")]
    TooLong(usize),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Makes a letter. A record without a signed act of its own, and without one that it recalls, becomes a draft, and every
/// page says so.
///
/// # Errors
/// When the record breaks a bound, a font is missing, or the file would break the standard.
pub fn render(record: &Record, language: Language, fonts: &Fonts) -> Result<Letter, LetterError> {
    record.check()?;
    let labels = Labels { language };
    let mut composer = Composer::new(Setter::new(fonts)?, labels);
    letter::compose(&mut composer, record);
    let pages = composer.flow.pages(sheet::BOTTOM - sheet::TOP);
    let count = pages.len();
    if count > MAX_PAGES {
        return Err(LetterError::TooLong(count));
    }
    let across = record.is_draft().then(|| across(&mut composer)).flatten();
    let sheets: Vec<Sheet> = pages
        .into_iter()
        .enumerate()
        .map(|(at, placed)| Sheet {
            placed,
            around: around(&mut composer, record, at + 1, count),
            across: across.clone(),
        })
        .collect();
    let title = letter::title_of(&composer, record);
    let about = About {
        title: match letter::concerning(record) {
            names if names.is_empty() => title.clone(),
            names => cut(&format!("{title} – {names}")),
        },
        subject: format!("{} → {}, {}", record.from.authority, record.to.authority, record.reference),
        author: cut(&record.from.name),
        language: language.tag(),
        right_to_left: language.right_to_left(),
        made: match &record.act {
            Some(act) => Made::At(act.made_at),
            None => Made::On(record.date),
        },
        identity: match (&record.act, &record.recalls) {
            (Some(act), _) => format!("{}/{language}", act.hash),
            (None, Some(act)) => format!("{}/{language}/{}/{}", act.hash, record.kind.key(), record.date),
            (None, None) => format!("{}/{}/{language}/draft", record.from.authority, record.reference),
        },
    };
    let pdf = write(&sheets, &composer.flow.nodes, fonts, &about)?;
    let undrawable = composer.setter.missing().iter().map(|(c, count)| (*c, *count)).collect();
    Ok(Letter { pdf, pages: count, title, undrawable })
}

/// The font files that a record's letter in this language needs.
#[must_use]
pub fn files_of(record: &Record, language: Language) -> Vec<FontFile> {
    let mut texts = Labels { language }.all();
    let value = serde_json::to_value(record).unwrap_or_default();
    gather(&value, &mut texts);
    files_for(texts.iter().map(String::as_str))
}

fn gather(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(list) => list.iter().for_each(|entry| gather(entry, texts)),
        serde_json::Value::Object(fields) => fields.values().for_each(|field| gather(field, texts)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// Metadata holds no long or uncontrolled text.
fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// The word across the pages of a draft.
fn across(composer: &mut Composer<'_>) -> Option<crate::paragraph::Piece> {
    let style = Style { voice: Voice::Label, bold: true, size: sheet::ACROSS, colour: Colour::Grey };
    let run = composer.run(composer.labels.word("draft"), style);
    let lines = composer.setter.paragraph(&[run], f32::MAX, Base::LeftToRight);
    let mut line = lines.lines.into_iter().next()?;
    (line.pieces.len() == 1).then(|| line.pieces.pop()).flatten()
}

/// What stands at the head and the foot of a page.
fn around(composer: &mut Composer<'_>, record: &Record, page: usize, pages: usize) -> Vec<(Around, Mark)> {
    const START: f32 = 300.0;
    let labels = composer.labels;
    let small = sheet::SMALL;
    let clean =
        |composer: &mut Composer<'_>, text: &str| isolated(&composer.setter.clean(text).replace('\n', " "));
    let arrow = if composer.right_to_left() { "←" } else { "→" };
    let (from, to) = (clean(composer, &record.from.authority), clean(composer, &record.to.authority));
    let parties = format!("{from} {arrow} {to}");
    let reference = clean(composer, &record.reference);
    let reference = format!("{reference}  ·  {}", labels.date(record.date));
    let foot = match record.act.as_ref().or(record.recalls.as_ref()) {
        Some(act) => {
            let short: String = act.hash.chars().take(16).collect();
            format!("{}  ·  {}", labels.word("official"), isolated(&format!("{short}…")))
        }
        None => labels.word("draft-note").to_owned(),
    };
    let number = labels.with("word", "page", &[("n", &page.to_string()), ("m", &pages.to_string())]);
    let mut marks = Vec::new();
    for (place, top, start, end) in
        [(Around::Head, sheet::HEAD, parties, reference), (Around::Foot, sheet::FOOT, foot, number)]
    {
        let style = if place == Around::Foot && record.is_draft() { sheet::WARNING } else { small };
        for (text, at_end, style) in [(start, false, style), (end, true, small)] {
            let run = Run { text, style, language: String::new() };
            // Long names give way to what stands opposite.
            let width = if at_end { f32::MAX } else { START };
            let lines = composer.lines(&Paragraph::label(vec![run]), width);
            let Some(line) = lines.lines.into_iter().next() else { continue };
            let left = if at_end == composer.right_to_left() {
                sheet::SIDE
            } else {
                sheet::SIDE + sheet::CONTENT - line.width
            };
            marks.extend(line.pieces.into_iter().map(|piece| {
                let mark = Mark::Text { x: left + piece.x, baseline: top + line.baseline, piece, node: None };
                (place, mark)
            }));
        }
    }
    let rule = |y: f32| Mark::Fill {
        x: sheet::SIDE,
        y,
        width: sheet::CONTENT,
        height: 0.5,
        shade: crate::flow::Shade::Line,
    };
    marks.push((Around::Head, rule(sheet::HEAD + 15.0)));
    marks.push((Around::Foot, rule(sheet::FOOT - 6.0)));
    marks
}
