//! What stands against a request: whether it is complete, under the right law, in a language that is accepted.

use std::collections::BTreeSet;

use crate::act::Request;
use crate::check::{Check, End, Question, Role};
use crate::facts::Facts;
use crate::ids::{Key, State};
use crate::library::Library;
use crate::objections::{Against, Objections, cite, documents, safeguards};
use crate::progress::day_of;

impl Library {
    pub(crate) fn request(&self, o: &mut Objections<'_>, request: &Request, author: State) {
        let (from, to) = (request.requesting, request.requested);
        if from != author {
            let message = format!("the request is made for {from} by an authority of {author}");
            let remedy = "a state asks for itself".to_owned();
            o.unfit(Against {
                key: "wrong-requesting-state",
                field: "requesting",
                article: "",
                message,
                remedy,
            });
        }
        if from == to {
            let message = format!("{from} asks itself");
            let remedy = "name the other state".to_owned();
            o.unfit(Against { key: "same-state", field: "requested", article: "", message, remedy });
            return;
        }
        if let Some(parties) = o.progress.parties {
            if parties != (from, to) {
                let message = "the case is between two other states".to_owned();
                let remedy = "open a new case".to_owned();
                o.unfit(Against { key: "other-parties", field: "requested", article: "", message, remedy });
            }
            if request.procedures.iter().all(|procedure| o.progress.procedures.contains(procedure)) {
                let message = "the request asks nothing new".to_owned();
                let remedy = "add a procedure, or send a supplement".to_owned();
                o.block(Against { key: "nothing-new", field: "procedures", article: "", message, remedy });
            }
        }
        let mut checks = Vec::new();
        for procedure in &request.procedures {
            match self.procedures.get(procedure) {
                Some(known) => {
                    let facts = facts(o, request);
                    let on =
                        if o.progress.parties.is_some() { o.progress.on } else { day_of(o.progress.as_of) };
                    let question = Question { from, to, procedure: procedure.clone(), on, facts };
                    checks.push(self.answer(&question, known));
                }
                None => {
                    let known: Vec<&str> = self.procedures.keys().map(Key::as_str).collect();
                    let message = format!("`{procedure}` is no procedure");
                    let remedy = format!("ask one of: {}", known.join(", "));
                    o.unfit(Against {
                        key: "unknown-procedure",
                        field: "procedures",
                        article: "",
                        message,
                        remedy,
                    });
                }
            }
        }
        if request.procedures.is_empty() {
            let message = "the request asks for nothing".to_owned();
            let remedy = "name a procedure, such as extradition".to_owned();
            o.unfit(Against { key: "no-procedure", field: "procedures", article: "", message, remedy });
        }
        law(o, request, &checks);
        contents(o, request, &checks);
        let known: Vec<_> = request.procedures.iter().filter_map(|key| self.procedures.get(key)).collect();
        let waits = known.iter().any(|procedure| !procedure.full_request);
        let full = known.iter().any(|procedure| procedure.full_request);
        attached(o, &checks, waits);
        language(o, request, &checks, full);
        let mut questions = Vec::new();
        let mut seen = BTreeSet::new();
        for question in checks.iter().flat_map(|check| &check.safeguards) {
            if seen.insert(&question.key) {
                questions.push(question.clone());
            }
        }
        safeguards(o, &questions, &request.safeguards, "request", End::Requesting);
        if request.person.names.iter().all(|name| name.trim().is_empty()) {
            let message = "the person has no name".to_owned();
            let remedy = "give at least one name, or a name by which the person is known".to_owned();
            o.block(Against { key: "no-name", field: "person.names", article: "", message, remedy });
        }
        documents(o, &request.documents);
    }
}

/// What the request and the case have.
fn facts(o: &Objections<'_>, request: &Request) -> Facts {
    let said =
        request.contents.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(key, _)| key.clone());
    Facts {
        contents: said.chain(o.progress.contents.iter().cloned()).collect(),
        documents: (request.documents.iter().map(|document| document.key.clone()))
            .chain(o.progress.documents.iter().cloned())
            .collect(),
        instruments: request.instruments.iter().chain(&o.progress.instruments).cloned().collect(),
        ..Facts::default()
    }
}

fn law(o: &mut Objections<'_>, request: &Request, checks: &[Check]) {
    let bound: Vec<_> = checks.iter().flat_map(|check| &check.instruments).collect();
    let governing = bound.iter().find(|binding| binding.role == Role::Governs);
    if request.instruments.is_empty() {
        let remedy = match governing {
            Some(binding) => format!("{} ({}) governs", binding.short_name, binding.id),
            None => "no instrument binds the two states; ask under national law outside this case".to_owned(),
        };
        let message = "the request names no instrument".to_owned();
        o.block(Against { key: "no-instrument", field: "instruments", article: "", message, remedy });
    }
    let mut residual = None;
    for id in &request.instruments {
        match bound.iter().find(|binding| binding.id == *id) {
            Some(binding) if binding.role == Role::Residual => residual = Some(binding),
            Some(_) => {}
            None => {
                let why = (checks.iter().flat_map(|check| &check.excluded))
                    .find(|excluded| excluded.id == *id)
                    .map_or_else(
                        || "it does not deal with what is asked".to_owned(),
                        |excluded| excluded.why.clone(),
                    );
                let message =
                    format!("`{id}` does not bind {} and {}: {why}", request.requesting, request.requested);
                let remedy = match governing {
                    Some(binding) => format!("rely on {} ({})", binding.short_name, binding.id),
                    None => "rely on an instrument that binds both".to_owned(),
                };
                o.block(Against { key: "does-not-bind", field: "instruments", article: "", message, remedy });
            }
        }
    }
    if let Some(binding) = residual
        && request.residual_reason.as_deref().unwrap_or_default().trim().is_empty()
    {
        let message = format!("{} is used although another governs: {}", binding.short_name, binding.why);
        let remedy = "say why it is used; both states see the reason".to_owned();
        o.block(Against {
            key: "no-residual-reason",
            field: "residual-reason",
            article: "",
            message,
            remedy,
        });
    }
}

fn contents(o: &mut Objections<'_>, request: &Request, checks: &[Check]) {
    let mut seen = BTreeSet::new();
    for rule in checks.iter().flat_map(|check| &check.contents) {
        if seen.insert(&rule.key) && rule.missing {
            let message = format!("`{}` is missing: {}", rule.key, rule.description);
            let remedy = "fill it in; a request without it comes back".to_owned();
            let field = format!("contents.{}", rule.key);
            o.block(Against { key: "content-missing", field: &field, article: &cite(rule), message, remedy });
        }
    }
    for extra in request.contents.keys().filter(|key| !seen.contains(*key)) {
        let message = format!("no instrument relied on asks for `{extra}`");
        let remedy = "leave it out unless it helps".to_owned();
        let field = format!("contents.{extra}");
        o.advise(Against { key: "content-not-asked", field: &field, article: "", message, remedy });
    }
}

fn attached(o: &mut Objections<'_>, checks: &[Check], waits: bool) {
    let mut seen = BTreeSet::new();
    for rule in checks.iter().flat_map(|check| &check.documents) {
        if !seen.insert(&rule.key) || !rule.missing {
            continue;
        }
        let message = format!("`{}` is missing: {}", rule.key, rule.description);
        let field = format!("documents.{}", rule.key);
        let article = cite(rule);
        // Together with a provisional arrest the documents may follow; the clock of the arrest waits for them.
        if waits {
            let remedy = "attach it, or send it before the periods of the arrest pass".to_owned();
            o.advise(Against {
                key: "document-to-follow",
                field: &field,
                article: &article,
                message,
                remedy,
            });
        } else {
            let remedy = "attach it; a request without it comes back".to_owned();
            o.block(Against { key: "document-missing", field: &field, article: &article, message, remedy });
        }
    }
}

fn language(o: &mut Objections<'_>, request: &Request, checks: &[Check], full: bool) {
    o.need("language", &request.language, "");
    let declared = checks.iter().flat_map(|check| &check.languages).find(|rule| rule.declared_by.is_some());
    let Some(rule) = declared else { return };
    let accepts = |language: &str| {
        let main = language.split('-').next().unwrap_or(language);
        rule.accepted.iter().any(|accepted| accepted.eq_ignore_ascii_case(main))
    };
    let translated = request
        .documents
        .iter()
        .any(|document| document.key.as_str() == "translation" && accepts(&document.language));
    if !request.language.trim().is_empty() && !accepts(&request.language) && !translated {
        let message =
            format!("{} accepts {}: {}", request.requested, rule.accepted.join(", "), rule.description);
        let remedy = "write it in one of these, or attach a document `translation` in one of them".to_owned();
        let article = format!("{} {}", rule.instrument, rule.article);
        let against =
            Against { key: "language-not-accepted", field: "language", article: &article, message, remedy };
        // The rule is on the documents of the full request; an urgent arrest is asked in what both read at once.
        if full { o.block(against) } else { o.advise(against) }
    }
}
