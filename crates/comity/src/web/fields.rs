//! The fields of forms: label, article, hint, error, and the summary that links every error to its field.

use maud::{Markup, html};

use super::frame::{self, Page};
use crate::desk::form::{Field, Input, Objection};

/// The id of a field by its name in the form.
pub(crate) fn id(name: &str) -> String {
    format!("f-{}", name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

/// What a field is called: the law's description, or the page's word for its name.
pub(crate) fn label(page: &Page, field: &Field) -> Markup {
    match page.known("field", &field.name) {
        Some(label) => html! { (label) },
        None if field.description.is_empty() => html! { (page.word("field", &generic(&field.name))) },
        None => page.words.law(&field.description),
    }
}

/// `item.2.about` without its number.
fn generic(name: &str) -> String {
    name.split('.').filter(|part| part.parse::<u32>().is_err()).collect::<Vec<_>>().join(".")
}

/// A field of a form of the desk, with what is held against its value.
pub(crate) fn field(page: &Page, field: &Field, objections: &[Objection]) -> Markup {
    let own: Vec<&Objection> = objections
        .iter()
        .filter(|objection| objection.field.as_deref() == Some(field.name.as_str()))
        .collect();
    let id = id(&field.name);
    if field.input == Input::Tick {
        return html! {
            div.field {
                label.tick for=(id) {
                    input type="hidden" name=(field.name) value="";
                    input #(id) type="checkbox" name=(field.name) value="yes" checked[field.value == "yes"]
                        aria-describedby=[describe(&id, field, &own)];
                    span { (label(page, field)) (marks(page, field)) }
                }
                (notes(page, &id, field, &own))
            }
        };
    }
    html! {
        div.field {
            label for=(id) { (label(page, field)) (marks(page, field)) }
            (control(page, field, &id, &own))
            (notes(page, &id, field, &own))
        }
    }
}

fn marks(page: &Page, field: &Field) -> Markup {
    html! {
        @if field.missing { " " span.missing-mark { (page.t("field-is-missing")) } }
        @else if field.required { " " span.must { (page.t("field-is-required")) } }
        (frame::verified(page, field.verified))
    }
}

fn describe(id: &str, field: &Field, own: &[&Objection]) -> Option<String> {
    (field.article.is_some() || !own.is_empty()).then(|| format!("{id}-notes"))
}

fn notes(page: &Page, id: &str, field: &Field, own: &[&Objection]) -> Markup {
    html! {
        @if field.article.is_some() || !own.is_empty() {
            div #{ (id) "-notes" } {
                @if let Some(article) = &field.article { p.hint { (frame::article(article)) } }
                @for objection in own { (against(page, objection)) }
            }
        }
        @if let Some(hint) = page.known("hint", &generic(&field.name)) { p.hint { (hint) } }
        @if !field.example.is_empty() { p.hint { (page.t("field-example")) " " code dir="ltr" { (field.example) } } }
    }
}

fn against(page: &Page, objection: &Objection) -> Markup {
    html! {
        p.field-error {
            span.visually-hidden { (page.t("error-word")) ": " }
            (frame::english(&objection.message))
            @if !objection.remedy.is_empty() { "; " (frame::english(&objection.remedy)) }
        }
    }
}

fn control(page: &Page, field: &Field, id: &str, own: &[&Objection]) -> Markup {
    let invalid = own.iter().any(|objection| objection.blocks).then_some("true");
    let described = describe(id, field, own);
    let name = &field.name;
    // Missing fields do not carry `required`: a draft is saved as it stands.
    let needed = field.required.then_some("true");
    match &field.input {
        Input::Text => html! {
            textarea #(id) name=(name) dir="auto" aria-invalid=[invalid] aria-required=[needed] aria-describedby=[described] {
                "\n" (field.value)
            }
        },
        Input::Choice(values) => html! {
            select #(id) name=(name) aria-invalid=[invalid] aria-required=[needed] aria-describedby=[described] {
                @if !values.iter().any(String::is_empty) && !values.contains(&field.value) {
                    option value="" selected { (page.t("choose")) }
                }
                @for value in values {
                    @let own = field.words.get(value);
                    option value=(value) selected[*value == field.value] lang=[own.and_then(|text| page.words.law_language(text))] {
                        @match own {
                            Some(text) => { (page.words.law_text(text)) }
                            None => { (choice(page, name, value)) }
                        }
                    }
                }
            }
        },
        Input::Line | Input::Date | Input::DateTime | Input::Number | Input::Tick => html! {
            input #(id) type=(kind(&field.input)) name=(name) value=(field.value) dir="auto" autocomplete="off"
                inputmode=[(field.input == Input::Number).then_some("numeric")]
                data-example=[(!field.example.is_empty()).then_some(&field.example)]
                aria-invalid=[invalid] aria-required=[needed] aria-describedby=[described];
        },
    }
}

fn kind(input: &Input) -> &'static str {
    match input {
        Input::Date => "date",
        Input::DateTime => "datetime-local",
        Input::Line | Input::Text | Input::Number | Input::Choice(_) | Input::Tick => "text",
    }
}

/// The word for a choice: by the field, by the thing it names, or itself.
pub(crate) fn choice(page: &Page, name: &str, value: &str) -> String {
    if value.is_empty() {
        return page.t("choose-none");
    }
    let field = generic(name);
    page.known(&format!("choice-{}", field.replace('.', "-")), value).unwrap_or_else(|| {
        // A promise is told by its key; the act that gave it is for the form.
        let value = if field == "owed" { value.split('/').next().unwrap_or(value) } else { value };
        if value.len() == 64 { value.chars().take(12).collect() } else { value.replace('-', " ") }
    })
}

/// The summary of what blocks, each linked to its field. It takes the focus after a form came back.
pub(crate) fn summary(page: &Page, objections: &[Objection]) -> Markup {
    html! {
        @if !objections.is_empty() {
            div.errors #errors role="alert" tabindex="-1" data-count=(objections.len()) {
                h2 { (page.tr("errors-heading", &[("n", objections.len().into())])) }
                ul.objections {
                    @for objection in objections {
                        li data-blocks=(objection.blocks) data-field=[objection.field.as_deref()] {
                            @if let Some(name) = &objection.field {
                                a href={ "#" (id(name)) } { (frame::english(&objection.message)) }
                            } @else {
                                (frame::english(&objection.message))
                            }
                            @if let Some(article) = &objection.article { " " (frame::article(article)) }
                            @if !objection.remedy.is_empty() { " " span.muted { (frame::english(&objection.remedy)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A field of a page's own form.
pub(crate) struct Plain<'a> {
    /// Its name.
    pub name: &'a str,
    /// The key of its label.
    pub label: &'a str,
    /// The key of its hint.
    pub hint: Option<&'a str>,
    /// The type of its `input`.
    pub kind: &'a str,
    /// Its value.
    pub value: &'a str,
    /// Whether it must be filled in.
    pub required: bool,
    /// What `autocomplete` says.
    pub autocomplete: &'a str,
    /// What is wrong with the value, already worded.
    pub error: Option<&'a str>,
}

impl<'a> Plain<'a> {
    /// An optional line of text.
    pub(crate) fn line(name: &'a str, label: &'a str, value: &'a str) -> Self {
        Plain {
            name,
            label,
            hint: None,
            kind: "text",
            value,
            required: false,
            autocomplete: "off",
            error: None,
        }
    }

    /// Must be filled in.
    pub(crate) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With a hint below.
    pub(crate) fn hint(mut self, key: &'a str) -> Self {
        self.hint = Some(key);
        self
    }

    /// Of another type.
    pub(crate) fn kind(mut self, kind: &'a str, autocomplete: &'a str) -> Self {
        self.kind = kind;
        self.autocomplete = autocomplete;
        self
    }

    /// With what is wrong, when it is about this field.
    pub(crate) fn error(mut self, error: Option<&'a (String, String)>) -> Self {
        self.error = error.filter(|(name, _)| name == self.name).map(|(_, text)| text.as_str());
        self
    }

    /// The field.
    pub(crate) fn show(&self, page: &Page) -> Markup {
        let id = id(self.name);
        let notes = (self.hint.is_some() || self.error.is_some()).then(|| format!("{id}-notes"));
        html! {
            div.field {
                label for=(id) { (page.t(self.label)) @if self.required { " " span.must { (page.t("field-is-required")) } } }
                input #(id) type=(self.kind) name=(self.name) value=(self.value) required[self.required]
                    dir="auto" autocomplete=(self.autocomplete)
                    aria-invalid=[self.error.map(|_| "true")] aria-describedby=[notes.as_deref()];
                @if let Some(notes) = &notes {
                    div #(notes) {
                        @if let Some(error) = self.error { p.field-error { span.visually-hidden { (page.t("error-word")) ": " } (frame::english(error)) } }
                        @if let Some(hint) = self.hint { p.hint { (page.t(hint)) } }
                    }
                }
            }
        }
    }
}

/// A plain form's error: the field and what is wrong. Other errors go on to the guard.
pub(crate) fn invalid(error: crate::desk::DeskError) -> Result<(String, String), super::failure::Failure> {
    match error {
        crate::desk::DeskError::Invalid { field, message, remedy } => {
            Ok((field, format!("{message}; {remedy}")))
        }
        other => Err(other.into()),
    }
}

/// The summary of a plain form's error.
pub(crate) fn plain_summary(page: &Page, error: Option<&(String, String)>) -> Markup {
    html! {
        @if let Some((name, text)) = error {
            div.errors #errors role="alert" tabindex="-1" data-count="1" {
                h2 { (page.tr("errors-heading", &[("n", 1_u64.into())])) }
                p { a href={ "#" (id(name)) } { (frame::english(text)) } }
            }
        }
    }
}
