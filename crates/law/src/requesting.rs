//! What stands against a request: whether it is complete, under the right law, in a language that is accepted.

use std::collections::BTreeSet;

use crate::act::Request;
use crate::check::{Answer, Check, End, LanguageRule, Question, Role};
use crate::codes::{DeclarationEffect, PersonNeed};
use crate::facts::Facts;
use crate::field;
use crate::ids::{Key, State};
use crate::library::Library;
use crate::objections::{Against, Objections, documents, safeguards};
use crate::procedure::Procedure;
use crate::progress::{day_of, person_need};
use crate::wanted::{self, Wanted};

/// Most procedures of one case.
const PROCEDURES: usize = 8;

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
        let known: Vec<&Procedure> =
            request.procedures.iter().filter_map(|key| self.procedures.get(key)).collect();
        self.procedures_asked(o, request);
        let mut checks = Vec::new();
        for procedure in &known {
            let on = if o.progress.parties.is_some() { o.progress.on } else { day_of(o.progress.as_of) };
            let question = |facts| Question { from, to, procedure: procedure.key().clone(), on, facts };
            // Which fields there are follows from the law, and what they say is part of the question to it.
            let mut facts = facts(o, request);
            let fields = wanted::contents(&self.answer(&question(facts.clone()), procedure), procedure);
            wanted::tell(&mut facts, &fields, &request.contents);
            checks.push(self.answer(&question(facts), procedure));
        }
        let mut wanted_contents = Vec::new();
        let mut wanted_documents = Vec::new();
        for (check, procedure) in checks.iter().zip(&known) {
            wanted::merge(&mut wanted_contents, wanted::contents(check, procedure));
            wanted::merge(&mut wanted_documents, wanted::documents(check, procedure));
        }
        law(o, request, &checks);
        contents(o, request, &wanted_contents);
        let waits = known.iter().any(|procedure| !procedure.full_request);
        let full = known.iter().any(|procedure| procedure.full_request);
        attached(o, request, &wanted_documents, waits);
        language(o, request, &checks, full);
        conditions(o, &checks);
        nationals(o, request, &checks);
        let mut questions = Vec::new();
        let mut seen = BTreeSet::new();
        for question in checks.iter().flat_map(|check| &check.safeguards) {
            if seen.insert(&question.key) {
                questions.push(question.clone());
            }
        }
        safeguards(o, &questions, &request.safeguards, "request", End::Requesting);
        let nameless = request.person.names.iter().all(|name| name.trim().is_empty());
        if nameless && person_need(&known) == PersonNeed::Required {
            let message = "the person has no name".to_owned();
            let remedy = "give at least one name, or a name by which the person is known".to_owned();
            o.block(Against { key: "no-name", field: "person.names", article: "", message, remedy });
        }
        documents(o, &request.documents);
    }

    /// Whether what is asked for is known, and can be asked together.
    fn procedures_asked(&self, o: &mut Objections<'_>, request: &Request) {
        if request.procedures.is_empty() {
            let message = "the request asks for nothing".to_owned();
            let remedy = "name a procedure, such as extradition".to_owned();
            o.unfit(Against { key: "no-procedure", field: "procedures", article: "", message, remedy });
        }
        let asked: BTreeSet<&Key> = request.procedures.iter().chain(&o.progress.procedures).collect();
        let mut families = BTreeSet::new();
        for procedure in &asked {
            match self.procedures.get(*procedure) {
                Some(known) => drop(families.insert(&known.family)),
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
        if families.len() > 1 || asked.len() > PROCEDURES {
            let families: Vec<&str> = families.into_iter().map(Key::as_str).collect();
            let message = match families.as_slice() {
                [_] => format!("one case asks for at most {PROCEDURES} things"),
                _ => format!("what is asked belongs to different cases: {}", families.join(", ")),
            };
            let remedy = "open a case for each, and name the one in the other".to_owned();
            o.unfit(Against { key: "not-together", field: "procedures", article: "", message, remedy });
        }
    }
}

/// What the request and the case have.
fn facts(o: &Objections<'_>, request: &Request) -> Facts {
    let said =
        request.contents.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(key, _)| key.clone());
    Facts {
        contents: said.chain(o.progress.contents.keys().cloned()).collect(),
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

fn contents(o: &mut Objections<'_>, request: &Request, wanted: &[Wanted]) {
    let mut given = o.progress.contents.clone();
    given.extend(request.contents.clone());
    given.insert(crate::objections::key("urgency"), request.urgency.key().to_owned());
    for one in wanted {
        let field = format!("contents.{}", one.key);
        let text = given.get(&one.key).map(|text| text.trim()).unwrap_or_default();
        if text.is_empty() {
            if !one.given_by_act && one.needed(|term| wanted::said(term, &given)) {
                let message = format!("`{}` is missing: {}", one.key, one.description);
                let remedy = "fill it in; a request without it comes back".to_owned();
                let article = one.cite();
                o.block(Against {
                    key: "content-missing",
                    field: &field,
                    article: &article,
                    message,
                    remedy,
                });
            }
        } else if let Err(error) = field::check(one.kind, &one.choice_keys(), text) {
            unreadable(o, &field, one, error);
        }
    }
    for extra in request.contents.keys().filter(|key| !wanted.iter().any(|one| one.key == **key)) {
        let message = format!("no instrument relied on asks for `{extra}`");
        let remedy = "leave it out unless it helps".to_owned();
        let field = format!("contents.{extra}");
        o.advise(Against { key: "content-not-asked", field: &field, article: "", message, remedy });
    }
}

/// A value that is not what its field takes.
pub(crate) fn unreadable(o: &mut Objections<'_>, field: &str, wanted: &Wanted, error: field::FieldError) {
    let article = wanted.cite();
    o.block(Against {
        key: "content-unreadable",
        field,
        article: &article,
        message: error.message,
        remedy: error.remedy,
    });
}

fn attached(o: &mut Objections<'_>, request: &Request, wanted: &[Wanted], waits: bool) {
    let mut given = o.progress.contents.clone();
    given.extend(request.contents.clone());
    given.insert(crate::objections::key("urgency"), request.urgency.key().to_owned());
    for one in wanted {
        let there = request.documents.iter().any(|document| document.key == one.key)
            || o.progress.documents.contains(&one.key);
        if there || !one.needed(|term| wanted::said(term, &given)) {
            continue;
        }
        let message = format!("`{}` is missing: {}", one.key, one.description);
        let field = format!("documents.{}", one.key);
        let article = one.cite();
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

/// Thresholds of the instruments, as the requested state's declarations changed them.
fn conditions(o: &mut Objections<'_>, checks: &[Check]) {
    let mut seen = BTreeSet::new();
    for condition in checks.iter().flat_map(|check| &check.conditions) {
        if condition.met == Answer::No && seen.insert((&condition.instrument, &condition.key)) {
            let why = condition.why.as_deref().unwrap_or_default();
            let message = format!("`{}` is not met: {} ({why})", condition.key, condition.description);
            let remedy =
                "do not ask for this offence alone; leave it out, or ask for it together with one that \
                          reaches the threshold"
                    .to_owned();
            let article = format!("{} {}", condition.instrument, condition.article);
            let field = format!("conditions.{}", condition.key);
            o.block(Against { key: "condition-not-met", field: &field, article: &article, message, remedy });
        }
    }
}

/// A state that never extradites its nationals says so beforehand.
fn nationals(o: &mut Objections<'_>, request: &Request, checks: &[Check]) {
    if !request.person.nationality.contains(&request.requested) {
        return;
    }
    let refused = DeclarationEffect::NationalsAlwaysRefused.as_str();
    let declared = (checks.iter().flat_map(|check| &check.declarations))
        .find(|declaration| declaration.by == request.requested && declaration.effect == refused);
    if let Some(declared) = declared {
        let message = format!("the person is a national of {}: {}", request.requested, declared.description);
        let remedy =
            "expect a refusal; ask in the same letter that the case be taken over for prosecution there";
        let article = format!("{} {}", declared.instrument, declared.articles.join(", "));
        o.advise(Against {
            key: "national-of-requested",
            field: "person.nationality",
            article: &article,
            message,
            remedy: remedy.to_owned(),
        });
    }
}

fn language(o: &mut Objections<'_>, request: &Request, checks: &[Check], full: bool) {
    o.need("language", &request.language, "");
    let said = (request.documents.iter().map(|document| (document.key.as_str(), document.language.as_str())))
        .filter(|(key, _)| *key == "translation")
        .map(|(_, language)| language)
        .chain([request.language.as_str()]);
    let Some(rule) = not_accepted(checks, said) else { return };
    if !request.language.trim().is_empty() {
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

/// The declaration on languages that none of these languages meets.
pub(crate) fn not_accepted<'c, 'l>(
    checks: &'c [Check],
    languages: impl Iterator<Item = &'l str>,
) -> Option<&'c LanguageRule> {
    let declared =
        checks.iter().flat_map(|check| &check.languages).find(|rule| rule.declared_by.is_some())?;
    let accepts = |language: &str| {
        let main = language.split('-').next().unwrap_or(language);
        declared.accepted.iter().any(|accepted| accepted.eq_ignore_ascii_case(main))
    };
    let mut languages = languages;
    (!languages.any(accepts)).then_some(declared)
}
