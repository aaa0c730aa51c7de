//! Registers: collections of subjects with an owner, a purpose and a rule about who may search them.

use jiff::Timestamp;
use serde::Serialize;

use super::{DeskError, ListQuery, Listed, Viewer};
use crate::node::Node;

/// One register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Purpose it may be used for.
    pub purpose: String,
    /// Subjects in it.
    pub subjects: u64,
    /// Whether accredited partners may search it.
    pub searchable_by_partners: bool,
    /// What a partner's hit reveals: `hit-only` or `summary`.
    pub reveals: String,
}

/// One subject of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubjectRow {
    /// Id.
    pub id: String,
    /// FollowTheMoney schema.
    pub schema: String,
    /// Names.
    pub names: Vec<String>,
    /// Birth date or year.
    pub born: Option<String>,
    /// Nationalities.
    pub nationalities: Vec<String>,
    /// Last change.
    pub changed_at: Option<Timestamp>,
}

/// One subject in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubjectView {
    /// The row.
    pub row: SubjectRow,
    /// Register id.
    pub register: String,
    /// Register name.
    pub register_name: String,
    /// Every property with its values.
    pub properties: Vec<(String, Vec<String>)>,
}

/// A line that was not imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Line number, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportReport {
    /// Register id.
    pub register: String,
    /// Subjects new.
    pub added: u64,
    /// Subjects changed.
    pub changed: u64,
    /// Subjects that were the same already.
    pub unchanged: u64,
    /// Lines refused in all.
    pub refused: u64,
    /// The first 1,000 of them.
    pub bad_lines: Vec<BadLine>,
}

/// Format of an import file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportFormat {
    /// FollowTheMoney JSON lines.
    JsonLines,
    /// Comma-separated with a header.
    Csv,
    /// Tab-separated with a header.
    Tsv,
}

/// Registers.
pub async fn list(node: &Node, viewer: &Viewer) -> Result<Vec<RegisterRow>, DeskError> {
    unimplemented!()
}

/// One register.
pub async fn view(node: &Node, viewer: &Viewer, register: &str) -> Result<RegisterRow, DeskError> {
    unimplemented!()
}

/// Creates a register. For admins.
pub async fn create(
    node: &Node,
    viewer: &Viewer,
    name: &str,
    purpose: &str,
    searchable_by_partners: bool,
    reveals: &str,
) -> Result<String, DeskError> {
    unimplemented!()
}

/// Changes who may search a register and what a hit reveals. For admins.
pub async fn set_rule(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    searchable_by_partners: bool,
    reveals: &str,
) -> Result<(), DeskError> {
    unimplemented!()
}

/// Subjects of a register, searched by words in their names, sorted by `name`, `born` or `id`.
pub async fn subjects(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    query: &ListQuery,
) -> Result<Listed<SubjectRow>, DeskError> {
    unimplemented!()
}

/// One subject in full.
pub async fn subject(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    subject: &str,
) -> Result<SubjectView, DeskError> {
    unimplemented!()
}

/// Imports subjects; bad lines are reported with number and reason, the rest is kept. For admins.
pub async fn import(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    file_name: &str,
    bytes: &[u8],
) -> Result<ImportReport, DeskError> {
    unimplemented!()
}
