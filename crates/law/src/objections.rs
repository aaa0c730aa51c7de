//! What stands against an act: at the sending end before it leaves, and at the receiving end when it arrives.
//!
//! Each objection names the field, the article, what is wrong and what to do. Some are advice; those that block keep
//! the act from being sent. In the fold, an act that cannot belong to the case has no effect and stays visible.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::act::{
    Acceptance, Arrest, Body, Consent, Document, Outcome, Question, Release, SafeguardAnswer, Supplement,
    Surrender,
};
use crate::check::{End, SafeguardQuestion};
use crate::codes::{ActEvent, Cited};
use crate::deciding::decide;
use crate::fold::{CaseState, Objection, Status};
use crate::ids::{Key, State};
use crate::library::Library;
use crate::measuring;
use crate::progress::{Progress, day_of};
use crate::read_procedure::KEPT;
use crate::views::end;

/// Objections while they are gathered, each with whether the act cannot belong to the case.
pub(crate) struct Objections<'a> {
    pub(crate) progress: &'a Progress,
    found: Vec<(Objection, bool)>,
}

/// One objection in the making.
pub(crate) struct Against<'t> {
    pub(crate) key: &'static str,
    pub(crate) field: &'t str,
    pub(crate) article: &'t str,
    pub(crate) message: String,
    pub(crate) remedy: String,
}

impl<'a> Objections<'a> {
    fn push(&mut self, against: Against<'_>, blocks: bool, fatal: bool) {
        let Against { key: name, field, article, message, remedy } = against;
        let objection = Objection {
            key: key(name),
            field: field.to_owned(),
            article: article.to_owned(),
            message,
            remedy,
            blocks,
        };
        self.found.push((objection, fatal));
    }

    /// The act cannot belong to the case.
    pub(crate) fn unfit(&mut self, against: Against<'_>) {
        self.push(against, true, true);
    }

    /// The act must not be sent like this.
    pub(crate) fn block(&mut self, against: Against<'_>) {
        self.push(against, true, false);
    }

    /// The act may be sent, and this should be known.
    pub(crate) fn advise(&mut self, against: Against<'_>) {
        self.push(against, false, false);
    }

    /// Text that must not be empty.
    pub(crate) fn need(&mut self, field: &str, text: &str, article: &str) {
        if text.trim().is_empty() {
            let message = format!("`{field}` is empty");
            self.block(Against {
                key: "empty-field",
                field,
                article,
                message,
                remedy: "fill it in".to_owned(),
            });
        }
    }

    pub(crate) fn past(&mut self, field: &str, at: Timestamp) {
        if at > self.progress.as_of {
            self.block(Against {
                key: "in-the-future",
                field,
                article: "",
                message: format!("`{at}` has not come yet"),
                remedy: "record what has happened, with its time".to_owned(),
            });
        }
    }

    pub(crate) fn not_before(&mut self, field: &str, at: Timestamp, event: ActEvent, what: &str) {
        let earlier = self.progress.last(event);
        // People record the minute; an act carries the microsecond at which it was made.
        let minute = |at: Timestamp| at.as_second().div_euclid(60);
        if let Some(earlier) = earlier.filter(|earlier| minute(at) < minute(earlier.at)) {
            self.block(Against {
                key: "before-its-cause",
                field,
                article: "",
                message: format!("`{at}` is before {what} on {}", earlier.at),
                remedy: "check the date and the hour".to_owned(),
            });
        }
    }
}

/// A key that stands in this program.
pub(crate) fn key(name: &'static str) -> Key {
    // A test reads every key of this module, so a slip shows there.
    Key::parse(name).unwrap_or_else(|_| unreachable!("`{name}` is a key"))
}

impl Library {
    /// What stands against an act, before it is sent and when it is received. Nothing blocks where no entry `blocks`.
    /// The people behind it are for [`Library::check_people`].
    pub fn check_act(&self, case: &CaseState, body: &Body, author: State) -> Vec<Objection> {
        self.objections(&case.inner, body, author).into_iter().map(|(objection, _)| objection).collect()
    }

    /// What stands against the people behind an act: a coercive act needs a second person, who is another.
    pub fn check_people(&self, body: &Body, by: &str, approved_by: Option<&str>) -> Vec<Objection> {
        let (name, message) = match approved_by {
            None if self.coercive(body) => {
                ("no-second-person", format!("a {} needs a second person", body.kind()))
            }
            Some(second) if second == by => {
                ("same-person", format!("`{by}` cannot approve what `{by}` wrote"))
            }
            _ => return Vec::new(),
        };
        vec![Objection {
            key: key(name),
            field: "approved-by".to_owned(),
            article: String::new(),
            message,
            remedy: "have another officer with the right to approve look at it".to_owned(),
            blocks: true,
        }]
    }

    /// Whether an act asks for, orders or reports coercion, so that a second person must approve it.
    pub fn coercive(&self, body: &Body) -> bool {
        let coercive_measure = |measure: &Key| {
            (self.procedures.values())
                .flat_map(|procedure| &procedure.measures)
                .any(|text| text.key == *measure && text.coercive)
        };
        body.coercive() || matches!(body, Body::Measure(measure) if coercive_measure(&measure.measure))
    }

    pub(crate) fn objections(
        &self,
        progress: &Progress,
        body: &Body,
        author: State,
    ) -> Vec<(Objection, bool)> {
        let mut o = Objections { progress, found: Vec::new() };
        if !may_come(&mut o, body, author) {
            return o.found;
        }
        match body {
            Body::Request(request) => self.request(&mut o, request, author),
            Body::Acceptance(acceptance) => accept(&mut o, acceptance),
            Body::Question(question) => ask(&mut o, question),
            Body::Supplement(supplement) => supplementing(&mut o, supplement),
            Body::Arrest(arrest) => arresting(&mut o, arrest),
            Body::Consent(consent) => consenting(&mut o, consent),
            Body::Release(release) => releasing(&mut o, release),
            Body::Decision(decision) => decide(&mut o, decision),
            Body::Surrender(surrender) => surrendering(&mut o, surrender),
            Body::Outcome(outcome) => ending(&mut o, outcome),
            Body::Withdrawal(withdrawal) => o.need("reason", &withdrawal.reason, ""),
            Body::Note(note) => o.need("text", &note.text, ""),
            Body::Measure(measure) => measuring::take(&mut o, measure),
            Body::Extension(extension) => measuring::extend(&mut o, extension, self),
            Body::Suspension(suspension) => measuring::suspend(&mut o, suspension, self),
            Body::Undertaking(undertaking) => measuring::promise(&mut o, undertaking, author),
            Body::Fulfilment(fulfilment) => measuring::settle(&mut o, fulfilment, author),
        }
        o.found
    }
}

/// Whether an act of this kind may come now from this state.
fn may_come(o: &mut Objections<'_>, body: &Body, author: State) -> bool {
    let kind = body.kind();
    if o.progress.stage() == Status::New {
        if matches!(body, Body::Request(_)) {
            return true;
        }
        let message = format!("a {kind} cannot open a case");
        let remedy = "a case begins with a request".to_owned();
        o.unfit(Against { key: "no-request", field: "kind", article: "", message, remedy });
        return false;
    }
    let Some(end) = o.progress.end_of(author) else {
        let message = format!("`{author}` is neither the requesting nor the requested state");
        let remedy = "only the two states of the request act in its case".to_owned();
        o.unfit(Against { key: "not-in-the-case", field: "author", article: "", message, remedy });
        return false;
    };
    let Some(whose) = whose(o, body) else { return true };
    if let Whose::One(whose) = whose
        && whose != end
    {
        let (is, other) = match whose {
            End::Requesting => ("requesting", "requested"),
            End::Requested => ("requested", "requesting"),
        };
        let message = format!("a {kind} is for the {is} state, and {author} is the {other} one");
        let remedy = "send a note, or leave it to the other state".to_owned();
        o.unfit(Against { key: "wrong-state", field: "author", article: "", message, remedy });
        return false;
    }
    let next = o.progress.next();
    let mine = || next.iter().filter(|step| step.end == end);
    let open: BTreeSet<&str> = mine().flat_map(|step| step.acts.iter().map(String::as_str)).collect();
    let measures: BTreeSet<&str> = mine().flat_map(|step| step.measures.iter().map(Key::as_str)).collect();
    let fits = match body {
        Body::Measure(measure) => measures.contains(measure.measure.as_str()),
        _ => open.contains(kind),
    };
    if fits {
        return true;
    }
    let status = o.progress.status().key();
    let message = match body {
        Body::Arrest(_) if !o.progress.position.accepted => {
            "the arrest was not ordered: there is no acceptance".to_owned()
        }
        Body::Measure(measure) => {
            format!("in status `{status}` the measure `{}` cannot be taken", measure.measure)
        }
        _ => format!("in status `{status}` no {kind} can be made"),
    };
    let open: Vec<&str> = open.into_iter().filter(|kind| *kind != "measure").chain(measures).collect();
    let remedy = if open.is_empty() {
        "nothing but a note is open to this state now".to_owned()
    } else {
        format!("open now: {}", open.join(", "))
    };
    o.unfit(Against { key: "not-now", field: "kind", article: "", message, remedy });
    false
}

/// For whom an act is.
enum Whose {
    One(End),
    /// Either end, where a step lets it.
    Steps,
}

/// For whom an act is; nothing for what either end may send at any time.
fn whose(o: &Objections<'_>, body: &Body) -> Option<Whose> {
    match body {
        Body::Request(_) | Body::Supplement(_) | Body::Withdrawal(_) => Some(Whose::One(End::Requesting)),
        Body::Acceptance(_)
        | Body::Question(_)
        | Body::Arrest(_)
        | Body::Consent(_)
        | Body::Release(_)
        | Body::Decision(_)
        | Body::Surrender(_)
        | Body::Outcome(_) => Some(Whose::One(End::Requested)),
        Body::Measure(measure) => {
            let text = o.progress.law.measures.iter().find(|text| text.key == measure.measure);
            Some(text.map_or(Whose::Steps, |text| Whose::One(end(text.by))))
        }
        Body::Extension(_) | Body::Suspension(_) => Some(Whose::Steps),
        // A promise can be made, and what became of it be said, as long as there are two states.
        Body::Undertaking(_) | Body::Fulfilment(_) | Body::Note(_) => None,
    }
}

/// Checks documents and what is missing among them.
pub(crate) fn documents(o: &mut Objections<'_>, documents: &[Document]) {
    let mut hashes = BTreeSet::new();
    for document in documents {
        let field = format!("documents.{}", document.key);
        o.need(&format!("{field}.title"), &document.title, "");
        o.need(&format!("{field}.language"), &document.language, "");
        if document.bytes.is_empty() {
            let message = format!("document `{}` has no content", document.key);
            let remedy = "attach the file".to_owned();
            o.block(Against { key: "empty-document", field: &field, article: "", message, remedy });
        }
        if !hashes.insert((&document.key, document.sha256)) {
            let message = format!("document `{}` is attached twice", document.key);
            let remedy = "remove one".to_owned();
            o.advise(Against { key: "document-twice", field: &field, article: "", message, remedy });
        }
    }
}

/// Checks answers to safeguards, and that none is open that guards this kind of act.
pub(crate) fn safeguards(
    o: &mut Objections<'_>,
    questions: &[SafeguardQuestion],
    answers: &[SafeguardAnswer],
    kind: &str,
    end: End,
) {
    for answer in answers {
        let field = format!("safeguards.{}", answer.key);
        let stays = |q: &SafeguardQuestion| q.key.as_str().strip_prefix(KEPT) == Some(answer.key.as_str());
        if questions.iter().any(stays) {
            let message = format!("the answer to `{}` must not reach the other state", answer.key);
            let remedy = "leave it out: it stays at the node that gives it".to_owned();
            o.block(Against { key: "stays-here", field: &field, article: "", message, remedy });
            continue;
        }
        let Some(question) = questions.iter().find(|q| answer.key == q.key && q.who == end) else {
            let message = format!("`{}` is no safeguard this end answers here", answer.key);
            let remedy = "leave the answer out".to_owned();
            o.block(Against { key: "unknown-safeguard", field: &field, article: "", message, remedy });
            continue;
        };
        let article = format!("{} {}", question.source, question.article);
        o.need(&format!("{field}.by"), &answer.by, &article);
        let Some(option) = question.answers.iter().find(|option| option.key == answer.answer) else {
            let known: Vec<&str> = question.answers.iter().map(|option| option.key.as_str()).collect();
            let message = format!("`{}` is no answer to `{}`", answer.answer, answer.key);
            let remedy = format!("answer one of: {}", known.join(", "));
            o.block(Against { key: "unknown-answer", field: &field, article: &article, message, remedy });
            continue;
        };
        if option.needs_reasoning && answer.reasoning.trim().is_empty() {
            o.block(Against {
                key: "no-reasons",
                field: &field,
                article: &article,
                message: format!("the answer `{}` needs its reasons", option.key),
                remedy: "say in a sentence what it rests on".to_owned(),
            });
        }
    }
    // What stays at a node is checked there, by `kept::check`.
    let guards =
        |q: &&SafeguardQuestion| !q.confidential && q.who == end && q.blocks.iter().any(|b| b == kind);
    for question in questions.iter().filter(guards) {
        let field = format!("safeguards.{}", question.key);
        let article = format!("{} {}", question.source, question.article);
        let given = answers.iter().rev().find(|answer| answer.key == question.key);
        let given = given.or_else(|| o.progress.answers.get(&question.key).map(|(answer, _)| answer));
        let Some(given) = given else {
            let message = format!("not answered: {}", question.question);
            let remedy = "a named person answers it before the act is made".to_owned();
            o.block(Against { key: "safeguard-open", field: &field, article: &article, message, remedy });
            continue;
        };
        let passes = question.answers.iter().any(|option| option.key == given.answer && option.passes);
        if !passes {
            let message = format!("the answer `{}` does not let a {kind} pass", given.answer);
            let remedy = match end {
                End::Requesting => "do not send the request as it is".to_owned(),
                End::Requested => "refuse, or ask for what would change the answer".to_owned(),
            };
            o.block(Against { key: "safeguard-bars", field: &field, article: &article, message, remedy });
        }
    }
}

fn accept(o: &mut Objections<'_>, acceptance: &Acceptance) {
    let law = o.progress.law.clone();
    safeguards(o, &law.safeguards, &acceptance.safeguards, "acceptance", End::Requested);
    let missing: Vec<String> = o.progress.missing_contents().map(|rule| rule.key.to_string()).collect();
    if !missing.is_empty() {
        let message = format!("the request lacks {}", missing.join(", "));
        let remedy = "ask for it in a question; the measure may be ordered meanwhile".to_owned();
        o.advise(Against { key: "contents-missing", field: "contents", article: "", message, remedy });
    }
}

fn ask(o: &mut Objections<'_>, question: &Question) {
    let article = o.progress.cited(Cited::Question);
    if question.items.is_empty() {
        let remedy = "ask at least one thing".to_owned();
        let message = "the question has no points".to_owned();
        o.block(Against { key: "empty-question", field: "items", article: &article, message, remedy });
    }
    for (number, item) in question.items.iter().enumerate() {
        o.need(&format!("items.{number}.text"), &item.text, &article);
    }
    if let Some(day) = question.reply_by
        && day < day_of(o.progress.as_of)
    {
        let message = format!("the time limit {day} has passed already");
        let remedy = "set a day to come".to_owned();
        o.block(Against { key: "limit-passed", field: "reply-by", article: &article, message, remedy });
    }
}

fn supplementing(o: &mut Objections<'_>, supplement: &Supplement) {
    let article = o.progress.cited(Cited::Question);
    if let Some(answered) = supplement.answers
        && !o.progress.open.iter().any(|asked| asked.act == answered)
    {
        let message = "it answers a question that is not open".to_owned();
        let remedy = "name an open question, or send it unasked".to_owned();
        o.block(Against { key: "no-such-question", field: "answers", article: &article, message, remedy });
    }
    let said = supplement.contents.values().any(|text| !text.trim().is_empty());
    if !said && supplement.documents.is_empty() && supplement.text.trim().is_empty() {
        let message = "the supplement says nothing".to_owned();
        let remedy = "add contents, documents or a text".to_owned();
        o.block(Against { key: "empty-supplement", field: "text", article: &article, message, remedy });
    }
    documents(o, &supplement.documents);
}

fn arresting(o: &mut Objections<'_>, arrest: &Arrest) {
    o.past("at", arrest.at);
    if TimeZone::get(&arrest.zone).is_err() {
        let message = format!("`{}` is no time zone", crate::ids::shorten(&arrest.zone));
        let remedy = "name the zone of the place, as in Europe/Berlin: periods of detention run by its clock"
            .to_owned();
        o.block(Against { key: "no-such-zone", field: "zone", article: "", message, remedy });
    }
    o.need("place", &arrest.place, "");
}

fn consenting(o: &mut Objections<'_>, consent: &Consent) {
    o.past("at", consent.at);
    o.not_before("at", consent.at, ActEvent::Arrest, "the arrest");
    let article = o.progress.cited(Cited::Consent);
    o.need("before", &consent.before, &article);
    let revocation = o.progress.cited(Cited::Revocation);
    if consent.revoked {
        if !o.progress.position.consented {
            let message = "there is no consent to take back".to_owned();
            let remedy = "record the consent first".to_owned();
            o.block(Against { key: "no-consent", field: "revoked", article: &revocation, message, remedy });
        } else {
            let message = "consent can be taken back only if the requested state declared so".to_owned();
            let remedy =
                "check the declaration; the time in between does not count in the periods".to_owned();
            o.advise(Against { key: "revocation", field: "revoked", article: &revocation, message, remedy });
        }
    } else if !consent.counsel {
        let message = "consent needs counsel, or counsel renounced after information".to_owned();
        let remedy = "have the person advised, then record the consent".to_owned();
        o.block(Against {
            key: "no-counsel",
            field: "counsel",
            article: &o.progress.cited(Cited::Counsel),
            message,
            remedy,
        });
    }
}

fn releasing(o: &mut Objections<'_>, release: &Release) {
    o.past("at", release.at);
    o.not_before("at", release.at, ActEvent::Arrest, "the arrest");
    let article = o.progress.cited(Cited::Release);
    o.need("reason", &release.reason, &article);
    if let Some(deadline) = &release.deadline
        && !knows_deadline(o.progress, deadline)
    {
        let message = format!("`{deadline}` is no period of this case");
        let remedy = "name one of its periods, or leave it out".to_owned();
        o.block(Against { key: "no-such-deadline", field: "deadline", article: "", message, remedy });
    }
}

pub(crate) fn knows_deadline(progress: &Progress, key: &Key) -> bool {
    progress.law.checks.iter().any(|check| check.deadlines.iter().any(|deadline| deadline.key == *key))
}

fn surrendering(o: &mut Objections<'_>, surrender: &Surrender) {
    o.past("at", surrender.at);
    o.not_before("at", surrender.at, ActEvent::Grant, "the decision");
    let article = o.progress.cited(Cited::Custody);
    o.need("place", &surrender.place, &article);
    let Some(custody) = &o.progress.custody else { return };
    let held = surrender.at.duration_since(custody.since).as_hours() / 24;
    if (i64::from(surrender.days_in_custody) - held).abs() > 1 {
        let message = format!(
            "{} days in custody are stated, {held} follow from the arrest",
            surrender.days_in_custody
        );
        let remedy = "state how long the person was held for this request: it is credited".to_owned();
        let field = "days-in-custody";
        o.advise(Against { key: "custody-days", field, article: &article, message, remedy });
    }
}

fn ending(o: &mut Objections<'_>, outcome: &Outcome) {
    if !o.progress.ends().any(|end| end.result == outcome.result) {
        let message = "the outcome is not what the case came to".to_owned();
        let fits: Vec<&str> = o.progress.ends().map(|end| end.result.key()).collect();
        let status = o.progress.stage().key();
        let remedy =
            format!("the case stands at `{status}`; report what happened to it: {}", fits.join(", "));
        o.unfit(Against { key: "wrong-outcome", field: "result", article: "", message, remedy });
    }
}
