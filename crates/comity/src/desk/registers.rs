//! Registers: collections of subjects with an owner, a purpose and a rule about who may search them.

use std::io::BufRead;

use jiff::Timestamp;
use search::{RegisterId, Subject, SubjectId, SubjectReader};
use serde::Serialize;
use store::{Register, Reveals, SubjectSort};

use super::{DeskError, ListQuery, Listed, Role, Viewer, audit};
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

/// The most bad lines an import tells one by one.
const BAD_LINES_TOLD: usize = 1_000;
/// Subjects written in one transaction.
const BATCH: usize = 2_000;

/// Registers, by name.
pub async fn list(node: &Node, viewer: &Viewer) -> Result<Vec<RegisterRow>, DeskError> {
    reads(viewer)?;
    let registers =
        node.store().read("registers", |tx| Box::pin(async move { tx.registers().await })).await?;
    let mut rows: Vec<RegisterRow> = registers.into_iter().map(row).collect();
    rows.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(rows)
}

/// One register.
pub async fn view(node: &Node, viewer: &Viewer, register: &str) -> Result<RegisterRow, DeskError> {
    reads(viewer)?;
    let id = &register_id(register)?;
    let found = node.store().read("register", |tx| Box::pin(async move { tx.register(id).await })).await?;
    found.map(row).ok_or_else(|| DeskError::not_found("register", register))
}

/// Creates a register and gives its id, which is made from the name. For admins.
pub async fn create(
    node: &Node,
    viewer: &Viewer,
    name: &str,
    purpose: &str,
    searchable_by_partners: bool,
    reveals: &str,
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Admin])?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(DeskError::invalid(
            "name",
            "this is not a name of a register",
            "use 1 to 100 characters",
        ));
    }
    let now = node.now();
    let register = &Register {
        id: RegisterId::new(&slug(name))
            .map_err(|error| DeskError::invalid("name", error.to_string(), "use letters and digits"))?,
        title: name.to_owned(),
        purpose: purpose.trim().to_owned(),
        legal_basis: String::new(),
        retention_days: None,
        searchable_by_partners,
        reveals: reveals_of(reveals)?,
        created_at: now,
        changed_at: now,
    };
    let line = &audit::line(node, &viewer.login, "register-created", &register.id, name);
    let added = node
        .store()
        .run_tx("create register", |tx| {
            Box::pin(async move {
                tx.add_register(register).await?;
                tx.add_audit(line).await
            })
        })
        .await;
    match added {
        Ok(()) => Ok(register.id.to_string()),
        Err(store::StoreError::Conflict { .. }) => Err(DeskError::invalid(
            "name",
            format!("a register `{}` exists already", register.id),
            "choose another name",
        )),
        Err(error) => Err(error.into()),
    }
}

/// Changes who may search a register and what a hit reveals. For admins.
pub async fn set_rule(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    searchable_by_partners: bool,
    reveals: &str,
) -> Result<(), DeskError> {
    viewer.needs(&[Role::Admin])?;
    let (id, reveals, now) = (&register_id(register)?, reveals_of(reveals)?, node.now());
    let detail = format!("partners: {searchable_by_partners}, reveals: {reveals}");
    let line = &audit::line(node, &viewer.login, "register-rule", register, detail);
    node.store()
        .run_tx("register rule", |tx| {
            Box::pin(async move {
                tx.set_register_rule(id, searchable_by_partners, reveals, now).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

/// Whether a person decides what partners are told of a register.
pub async fn by_person(node: &Node, viewer: &Viewer, register: &str) -> Result<bool, DeskError> {
    reads(viewer)?;
    let id = register_id(register)?;
    let all =
        node.store().read("registers by person", |tx| Box::pin(async move { tx.by_person().await })).await?;
    Ok(all.contains(&id))
}

/// Sets whether a person decides what partners are told of a register, or its rule alone. For admins.
pub async fn set_by_person(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    by_person: bool,
) -> Result<(), DeskError> {
    viewer.needs(&[Role::Admin])?;
    let id = &register_id(register)?;
    if self::by_person(node, viewer, register).await? == by_person {
        return Ok(());
    }
    let line = &audit::line(
        node,
        &viewer.login,
        "register-rule",
        register,
        if by_person { "a person answers partners" } else { "the rule answers partners" },
    );
    node.store()
        .run_tx("register by person", |tx| {
            Box::pin(async move {
                if tx.register(id).await?.is_none() {
                    return Err(store::StoreError::NotFound { what: "register", id: id.to_string() });
                }
                tx.set_by_person(id, by_person).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

/// Subjects of a register, searched by words in their names, sorted by `name`, `born`, `id` or `changed`.
pub async fn subjects(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    query: &ListQuery,
) -> Result<Listed<SubjectRow>, DeskError> {
    reads(viewer)?;
    let sort = match query.sort.as_deref() {
        Some("born") => SubjectSort::Born,
        Some("id") => SubjectSort::Id,
        Some("changed") => SubjectSort::Changed,
        _ => SubjectSort::Name,
    };
    let (id, by) = (&register_id(register)?, &query.by(sort));
    let listing = node
        .store()
        .read("subjects", |tx| {
            Box::pin(async move {
                if tx.register(id).await?.is_none() {
                    return Err(store::StoreError::NotFound { what: "register", id: id.to_string() });
                }
                tx.subjects(id, by).await
            })
        })
        .await?;
    Ok(Listed::of_store(listing, query, |record| subject_row(&record.subject, Some(record.changed_at))))
}

/// One subject in full; reading it is written to the audit trail.
pub async fn subject(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    subject: &str,
) -> Result<SubjectView, DeskError> {
    reads(viewer)?;
    let register_row = view(node, viewer, register).await?;
    let id = &register_id(register)?;
    let subject_id = &SubjectId::new(subject).map_err(|_| DeskError::not_found("subject", subject))?;
    let record = node
        .store()
        .read("subject", |tx| Box::pin(async move { tx.subject(id, subject_id).await }))
        .await?
        .ok_or_else(|| DeskError::not_found("subject", subject))?;
    audit::write(node, &audit::line(node, &viewer.login, "subject-read", subject, register)).await?;
    Ok(SubjectView {
        row: subject_row(&record.subject, Some(record.changed_at)),
        register: register_row.id,
        register_name: register_row.name,
        properties: record.subject.properties.into_iter().collect(),
    })
}

/// Imports subjects; bad lines are reported with number and reason, the rest is kept. For admins.
pub async fn import(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    file_name: &str,
    bytes: &[u8],
) -> Result<ImportReport, DeskError> {
    import_from(node, viewer, register, file_name, bytes).await
}

/// The same from a reader: memory does not grow with the file.
pub async fn import_from(
    node: &Node,
    viewer: &Viewer,
    register: &str,
    file_name: &str,
    input: impl BufRead + Send,
) -> Result<ImportReport, DeskError> {
    viewer.needs(&[Role::Admin])?;
    let register_row = view(node, viewer, register).await?;
    let id = register_id(register)?;
    let mut report = ImportReport { register: register_row.id, ..ImportReport::default() };
    let mut batch = Vec::with_capacity(BATCH);
    for item in SubjectReader::new(input) {
        match item {
            Ok(subject) => {
                batch.push(subject);
                if batch.len() == BATCH {
                    put(node, &id, &mut batch, &mut report).await?;
                }
            }
            Err(bad) => {
                report.refused += 1;
                if report.bad_lines.len() < BAD_LINES_TOLD {
                    report.bad_lines.push(BadLine { line: bad.line, reason: bad.fault.to_string() });
                }
                if bad.is_final() {
                    break;
                }
            }
        }
    }
    put(node, &id, &mut batch, &mut report).await?;
    let detail = format!(
        "{}: {} added, {} changed, {} refused",
        super::reading::cut(file_name),
        report.added,
        report.changed,
        report.refused
    );
    audit::write(node, &audit::line(node, &viewer.login, "register-imported", register, detail)).await?;
    super::indexing::keep_up(node).await?;
    Ok(report)
}

async fn put(
    node: &Node,
    register: &RegisterId,
    batch: &mut Vec<Subject>,
    report: &mut ImportReport,
) -> Result<(), DeskError> {
    let (subjects, now) = (&*batch, node.now());
    let imported = node
        .store()
        .run_tx("import subjects", |tx| {
            Box::pin(async move { tx.put_subjects(register, subjects, now).await })
        })
        .await?;
    report.added += imported.added;
    report.changed += imported.changed;
    report.unchanged += imported.unchanged;
    batch.clear();
    Ok(())
}

/// Who may look into registers.
fn reads(viewer: &Viewer) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer, Role::Approver, Role::Auditor, Role::Admin])
}

fn register_id(text: &str) -> Result<RegisterId, DeskError> {
    RegisterId::new(text).map_err(|_| DeskError::not_found("register", super::reading::cut(text)))
}

fn reveals_of(text: &str) -> Result<Reveals, DeskError> {
    text.parse().map_err(|_| {
        DeskError::invalid(
            "reveals",
            format!("`{}` is not a choice", super::reading::cut(text)),
            "choose hit-only or summary",
        )
    })
}

fn row((register, subjects): (Register, u64)) -> RegisterRow {
    RegisterRow {
        id: register.id.to_string(),
        name: register.title,
        purpose: register.purpose,
        subjects,
        searchable_by_partners: register.searchable_by_partners,
        reveals: register.reveals.to_string(),
    }
}

/// The row of a subject.
pub(crate) fn subject_row(subject: &Subject, changed_at: Option<Timestamp>) -> SubjectRow {
    SubjectRow {
        id: subject.id.to_string(),
        schema: subject.schema.clone(),
        names: Subject::NAMES.iter().flat_map(|property| subject.values(property)).cloned().collect(),
        born: subject.first("birthDate").map(str::to_owned),
        nationalities: ["nationality", "citizenship"]
            .iter()
            .flat_map(|property| subject.values(property))
            .map(|code| code.to_uppercase())
            .collect(),
        changed_at,
    }
}

/// A name as an identifier: `Wanted persons` becomes `wanted-persons`.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for char in name.to_lowercase().chars() {
        if char.is_alphanumeric() {
            slug.push(char);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let cut: String = slug.trim_end_matches('-').chars().take(20).collect();
    cut.trim_end_matches('-').to_owned()
}
