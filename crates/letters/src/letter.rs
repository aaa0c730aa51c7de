//! A record as a letter: which parts it has, in which order, in which words.

use crate::code::Code;
use crate::compose::{Column, Composer, Paragraph, Runs};
use crate::flow::{Mark, Role, Shade, Strip};
use crate::paragraph::{Run, Style};
use crate::record::{
    Amount, Basis, Content, Deadline, Document, Fact, FreeText, Kind, Moment, Party, Person, Record,
    Safeguard, SignerRole, Term, Terms, Undertaking, Value,
};
use crate::sheet;

/// The parts of a letter, one below the other.
pub(crate) fn compose(composer: &mut Composer<'_>, record: &Record) {
    letterhead(composer, record);
    addresses(composer, record);
    title(composer, record);
    opening(composer, record);
    follows(composer, record);
    particulars(composer, record);
    amounts(composer, &record.amounts);
    basis(composer, record);
    persons(composer, &record.persons);
    contents(composer, record);
    deadlines(composer, &record.deadlines);
    safeguards(composer, &record.safeguards);
    undertakings(composer, &record.undertakings);
    remarks(composer, &record.remarks);
    annexes(composer, &record.documents);
    terms(composer, record.terms.as_ref());
    signature(composer, record);
    verification(composer, record);
    notes(composer);
}

/// What the letter is called, for its title, its outline and the list of files.
pub(crate) fn title_of(composer: &Composer<'_>, record: &Record) -> String {
    let labels = composer.labels;
    let kind = labels.with("kind", record.kind.key(), &[]);
    let more: Vec<String> = match record.kind {
        Kind::Request => record.procedures.iter().map(|term| labels.term("procedure", term).text).collect(),
        Kind::Notice => record.subject.iter().map(|term| labels.term("act", term).text).collect(),
        Kind::PreservationRequest
        | Kind::ReadmissionApplication
        | Kind::FreezingRequest
        | Kind::Acceptance
        | Kind::Refusal
        | Kind::Question
        | Kind::Supplement
        | Kind::Decision
        | Kind::Reminder => Vec::new(),
    };
    if more.is_empty() {
        kind
    } else {
        format!("{kind}{} {}", labels.word("colon"), more.join(labels.word("comma")))
    }
}

/// Whom the letter concerns, in one line.
pub(crate) fn concerning(record: &Record) -> String {
    let names: Vec<&str> =
        record.persons.iter().filter_map(|person| person.names.first()).map(String::as_str).collect();
    names.join(", ")
}

fn letterhead(composer: &mut Composer<'_>, record: &Record) {
    if record.is_draft() {
        let run = composer.run(composer.labels.word("draft-note"), sheet::ALARM);
        composer.paragraph(0.0, &Paragraph::label(vec![run]), Role::Text);
        composer.flow.strip(Strip { height: 8.0, ..Strip::default() });
    }
    let name = composer.quoted(&record.from.name, sheet::NAME);
    composer.paragraph(0.0, &Paragraph::label(vec![name]), Role::Text);
    let mut under = party_line(composer, &record.from);
    for line in &record.from.address {
        let separator = composer.run("  ·  ", sheet::SMALL);
        let line = composer.quoted(line, sheet::SMALL);
        under.extend([separator, line]);
    }
    composer.paragraph(1.0, &Paragraph::label(under), Role::Text);
    let rule = Mark::Fill { x: 0.0, y: 6.0, width: sheet::CONTENT, height: 1.4, shade: Shade::Rule };
    composer.flow.strip(Strip { height: 18.0, marks: vec![rule], ..Strip::default() });
}

/// State and id of an authority.
fn party_line(composer: &mut Composer<'_>, party: &Party) -> Runs {
    let state = composer.labels.state(&party.state);
    let state = composer.run(&state, sheet::SMALL);
    let separator = composer.run("  ·  ", sheet::SMALL);
    let id = composer.quoted(&party.authority, sheet::SMALL);
    vec![state, separator, id]
}

fn addresses(composer: &mut Composer<'_>, record: &Record) {
    const LEFT: f32 = 232.0;
    const LABELS: f32 = 92.0;
    let labels = composer.labels;
    let to = composer.run(labels.word("to"), sheet::SMALL);
    let name = composer.quoted(&record.to.name, sheet::STRONG);
    let line = party_line(composer, &record.to);
    let mut left = vec![
        Paragraph::label(vec![to]),
        Paragraph::label(vec![name]).lower(1.0),
        Paragraph::label(line).lower(1.0),
    ];
    for line in &record.to.address {
        let line = composer.quoted(line, sheet::SMALL);
        left.push(Paragraph::label(vec![line]));
    }
    let mut marks: Vec<(&str, Run)> = Vec::new();
    marks.push(("reference", composer.quoted(&record.reference, sheet::LABEL)));
    if let Some(theirs) = &record.their_reference {
        marks.push(("your-reference", composer.quoted(theirs, sheet::LABEL)));
    }
    marks.push(("date", composer.run(&labels.date(record.date), sheet::LABEL)));
    if let Some(urgency) = &record.urgency {
        let style = if urgency.key == "routine" { sheet::LABEL } else { sheet::WARNING };
        let said = labels.term("urgency", urgency);
        let style = Style { size: sheet::LABEL.size, ..style };
        marks.push(("urgency", composer.said(&said, style)));
    }
    if let Some(terms) = &record.terms {
        let said = labels.term("handling", &terms.handling);
        marks.push(("handling", composer.said(&said, sheet::LABEL)));
    }
    let start = LEFT + 16.0;
    let width = sheet::CONTENT - start - LABELS - 8.0;
    let (mut names, mut values) = (Vec::new(), Vec::new());
    let (mut names_end, mut values_end) = (0.0_f32, 0.0_f32);
    for (key, run) in marks {
        let name = composer.run(labels.word(key), Style { size: sheet::LABEL.size, ..sheet::SMALL });
        let (name, value) = (Paragraph::label(vec![name]), Paragraph::label(vec![run]));
        // Both columns begin each mark on one line, whatever the height of the scripts.
        let top = names_end.max(values_end) + 2.0;
        let (name_height, value_height) =
            (composer.lines(&name, LABELS).height(), composer.lines(&value, width).height());
        let level = (value_height - name_height).clamp(0.0, 4.0) / 2.0;
        let (name_top, value_top) = (top + level, top);
        names.push(name.lower(name_top - names_end));
        values.push(value.lower(value_top - values_end));
        (names_end, values_end) = (name_top + name_height, value_top + value_height);
    }
    let columns = vec![
        Column { start: 0.0, width: LEFT, role: Role::Text, paragraphs: left },
        Column { start, width: LABELS, role: Role::Text, paragraphs: names },
        Column { start: start + LABELS + 8.0, width, role: Role::Text, paragraphs: values },
    ];
    composer.row(0.0, None, columns);
}

fn title(composer: &mut Composer<'_>, record: &Record) {
    let title = title_of(composer, record);
    let run = composer.run(&title, sheet::TITLE);
    let lines = composer.lines(&Paragraph::label(vec![run]), sheet::CONTENT);
    let node = composer.flow.node(Role::Title(title.clone()), None, "");
    let range = composer.flow.paragraph(24.0, 0.0, sheet::CONTENT, lines, Some(node));
    if let Some(strip) = composer.flow.strips.get_mut(range.start) {
        strip.heading = Some(title);
    }
    composer.flow.keep_with_next(range);
    let names: Vec<&String> = record.persons.iter().filter_map(|person| person.names.first()).collect();
    if !names.is_empty() {
        let re = format!("{}{} ", composer.labels.word("re"), composer.labels.word("colon"));
        let mut runs = vec![composer.run(&re, sheet::BODY)];
        for (at, name) in names.into_iter().enumerate() {
            if at > 0 {
                runs.push(composer.run(composer.labels.word("comma"), sheet::BODY));
            }
            runs.push(composer.quoted(name, sheet::STRONG));
        }
        let range = composer.paragraph(5.0, &Paragraph::label(runs), Role::Text);
        composer.flow.keep_with_next(range);
    }
}

fn opening(composer: &mut Composer<'_>, record: &Record) {
    let labels = composer.labels;
    let values = [("from", record.from.name.as_str()), ("to", record.to.name.as_str())];
    let run = composer.told("opening", record.kind.key(), &values, sheet::BODY);
    let range = composer.paragraph(12.0, &Paragraph::label(vec![run]), Role::Text);
    let items: Vec<Runs> = match record.kind {
        Kind::Notice => record.subject.iter().map(|term| ("act", term)).collect::<Vec<_>>(),
        _ => record.procedures.iter().map(|term| ("procedure", term)).collect(),
    }
    .into_iter()
    .map(|(section, term)| {
        let said = labels.term(section, term);
        vec![composer.said(&said, sheet::STRONG)]
    })
    .collect();
    if !items.is_empty() {
        composer.flow.keep_with_next(range);
        composer.list(items);
    }
}

fn follows(composer: &mut Composer<'_>, record: &Record) {
    if record.follows.is_empty() {
        return;
    }
    let labels = composer.labels;
    composer.heading(labels.word("follows"));
    let facts = record
        .follows
        .iter()
        .map(|followed| {
            let what = labels.term("act", &followed.what);
            let what = composer.said(&what, sheet::LABEL);
            let date = composer.run(&labels.date(followed.date), sheet::BODY);
            let hash = hash_runs(composer, &followed.act);
            let label = composer.run(labels.word("act-hash"), sheet::SMALL);
            let value = vec![
                Paragraph::label(vec![date]),
                Paragraph::label(vec![label]).lower(2.0),
                Paragraph::label(hash),
            ];
            (vec![Paragraph::label(vec![what])], value)
        })
        .collect();
    composer.facts(facts);
}

/// A hash that may break in groups.
fn hash_runs(composer: &mut Composer<'_>, hash: &str) -> Runs {
    vec![composer.quoted(&in_groups(hash), sheet::CODE)]
}

/// Digits that may break after every sixteenth.
fn in_groups(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && at.is_multiple_of(16) {
            text.push('\u{200b}');
        }
        text.push(c);
    }
    text
}

fn particulars(composer: &mut Composer<'_>, record: &Record) {
    if record.particulars.is_empty() {
        return;
    }
    let heading = match record.kind {
        Kind::Reminder => "what-is-due",
        _ => "particulars",
    };
    composer.heading(composer.labels.word(heading));
    let facts = record.particulars.iter().map(|fact| particular(composer, fact)).collect();
    composer.facts(facts);
}

fn particular(composer: &mut Composer<'_>, fact: &Fact) -> (Vec<Paragraph>, Vec<Paragraph>) {
    let labels = composer.labels;
    let what = labels.term("fact", &fact.what);
    let mut label = vec![Paragraph::label(vec![composer.said(&what, sheet::LABEL)])];
    let value = value(composer, &fact.what.key, &fact.value, &mut label);
    (label, value)
}

/// A value; whether it is an original is said under the label.
fn value(
    composer: &mut Composer<'_>,
    what: &str,
    value: &Value,
    label: &mut Vec<Paragraph>,
) -> Vec<Paragraph> {
    let labels = composer.labels;
    match value {
        Value::Plain(text) => or_dash(composer, |composer| composer.written(text, "", sheet::BODY)),
        Value::Text(text) => {
            if text.translation.is_none() {
                label.push(mark_of(composer, text));
            }
            or_dash(composer, |composer| composer.free(text, sheet::BODY, true))
        }
        Value::Term(term) => {
            let section = match what {
                "measure" => "measure",
                "deadline" => "deadline",
                "awaited" => "step",
                "undertaking" => "undertaking",
                "outcome" | "result" => "outcome",
                _ => "choice",
            };
            let said = labels.term(section, term);
            vec![Paragraph::label(vec![composer.said(&said, sheet::STRONG)])]
        }
        Value::State(code) => {
            let state = labels.state(code);
            vec![Paragraph::label(vec![composer.run(&state, sheet::BODY)])]
        }
        Value::Date(date) => {
            let date = labels.date(*date);
            vec![Paragraph::label(vec![composer.run(&date, sheet::BODY)])]
        }
        Value::Moment(moment) => moment_paragraphs(composer, moment),
        Value::Flag(flag) => {
            let word = labels.word(if *flag { "yes" } else { "no" });
            vec![Paragraph::label(vec![composer.run(word, sheet::BODY)])]
        }
        Value::Ground(ground) => {
            let said = labels.term("ground", &ground.what);
            let mut value = vec![Paragraph::label(vec![composer.said(&said, sheet::BODY)])];
            value.extend(composer.article(&ground.articles, ground.verified));
            value
        }
    }
}

/// The small line that says whether a text is an original, and in which language.
fn mark_of(composer: &mut Composer<'_>, text: &FreeText) -> Paragraph {
    composer.origin(text).lower(1.0)
}

fn or_dash<'f>(
    composer: &mut Composer<'f>,
    paragraphs: impl FnOnce(&mut Composer<'f>) -> Vec<Paragraph>,
) -> Vec<Paragraph> {
    let mut paragraphs = paragraphs(composer);
    if paragraphs.is_empty() {
        paragraphs.push(Paragraph::label(vec![composer.run("–", sheet::BODY)]));
    }
    paragraphs
}

/// A moment as it was told, and in UTC.
fn moment_paragraphs(composer: &mut Composer<'_>, moment: &Moment) -> Vec<Paragraph> {
    let utc = format!("{} UTC", moment.at.strftime("%Y-%m-%d %H:%M"));
    if moment.local.is_empty() {
        return vec![Paragraph::label(vec![composer.quoted(&utc, sheet::BODY)])];
    }
    let local = composer.quoted(&moment.local, sheet::BODY);
    let separator = composer.run("  ", sheet::SMALL);
    let zone = composer.quoted(&moment.zone, sheet::SMALL);
    let utc = composer.quoted(&utc, sheet::SMALL);
    vec![Paragraph::label(vec![local, separator, zone]), Paragraph::label(vec![utc])]
}

fn amounts(composer: &mut Composer<'_>, amounts: &[Amount]) {
    if amounts.is_empty() {
        return;
    }
    composer.heading(composer.labels.word("amounts"));
    let facts = amounts
        .iter()
        .map(|amount| {
            let said = composer.labels.term("amount", &amount.what);
            let what = composer.said(&said, sheet::LABEL);
            let value =
                composer.quoted(&format!("{} {}", grouped(&amount.value), amount.currency), sheet::BODY);
            (vec![Paragraph::label(vec![what])], vec![Paragraph::label(vec![value])])
        })
        .collect();
    composer.facts(facts);
}

/// Digits before the point in groups of three, with the narrow space of ISO 80000.
fn grouped(value: &str) -> String {
    let (sign, digits) = value.strip_prefix('-').map_or(("", value), |rest| ("−", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut text = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

fn basis(composer: &mut Composer<'_>, record: &Record) {
    if record.legal_basis.is_empty() {
        return;
    }
    let labels = composer.labels;
    composer.heading(labels.word("legal-basis"));
    let columns = [
        (6.0, 216.0, labels.word("instrument").to_owned()),
        (232.0, 140.0, labels.word("articles").to_owned()),
        (382.0, sheet::CONTENT - 388.0, labels.word("standing").to_owned()),
    ];
    let rows = record.legal_basis.iter().map(|basis| basis_row(composer, basis)).collect();
    composer.table(&columns, rows);
    if let Some(reason) = &record.residual_reason {
        let label = composer.run(labels.word("residual-reason"), sheet::LABEL);
        let mark = mark_of(composer, reason);
        let text = composer.free(reason, sheet::BODY, true);
        composer.facts(vec![(vec![Paragraph::label(vec![label]), mark], text)]);
    }
}

fn basis_row(composer: &mut Composer<'_>, basis: &Basis) -> Vec<Vec<Paragraph>> {
    let title = Run { language: "en".to_owned(), ..composer.quoted(&basis.title, sheet::BODY) };
    let id = if basis.short_name.is_empty() {
        basis.instrument.clone()
    } else {
        format!("{}  ·  {}", basis.short_name, basis.instrument)
    };
    let id = composer.quoted(&id, sheet::SMALL);
    let articles = if basis.articles.is_empty() { "–".to_owned() } else { basis.articles.join("; ") };
    let articles = composer.quoted(&articles, sheet::BODY);
    let mut standing = Vec::new();
    if let Some(role) = &basis.role {
        let said = composer.labels.term("role", role);
        standing.push(Paragraph::label(vec![composer.said(&said, sheet::BODY)]));
    }
    standing.extend(composer.article(&[], basis.verified));
    if standing.is_empty() {
        standing.push(Paragraph::label(vec![composer.run("–", sheet::BODY)]));
    }
    vec![
        vec![Paragraph::label(vec![title]), Paragraph::label(vec![id])],
        vec![Paragraph::label(vec![articles])],
        standing,
    ]
}

fn persons(composer: &mut Composer<'_>, persons: &[Person]) {
    let labels = composer.labels;
    match persons {
        [] => return,
        [_] => composer.heading(labels.word("person")),
        _ => composer.heading(labels.word("persons")),
    }
    for person in persons {
        let facts = person_facts(composer, person);
        composer.facts(facts);
        composer.flow.strip(Strip { height: 4.0, ..Strip::default() });
    }
}

fn person_facts(composer: &mut Composer<'_>, person: &Person) -> Vec<(Vec<Paragraph>, Vec<Paragraph>)> {
    let labels = composer.labels;
    let mut facts = Vec::new();
    let names = person
        .names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let style = if at == 0 { sheet::STRONG } else { sheet::BODY };
            Paragraph::label(vec![composer.quoted(name, style)]).lower(if at == 0 { 0.0 } else { 2.0 })
        })
        .collect();
    let key = if person.names.len() == 1 { "name" } else { "names" };
    facts.push((label(composer, key), names));
    if let Some(born) = &person.born {
        let told = born.parse().map_or_else(|_| born.clone(), |date| labels.date(date));
        let run = composer.quoted(&told, sheet::BODY);
        facts.push((label(composer, "born"), vec![Paragraph::label(vec![run])]));
    }
    if !person.nationality.is_empty() {
        let states: Vec<String> = person.nationality.iter().map(|code| labels.state(code)).collect();
        let run = composer.run(&states.join(labels.word("separator")), sheet::BODY);
        facts.push((label(composer, "nationality"), vec![Paragraph::label(vec![run])]));
    }
    if let Some(sex) = &person.sex {
        let said = labels.term("sex", &Term::new(sex.clone(), sex.clone()));
        let run = composer.said(&said, sheet::BODY);
        facts.push((label(composer, "sex"), vec![Paragraph::label(vec![run])]));
    }
    if let Some(description) = &person.description
        && !description.text.trim().is_empty()
    {
        let mut name = label(composer, "description");
        if description.translation.is_none() {
            name.push(mark_of(composer, description));
        }
        let text = or_dash(composer, |composer| composer.free(description, sheet::BODY, true));
        facts.push((name, text));
    }
    facts
}

fn label(composer: &mut Composer<'_>, key: &str) -> Vec<Paragraph> {
    let run = composer.run(composer.labels.word(key), sheet::LABEL);
    vec![Paragraph::label(vec![run])]
}

fn contents(composer: &mut Composer<'_>, record: &Record) {
    if record.contents.is_empty() {
        return;
    }
    let key = match record.kind {
        Kind::Question => "points",
        Kind::Supplement => "supplied",
        _ => "contents",
    };
    composer.heading(composer.labels.word(key));
    let facts = record.contents.iter().map(|content| content_fact(composer, content)).collect();
    composer.facts(facts);
}

fn content_fact(composer: &mut Composer<'_>, content: &Content) -> (Vec<Paragraph>, Vec<Paragraph>) {
    let said = composer.labels.term("content", &content.what);
    let mut label = vec![Paragraph::label(vec![composer.said(&said, sheet::LABEL)])];
    label.extend(composer.article(&content.articles, content.verified));
    let value = value(composer, &content.what.key, &content.value, &mut label);
    (label, value)
}

fn deadlines(composer: &mut Composer<'_>, deadlines: &[Deadline]) {
    if deadlines.is_empty() {
        return;
    }
    let labels = composer.labels;
    composer.heading(labels.word("deadlines"));
    let columns = [
        (6.0, 230.0, labels.word("deadline").to_owned()),
        (246.0, 136.0, labels.word("due").to_owned()),
        (392.0, sheet::CONTENT - 398.0, labels.word("state").to_owned()),
    ];
    let rows = deadlines
        .iter()
        .map(|deadline| {
            let said = labels.term("deadline", &deadline.what);
            let mut what = vec![Paragraph::label(vec![composer.said(&said, sheet::BODY)])];
            what.extend(composer.article(&deadline.articles, deadline.verified));
            if !deadline.consequence.is_empty() {
                let run = composer.run(&deadline.consequence, sheet::SMALL);
                what.push(Paragraph::label(vec![Run { language: "en".to_owned(), ..run }]));
            }
            let due = moment_paragraphs(composer, &deadline.due);
            let said = labels.term("deadline-state", &deadline.state);
            let late = deadline.state.key == "missed";
            let style = if late { sheet::ALARM } else { sheet::BODY };
            vec![what, due, vec![Paragraph::label(vec![composer.said(&said, style)])]]
        })
        .collect();
    composer.table(&columns, rows);
}

fn safeguards(composer: &mut Composer<'_>, safeguards: &[Safeguard]) {
    if safeguards.is_empty() {
        return;
    }
    let labels = composer.labels;
    composer.heading(labels.word("safeguards"));
    let columns = [
        (6.0, 222.0, labels.word("question").to_owned()),
        (240.0, sheet::CONTENT - 246.0, labels.word("answer").to_owned()),
    ];
    let rows = safeguards
        .iter()
        .map(|safeguard| {
            let said = labels.term("safeguard", &safeguard.question);
            let mut question = vec![Paragraph::label(vec![composer.said(&said, sheet::BODY)])];
            question.extend(composer.article(&safeguard.articles, safeguard.verified));
            let said = labels.term("answer", &safeguard.answer);
            let mut answer = vec![Paragraph::label(vec![composer.said(&said, sheet::STRONG)])];
            if let Some(reasoning) = &safeguard.reasoning {
                answer.extend(composer.free(reasoning, sheet::SECOND, false));
            }
            if !safeguard.by.is_empty() {
                let run = composer.told("word", "answered-by", &[("name", &safeguard.by)], sheet::SMALL);
                answer.push(Paragraph::label(vec![run]));
            }
            vec![question, answer]
        })
        .collect();
    composer.table(&columns, rows);
}

fn undertakings(composer: &mut Composer<'_>, undertakings: &[Undertaking]) {
    if undertakings.is_empty() {
        return;
    }
    composer.heading(composer.labels.word("undertakings"));
    let facts = undertakings
        .iter()
        .map(|undertaking| {
            let said = composer.labels.term("undertaking", &undertaking.what);
            let mut label = vec![Paragraph::label(vec![composer.said(&said, sheet::LABEL)])];
            label.extend(composer.article(&undertaking.articles, undertaking.verified));
            let text = match &undertaking.text {
                Some(text) => {
                    if text.translation.is_none() {
                        label.push(mark_of(composer, text));
                    }
                    or_dash(composer, |composer| composer.free(text, sheet::BODY, true))
                }
                None => vec![Paragraph::label(vec![composer.run("–", sheet::BODY)])],
            };
            (label, text)
        })
        .collect();
    composer.facts(facts);
}

fn remarks(composer: &mut Composer<'_>, remarks: &[FreeText]) {
    let remarks: Vec<&FreeText> = remarks.iter().filter(|text| !text.text.trim().is_empty()).collect();
    if remarks.is_empty() {
        return;
    }
    composer.heading(composer.labels.word("remarks"));
    for text in remarks {
        for paragraph in composer.free(text, sheet::BODY, false) {
            composer.paragraph(paragraph.above.max(2.0), &paragraph, Role::Text);
        }
    }
}

fn annexes(composer: &mut Composer<'_>, documents: &[Document]) {
    if documents.is_empty() {
        return;
    }
    let labels = composer.labels;
    composer.heading(labels.word("annexes"));
    let columns = [
        (6.0, 22.0, labels.word("number").to_owned()),
        (34.0, 188.0, labels.word("document").to_owned()),
        (232.0, 66.0, labels.word("language").to_owned()),
        (308.0, sheet::CONTENT - 312.0, labels.word("sha256").to_owned()),
    ];
    let rows = documents
        .iter()
        .enumerate()
        .map(|(at, document)| {
            let number = composer.run(&(at + 1).to_string(), sheet::BODY);
            let mut title = composer.written(&document.title, &document.language, sheet::STRONG);
            if title.is_empty() {
                title.push(Paragraph::label(vec![composer.run("–", sheet::BODY)]));
            }
            if let Some(what) = &document.what {
                let said = labels.term("document", what);
                title.push(Paragraph::label(vec![composer.said(&said, sheet::SMALL)]).lower(1.0));
            }
            title.extend(composer.article(&document.articles, true));
            let language = if document.language.is_empty() {
                "–".to_owned()
            } else {
                labels.language_name(&document.language)
            };
            let language = composer.run(&language, sheet::BODY);
            let mut hash = vec![Paragraph::label(hash_runs(composer, &document.sha256))];
            if let Some(bytes) = document.bytes {
                let told = labels.with("word", "bytes", &[("n", &grouped(&bytes.to_string()))]);
                hash.push(Paragraph::label(vec![composer.run(&told, sheet::SMALL)]));
            }
            vec![vec![Paragraph::label(vec![number])], title, vec![Paragraph::label(vec![language])], hash]
        })
        .collect();
    composer.table(&columns, rows);
}

fn terms(composer: &mut Composer<'_>, terms: Option<&Terms>) {
    let Some(terms) = terms else { return };
    let labels = composer.labels;
    composer.heading(labels.word("terms"));
    let mut facts = Vec::new();
    let purpose = composer.written(&terms.purpose, "", sheet::BODY);
    if !purpose.is_empty() {
        facts.push((label(composer, "purpose"), purpose));
    }
    let basis = composer.written(&terms.legal_basis, "", sheet::BODY);
    if !basis.is_empty() {
        facts.push((label(composer, "act-basis"), basis));
    }
    for (key, section, term) in
        [("handling", "handling", &terms.handling), ("onward", "onward", &terms.onward)]
    {
        let said = labels.term(section, term);
        let run = composer.said(&said, sheet::BODY);
        facts.push((label(composer, key), vec![Paragraph::label(vec![run])]));
    }
    composer.facts(facts);
}

fn signature(composer: &mut Composer<'_>, record: &Record) {
    const GAP: f32 = 24.0;
    if record.signers.is_empty() {
        return;
    }
    let labels = composer.labels;
    composer.heading(labels.word("signature"));
    let from = composer.flow.strips.len();
    for pair in record.signers.chunks(2) {
        let width = (sheet::CONTENT - GAP) / 2.0;
        let mut start = 0.0;
        let mut columns = Vec::new();
        for signer in pair {
            let role = match signer.role {
                SignerRole::Officer => "officer",
                SignerRole::Approver => "approver",
            };
            let mut paragraphs = vec![Paragraph::label(vec![composer.run(labels.word(role), sheet::SMALL)])];
            let name = composer.quoted(&signer.name, sheet::STRONG);
            paragraphs.push(Paragraph::label(vec![name]).lower(3.0));
            if !signer.login.is_empty() {
                let told = format!("{}{} ", labels.word("login"), labels.word("colon"));
                let runs =
                    vec![composer.run(&told, sheet::SMALL), composer.quoted(&signer.login, sheet::SMALL)];
                paragraphs.push(Paragraph::label(runs).lower(1.0));
            }
            columns.push(Column { start, width, role: Role::Text, paragraphs });
            start += width + GAP;
        }
        composer.row(6.0, None, columns);
    }
    if let Some(act) = &record.act {
        let moment = format!("{} UTC", act.made_at.strftime("%Y-%m-%d %H:%M:%S"));
        let values = [("authority", act.author.as_str()), ("moment", moment.as_str())];
        let run = composer.told("word", "signed-electronically", &values, sheet::SECOND);
        composer.paragraph(8.0, &Paragraph::label(vec![run]), Role::Text);
    } else if record.recalls.is_some() {
        let run = composer.run(labels.word("recalled-note"), sheet::SECOND);
        composer.paragraph(8.0, &Paragraph::label(vec![run]), Role::Text);
    }
    let to = composer.flow.strips.len();
    composer.flow.keep_with_next(from..to.saturating_sub(1));
}

/// How a reader finds out whether the letter is what it says.
fn verification(composer: &mut Composer<'_>, record: &Record) {
    const SIDE: f32 = 96.0;
    let Some(act) = record.act.as_ref().or(record.recalls.as_ref()) else { return };
    let labels = composer.labels;
    composer.heading(labels.word("verification"));
    let from = composer.flow.strips.len();
    let code = Code::of(act);
    let short: String = act.case.chars().take(8).collect();
    let start = SIDE + 18.0;
    let width = sheet::CONTENT - start;
    let mut paragraphs =
        vec![Paragraph::label(vec![composer.run(labels.word("verify-text"), sheet::SECOND)])];
    let command = format!("comity verify case-{short}.comity-evidence --letter {code}");
    let command = breakable(&command);
    let command = composer.quoted(&command, sheet::CODE);
    paragraphs.push(Paragraph::label(vec![command]).lower(4.0));
    paragraphs
        .push(Paragraph::label(vec![composer.run(labels.word("verify-expect"), sheet::SECOND)]).lower(4.0));
    let lines: Vec<(&str, String)> = vec![
        ("verify-code", code.to_string()),
        ("act-hash", act.hash.clone()),
        ("case", act.case.clone()),
        ("key", act.key_fingerprint.clone()),
    ];
    for (key, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
        let told = format!("{}{} ", labels.word(key), labels.word("colon"));
        let name = composer.run(&told, sheet::SMALL);
        let value = if key == "verify-code" { breakable(&value) } else { in_groups(&value) };
        let value = composer.quoted(&value, sheet::CODE);
        paragraphs.push(Paragraph::label(vec![name, value]).lower(3.0));
    }
    let picture = Role::Picture(labels.with("word", "qr-alt", &[("code", &code.to_string())]));
    let picture = composer.flow.node(picture, None, "");
    let column = Column { start, width, role: Role::Text, paragraphs };
    let range = composer.row(6.0, None, vec![column]);
    let squares = code.squares();
    let x = composer.x(0.0, SIDE);
    composer.flow.mark(range.start, Mark::Squares { x, y: 3.0, side: SIDE, squares, node: Some(picture) });
    let height: f32 = composer.flow.strips.get(range).into_iter().flatten().map(|strip| strip.height).sum();
    if height < SIDE + 6.0 {
        composer.flow.strip(Strip { height: SIDE + 6.0 - height, ..Strip::default() });
    }
    let to = composer.flow.strips.len();
    composer.flow.keep_with_next(from..to.saturating_sub(1));
}

/// A long code that may break after each part and in groups of its digits.
fn breakable(code: &str) -> String {
    let mut text = String::with_capacity(code.len() * 2);
    let mut since = 0;
    for c in code.chars() {
        text.push(c);
        since += 1;
        if c == '/' || since == 8 {
            text.push('\u{200b}');
            since = 0;
        }
        if c == ' ' {
            since = 0;
        }
    }
    text
}

/// What the letter says of its own marks.
fn notes(composer: &mut Composer<'_>) {
    let labels = composer.labels;
    if composer.unverified {
        let run = composer.run(labels.word("unverified-note"), sheet::SMALL);
        composer.paragraph(12.0, &Paragraph::label(vec![run]), Role::Text);
    }
    let missing: Vec<String> =
        composer.setter.missing().keys().take(40).map(|c| format!("U+{:04X}", *c as u32)).collect();
    if !missing.is_empty() {
        let told = labels.with("word", "undrawable", &[("list", &missing.join(", "))]);
        let run = composer.run(&told, sheet::WARNING);
        composer.paragraph(8.0, &Paragraph::label(vec![run]), Role::Text);
    }
}
