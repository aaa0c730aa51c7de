//! What the procedures themselves ask of a request, beside the instruments: fields with their types and documents, needed
//! always or in the situation that the draft describes.

use std::collections::BTreeMap;

use law::check::Check;
use law::codes::FieldType;
use law::wanted::{RequestForm, Wanted};
use law::{Key, Library};

use super::draft_body::DraftBody;
use super::form::{Field, Fields, Input, RequiredDocumentView};

/// What a draft of a request is asked for, in the situation that its fields describe.
pub(crate) fn form(law: &Library, check: &Check, draft: &DraftBody) -> RequestForm {
    let checks: Vec<Check> = (draft.procedures().iter())
        .filter_map(|procedure| Key::parse(procedure).ok())
        .map(|procedure| Check { procedure, ..check.clone() })
        .collect();
    let content = |name: &str| Key::parse(name.strip_prefix("content.")?).ok();
    let filled = draft.fields.iter().filter(|(_, value)| !value.trim().is_empty());
    let mut given: BTreeMap<Key, String> =
        filled.filter_map(|(name, value)| Some((content(name)?, value.trim().to_owned()))).collect();
    // Conditions know how urgent a request is as a field.
    if let (Ok(key), Some(urgency)) = (Key::parse("urgency"), draft.fields.get("urgency")) {
        given.insert(key, urgency.clone());
    }
    law.request_form(&checks, &given)
}

/// Gives the fields of the instruments the types of the procedures, and adds the fields that are the procedures' own.
pub(crate) fn add_contents(list: &mut Vec<Field>, form: &RequestForm, fields: &Fields) {
    add_wanted(list, &form.contents, fields);
}

/// The same for whatever fields an act is asked for.
pub(crate) fn add_wanted(list: &mut Vec<Field>, contents: &[Wanted], fields: &Fields) {
    for wanted in contents.iter().filter(|wanted| wanted.kind != FieldType::Document) {
        let name = format!("content.{}", wanted.key);
        let value = fields.get(&name).cloned().unwrap_or_default();
        let missing = wanted.required && value.trim().is_empty();
        match list.iter_mut().find(|field| field.name == name) {
            Some(field) => {
                field.input = input(wanted);
                field.example = example(wanted);
                field.words = words(wanted);
                field.required |= wanted.required;
                field.missing |= missing;
            }
            None => list.push(Field {
                name,
                description: wanted.description.clone(),
                input: input(wanted),
                value,
                required: wanted.required,
                article: Some(format!("{} {}", wanted.source, wanted.article).trim().to_owned())
                    .filter(|article| !article.is_empty()),
                // What the procedure asks of its own rests on no text that could be read.
                verified: wanted.verified || wanted.source.is_empty(),
                missing,
                example: example(wanted),
                words: words(wanted),
            }),
        }
    }
}

/// Adds the documents that are the procedures' own.
pub(crate) fn add_documents(
    list: &mut Vec<RequiredDocumentView>,
    form: &RequestForm,
    have: &BTreeMap<String, usize>,
) {
    for wanted in &form.documents {
        if !list.iter().any(|document| wanted.key == document.key.as_str()) {
            list.push(RequiredDocumentView {
                key: wanted.key.to_string(),
                description: wanted.description.clone(),
                article: format!("{} {}", wanted.source, wanted.article).trim().to_owned(),
                verified: wanted.verified,
                missing: wanted.required && !have.contains_key(wanted.key.as_str()),
            });
        }
    }
}

fn input(wanted: &Wanted) -> Input {
    match wanted.kind {
        FieldType::Text | FieldType::Document => Input::Text,
        FieldType::Date => Input::Date,
        FieldType::Number => Input::Number,
        FieldType::Choice => {
            let choices = wanted.choices.iter().map(|choice| choice.key.to_string());
            Input::Choice(std::iter::once(String::new()).chain(choices).collect())
        }
        FieldType::Moment
        | FieldType::Amount
        | FieldType::Person
        | FieldType::Address
        | FieldType::Account => Input::Line,
    }
}

/// How a value is written, where the type of the field says so.
fn example(wanted: &Wanted) -> String {
    match wanted.kind {
        FieldType::Text | FieldType::Date | FieldType::Number | FieldType::Document | FieldType::Choice => {
            String::new()
        }
        FieldType::Moment
        | FieldType::Amount
        | FieldType::Person
        | FieldType::Address
        | FieldType::Account => wanted.example.to_owned(),
    }
}

/// What the values of a choice stand for.
fn words(wanted: &Wanted) -> BTreeMap<String, String> {
    wanted.choices.iter().map(|choice| (choice.key.to_string(), choice.text.clone())).collect()
}
