//! The parts a letter is built of: headings, paragraphs, facts, tables, marked free text.
//!
//! Places are told from the side where the letter's language begins; [`Composer::x`] turns them over for a
//! language that runs from right to left.

use std::ops::Range;

use crate::flow::{CellLines, Flow, Mark, NodeId, Role, Shade, Strip};
use crate::labels::{Labels, Said};
use crate::paragraph::{Base, Lines, Run, Style, isolated};
use crate::record::{Cite, FreeText};
use crate::shaping::Setter;
use crate::sheet;

/// Builds the content of a letter.
pub(crate) struct Composer<'f> {
    pub(crate) setter: Setter<'f>,
    pub(crate) labels: Labels,
    pub(crate) flow: Flow,
    sections: usize,
    /// Whether anything was marked as unverified.
    pub(crate) unverified: bool,
}

/// A paragraph in the making.
pub(crate) type Runs = Vec<Run>;

/// A paragraph with its style of setting: whose direction it takes.
pub(crate) struct Paragraph {
    pub(crate) above: f32,
    pub(crate) runs: Runs,
    pub(crate) own_direction: bool,
}

impl Paragraph {
    /// A paragraph of the letter itself.
    pub(crate) fn label(runs: Runs) -> Self {
        Self { above: 0.0, runs, own_direction: false }
    }

    /// A paragraph that somebody wrote, in its own direction.
    pub(crate) fn said(runs: Runs) -> Self {
        Self { above: 0.0, runs, own_direction: true }
    }

    /// The same with space above.
    pub(crate) fn lower(mut self, above: f32) -> Self {
        self.above = above;
        self
    }
}

/// A column of a row: where it begins, how wide it is, what is in it, what role it has.
pub(crate) struct Column {
    pub(crate) start: f32,
    pub(crate) width: f32,
    pub(crate) role: Role,
    pub(crate) paragraphs: Vec<Paragraph>,
}

impl<'f> Composer<'f> {
    pub(crate) fn new(setter: Setter<'f>, labels: Labels) -> Self {
        Self { setter, labels, flow: Flow::default(), sections: 0, unverified: false }
    }

    /// Whether the letter's language runs from right to left.
    pub(crate) fn right_to_left(&self) -> bool {
        self.labels.language.right_to_left()
    }

    /// The left end of a stretch that begins `start` from the side where the language begins.
    pub(crate) fn x(&self, start: f32, width: f32) -> f32 {
        if self.right_to_left() { sheet::CONTENT - start - width } else { start }
    }

    fn base(&self, own_direction: bool) -> Base {
        match (own_direction, self.right_to_left()) {
            (true, otherwise_right_to_left) => Base::OfText { otherwise_right_to_left },
            (false, true) => Base::RightToLeft,
            (false, false) => Base::LeftToRight,
        }
    }

    /// Breaks a paragraph into lines.
    pub(crate) fn lines(&mut self, paragraph: &Paragraph, width: f32) -> Lines {
        let base = self.base(paragraph.own_direction);
        self.setter.paragraph(&paragraph.runs, width, base)
    }

    /// A run of the letter's own words.
    pub(crate) fn run(&mut self, text: &str, style: Style) -> Run {
        Run { text: self.setter.clean(text).replace('\n', " "), style, language: String::new() }
    }

    /// A run of words that may be in another language than the letter.
    pub(crate) fn said(&mut self, said: &Said, style: Style) -> Run {
        if said.language.is_empty() {
            return self.run(&said.text, style);
        }
        Run { language: said.language.to_owned(), ..self.quoted(&said.text, style) }
    }

    /// A run of what somebody wrote, kept from disturbing the direction of what is around it.
    pub(crate) fn quoted(&mut self, text: &str, style: Style) -> Run {
        let mut run = self.run(text, style);
        run.text = isolated(&run.text);
        run
    }

    /// A sentence of the letter with what others wrote in it, each kept from disturbing the direction around it.
    pub(crate) fn told(&mut self, section: &str, key: &str, values: &[(&str, &str)], style: Style) -> Run {
        let clean: Vec<(&str, String)> = values
            .iter()
            .map(|(name, value)| (*name, isolated(&self.setter.clean(value).replace('\n', " "))))
            .collect();
        let values: Vec<(&str, &str)> = clean.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Run { text: self.labels.with(section, key, &values), style, language: String::new() }
    }

    /// Paragraphs of free text: one for each line in it.
    pub(crate) fn written(&mut self, text: &str, language: &str, style: Style) -> Vec<Paragraph> {
        let clean = self.setter.clean(text);
        let mut paragraphs = Vec::new();
        let mut empty = 0;
        for line in clean.trim().split('\n') {
            if line.trim().is_empty() {
                empty += 1;
                continue;
            }
            let run = Run { text: line.trim_end().to_owned(), style, language: language.to_owned() };
            let above = match (paragraphs.is_empty(), empty) {
                (true, _) => 0.0,
                (false, 0) => 2.0,
                (false, _) => style.size * 0.6,
            };
            empty = 0;
            paragraphs.push(Paragraph::said(vec![run]).lower(above));
        }
        paragraphs
    }

    /// How a free text came to be: original or translated, from what and by whom.
    pub(crate) fn origin(&mut self, text: &FreeText) -> Paragraph {
        let labels = self.labels;
        let run = match &text.translated {
            Some(origin) => {
                let from = labels.language_name(&origin.from);
                self.told("word", "translated", &[("from", &from), ("by", &origin.by)], sheet::SMALL)
            }
            None if text.language.is_empty() => self.run(labels.word("original-unknown"), sheet::SMALL),
            None => {
                let language = labels.language_name(&text.language);
                self.told("word", "original", &[("language", &language)], sheet::SMALL)
            }
        };
        Paragraph::label(vec![run])
    }

    /// Free text with its translation, each marked. `marked` says whether the mark of an original stands elsewhere.
    pub(crate) fn free(&mut self, text: &FreeText, style: Style, marked: bool) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        let Some(translation) = &text.translation else {
            if !marked {
                paragraphs.push(self.origin(text));
            }
            paragraphs.extend(self.written(&text.text, &text.language, style));
            return paragraphs;
        };
        let language = self.labels.language_name(&translation.language);
        let values = [("language", language.as_str()), ("by", translation.by.as_str())];
        let mark = self.told("word", "translation", &values, sheet::SMALL);
        paragraphs.push(Paragraph::label(vec![mark]));
        paragraphs.extend(self.written(&translation.text, &translation.language, style));
        paragraphs.push(self.origin(text).lower(4.0));
        paragraphs.extend(self.written(&text.text, &text.language, sheet::SECOND));
        paragraphs
    }

    /// Articles, those of one source in a line, and "unverified" where the text was not read.
    pub(crate) fn article(&mut self, articles: &[Cite], verified: bool) -> Vec<Paragraph> {
        let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
        for cite in articles {
            match lines.iter_mut().find(|(source, _)| *source == cite.source) {
                Some((_, list)) => list.push(&cite.article),
                None => lines.push((&cite.source, vec![&cite.article])),
            }
        }
        let mut paragraphs = Vec::new();
        for (source, list) in lines {
            let list = list.join(", ");
            let source = self.quoted(source, sheet::SMALL);
            let mut runs = vec![source];
            if !list.is_empty() {
                // Digits and brackets would turn around among words from right to left.
                let quoted = self.quoted(&list, sheet::SMALL);
                let text = if list.starts_with(|c: char| c.is_ascii_digit()) {
                    self.labels.with("word", "article", &[("n", &quoted.text)])
                } else {
                    quoted.text.clone()
                };
                runs.push(Run { text: format!(" {text}"), ..quoted });
            }
            paragraphs.push(Paragraph::label(runs).lower(1.0));
        }
        if !verified {
            self.unverified = true;
            let run = self.run(self.labels.word("unverified"), sheet::WARNING);
            paragraphs.push(Paragraph::label(vec![run]));
        }
        paragraphs
    }

    /// A numbered heading.
    pub(crate) fn heading(&mut self, text: &str) {
        self.sections += 1;
        let told = format!("{}. {text}", self.sections);
        let run = self.run(&told, sheet::HEADING);
        let lines = self.lines(&Paragraph::label(vec![run]), sheet::CONTENT);
        let node = self.flow.node(Role::Heading(told.clone()), None, "");
        let range = self.flow.paragraph(17.0, 0.0, sheet::CONTENT, lines, Some(node));
        if let Some(strip) = self.flow.strips.get_mut(range.start) {
            strip.heading = Some(told);
        }
        self.flow.keep_with_next(range);
        let line = Mark::Fill { x: 0.0, y: 1.5, width: sheet::CONTENT, height: 0.6, shade: Shade::Rule };
        self.flow.strip(Strip { height: 5.0, keep: true, marks: vec![line], ..Strip::default() });
    }

    /// One paragraph over the whole width.
    pub(crate) fn paragraph(&mut self, above: f32, paragraph: &Paragraph, role: Role) -> Range<usize> {
        let lines = self.lines(paragraph, sheet::CONTENT);
        let node = self.flow.node(role, None, "");
        self.flow.paragraph(above, 0.0, sheet::CONTENT, lines, Some(node))
    }

    /// A row of columns within a node of the tree.
    pub(crate) fn row(&mut self, above: f32, row: Option<NodeId>, columns: Vec<Column>) -> Range<usize> {
        let cells: Vec<CellLines> = columns
            .into_iter()
            .map(|column| {
                let node = self.flow.node(column.role, row, "");
                let written = column.paragraphs.iter().filter(|paragraph| paragraph.own_direction).count();
                let paragraphs = column
                    .paragraphs
                    .iter()
                    .map(|paragraph| {
                        let mut lines = self.lines(paragraph, column.width);
                        // One short text stands beside what names it, whatever its direction.
                        if paragraph.own_direction && written == 1 && lines.lines.len() == 1 {
                            lines.flush_right = self.right_to_left();
                        }
                        (paragraph.above, lines, Some(node))
                    })
                    .collect();
                CellLines { x: self.x(column.start, column.width), width: column.width, paragraphs }
            })
            .collect();
        self.flow.row(above, &cells)
    }

    /// A table of two columns without a head: what something is, and how it is.
    pub(crate) fn facts(&mut self, facts: Vec<(Vec<Paragraph>, Vec<Paragraph>)>) {
        const LABELS: f32 = 138.0;
        const GAP: f32 = 14.0;
        let table = self.flow.node(Role::Table, None, "");
        let count = facts.len();
        for (at, (mut label, value)) in facts.into_iter().enumerate() {
            // The small type of a label stands on the baseline of what it names.
            if let Some(first) = label.first_mut() {
                first.above += 1.8;
            }
            let row = self.flow.node(Role::Row, Some(table), "");
            let start = LABELS + GAP;
            let columns = vec![
                Column { start: 0.0, width: LABELS, role: Role::RowHead, paragraphs: label },
                Column { start, width: sheet::CONTENT - start, role: Role::Cell, paragraphs: value },
            ];
            let range = self.row(if at == 0 { 2.0 } else { 4.5 }, Some(row), columns);
            if at + 1 < count {
                self.line_below(range);
            }
        }
    }

    /// A fine line under the last strip of a row.
    fn line_below(&mut self, range: Range<usize>) {
        let Some(last) = range.end.checked_sub(1) else { return };
        let Some(strip) = self.flow.strips.get_mut(last) else { return };
        strip.height += 3.5;
        let y = strip.height - 0.4;
        let line = Mark::Fill { x: 0.0, y, width: sheet::CONTENT, height: 0.4, shade: Shade::Line };
        strip.marks.push(line);
    }

    /// A table with a head that is repeated on every page.
    pub(crate) fn table(&mut self, columns: &[(f32, f32, String)], rows: Vec<Vec<Vec<Paragraph>>>) {
        let table = self.flow.node(Role::Table, None, "");
        let head_row = self.flow.node(Role::Row, Some(table), "");
        let heads = columns
            .iter()
            .map(|(start, width, text)| {
                let run = self.run(text, sheet::LABEL);
                let paragraphs = vec![Paragraph::label(vec![run]).lower(3.5)];
                Column { start: *start, width: *width, role: Role::ColumnHead, paragraphs }
            })
            .collect();
        let range = self.row(2.0, Some(head_row), heads);
        let height: f32 = self.flow.strips.get(range.clone()).into_iter().flatten().map(|s| s.height).sum();
        if let Some(last) = range.end.checked_sub(1).and_then(|last| self.flow.strips.get_mut(last)) {
            last.height += 3.5;
        }
        let ground =
            Mark::Fill { x: 0.0, y: 0.0, width: sheet::CONTENT, height: height + 3.5, shade: Shade::Ground };
        self.flow.mark(range.start, ground);
        let head = self.flow.head(range);
        for cells in rows {
            let row = self.flow.node(Role::Row, Some(table), "");
            let columns = columns
                .iter()
                .zip(cells)
                .map(|((start, width, _), mut paragraphs)| {
                    if let Some(first) = paragraphs.first_mut() {
                        first.above = 4.0;
                    }
                    Column { start: *start, width: *width, role: Role::Cell, paragraphs }
                })
                .collect();
            let range = self.row(0.0, Some(row), columns);
            for strip in self.flow.strips.get_mut(range.clone()).into_iter().flatten() {
                strip.head = Some(head);
            }
            self.line_below(range);
        }
    }

    /// A list of short items.
    pub(crate) fn list(&mut self, items: Vec<Runs>) {
        let list = self.flow.node(Role::List, None, "");
        for runs in items {
            let item = self.flow.node(Role::Item, Some(list), "");
            let dash = self.run("–", sheet::BODY);
            let columns = vec![
                Column {
                    start: 8.0,
                    width: 12.0,
                    role: Role::ItemLabel,
                    paragraphs: vec![Paragraph::label(vec![dash])],
                },
                Column {
                    start: 22.0,
                    width: sheet::CONTENT - 22.0,
                    role: Role::ItemBody,
                    paragraphs: vec![Paragraph::label(runs)],
                },
            ];
            self.row(2.0, Some(item), columns);
        }
    }
}
