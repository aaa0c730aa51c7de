//! What a draft holds while it is being written, and what it begins with.

use std::collections::BTreeMap;

use jiff::Timestamp;
use law::act::{Document, Person};
use law::check::{Check, End, Role as Place};
use law::{Body, Facts, Key, State};
use serde::{Deserialize, Serialize};

use super::case_store::Loaded;
use super::form::Fields;
use super::person_search::{HitView, PersonQuery};
use super::{DeskError, folding};
use crate::node::Node;

/// The most fields a draft holds.
const FIELDS_MOST: usize = 600;
/// The most characters all fields of a draft hold together.
const CHARACTERS_MOST: usize = 400_000;

/// What a draft holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DraftBody {
    /// The state that asks.
    pub(crate) requesting: State,
    /// The state that is asked.
    pub(crate) requested: State,
    /// The form.
    pub(crate) fields: Fields,
    /// Documents attached.
    #[serde(default)]
    pub(crate) documents: Vec<Document>,
}

impl DraftBody {
    /// Reads what the store keeps.
    pub(crate) fn read(text: &str) -> Result<Self, DeskError> {
        serde_json::from_str(text)
            .map_err(|error| DeskError::Damaged { what: "draft", why: error.to_string() })
    }

    /// Writes it for the store.
    pub(crate) fn write(&self) -> Result<String, DeskError> {
        serde_json::to_string(self)
            .map_err(|error| DeskError::Damaged { what: "draft", why: error.to_string() })
    }

    /// Takes fields that were entered; those not named stay. An answer to a safeguard is its officer's.
    pub(crate) fn enter(&mut self, entered: &Fields, by: &str) -> Result<(), DeskError> {
        for (name, value) in entered {
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
            if name.is_empty() || name.len() > 150 || !name.bytes().all(plain) {
                return Err(DeskError::invalid(
                    super::reading::cut(name),
                    format!("`{}` is not a field", super::reading::cut(name)),
                    "use the fields of the form",
                ));
            }
            if let Some(key) = name.strip_prefix("safeguard.").and_then(|rest| rest.strip_suffix(".answer"))
                && self.fields.get(name) != Some(value)
            {
                self.fields.insert(format!("safeguard.{key}.by"), by.to_owned());
            }
            // Browsers send line ends as CR LF.
            self.fields.insert(name.clone(), value.replace("\r\n", "\n"));
        }
        let characters: usize = self.fields.values().map(|value| value.chars().count()).sum();
        if self.fields.len() > FIELDS_MOST || characters > CHARACTERS_MOST {
            return Err(DeskError::invalid(
                "draft",
                format!("{characters} characters in {} fields are too many", self.fields.len()),
                "attach long texts as documents",
            ));
        }
        Ok(())
    }

    /// Attaches a document.
    pub(crate) fn attach(&mut self, document: Document) -> Result<(), DeskError> {
        let bytes: usize =
            self.documents.iter().chain([&document]).map(|document| document.bytes.len()).sum();
        // The rest of the act needs some room as well.
        let most = exchange::MAX_BODY - 1024 * 1024;
        if self.documents.len() >= law::bounded::DOCUMENTS || bytes > most {
            return Err(DeskError::invalid(
                "document",
                format!("{} documents with {bytes} bytes are too many", self.documents.len() + 1),
                format!("attach at most {} with {most} bytes together", law::bounded::DOCUMENTS),
            ));
        }
        self.documents.push(document);
        Ok(())
    }

    /// What the draft has, as facts for the law.
    pub(crate) fn facts(&self) -> Facts {
        let keys = |prefix: &str| {
            self.fields
                .iter()
                .filter(|(_, value)| !value.trim().is_empty())
                .filter_map(|(name, _)| Key::parse(name.strip_prefix(prefix)?).ok())
                .collect()
        };
        let relied = self.fields.iter().filter(|(_, value)| !value.trim().is_empty());
        let instruments =
            relied.filter_map(|(name, _)| law::InstrumentId::parse(name.strip_prefix("instrument.")?).ok());
        Facts {
            instruments: instruments.collect(),
            contents: keys("content."),
            documents: self.documents.iter().map(|document| document.key.clone()).collect(),
            language: self.fields.get("language").filter(|language| !language.is_empty()).cloned(),
            ..Facts::default()
        }
    }

    /// Procedures ticked.
    pub(crate) fn procedures(&self) -> Vec<String> {
        self.fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .filter_map(|(name, _)| name.strip_prefix("procedure.").map(str::to_owned))
            .collect()
    }

    /// What the law says to this draft on a day.
    pub(crate) fn check(&self, node: &Node, on: Timestamp) -> Result<Check, DeskError> {
        let procedures = self.procedures();
        let procedures: Vec<&str> = procedures.iter().map(String::as_str).collect();
        folding::check(node, self.requesting, self.requested, &procedures, on, &self.facts())
    }

    /// How many documents there are by key.
    pub(crate) fn documents_by_key(&self) -> BTreeMap<String, usize> {
        let mut count = BTreeMap::new();
        for document in &self.documents {
            *count.entry(document.key.to_string()).or_insert(0) += 1;
        }
        count
    }

    /// Which end of the case this node is.
    pub(crate) fn end(&self, own: &str) -> End {
        if self.requesting.as_str() == own { End::Requesting } else { End::Requested }
    }

    /// Whom it concerns.
    pub(crate) fn title(&self) -> String {
        let name = self.fields.get("person.names").and_then(|names| names.lines().next()).unwrap_or_default();
        let name: String = name.trim().chars().filter(|char| !char.is_control()).take(200).collect();
        // Where nobody is named, what is asked for tells drafts apart.
        if name.is_empty() { self.procedures().join(", ").replace('-', " ") } else { name }
    }
}

/// A request that begins from nothing but the partner and what was searched for.
pub(crate) fn new_request(
    node: &Node,
    requesting: State,
    requested: State,
    procedures: &[&str],
    query: Option<&PersonQuery>,
    hit: Option<&HitView>,
) -> Result<DraftBody, DeskError> {
    let mut fields = Fields::new();
    for procedure in procedures {
        fields.insert(format!("procedure.{procedure}"), "yes".to_owned());
    }
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            fields.insert(name.to_owned(), value);
        }
    };
    if let Some(query) = query {
        let mut names = vec![query.name.trim().to_owned()];
        names.extend(
            hit.iter().flat_map(|hit| hit.names.iter().cloned()).filter(|name| *name != query.name.trim()),
        );
        put("person.names", names.join("\n"));
        let born = query.born.trim();
        let found = hit.and_then(|hit| hit.born.clone()).unwrap_or_default();
        put("person.born", if born.is_empty() { found } else { born.to_owned() });
        let nationality = query.nationality.trim().to_uppercase();
        let found = hit.map(|hit| hit.nationalities.join(", ")).unwrap_or_default();
        put("person.nationality", if nationality.is_empty() { found } else { nationality });
        put("purpose", query.purpose.clone());
    }
    if let Some(hit) = hit {
        put("person.subject", hit.subject.clone());
    }
    let mut body = DraftBody { requesting, requested, fields, documents: Vec::new() };
    let check = body.check(node, node.now())?;
    rely_on_law(&mut body.fields, &check);
    Ok(body)
}

/// Ticks the instruments that govern unless others are relied on already, and takes language and legal basis from them.
fn rely_on_law(fields: &mut Fields, check: &Check) {
    let governing: Vec<_> = check
        .instruments
        .iter()
        .filter(|binding| matches!(binding.role, Place::Governs | Place::Supplements))
        .collect();
    if !fields.keys().any(|name| name.starts_with("instrument.")) {
        for binding in &governing {
            fields.insert(format!("instrument.{}", binding.id), "yes".to_owned());
        }
    }
    if let Some(first) = governing.first() {
        fields.entry("legal-basis".to_owned()).or_insert_with(|| first.short_name.clone());
    }
    let accepted = check.languages.iter().flat_map(|rule| &rule.accepted);
    let language = accepted.clone().find(|language| *language == "en").or_else(|| accepted.clone().next());
    fields
        .entry("language".to_owned())
        .or_insert_with(|| language.cloned().unwrap_or_else(|| "en".to_owned()));
    fields.entry("urgency".to_owned()).or_insert_with(|| "urgent".to_owned());
    fields.entry("handling".to_owned()).or_insert_with(|| "h1".to_owned());
}

/// A full request after a request for provisional arrest in the same case: begins with what was said before.
pub(crate) fn next_request(node: &Node, case: &Loaded) -> Result<DraftBody, DeskError> {
    let (Some(requesting), Some(requested)) = (case.state.requesting, case.state.requested) else {
        return Err(DeskError::not_found("request", "of this case"));
    };
    let mut fields = Fields::from([("procedure.extradition".to_owned(), "yes".to_owned())]);
    let mut documents = Vec::new();
    for act in &case.acts {
        if let Ok(Body::Request(request)) = &act.body {
            person_fields(&mut fields, &request.person);
            for (key, text) in &request.contents {
                fields.insert(format!("content.{key}"), text.clone());
            }
            for id in &request.instruments {
                fields.insert(format!("instrument.{id}"), "yes".to_owned());
            }
            if let Some(reason) = &request.residual_reason {
                fields.insert("residual-reason".to_owned(), reason.clone());
            }
            fields.insert("language".to_owned(), request.language.clone());
            fields.insert("purpose".to_owned(), act.act.purpose.clone());
            fields.insert("legal-basis".to_owned(), act.act.legal_basis.clone());
            documents.clone_from(&request.documents);
        }
    }
    let mut body = DraftBody { requesting, requested, fields, documents };
    let check = body.check(node, node.now())?;
    rely_on_law(&mut body.fields, &check);
    Ok(body)
}

fn person_fields(fields: &mut Fields, person: &Person) {
    let nationality: Vec<String> = person.nationality.iter().map(ToString::to_string).collect();
    for (name, value) in [
        ("person.names", person.names.join("\n")),
        ("person.born", person.born.clone().unwrap_or_default()),
        ("person.nationality", nationality.join(", ")),
        ("person.sex", person.sex.clone().unwrap_or_default()),
        ("person.description", person.description.clone()),
        ("person.subject", person.subject.clone().unwrap_or_default()),
    ] {
        if !value.is_empty() {
            fields.insert(name.to_owned(), value);
        }
    }
}

/// A draft of an act at the other end: acceptance or decision.
pub(crate) fn answer(case: &Loaded) -> Result<DraftBody, DeskError> {
    let (Some(requesting), Some(requested)) = (case.state.requesting, case.state.requested) else {
        return Err(DeskError::not_found("request", "of this case"));
    };
    let mut fields = Fields::new();
    for procedure in &case.state.procedures {
        fields.insert(format!("procedure.{procedure}"), "yes".to_owned());
    }
    // What was answered in the case already need not be answered again for the decision.
    for safeguard in &case.state.safeguards {
        if let (End::Requested, Some(answer)) = (safeguard.question.who, &safeguard.answer) {
            let key = &safeguard.question.key;
            fields.insert(format!("safeguard.{key}.answer"), answer.answer.to_string());
            fields.insert(format!("safeguard.{key}.reasoning"), answer.reasoning.clone());
            fields.insert(format!("safeguard.{key}.by"), answer.by.clone());
        }
    }
    Ok(DraftBody { requesting, requested, fields, documents: Vec::new() })
}
