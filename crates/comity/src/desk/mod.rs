//! The desk: what a person at an authority can do, without any page, route or command line.
//!
//! Every use case takes the [`Node`](crate::node::Node), the [`Viewer`] who asks and checked input, and returns a
//! view: plain data that pages, commands and tests read alike. Each function checks the viewer's role first and
//! denies by default. Wording is left to the pages: views carry keys, dates, numbers and quoted input.
//!
//! Nothing here speaks HTTP, renders HTML or holds SQL.

pub mod account;
pub mod acting;
pub mod agreements;
pub mod arrival;
pub mod audit;
pub mod carrying;
pub mod carrying_files;
pub mod cases;
pub mod custody;
pub mod directory;
pub mod drafting;
pub mod evidence;
pub mod exports;
pub mod files;
pub mod form;
pub mod groups;
pub mod indexing;
pub mod ledger_view;
pub mod letters;
pub mod officers;
pub mod partner_queries;
pub mod person_search;
pub mod registers;
pub mod talks;
pub mod talks_calendar;
pub mod talks_links;
pub mod talks_pairs;
pub mod talks_partner;
pub mod talks_record;
pub mod talks_tasks;
pub mod why;
pub mod witnessing;

mod act_fields;
mod blind_search;
mod bodies;
mod case_shape;
mod case_store;
mod case_views;
mod draft_body;
mod draft_view;
mod error;
mod folding;
mod guarding;
mod law_view;
mod ledger_check;
mod letter_record;
mod list;
mod measures;
mod memory;
mod messages;
mod opening;
mod origins;
mod own_fields;
mod password;
mod reading;
mod saying;
mod searching;
pub mod snapshot;
mod talks_arrival;
mod talks_reading;
mod throttle;
mod viewer;

pub use error::{Blame, DeskError};
pub use list::{ListQuery, Listed, Order};
pub use memory::Memory;
pub(crate) use reading::read_date;
pub use viewer::{Role, Viewer};
