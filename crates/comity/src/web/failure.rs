//! What a handler returns when it cannot do its work, and the page that says so with a remedy.
//!
//! A handler does not know how errors look: it returns a [`Failure`], and the guard around every route, which knows
//! reader and language, turns it into a page.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::frame::{self, Page, Title};
use crate::desk::form::Objection;
use crate::desk::{Blame, DeskError};

/// Why a request was not served.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The desk refused or failed.
    Desk(DeskError),
    /// There is no such page.
    NoPage,
    /// The page exists, but not for this method.
    WrongMethod,
    /// The form did not come from a page of this node, or its session has ended.
    Forged,
    /// The form or file is larger than the route takes.
    TooLarge,
    /// The form cannot be read.
    Unreadable,
}

/// A failure on its way to the guard.
#[derive(Debug, Clone)]
pub(crate) struct Failure(pub Arc<Fault>);

/// What handlers return.
pub(crate) type Outcome = Result<Response, Failure>;

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        Failure(Arc::new(Fault::Desk(error)))
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure(Arc::new(fault))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.0.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Fault {
    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Fault::Desk(error) => desk_status(error),
            Fault::NoPage => StatusCode::NOT_FOUND,
            Fault::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Fault::Forged => StatusCode::FORBIDDEN,
            Fault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Fault::Unreadable => StatusCode::BAD_REQUEST,
        }
    }
}

fn desk_status(error: &DeskError) -> StatusCode {
    match error {
        DeskError::NotSignedIn | DeskError::WrongPassword => StatusCode::UNAUTHORIZED,
        DeskError::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        DeskError::NotAllowed { .. } | DeskError::OwnDraft => StatusCode::FORBIDDEN,
        DeskError::NotFound { .. } => StatusCode::NOT_FOUND,
        DeskError::Invalid { .. } | DeskError::Objected(_) => StatusCode::UNPROCESSABLE_ENTITY,
        DeskError::Typeface(_) => StatusCode::SERVICE_UNAVAILABLE,
        DeskError::Conflict(_) | DeskError::WrongState { .. } | DeskError::Partner { .. } => {
            StatusCode::CONFLICT
        }
        DeskError::Node(_) | DeskError::Store(_) if is_full(error) => StatusCode::INSUFFICIENT_STORAGE,
        DeskError::Node(_) | DeskError::Store(_) | DeskError::Damaged { .. } => match error.blame() {
            Blame::Passing => StatusCode::SERVICE_UNAVAILABLE,
            Blame::User | Blame::Peer | Blame::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        },
    }
}

fn is_full(error: &DeskError) -> bool {
    match error {
        DeskError::Store(error) | DeskError::Node(crate::node::NodeError::Store(error)) => {
            is_full_store(error)
        }
        _ => false,
    }
}

fn is_full_store(error: &store::StoreError) -> bool {
    matches!(error, store::StoreError::Full { .. })
}

/// The page for a fault. A fault of this node carries a reference that the log has too.
pub(crate) fn page(page: &Page, fault: &Fault) -> Response {
    let status = fault.status();
    let reference = if status.is_server_error() {
        let reference = page.random_hex(4);
        tracing::error!(%reference, ?fault, path = page.path, "a page failed");
        Some(reference)
    } else {
        None
    };
    let said = say(page, fault, status);
    let body = html! {
        div #error.error-page data-status=(status.as_u16()) role="alert" {
            p.error-code aria-hidden="true" { (status.as_u16()) }
            p.lead { (said.what) }
            @if let Some(detail) = &said.detail { p.detail lang="en" dir="ltr" { (detail) } }
            @if !said.objections.is_empty() { (objections(page, &said.objections)) }
            p.remedy { strong { (page.t("error-remedy")) } " " (said.remedy) }
            @if let Some(reference) = &reference {
                p.muted { (page.tr("error-reference", &[("reference", reference.into())])) }
            }
            p.actions {
                @if page.viewer.is_some() {
                    a.button href="/" { (page.t("error-to-desk")) }
                } @else {
                    a.button href="/sign-in" { (page.t("sign-in-button")) }
                }
            }
        }
    };
    let rendered = frame::document(page, &Title::plain(said.title), &body);
    (status, rendered).into_response()
}

struct SaidFault {
    title: String,
    what: String,
    detail: Option<String>,
    remedy: String,
    objections: Vec<Objection>,
}

fn say(page: &Page, fault: &Fault, status: StatusCode) -> SaidFault {
    let mut said = SaidFault {
        title: page.t("error-title-other"),
        what: String::new(),
        detail: None,
        remedy: String::new(),
        objections: Vec::new(),
    };
    let key = match fault {
        Fault::NoPage => "no-page",
        Fault::WrongMethod => "wrong-method",
        Fault::Forged => "forged",
        Fault::TooLarge => "too-large",
        Fault::Unreadable => "unreadable",
        Fault::Desk(error) => match error {
            DeskError::NotSignedIn | DeskError::WrongPassword => "not-signed-in",
            DeskError::Throttled { .. } => "throttled",
            DeskError::NotAllowed { needs } => {
                let roles: Vec<String> = needs.iter().map(|role| page.word("role", role.as_str())).collect();
                said.title = page.t("error-title-403");
                said.what = page.tr("error-not-allowed", &[("roles", (&roles.join(", ")).into())]);
                said.remedy = page.t("error-not-allowed-remedy");
                return said;
            }
            DeskError::OwnDraft => "own-draft",
            DeskError::NotFound { id, .. } => {
                said.title = page.t("error-title-404");
                said.what = page.tr("error-not-found", &[("id", id.into())]);
                said.remedy = page.t("error-not-found-remedy");
                return said;
            }
            DeskError::Invalid { message, remedy, .. } => {
                said.what = page.t("error-invalid");
                said.detail = Some(message.clone());
                said.remedy = remedy.clone();
                return said;
            }
            DeskError::Conflict(_) => "conflict",
            DeskError::WrongState { state, .. } => {
                said.title = page.t("error-title-409");
                said.what =
                    page.tr("error-wrong-state", &[("state", (&page.word("draft-state", state)).into())]);
                said.remedy = page.t("error-wrong-state-remedy");
                return said;
            }
            DeskError::Objected(list) => {
                said.objections.clone_from(list);
                "objected"
            }
            DeskError::Partner { .. } => {
                said.detail = Some(error.to_string());
                "partner"
            }
            DeskError::Typeface(error) => {
                said.detail = Some(error.to_string());
                said.title = page.t("error-title-other");
                said.what = page.t("error-typeface");
                said.remedy = error.remedy();
                return said;
            }
            DeskError::Node(_) | DeskError::Store(_) if status == StatusCode::INSUFFICIENT_STORAGE => "full",
            DeskError::Node(_) | DeskError::Store(_) | DeskError::Damaged { .. } => "ours",
        },
    };
    said.title = page.known("error-title", status.as_str()).unwrap_or(said.title);
    said.what = page.word("error", key);
    said.remedy = page.word("error", &format!("{key}-remedy"));
    said
}

/// Objections as a list; those that block are marked.
pub(crate) fn objections(page: &Page, list: &[Objection]) -> Markup {
    html! {
        ul.objections {
            @for objection in list {
                li data-blocks=(objection.blocks) data-field=[objection.field.as_deref()] {
                    span lang="en" dir="ltr" { (objection.message) }
                    @if let Some(article) = &objection.article { " " (frame::article(article)) }
                    @if !objection.remedy.is_empty() { br; span.muted lang="en" dir="ltr" { (objection.remedy) } }
                    @if !objection.blocks { " " span.badge { (page.t("objection-warning")) } }
                }
            }
        }
    }
}
