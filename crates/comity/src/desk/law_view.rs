//! What the law library says, as the views of a form.

use std::collections::BTreeMap;

use law::check::{Check, ContentRule, DeadlineRule, End, Role, SafeguardQuestion};

use super::bodies::ground_value;
use super::form::{
    AnswerChoice, DeadlineRuleView, DeclarationView, ExcludedView, Field, Fields, GroundView, Input,
    InstrumentView, LanguageView, LawView, Objection, RequiredDocumentView, SafeguardView,
};

/// The whole answer of the library; `fields` says which instruments the draft relies on.
pub(crate) fn law_view(check: &Check, fields: &Fields) -> LawView {
    LawView {
        on: Some(check.on),
        instruments: check
            .instruments
            .iter()
            .map(|binding| InstrumentView {
                id: binding.id.to_string(),
                short_name: binding.short_name.clone(),
                title: binding.title.clone(),
                since: Some(binding.since),
                role: role(binding.role).to_owned(),
                why: binding.why.clone(),
                verified: binding.verified,
                chosen: fields
                    .get(&format!("instrument.{}", binding.id))
                    .is_some_and(|value| !value.is_empty()),
            })
            .collect(),
        excluded: check
            .excluded
            .iter()
            .map(|excluded| ExcludedView { id: excluded.id.to_string(), why: excluded.why.clone() })
            .collect(),
        documents: required_documents(check, &BTreeMap::new()),
        languages: check
            .languages
            .iter()
            .map(|rule| LanguageView {
                languages: rule.accepted.clone(),
                description: rule.description.clone(),
                article: format!("{} {}", rule.instrument, rule.article),
                verified: rule.verified,
            })
            .collect(),
        deadlines: check.deadlines.iter().map(deadline).collect(),
        grounds: check
            .grounds
            .iter()
            .map(|ground| GroundView {
                value: ground_value(ground),
                article: format!("{} {}", ground.instrument, ground.article),
                description: ground.description.clone(),
                effect: ground.effect.clone(),
                confidential: ground.confidential,
                verified: ground.verified,
            })
            .collect(),
        declarations: check
            .declarations
            .iter()
            .map(|declaration| DeclarationView {
                party: declaration.by.to_string(),
                instrument: declaration.instrument.to_string(),
                articles: declaration.articles.clone(),
                description: declaration.description.clone(),
                since: declaration.since,
                verified: declaration.verified,
            })
            .collect(),
    }
}

/// The word for the place of an instrument.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Governs => "governs",
        Role::Supplements => "supplements",
        Role::Residual => "residual",
    }
}

fn deadline(rule: &DeadlineRule) -> DeadlineRuleView {
    DeadlineRuleView {
        key: rule.key.to_string(),
        article: format!("{} {}", rule.instrument, rule.article),
        from_event: rule.event.clone(),
        length: if rule.length == 0 {
            rule.unit.clone()
        } else {
            let plural = if rule.length == 1 { "" } else { "s" };
            let working = if rule.days == "working" { "working " } else { "" };
            format!("{} {working}{}{plural}", rule.length, rule.unit)
        },
        obliged: rule.obliged.clone(),
        consequence: rule.consequence.clone(),
        due_at: rule.due,
        verified: rule.verified,
    }
}

/// Documents asked for; `have` counts the documents attached by key.
pub(crate) fn required_documents(check: &Check, have: &BTreeMap<String, usize>) -> Vec<RequiredDocumentView> {
    check
        .documents
        .iter()
        .map(|rule| RequiredDocumentView {
            key: rule.key.to_string(),
            description: described(rule),
            article: format!("{} {}", rule.instrument, rule.article),
            verified: rule.verified,
            missing: rule.required && !have.contains_key(rule.key.as_str()),
        })
        .collect()
}

/// The contents asked for, as fields `content.<key>` with their present values. One key asked for by several
/// instruments is one field that names all articles.
pub(crate) fn content_fields(check: &Check, fields: &Fields) -> Vec<Field> {
    let mut list: Vec<Field> = Vec::new();
    for rule in &check.contents {
        let name = format!("content.{}", rule.key);
        let article = format!("{} {}", rule.instrument, rule.article);
        if let Some(field) = list.iter_mut().find(|field| field.name == name) {
            if let Some(articles) = &mut field.article {
                articles.push_str("; ");
                articles.push_str(&article);
            }
            field.required |= rule.required;
            field.missing = field.required && field.value.is_empty();
            continue;
        }
        let value = fields.get(&name).cloned().unwrap_or_default();
        list.push(Field {
            missing: rule.required && value.trim().is_empty(),
            name,
            description: described(rule),
            input: Input::Text,
            value,
            required: rule.required,
            article: Some(article),
            verified: rule.verified,
            example: String::new(),
            words: BTreeMap::new(),
        });
    }
    list
}

fn described(rule: &ContentRule) -> String {
    match &rule.condition {
        Some(condition) => format!("{} ({condition})", rule.description),
        None => rule.description.clone(),
    }
}

/// The safeguards of one end with the answers in a form.
pub(crate) fn safeguard_views(check: &Check, end: End, fields: &Fields) -> Vec<SafeguardView> {
    check
        .safeguards
        .iter()
        .filter(|question| question.who == end)
        .map(|question| {
            let value = |part: &str| {
                fields.get(&format!("safeguard.{}.{part}", question.key)).cloned().unwrap_or_default()
            };
            safeguard_view(question, &value("answer"), &value("reasoning"), "")
        })
        .collect()
}

/// One safeguard with its answer.
pub(crate) fn safeguard_view(
    question: &SafeguardQuestion,
    answer: &str,
    reasoning: &str,
    by: &str,
) -> SafeguardView {
    SafeguardView {
        key: question.key.to_string(),
        question: question.question.clone(),
        article: format!("{} {}", question.source, question.article),
        answers: question
            .answers
            .iter()
            .map(|option| AnswerChoice {
                key: option.key.to_string(),
                text: option.text.clone(),
                passes: option.passes,
                needs_reasoning: option.needs_reasoning,
            })
            .collect(),
        who: match question.who {
            End::Requesting => "requesting",
            End::Requested => "requested",
        }
        .to_owned(),
        answer: answer.to_owned(),
        reasoning: reasoning.to_owned(),
        by: by.to_owned(),
        blocks: !question.blocks.is_empty(),
        confidential: question.confidential,
        passes: question.answers.iter().any(|option| option.key.as_str() == answer && option.passes),
        verified: question.verified,
    }
}

/// An objection of the law as a form shows it, with the field's name in the form.
pub(crate) fn objection(objection: law::Objection) -> Objection {
    Objection {
        field: (!objection.field.is_empty()).then(|| form_field(&objection.field)),
        article: (!objection.article.is_empty()).then_some(objection.article),
        message: objection.message,
        remedy: objection.remedy,
        blocks: objection.blocks,
    }
}

/// The law names fields of bodies; a form has names of its own for some.
fn form_field(field: &str) -> String {
    if let Some(key) = field.strip_prefix("contents.") {
        format!("content.{key}")
    } else if let Some(key) = field.strip_prefix("documents.") {
        format!("document.{key}")
    } else if let Some(rest) = field.strip_prefix("safeguards.") {
        match rest.split_once('.') {
            Some((key, part)) => format!("safeguard.{key}.{part}"),
            None => format!("safeguard.{rest}.answer"),
        }
    } else if field == "instruments" {
        "instrument".to_owned()
    } else {
        field.to_owned()
    }
}
