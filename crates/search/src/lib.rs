//! Subjects of registers, the index over them, and ranked, explained hits.
//!
//! A [`Subject`] is a FollowTheMoney entity. [`SubjectReader`] reads them from JSON lines, CSV or TSV and reports
//! each bad line. An [`Index`] holds subjects of several registers; [`Index::search`] answers a [`Query`] with
//! [`Hit`]s, each with a score and its [`Reason`]s. [`batch`] answers whole files.
//!
//! The crate leaves names to `names`, keeping subjects to `store`, and who may ask to its callers. It does no
//! I/O of its own: readers, writers and the clock are passed in.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod batch;
pub mod blind_keys;
mod born;
mod build;
mod bytes;
mod calendars;
mod countries;
pub mod evidence;
mod find;
mod index;
mod near;
pub mod numbers;
mod query;
mod read;
mod reason;
mod records;
mod segment;
mod snapshot;
mod sounds;
mod subject;
mod summary;
mod weigh;

pub use born::{Born, NotADate};
pub use calendars::Calendar;
pub use index::{Change, Found, Hit, Index};
pub use query::{Kind, Query, Sex};
pub use read::{BadLine, Fault, Format, MAX_LINE_BYTES, SubjectReader, Summary};
pub use reason::{Reason, ReasonKind};
pub use segment::{Damaged, SharedBytes};
pub use snapshot::{Stamp, VERSION};
pub use subject::{NotAnId, RegisterId, Subject, SubjectId};
pub use summary::weigh_summary;
