//! Strips of content, one below the other, cut into pages.
//!
//! A strip is never torn. Strips that belong together say so: a heading keeps with what follows, a short item stays whole, a
//! long one leaves no single line behind. Rows that go on on the next page repeat the head of their table there.

use crate::paragraph::{Colour, Lines, Piece};

/// What a part of the letter is, for those who do not see it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Role {
    Title(String),
    Heading(String),
    Text,
    Table,
    Row,
    /// Head of a column.
    ColumnHead,
    /// Head of a row.
    RowHead,
    Cell,
    List,
    Item,
    ItemBody,
    ItemLabel,
    /// A picture, with what it says.
    Picture(String),
}

/// Position of a node in the tree of roles.
pub(crate) type NodeId = usize;

/// A node of the tree: a part of the letter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) role: Role,
    pub(crate) parent: Option<NodeId>,
    /// BCP 47; empty where it is that of the letter.
    pub(crate) language: String,
}

/// A thing drawn in a strip, from its top left.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    /// Text on a baseline.
    Text { x: f32, baseline: f32, piece: Piece, node: Option<NodeId> },
    /// A filled rectangle.
    Fill { x: f32, y: f32, width: f32, height: f32, shade: Shade },
    /// A square picture of dark and light squares.
    Squares { x: f32, y: f32, side: f32, squares: Vec<Vec<bool>>, node: Option<NodeId> },
}

/// The tone of a rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shade {
    /// A fine line.
    Line,
    /// A strong line.
    Rule,
    /// The ground of a head.
    Ground,
}

/// A horizontal strip.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Strip {
    pub(crate) height: f32,
    /// Space above it, unless it begins a page.
    pub(crate) above: f32,
    /// Whether the next strip must be on the same page.
    pub(crate) keep: bool,
    pub(crate) marks: Vec<Mark>,
    /// The head that is repeated when this strip begins a page.
    pub(crate) head: Option<usize>,
    /// Headings that begin here, for the outline.
    pub(crate) heading: Option<String>,
}

/// Everything between the headers and footers, in order.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) strips: Vec<Strip>,
    pub(crate) nodes: Vec<Node>,
    heads: Vec<Vec<Strip>>,
}

/// A strip on its page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    /// From the top of the page's content.
    pub(crate) y: f32,
    pub(crate) strip: Strip,
    /// A repeated head says nothing new.
    pub(crate) repeated: bool,
}

/// A cell of a row: its lines, where they stand and what they are.
pub(crate) struct CellLines {
    pub(crate) x: f32,
    pub(crate) width: f32,
    /// Paragraphs with the space above each and the node each belongs to.
    pub(crate) paragraphs: Vec<(f32, Lines, Option<NodeId>)>,
}

impl CellLines {
    fn height(&self) -> f32 {
        self.paragraphs.iter().map(|(above, lines, _)| above + lines.height()).sum()
    }
}

/// Rows up to this height are never torn.
const WHOLE: f32 = 150.0;

impl Flow {
    /// A node of the tree.
    pub(crate) fn node(&mut self, role: Role, parent: Option<NodeId>, language: &str) -> NodeId {
        self.nodes.push(Node { role, parent, language: language.to_owned() });
        self.nodes.len() - 1
    }

    /// The marks of a line of text.
    fn line_marks(
        x: f32,
        width: f32,
        y: f32,
        lines: &Lines,
        line: &crate::paragraph::Line,
        node: Option<NodeId>,
    ) -> Vec<Mark> {
        let start = if lines.flush_right { x + width - line.width } else { x };
        line.pieces
            .iter()
            .map(|piece| Mark::Text {
                x: start + piece.x,
                baseline: y + line.baseline,
                piece: piece.clone(),
                node,
            })
            .collect()
    }

    /// Adds cells that stand side by side, cut into strips where no cell has a line.
    /// Returns the positions of the strips.
    pub(crate) fn row(&mut self, above: f32, cells: &[CellLines]) -> std::ops::Range<usize> {
        let mut lines = Vec::new();
        for cell in cells {
            let mut y = 0.0;
            for (space, paragraph, node) in &cell.paragraphs {
                y += space;
                for line in &paragraph.lines {
                    let marks = Self::line_marks(cell.x, cell.width, 0.0, paragraph, line, *node);
                    lines.push((y, y + line.height, marks));
                    y += line.height;
                }
            }
        }
        let height = cells.iter().map(CellLines::height).fold(0.0, f32::max);
        let cuts = safe_cuts(&lines, height);
        let from = self.strips.len();
        let mut top = 0.0;
        for cut in cuts {
            let mut strip = Strip { height: cut - top, ..Strip::default() };
            for (start, _, marks) in
                lines.iter_mut().filter(|(start, end, _)| *start >= top - SLACK && *end <= cut + SLACK)
            {
                let shift = *start - top;
                strip.marks.extend(std::mem::take(marks).into_iter().map(|mark| mark.lowered(shift)));
            }
            self.strips.push(strip);
            top = cut;
        }
        let to = self.strips.len();
        if let Some(first) = self.strips.get_mut(from) {
            first.above = above;
        }
        self.hold_together(from..to);
        from..to
    }

    /// Short items stay whole; long ones leave two strips on either side at least.
    fn hold_together(&mut self, range: std::ops::Range<usize>) {
        let count = range.len();
        let Some(strips) = self.strips.get_mut(range) else { return };
        let height: f32 = strips.iter().map(|strip| strip.height).sum();
        for (at, strip) in strips.iter_mut().enumerate() {
            let near_an_end = at == 0 || at + 2 == count;
            strip.keep = at + 1 < count && (height <= WHOLE || near_an_end);
        }
    }

    /// Adds one paragraph over the whole width given.
    pub(crate) fn paragraph(
        &mut self,
        above: f32,
        x: f32,
        width: f32,
        lines: Lines,
        node: Option<NodeId>,
    ) -> std::ops::Range<usize> {
        self.row(above, &[CellLines { x, width, paragraphs: vec![(0.0, lines, node)] }])
    }

    /// Adds empty space or marks that stand alone.
    pub(crate) fn strip(&mut self, strip: Strip) {
        self.strips.push(strip);
    }

    /// Ties strips to what follows.
    pub(crate) fn keep_with_next(&mut self, range: std::ops::Range<usize>) {
        for strip in self.strips.get_mut(range).into_iter().flatten() {
            strip.keep = true;
        }
    }

    /// Adds marks to a strip.
    pub(crate) fn mark(&mut self, at: usize, mark: Mark) {
        if let Some(strip) = self.strips.get_mut(at) {
            strip.marks.push(mark);
        }
    }

    /// Makes strips the head of a table, to be repeated by rows that say so.
    pub(crate) fn head(&mut self, range: std::ops::Range<usize>) -> usize {
        self.keep_with_next(range.clone());
        let strips = self.strips.get(range).map(<[Strip]>::to_vec).unwrap_or_default();
        self.heads.push(strips);
        self.heads.len() - 1
    }

    /// Cuts everything into pages of this height.
    pub(crate) fn pages(&self, height: f32) -> Vec<Vec<Placed>> {
        let mut pages: Vec<Vec<Placed>> = Vec::new();
        let mut page: Vec<Placed> = Vec::new();
        let mut y = 0.0;
        let mut at = 0;
        while at < self.strips.len() {
            let chain = self.chain(at);
            let whole = self.height_of(chain.clone(), true);
            let needed = self.height_of(chain.clone(), page.is_empty());
            let fits_somewhere = whole + self.head_height(at) <= height;
            if !page.is_empty() && y + needed > height && fits_somewhere {
                pages.push(std::mem::take(&mut page));
                y = 0.0;
            }
            for strip in self.strips.get(chain.clone()).into_iter().flatten() {
                let above = if page.is_empty() { 0.0 } else { strip.above };
                if !page.is_empty() && y + above + strip.height > height {
                    pages.push(std::mem::take(&mut page));
                    y = 0.0;
                }
                if page.is_empty() {
                    self.repeat_head(strip, &mut page, &mut y);
                }
                y += if page.is_empty() { 0.0 } else { strip.above };
                page.push(Placed { y, strip: strip.clone(), repeated: false });
                y += strip.height;
            }
            at = chain.end;
        }
        if !page.is_empty() || pages.is_empty() {
            pages.push(page);
        }
        pages
    }

    fn repeat_head(&self, strip: &Strip, page: &mut Vec<Placed>, y: &mut f32) {
        let Some(head) = strip.head.and_then(|head| self.heads.get(head)) else { return };
        for strip in head {
            page.push(Placed { y: *y, strip: strip.clone(), repeated: true });
            *y += strip.height;
        }
    }

    fn head_height(&self, at: usize) -> f32 {
        let head = self.strips.get(at).and_then(|strip| strip.head).and_then(|head| self.heads.get(head));
        head.into_iter().flatten().map(|strip| strip.height).sum()
    }

    /// The strips from here that must be on one page.
    fn chain(&self, from: usize) -> std::ops::Range<usize> {
        let mut to = from;
        while self.strips.get(to).is_some_and(|strip| strip.keep) {
            to += 1;
        }
        from..(to + 1).min(self.strips.len())
    }

    fn height_of(&self, range: std::ops::Range<usize>, first_on_page: bool) -> f32 {
        self.strips
            .get(range)
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, strip)| strip.height + if at == 0 && first_on_page { 0.0 } else { strip.above })
            .sum()
    }
}

/// Rounding of sums of heights.
const SLACK: f32 = 0.01;

/// Heights at which the lines of all cells can be cut, ending with the whole height.
fn safe_cuts(lines: &[(f32, f32, Vec<Mark>)], height: f32) -> Vec<f32> {
    let mut ends: Vec<f32> = lines.iter().map(|(_, end, _)| *end).collect();
    ends.sort_by(f32::total_cmp);
    ends.dedup_by(|one, other| (*one - *other).abs() < SLACK);
    let mut spans: Vec<(f32, f32)> = lines.iter().map(|(start, end, _)| (*start, *end)).collect();
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut cuts = Vec::new();
    let (mut next, mut reached) = (0, 0.0_f32);
    for end in ends {
        while let Some((start, span_end)) = spans.get(next)
            && *start < end - SLACK
        {
            reached = reached.max(*span_end);
            next += 1;
        }
        if reached <= end + SLACK {
            cuts.push(end);
        }
    }
    match cuts.last_mut() {
        Some(last) => *last = last.max(height),
        None => cuts.push(height),
    }
    cuts
}

impl Mark {
    /// The same further down.
    pub(crate) fn lowered(self, by: f32) -> Mark {
        match self {
            Mark::Text { x, baseline, piece, node } => Mark::Text { x, baseline: baseline + by, piece, node },
            Mark::Fill { x, y, width, height, shade } => Mark::Fill { x, y: y + by, width, height, shade },
            Mark::Squares { x, y, side, squares, node } => {
                Mark::Squares { x, y: y + by, side, squares, node }
            }
        }
    }
}

impl Colour {
    /// Red, green and blue.
    pub(crate) const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Colour::Ink => (0x14, 0x16, 0x1c),
            Colour::Grey => (0x55, 0x5b, 0x66),
            Colour::Warning => (0x9a, 0x2c, 0x12),
        }
    }
}

impl Shade {
    /// Red, green and blue.
    pub(crate) const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Shade::Line => (0xc4, 0xc8, 0xcf),
            Shade::Rule => (0x2b, 0x3a, 0x55),
            Shade::Ground => (0xf1, 0xf3, 0xf6),
        }
    }
}
