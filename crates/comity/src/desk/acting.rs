//! Acts one officer can send alone: question, supplement, arrest, release, surrender, outcome, withdrawal, note, promises,
//! longer periods, and measures without coercion.

use law::Body;
use law::act::Document;
use law::check::{Check, End};
use serde::Serialize;

use super::case_store::{self, Loaded, Making, Terms};
use super::drafting::NewDocument;
use super::form::{Field, Fields, Objection, RequiredDocumentView, SafeguardView};
use super::reading::zone_of;
use super::{DeskError, Role, Viewer, act_fields, audit, bodies, case_shape, folding, law_view, measures};
use crate::node::Node;

/// The form of one act in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActForm {
    /// Case id.
    pub case: String,
    /// Kind of act.
    pub kind: String,
    /// The partner it goes to.
    pub partner: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What a measure is called, in English.
    pub title: Option<String>,
    /// Whether documents can be attached.
    pub takes_documents: bool,
    /// The documents that are asked for.
    pub documents: Vec<RequiredDocumentView>,
    /// The safeguards that guard it.
    pub safeguards: Vec<SafeguardView>,
    /// What the law holds against sending it, with the values as they are.
    pub objections: Vec<Objection>,
}

/// The empty form of an act that one officer can send; [`DeskError::Objected`] when the case does not allow it now.
pub async fn act_form(node: &Node, viewer: &Viewer, case: &str, kind: &str) -> Result<ActForm, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let case = case_store::load(node, case).await?;
    allowed(node, viewer, &case, kind)?;
    let check = folding::check_case(node, &case.state, &case.acts)?;
    Ok(form(node, &case, &check, kind, &Fields::new(), Vec::new()))
}

/// The same form with values filled in and checked, for showing it again.
pub async fn check_act(
    node: &Node,
    viewer: &Viewer,
    case: &str,
    kind: &str,
    fields: &Fields,
) -> Result<ActForm, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let case = case_store::load(node, case).await?;
    allowed(node, viewer, &case, kind)?;
    let check = folding::check_case(node, &case.state, &case.acts)?;
    let (_, objections) = make(node, viewer, &case, &check, kind, fields, Vec::new())?;
    Ok(form(node, &case, &check, kind, fields, objections))
}

/// Sends the act and returns its id in hex; [`DeskError::Objected`] or [`DeskError::Invalid`] otherwise.
pub async fn send_act(
    node: &Node,
    viewer: &Viewer,
    case: &str,
    kind: &str,
    fields: &Fields,
    documents: Vec<NewDocument>,
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let case = case_store::load(node, case).await?;
    allowed(node, viewer, &case, kind)?;
    let check = folding::check_case(node, &case.state, &case.acts)?;
    let documents = documents.into_iter().map(folding::document).collect::<Result<Vec<_>, _>>()?;
    let (body, objections) = make(node, viewer, &case, &check, kind, fields, documents)?;
    let Some(body) = body.filter(|_| !objections.iter().any(|objection| objection.blocks)) else {
        return Err(DeskError::Objected(objections));
    };
    if node.law().coercive(&body) {
        return Err(DeskError::invalid(
            "kind",
            format!("a {kind} needs a second person"),
            "begin a draft of it",
        ));
    }
    let request = case.first_request().ok_or_else(|| DeskError::not_found("request", "of this case"))?;
    let act = &Making {
        case: case.record.case.id,
        partner: case.record.case.counterpart.clone(),
        body: &body,
        follows: case.heads(node),
        by: case_store::officer(viewer)?,
        approved_by: None,
        terms: Terms::of(request),
    }
    .new_act()?;
    let line = &audit::line(node, &viewer.login, "act-sent", act.case, kind);
    let sent: Result<exchange::ActId, DeskError> = node
        .store()
        .run_tx_with("send act", |tx| {
            Box::pin(async move {
                let id = node.send_in(tx, act.clone()).await?;
                case_store::refresh_in(tx, node, &act.case).await?;
                tx.add_audit(line).await?;
                Ok(id)
            })
        })
        .await;
    let id = sent?;
    node.wake_delivery();
    Ok(id.to_string())
}

fn allowed(node: &Node, viewer: &Viewer, case: &Loaded, kind: &str) -> Result<(), DeskError> {
    if !law::Body::KINDS.contains(&kind) && measures::named(kind).is_none() {
        return Err(DeskError::not_found("kind of act", super::reading::cut(kind)));
    }
    if case_shape::second_person(node.law(), &case.state, kind) {
        return Err(DeskError::invalid(
            "kind",
            format!("a {kind} needs a second person"),
            "begin a draft of it",
        ));
    }
    let own = node.authority().state();
    if case_shape::steps(node.law(), &case.state, &own, viewer, &[]).iter().any(|step| step.kind == kind) {
        Ok(())
    } else {
        Err(DeskError::Objected(vec![case_shape::not_now(kind, &case.state)]))
    }
}

fn make(
    node: &Node,
    viewer: &Viewer,
    case: &Loaded,
    check: &Check,
    kind: &str,
    fields: &Fields,
    documents: Vec<Document>,
) -> Result<(Option<Body>, Vec<Objection>), DeskError> {
    let own = node.authority().state();
    let end = folding::end_of(&case.state, &own).unwrap_or(End::Requested);
    let making = bodies::Making { check, end, documents, by: &viewer.login };
    let (body, mut objections) = bodies::make(kind, fields, making);
    if let Some(body) = &body {
        let author = law::State::parse(&own)
            .map_err(|error| DeskError::Damaged { what: "authority", why: error.to_string() })?;
        objections
            .extend(node.law().check_act(&case.state, body, author).into_iter().map(law_view::objection));
    }
    Ok((body, objections))
}

fn form(
    node: &Node,
    case: &Loaded,
    check: &Check,
    kind: &str,
    fields: &Fields,
    objections: Vec<Objection>,
) -> ActForm {
    let own = node.authority().state();
    let ground = act_fields::Ground {
        law: node.law(),
        end: folding::end_of(&case.state, &own).unwrap_or(End::Requested),
        check,
        state: &case.state,
        fields,
        zone: zone_of(&own),
        now: node.now(),
    };
    let measure = measures::form(node.law(), &case.state, kind);
    let mut all = act_fields::of(kind, &ground);
    let supplement = kind == "supplement";
    if supplement {
        all.extend(law_view::content_fields(check, fields).into_iter().map(|mut field| {
            // What is missing in the case is offered first; nothing of it is required of a supplement.
            let key = field.name.trim_start_matches("content.").to_owned();
            field.missing = case.state.missing.iter().any(|missing| missing.key.as_str() == key);
            field.required = false;
            field
        }));
    }
    ActForm {
        case: case.record.case.id.to_string(),
        kind: kind.to_owned(),
        partner: case.record.case.counterpart.to_string(),
        fields: all,
        title: measures::title(node.law(), kind).map(str::to_owned),
        takes_documents: supplement || measure.is_some() || matches!(kind, "undertaking" | "fulfilment"),
        documents: measure.as_ref().map_or_else(Vec::new, |form| measures::documents(form, &|_| false)),
        safeguards: match &measure {
            Some(form) => {
                let guards = form.safeguards.iter().map(|question| &question.key).collect::<Vec<_>>();
                let views = law_view::safeguard_views(check, form.by, fields);
                views.into_iter().filter(|view| guards.iter().any(|key| **key == view.key.as_str())).collect()
            }
            None => Vec::new(),
        },
        objections,
    }
}
