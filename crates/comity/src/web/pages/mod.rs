//! The pages, one module for each part of the work.

pub(crate) mod act;
pub(crate) mod asking;
pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod commitments;
pub(crate) mod custody;
pub(crate) mod desk;
pub(crate) mod draft_form;
pub(crate) mod draft_review;
pub(crate) mod drafts;
pub(crate) mod entrance;
pub(crate) mod files;
pub(crate) mod groups;
pub(crate) mod help;
pub(crate) mod keeping;
pub(crate) mod law;
pub(crate) mod letter;
pub(crate) mod proof;
pub(crate) mod search;
pub(crate) mod talks;
pub(crate) mod talks_compare;
pub(crate) mod talks_marks;
pub(crate) mod talks_partner;
pub(crate) mod talks_record;
pub(crate) mod witnesses;
