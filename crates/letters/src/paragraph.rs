//! A paragraph: text in several styles, scripts and directions, broken into lines of a given width.
//!
//! Lines break where Unicode lets them (UAX 14), words that are too long anywhere between clusters. Within a line the
//! bidirectional algorithm (UAX 9) decides what stands where.

use std::ops::Range;
use std::rc::Rc;

use unicode_bidi::{BidiInfo, Level};
use unicode_script::Script;

use crate::fonts::{Han, Voice};
use crate::shaping::{END_ISOLATE, Glyph, ISOLATE, Setter, Shaped, joins_only, script_of};

/// Colour of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Colour {
    /// What is said.
    Ink,
    /// What explains it.
    Grey,
    /// What must not be overlooked.
    Warning,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) voice: Voice,
    pub(crate) bold: bool,
    pub(crate) size: f32,
    pub(crate) colour: Colour,
}

/// A stretch of text in one style and language. The text was cleaned and has no line ends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) style: Style,
    /// BCP 47; empty where it is that of the letter.
    pub(crate) language: String,
}

/// The direction that a paragraph begins in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    LeftToRight,
    RightToLeft,
    /// That of its first strong character; without one, this.
    OfText {
        otherwise_right_to_left: bool,
    },
}

/// Glyphs of one face that stand side by side.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// From the left end of the line.
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) face: usize,
    pub(crate) size: f32,
    pub(crate) colour: Colour,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) language: String,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) pieces: Vec<Piece>,
    /// Without the spaces at its end.
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// From the top of the line.
    pub(crate) baseline: f32,
}

/// A paragraph broken into lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    /// Whether the lines end at the right.
    pub(crate) flush_right: bool,
}

impl Lines {
    pub(crate) fn height(&self) -> f32 {
        self.lines.iter().map(|line| line.height).sum()
    }
}

/// Distance of the lines, in sizes of the text.
const LEADING: f32 = 1.38;

/// What is set as one: same face, direction, script and style, no break within.
struct Atom {
    range: Range<usize>,
    run: usize,
    level: Level,
    script: Script,
    space: bool,
    breaks_before: bool,
    shaped: Rc<Shaped>,
}

impl Setter<'_> {
    /// Breaks the runs into lines.
    pub(crate) fn paragraph(&mut self, runs: &[Run], width: f32, base: Base) -> Lines {
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let level = match base {
            Base::LeftToRight => Some(Level::ltr()),
            Base::RightToLeft => Some(Level::rtl()),
            Base::OfText { .. } => None,
        };
        let has_strong = || text.chars().any(|c| c.is_alphabetic());
        let level = match (level, base) {
            (None, Base::OfText { otherwise_right_to_left: true }) if !has_strong() => Some(Level::rtl()),
            (level, _) => level,
        };
        let bidi = BidiInfo::new(&text, level);
        let base_level = bidi.paragraphs.first().map_or(Level::ltr(), |paragraph| paragraph.level);
        let mut atoms = self.atoms(&text, runs, &bidi.levels);
        let mut lines = Vec::new();
        let mut line: Vec<Atom> = Vec::new();
        let mut taken = 0.0;
        atoms.reverse();
        while let Some(segment) = next_segment(&mut atoms) {
            let whole: f32 = segment.iter().map(|atom| atom.width(runs)).sum();
            let tail: f32 =
                segment.iter().rev().take_while(|atom| atom.space).map(|atom| atom.width(runs)).sum();
            if taken + whole - tail > width && !line.is_empty() {
                lines.push(self.line(&text, runs, std::mem::take(&mut line), base_level));
                taken = 0.0;
            }
            if whole - tail > width {
                for atom in self.torn(&text, runs, segment, width) {
                    let own = atom.width(runs);
                    if taken + own > width && !line.is_empty() && !atom.space {
                        lines.push(self.line(&text, runs, std::mem::take(&mut line), base_level));
                        taken = 0.0;
                    }
                    taken += own;
                    line.push(atom);
                }
            } else {
                taken += whole;
                line.extend(segment);
            }
        }
        if !line.is_empty() {
            lines.push(self.line(&text, runs, line, base_level));
        }
        Lines { lines, flush_right: base_level.is_rtl() }
    }

    /// Cuts the text where anything changes, and shapes what is between.
    fn atoms(&mut self, text: &str, runs: &[Run], levels: &[Level]) -> Vec<Atom> {
        let clusters = self.clusters(text, runs, levels);
        let mut breaks = self.lines.segment_str(text).skip(1).peekable();
        let mut atoms: Vec<Atom> = Vec::new();
        let mut open: Option<(Cluster, Range<usize>, bool)> = None;
        let mut close = |setter: &mut Self, open: Option<(Cluster, Range<usize>, bool)>| {
            if let Some((cluster, range, breaks_before)) = open {
                let atom = setter.atom(text, runs, &cluster, range, breaks_before);
                atoms.extend(atom);
            }
        };
        for cluster in clusters {
            while breaks.next_if(|at| *at < cluster.range.start).is_some() {}
            let breaks_before = breaks.peek() == Some(&cluster.range.start);
            match &mut open {
                Some((before, range, _)) if !breaks_before && before.joins(&cluster) => {
                    range.end = cluster.range.end;
                }
                _ => {
                    let range = cluster.range.clone();
                    close(self, open.replace((cluster, range, breaks_before)));
                }
            }
        }
        close(self, open);
        atoms
    }

    fn atom(
        &mut self,
        text: &str,
        runs: &[Run],
        cluster: &Cluster,
        range: Range<usize>,
        breaks_before: bool,
    ) -> Option<Atom> {
        let run = runs.get(cluster.run)?;
        let piece = text.get(range.clone())?;
        // Marks of direction have done their work; they have no glyph.
        let shaped = if cluster.silent {
            Rc::new(Shaped { face: cluster.face, glyphs: Vec::new(), width: 0.0, scale: 1.0 })
        } else {
            self.shape(piece, cluster.face, cluster.script, cluster.level.is_rtl(), &run.language)
        };
        Some(Atom {
            range,
            run: cluster.run,
            level: cluster.level,
            script: cluster.script,
            space: cluster.space,
            breaks_before,
            shaped,
        })
    }

    fn clusters(&mut self, text: &str, runs: &[Run], levels: &[Level]) -> Vec<Cluster> {
        let ends: Vec<usize> = self.graphemes.segment_str(text).skip(1).collect();
        let mut clusters: Vec<Cluster> = Vec::with_capacity(ends.len());
        let (mut start, mut run, mut run_end) = (0, 0, runs.first().map_or(0, |run| run.text.len()));
        for end in ends {
            while start >= run_end && run + 1 < runs.len() {
                run += 1;
                run_end += runs.get(run).map_or(0, |run| run.text.len());
            }
            let range = start..end;
            start = end;
            let Some(cluster) = text.get(range.clone()) else { continue };
            clusters.push(Cluster {
                run,
                level: levels.get(range.start).copied().unwrap_or(Level::ltr()),
                script: script_of(cluster),
                face: 0,
                space: cluster.chars().all(|c| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}'),
                silent: cluster.chars().all(|c| joins_only(c) && !matches!(c, '\u{200c}' | '\u{200d}')),
                range,
            });
        }
        let hans: Vec<Han> = runs.iter().map(|run| Han::of(&run.language, text)).collect();
        for cluster in &mut clusters {
            let (Some(run), Some(han)) = (runs.get(cluster.run), hans.get(cluster.run)) else { continue };
            let characters = text.get(cluster.range.clone()).unwrap_or_default();
            cluster.face = self.choose(characters, cluster.script, run.style.voice, run.style.bold, *han);
        }
        self.settle_neutrals(text, runs, &mut clusters);
        clusters
    }

    /// A sign that every script uses is drawn by the face around it when both sides agree and the face has it, so
    /// that a name is not torn between faces; else by the face of the voice.
    fn settle_neutrals(&mut self, text: &str, runs: &[Run], clusters: &mut [Cluster]) {
        let mut next_strong: Vec<Option<(usize, Script)>> = vec![None; clusters.len()];
        let mut coming = None;
        for (at, cluster) in clusters.iter().enumerate().rev() {
            if let Some(slot) = next_strong.get_mut(at) {
                *slot = coming;
            }
            if cluster.script != Script::Common {
                coming = Some((cluster.face, cluster.script));
            }
        }
        let mut before: Option<(usize, Script)> = None;
        for (cluster, next) in clusters.iter_mut().zip(next_strong) {
            if cluster.script != Script::Common {
                before = Some((cluster.face, cluster.script));
                continue;
            }
            let around = match (before, next) {
                (Some(before), Some(next)) if before == next => Some(before),
                _ => None,
            };
            let characters = text.get(cluster.range.clone()).unwrap_or_default();
            if let Some((face, script)) = around
                && runs.get(cluster.run).is_some()
                && self.has_all(face, characters)
            {
                cluster.face = face;
                cluster.script = script;
            }
        }
    }

    /// Atoms of a word that no line can hold, cut between clusters so that each fits.
    fn torn(&mut self, text: &str, runs: &[Run], segment: Vec<Atom>, width: f32) -> Vec<Atom> {
        let mut torn = Vec::new();
        for atom in segment {
            let Some(run) = runs.get(atom.run) else { continue };
            if atom.space || atom.width(runs) <= width {
                torn.push(atom);
                continue;
            }
            let Some(word) = text.get(atom.range.clone()) else { continue };
            let ends: Vec<usize> = self.graphemes.segment_str(word).skip(1).collect();
            let (mut start, mut last) = (0, 0);
            let mut cut = |setter: &mut Self, range: Range<usize>| {
                if let Some(part) = word.get(range.clone())
                    && !part.is_empty()
                {
                    let right_to_left = atom.level.is_rtl();
                    let shaped =
                        setter.shape(part, atom.shaped.face, atom.script, right_to_left, &run.language);
                    torn.push(Atom {
                        range: atom.range.start + range.start..atom.range.start + range.end,
                        run: atom.run,
                        level: atom.level,
                        script: atom.script,
                        space: false,
                        breaks_before: false,
                        shaped,
                    });
                }
            };
            for end in ends {
                let reached: f32 = atom
                    .shaped
                    .glyphs
                    .iter()
                    .filter(|glyph| (start..end).contains(&glyph.range.start))
                    .map(|glyph| glyph.advance)
                    .sum();
                if reached * run.style.size * atom.shaped.scale > width && last > start {
                    cut(self, start..last);
                    start = last;
                }
                last = end;
            }
            cut(self, start..word.len());
        }
        torn
    }

    /// Puts the atoms of a line where they stand.
    fn line(&mut self, text: &str, runs: &[Run], atoms: Vec<Atom>, base: Level) -> Line {
        let end = atoms.iter().rposition(|atom| !atom.space).map_or(0, |last| last + 1);
        // UAX 9, rule L1: spaces at the end of a line stand at its end.
        let levels: Vec<Level> =
            atoms.iter().enumerate().map(|(at, atom)| if at < end { atom.level } else { base }).collect();
        let width: f32 = atoms.iter().take(end).map(|atom| atom.width(runs)).sum();
        let order = BidiInfo::reorder_visual(&levels);
        let (mut above, mut below, mut height) = (0.0_f32, 0.0_f32, 0.0_f32);
        for atom in &atoms {
            let (Some(face), Some(run)) = (self.fonts.face(atom.shaped.face), runs.get(atom.run)) else {
                continue;
            };
            let size = run.style.size * atom.shaped.scale;
            above = above.max(face.ascent * size);
            below = below.max(face.descent * size);
            height = height.max(run.style.size * LEADING);
        }
        let height = height.max(above + below);
        let baseline = (height - above - below) / 2.0 + above;
        // Spaces hang over the end that the line runs towards.
        let hanging: f32 = atoms.iter().skip(end).map(|atom| atom.width(runs)).sum();
        let mut x = if base.is_rtl() { -hanging } else { 0.0 };
        let mut pieces: Vec<(Piece, Range<usize>, bool)> = Vec::new();
        for at in order {
            let (Some(atom), Some(level)) = (atoms.get(at), levels.get(at)) else { continue };
            let Some(run) = runs.get(atom.run) else { continue };
            let width = atom.width(runs);
            if !atom.shaped.glyphs.is_empty() {
                join(&mut pieces, text, atom, run, x, width, level.is_rtl());
            }
            x += width;
        }
        Line { pieces: pieces.into_iter().map(|(piece, ..)| piece).collect(), width, height, baseline }
    }
}

/// Adds an atom to the piece on its left when both are one stretch of text, else as a piece of its own.
fn join(
    pieces: &mut Vec<(Piece, Range<usize>, bool)>,
    text: &str,
    atom: &Atom,
    run: &Run,
    x: f32,
    width: f32,
    right_to_left: bool,
) {
    let glyphs = &atom.shaped.glyphs;
    if let Some((piece, range, piece_right_to_left)) = pieces.last_mut()
        && piece.face == atom.shaped.face
        && piece.size == run.style.size * atom.shaped.scale
        && piece.colour == run.style.colour
        && piece.language == run.language
        && *piece_right_to_left == right_to_left
    {
        let follows = !right_to_left && range.end == atom.range.start;
        let precedes = right_to_left && range.start == atom.range.end;
        if follows || precedes {
            let whole = range.start.min(atom.range.start)..range.end.max(atom.range.end);
            if let Some(text) = text.get(whole.clone()) {
                let shift = range.start - whole.start;
                for glyph in &mut piece.glyphs {
                    glyph.range = glyph.range.start + shift..glyph.range.end + shift;
                }
                let shift = atom.range.start - whole.start;
                piece.glyphs.extend(glyphs.iter().map(|glyph| Glyph {
                    range: glyph.range.start + shift..glyph.range.end + shift,
                    ..glyph.clone()
                }));
                piece.text = text.to_owned();
                piece.width += width;
                *range = whole;
                return;
            }
        }
    }
    let Some(text) = text.get(atom.range.clone()) else { return };
    let piece = Piece {
        x,
        width,
        face: atom.shaped.face,
        size: run.style.size * atom.shaped.scale,
        colour: run.style.colour,
        text: text.to_owned(),
        glyphs: glyphs.clone(),
        language: run.language.clone(),
    };
    pieces.push((piece, atom.range.clone(), right_to_left));
}

impl Atom {
    fn width(&self, runs: &[Run]) -> f32 {
        self.shaped.width * runs.get(self.run).map_or(0.0, |run| run.style.size)
    }
}

/// The atoms up to the next place where the line may break; `atoms` is in reverse order.
fn next_segment(atoms: &mut Vec<Atom>) -> Option<Vec<Atom>> {
    let mut segment = vec![atoms.pop()?];
    while let Some(atom) = atoms.pop_if(|atom| !atom.breaks_before) {
        segment.push(atom);
    }
    Some(segment)
}

/// A cluster of characters that is never torn.
struct Cluster {
    range: Range<usize>,
    run: usize,
    level: Level,
    script: Script,
    face: usize,
    space: bool,
    silent: bool,
}

impl Cluster {
    fn joins(&self, next: &Cluster) -> bool {
        (self.run, self.level, self.script, self.face, self.space, self.silent)
            == (next.run, next.level, next.script, next.face, next.space, next.silent)
            && self.range.end <= next.range.start
    }
}

/// The text set off, so that its direction does not disturb what is around it.
pub(crate) fn isolated(text: &str) -> String {
    format!("{ISOLATE}{text}{END_ISOLATE}")
}
