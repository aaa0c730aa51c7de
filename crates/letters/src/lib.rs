//! Letters between authorities: a structured [`Record`] becomes a PDF/A file.
//!
//! Pure: the record, the label tables and the bytes of fonts come in as arguments, the bytes of a file go out. The same
//! record in the same language with the same fonts gives the same bytes.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod bounds;
mod code;
mod compose;
mod flow;
mod fonts;
mod labels;
mod letter;
mod paragraph;
pub mod record;
mod render;
mod shaping;
mod sheet;
mod write;

pub use bounds::{Place, RecordError};
pub use code::{Code, CodeError, squares};
pub use fonts::{FontError, FontFile, Fonts, all_files, files_for};
pub use labels::{Language, NoSuchLanguage, law_sentence};
pub use record::Record;
pub use render::{Letter, LetterError, MAX_PAGES, files_of, render};
pub use write::WriteError;
