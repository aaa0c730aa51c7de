//! The sheet of paper: A4, its margins, what stands at its head and foot, and the sizes of type.

use crate::fonts::Voice;
use crate::paragraph::{Colour, Style};

/// Width of the sheet, in points.
pub(crate) const WIDTH: f32 = 595.28;
/// Height of the sheet, in points.
pub(crate) const HEIGHT: f32 = 841.89;
/// Margin on both sides.
pub(crate) const SIDE: f32 = 62.0;
/// Where the content begins.
pub(crate) const TOP: f32 = 76.0;
/// Where the content ends.
pub(crate) const BOTTOM: f32 = 776.0;
/// Top of the line at the head of every page.
pub(crate) const HEAD: f32 = 40.0;
/// Top of the line at the foot of every page.
pub(crate) const FOOT: f32 = 794.0;
/// Width of the content.
pub(crate) const CONTENT: f32 = WIDTH - 2.0 * SIDE;

const fn style(voice: Voice, bold: bool, size: f32, colour: Colour) -> Style {
    Style { voice, bold, size, colour }
}

/// What is said.
pub(crate) const BODY: Style = style(Voice::Text, false, 10.5, Colour::Ink);
/// What is said, set off.
pub(crate) const STRONG: Style = style(Voice::Text, true, 10.5, Colour::Ink);
/// A text of second rank: an original beside its translation, reasons of an answer.
pub(crate) const SECOND: Style = style(Voice::Text, false, 9.3, Colour::Ink);
/// The name at the head of the letter.
pub(crate) const NAME: Style = style(Voice::Text, true, 15.0, Colour::Ink);
/// The title.
pub(crate) const TITLE: Style = style(Voice::Text, true, 15.5, Colour::Ink);
/// A heading.
pub(crate) const HEADING: Style = style(Voice::Label, true, 11.0, Colour::Ink);
/// What says what something is.
pub(crate) const LABEL: Style = style(Voice::Label, true, 8.8, Colour::Ink);
/// Remarks of the letter on itself: articles, languages, explanations.
pub(crate) const SMALL: Style = style(Voice::Label, false, 8.0, Colour::Grey);
/// Hashes and codes.
pub(crate) const CODE: Style = style(Voice::Label, false, 7.8, Colour::Ink);
/// What must not be overlooked, small.
pub(crate) const WARNING: Style = style(Voice::Label, true, 8.0, Colour::Warning);
/// What must not be overlooked, at the head.
pub(crate) const ALARM: Style = style(Voice::Label, true, 10.0, Colour::Warning);
/// Size of the word across a draft.
pub(crate) const ACROSS: f32 = 118.0;
