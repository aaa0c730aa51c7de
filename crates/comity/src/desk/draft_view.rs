//! Makes the act out of a draft and shows the draft with everything the law says to it.

use exchange::{ActId, Handling, Onward};
use law::check::{Check, End};
use law::{Body, CaseState};
use store::DraftRecord;

use super::case_store::{self, Loaded, Terms};
use super::draft_body::DraftBody;
use super::drafting::{self, DraftState, DraftView};
use super::form::{Field, Fields, Objection};
use super::reading::{Reading, zone_of};
use super::{
    DeskError, Role, Viewer, act_fields, bodies, directory, folding, law_view, measures, own_fields, saying,
};
use crate::node::Node;

/// What a draft would become if it were sent now.
pub(crate) struct Prepared {
    /// What the draft holds.
    pub(crate) draft: DraftBody,
    /// What the law says.
    pub(crate) check: Check,
    /// Where the case stands before this act.
    pub(crate) state: CaseState,
    /// The body, when the form can be read as one.
    pub(crate) body: Option<Body>,
    /// What stands in the way.
    pub(crate) objections: Vec<Objection>,
    /// The acts it would follow.
    pub(crate) follows: Vec<ActId>,
    /// On which terms it would be sent.
    pub(crate) terms: Terms,
}

impl Prepared {
    /// Refuses while something blocks.
    pub(crate) fn unblocked(&self) -> Result<(), DeskError> {
        if self.body.is_none() || self.objections.iter().any(|objection| objection.blocks) {
            Err(DeskError::Objected(self.objections.clone()))
        } else {
            Ok(())
        }
    }
}

/// Makes what the draft would become.
pub(crate) async fn prepare(node: &Node, record: &DraftRecord, by: &str) -> Result<Prepared, DeskError> {
    let draft = DraftBody::read(&record.draft.body)?;
    let own = node.authority().state();
    let case = match case_store::load(node, &record.draft.case.to_string()).await {
        Ok(case) => Some(case),
        // The case of a first request begins when it is sent.
        Err(DeskError::NotFound { .. }) => None,
        Err(error) => return Err(error),
    };
    let check = match &case {
        Some(case) if record.draft.kind != "request" => folding::check_case(node, &case.state, &case.acts)?,
        _ => draft.check(node, node.now())?,
    };
    let state = match &case {
        Some(case) => case.state.clone(),
        None => node.law().fold(&[], node.now()),
    };
    let making =
        bodies::Making { check: &check, end: draft.end(&own), documents: draft.documents.clone(), by };
    let (body, mut objections) = bodies::make(&record.draft.kind, &draft.fields, making);
    let terms = terms(&record.draft.kind, &draft.fields, case.as_ref(), &mut objections);
    match (&body, law::State::parse(&own)) {
        (Some(body), Ok(author)) => {
            let kept = bodies::kept(&draft.fields, &check.safeguards, by);
            let against = law::kept::check(&state, body, &check.safeguards, draft.end(&own), &kept);
            objections.extend(against.into_iter().map(law_view::objection));
            for objection in node.law().check_act(&state, body, author) {
                let objection = law_view::objection(objection);
                let doubled = objections.iter().any(|other| other.field == objection.field && other.blocks);
                if objection.field.is_none() || !doubled {
                    objections.push(objection);
                }
            }
        }
        // Only a request says contents; what a later act lacks is told by its own fields.
        (None, _) if record.draft.kind == "request" => {
            objections.extend(missing_contents(node, &check, &draft));
        }
        (None, _) | (Some(_), Err(_)) => {}
    }
    let follows = case.map(|case| case.heads(node)).unwrap_or_default();
    Ok(Prepared { draft, check, state, body, objections, follows, terms })
}

/// The contents of a request, those of the instruments first.
fn contents(node: &Node, check: &Check, draft: &DraftBody) -> Vec<Field> {
    let mut list = law_view::content_fields(check, &draft.fields);
    own_fields::add_contents(&mut list, &own_fields::form(node.law(), check, draft), &draft.fields);
    list
}

fn missing_contents(node: &Node, check: &Check, draft: &DraftBody) -> Vec<Objection> {
    contents(node, check, draft)
        .into_iter()
        .filter(|field| field.missing)
        .map(|field| Objection {
            message: format!("missing: {}", field.description),
            remedy: "fill it in".to_owned(),
            article: field.article,
            field: Some(field.name),
            blocks: true,
        })
        .collect()
}

/// The first request of a case says on which terms everything in it is sent.
fn terms(kind: &str, fields: &Fields, case: Option<&Loaded>, objections: &mut Vec<Objection>) -> Terms {
    if kind != "request"
        && let Some(request) = case.and_then(Loaded::first_request)
    {
        return Terms::of(request);
    }
    let mut reading = Reading::new(fields);
    let (purpose, legal_basis) = (reading.needed("purpose"), reading.needed("legal-basis"));
    let codes = [("h0", Handling::H0), ("h1", Handling::H1), ("h2", Handling::H2), ("h3", Handling::H3)];
    let handling = reading.choice("handling", &codes).unwrap_or(Handling::H1);
    let marks = marks(&mut reading, handling);
    let rules = [Onward::WithConsent, Onward::None, Onward::AuthoritiesOfRecipientState];
    let rules = rules.map(|rule| (rule.as_str(), rule));
    // Drafts that are older than the field have none.
    let asked = !reading.text("onward").is_empty();
    let onward = asked.then(|| reading.choice("onward", &rules)).flatten().unwrap_or(Onward::WithConsent);
    // What is too long was told already when the body was read.
    objections.extend(reading.objections().into_iter().filter(|objection| {
        matches!(
            objection.field.as_deref(),
            Some("purpose" | "legal-basis" | "handling" | "onward" | "handling-conditions" | "evaluation")
        )
    }));
    Terms { purpose, legal_basis, handling, onward, marks }
}

/// The draft as a page shows it.
pub(crate) async fn view(node: &Node, viewer: &Viewer, record: &DraftRecord) -> Result<DraftView, DeskError> {
    let prepared = prepare(node, record, &viewer.login).await?;
    let Prepared { draft, check, state, objections, .. } = prepared;
    let own = node.authority().state();
    let kind = record.draft.kind.as_str();
    let end = draft.end(&own);
    let other = match end {
        End::Requesting => End::Requested,
        End::Requested => End::Requesting,
    };
    let request = kind == "request";
    let measure = measures::form(node.law(), &state, kind);
    let writable = matches!(record.state, store::DraftState::Editing | store::DraftState::Returned);
    let submitted = record.state == store::DraftState::Submitted;
    Ok(DraftView {
        id: record.draft.id.to_string(),
        version: record.version,
        kind: kind.to_owned(),
        case: record.draft.case.to_string(),
        partner: record.draft.counterpart.to_string(),
        partner_name: directory::name_of(node, &record.draft.counterpart).await?,
        requesting: draft.requesting.to_string(),
        requested: draft.requested.to_string(),
        procedures: draft.procedures(),
        state: DraftState::from(record.state),
        drafted_by: record.created_by.clone(),
        edited_by: record.edited_by.iter().cloned().collect(),
        submitted_by: record.submitted_by.clone(),
        remark: record.returned.as_ref().map(|(by, remark)| (remark.clone(), by.clone())),
        act: record.act.map(|act| act.to_string()),
        fields: fields(node, kind, &check, &state, &draft, &own),
        contents: if request { contents(node, &check, &draft) } else { Vec::new() },
        documents: saying::document_views(&draft.documents),
        required_documents: if request {
            let have = draft.documents_by_key();
            let mut list = law_view::required_documents(&check, &have);
            own_fields::add_documents(&mut list, &own_fields::form(node.law(), &check, &draft), &have);
            list
        } else if let Some(form) = &measure {
            let have = draft.documents_by_key();
            measures::documents(form, &|key| have.contains_key(key))
        } else {
            Vec::new()
        },
        safeguards: {
            let mut views = law_view::safeguard_views(&check, end, &draft.fields);
            if let Some(form) = &measure {
                let guards = |key: &str| form.safeguards.iter().any(|question| question.key == key);
                views.retain(|view| guards(&view.key));
            }
            with_authors(views, &draft.fields)
        },
        title: measures::title(node.law(), kind).map(str::to_owned),
        their_safeguards: if measure.is_some() {
            Vec::new()
        } else {
            law_view::safeguard_views(&check, other, &Fields::new())
        },
        law: law_view::law_view(&check, &draft.fields),
        objections,
        can_edit: writable && viewer.has(Role::Officer),
        can_submit: writable && viewer.has(Role::Officer),
        can_approve: submitted && viewer.has(Role::Approver) && !drafting::had_a_hand(record, &viewer.login),
    })
}

fn with_authors(
    mut safeguards: Vec<super::form::SafeguardView>,
    fields: &Fields,
) -> Vec<super::form::SafeguardView> {
    for safeguard in &mut safeguards {
        safeguard.by = fields.get(&format!("safeguard.{}.by", safeguard.key)).cloned().unwrap_or_default();
    }
    safeguards
}

fn fields(
    node: &Node,
    kind: &str,
    check: &Check,
    state: &CaseState,
    draft: &DraftBody,
    own: &str,
) -> Vec<Field> {
    let ground = act_fields::Ground {
        law: node.law(),
        end: draft.end(own),
        check,
        state,
        fields: &draft.fields,
        zone: zone_of(own),
        now: node.now(),
    };
    let mut list = act_fields::of(kind, &ground);
    if kind == "request" && own_fields::form(node.law(), check, draft).person != "required" {
        for field in list.iter_mut().filter(|field| field.name == "person.names") {
            (field.required, field.missing) = (false, false);
        }
    }
    list
}

/// The conditions and the evaluation.
fn marks(reading: &mut Reading<'_>, handling: Handling) -> exchange::Marks {
    let conditions = reading.optional("handling-conditions");
    if conditions.is_none() && handling == Handling::H3 {
        reading.object("handling-conditions", "H3 means conditions, and none are stated", "state them");
    }
    let evaluation = reading.optional("evaluation").and_then(|text| match text.parse() {
        Ok(evaluation) => Some(evaluation),
        Err(error) => {
            let error: exchange::PolicyError = error;
            reading.object("evaluation", error.to_string(), "choose one, or none");
            None
        }
    });
    exchange::Marks { conditions, evaluation }
}
