//! From pages to the bytes of a PDF/A-2a file that is also PDF/UA-1: drawing, the tree of roles, the outline, metadata.

use std::num::NonZeroU16;

use jiff::Timestamp;
use jiff::civil::Date;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node as TagNode, SpanTag,
    TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use crate::flow::{Mark, Node, Placed, Role};
use crate::fonts::Fonts;
use crate::paragraph::Piece;
use crate::sheet;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The writer refuses what would break the standard.
    #[error("the file would break PDF/A or PDF/UA: {0}")]
    Standard(String),
    /// The writer failed.
    #[error("the file cannot be written: {0}")]
    Writer(String),
}

/// What a file says of itself.
pub(crate) struct About {
    pub(crate) title: String,
    pub(crate) subject: String,
    pub(crate) author: String,
    pub(crate) language: &'static str,
    pub(crate) right_to_left: bool,
    pub(crate) made: Made,
    /// Names the content, so that two files of one act are told apart from two acts.
    pub(crate) identity: String,
}

/// When the letter was made.
pub(crate) enum Made {
    At(Timestamp),
    On(Date),
}

/// A page with what stands around its content, in places of the sheet.
pub(crate) struct Sheet {
    pub(crate) placed: Vec<Placed>,
    pub(crate) around: Vec<(Around, Mark)>,
    /// The word across the page.
    pub(crate) across: Option<Piece>,
}

/// Where a mark around the content belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    Head,
    Foot,
}

/// Writes the file.
pub(crate) fn write(
    sheets: &[Sheet],
    nodes: &[Node],
    fonts: &Fonts,
    about: &About,
) -> Result<Vec<u8>, WriteError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| WriteError::Writer(format!("{error:?}")))?;
    let settings = SerializeSettings {
        configuration,
        enable_tagging: true,
        compress_content_streams: true,
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let mut leaves: Vec<Vec<Identifier>> = vec![Vec::new(); nodes.len()];
    let mut outline = Outline::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let size = PageSettings::from_wh(sheet::WIDTH, sheet::HEIGHT)
            .ok_or_else(|| WriteError::Writer("the sheet has no size".to_owned()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        let mut pen = Pen { surface: &mut surface, fonts, nodes, leaves: &mut leaves };
        pen.across(sheet.across.as_ref());
        for placed in &sheet.placed {
            pen.strip(placed);
            if let (Some(heading), false) = (&placed.strip.heading, placed.repeated) {
                let point = Point::from_xy(sheet::SIDE, (sheet::TOP + placed.y - 6.0).max(0.0));
                outline.push_child(OutlineNode::new(heading.clone(), XyzDestination::new(number, point)));
            }
        }
        for (around, mark) in &sheet.around {
            let kind = match around {
                Around::Head => ArtifactType::Header,
                Around::Foot => ArtifactType::Footer,
            };
            pen.artifact(kind, |pen| pen.draw(mark, 0.0, 0.0));
        }
        surface.finish();
        page.finish();
    }
    document.set_outline(outline);
    document.set_tag_tree(tree(nodes, leaves));
    document.set_metadata(metadata(about));
    document.finish().map_err(failure)
}

struct Pen<'p, 's> {
    surface: &'p mut Surface<'s>,
    fonts: &'p Fonts,
    nodes: &'p [Node],
    leaves: &'p mut Vec<Vec<Identifier>>,
}

impl Pen<'_, '_> {
    fn strip(&mut self, placed: &Placed) {
        let (x, y) = (sheet::SIDE, sheet::TOP + placed.y);
        // Grounds and rules lie below the text.
        let fills = placed.strip.marks.iter().filter(|mark| matches!(mark, Mark::Fill { .. }));
        for mark in fills {
            self.artifact(ArtifactType::Layout, |pen| pen.draw(mark, x, y));
        }
        let mut open: Option<(usize, &str)> = None;
        for mark in &placed.strip.marks {
            let (node, language) = match mark {
                Mark::Fill { .. } => continue,
                Mark::Text { node, piece, .. } => (*node, piece.language.as_str()),
                Mark::Squares { node, .. } => (*node, ""),
            };
            let node = if placed.repeated { None } else { node };
            if open != node.map(|node| (node, language)) {
                if open.take().is_some() {
                    self.surface.end_tagged();
                }
                if let Some(node) = node {
                    let own = self.nodes.get(node).map_or("", |node| node.language.as_str());
                    let told = (!language.is_empty() && language != own).then_some(language);
                    let tag = match mark {
                        Mark::Squares { .. } => ContentTag::Other,
                        Mark::Text { .. } | Mark::Fill { .. } => {
                            ContentTag::Span(SpanTag::empty().with_lang(told))
                        }
                    };
                    let leaf = self.surface.start_tagged(tag);
                    if let Some(leaves) = self.leaves.get_mut(node) {
                        leaves.push(leaf);
                    }
                    open = Some((node, language));
                }
            }
            match node {
                Some(_) => self.draw(mark, x, y),
                None => self.artifact(ArtifactType::Layout, |pen| pen.draw(mark, x, y)),
            }
        }
        if open.is_some() {
            self.surface.end_tagged();
        }
    }

    fn artifact(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self);
        self.surface.end_tagged();
    }

    /// The word across the page, in the middle, rising with the reader's direction.
    fn across(&mut self, piece: Option<&Piece>) {
        let Some(piece) = piece else { return };
        self.artifact(ArtifactType::Watermark, |pen| {
            let middle = Transform::from_translate(sheet::WIDTH / 2.0, sheet::HEIGHT / 2.0);
            pen.surface.push_transform(&middle);
            pen.surface.push_transform(&Transform::from_rotate(-52.0));
            pen.fill((0xe9, 0xea, 0xed));
            pen.glyphs(piece, -piece.width / 2.0, piece.size * 0.33);
            pen.surface.pop();
            pen.surface.pop();
        });
    }

    fn draw(&mut self, mark: &Mark, left: f32, top: f32) {
        match mark {
            Mark::Text { x, baseline, piece, .. } => {
                self.fill(piece.colour.rgb());
                self.glyphs(piece, left + x, top + baseline);
            }
            Mark::Fill { x, y, width, height, shade } => {
                self.fill(shade.rgb());
                self.rectangles([(left + x, top + y, *width, *height)].into_iter());
            }
            Mark::Squares { x, y, side, squares, .. } => {
                self.fill((0, 0, 0));
                #[expect(clippy::cast_precision_loss, reason = "a code has at most 177 squares a side")]
                let count = squares.len().max(1) as f32;
                let one = side / count;
                self.rectangles(dark_stretches(squares).map(|(row, from, length)| {
                    (left + x + from * one, top + y + row * one, length * one, one)
                }));
            }
        }
    }

    fn fill(&mut self, (red, green, blue): (u8, u8, u8)) {
        self.surface.set_fill(Some(Fill {
            paint: rgb::Color::new(red, green, blue).into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
    }

    fn rectangles(&mut self, rectangles: impl Iterator<Item = (f32, f32, f32, f32)>) {
        let mut path = PathBuilder::new();
        for (x, y, width, height) in rectangles {
            if let Some(rectangle) = Rect::from_xywh(x, y, width, height) {
                path.push_rect(rectangle);
            }
        }
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }

    fn glyphs(&mut self, piece: &Piece, x: f32, baseline: f32) {
        let Some(face) = self.fonts.face(piece.face) else { return };
        let glyphs: Vec<KrillaGlyph> = piece
            .glyphs
            .iter()
            .map(|glyph| KrillaGlyph {
                glyph_id: GlyphId::new(glyph.id),
                text_range: glyph.range.clone(),
                x_advance: glyph.advance,
                x_offset: glyph.x,
                y_offset: glyph.y,
                y_advance: 0.0,
                location: None,
            })
            .collect();
        let start = Point::from_xy(x, baseline);
        self.surface.draw_glyphs(start, &glyphs, face.embedded.clone(), &piece.text, piece.size, false);
    }
}

/// Row, first column and length of each stretch of dark squares.
fn dark_stretches(squares: &[Vec<bool>]) -> impl Iterator<Item = (f32, f32, f32)> {
    let mut stretches = Vec::new();
    for (row, line) in squares.iter().enumerate() {
        let mut from = None;
        for (column, dark) in line.iter().copied().chain([false]).enumerate() {
            match (from, dark) {
                (None, true) => from = Some(column),
                (Some(start), false) => {
                    stretches.push((row, start, column - start));
                    from = None;
                }
                _ => {}
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a code has at most 177 squares a side")]
    stretches.into_iter().map(|(row, start, length)| (row as f32, start as f32, length as f32))
}

fn tree(nodes: &[Node], mut leaves: Vec<Vec<Identifier>>) -> TagTree {
    let mut groups: Vec<Option<TagGroup>> = nodes
        .iter()
        .zip(leaves.drain(..))
        .map(|(node, leaves)| {
            let mut group = TagGroup::new(kind(node));
            for leaf in leaves {
                group.push(leaf);
            }
            Some(group)
        })
        .collect();
    // A child comes after its parent, so that from the end every group is whole when it is handed up.
    let mut waiting: Vec<Vec<TagGroup>> = vec![Vec::new(); nodes.len()];
    let mut top = Vec::new();
    for at in (0..nodes.len()).rev() {
        let Some(mut group) = groups.get_mut(at).and_then(Option::take) else { continue };
        if let Some(children) = waiting.get_mut(at) {
            for child in children.drain(..).rev() {
                group.push(TagNode::Group(child));
            }
        }
        let parent = nodes.get(at).and_then(|node| node.parent);
        match parent.and_then(|parent| waiting.get_mut(parent)) {
            Some(siblings) => siblings.push(group),
            None => top.push(group),
        }
    }
    let mut tree = TagTree::new();
    for group in top.into_iter().rev() {
        tree.push(group);
    }
    tree
}

fn kind(node: &Node) -> TagKind {
    let language = (!node.language.is_empty()).then(|| node.language.clone());
    let second = NonZeroU16::MIN.saturating_add(1);
    match &node.role {
        Role::Title(text) => Tag::Hn(NonZeroU16::MIN, Some(text.clone())).with_lang(language).into(),
        Role::Heading(text) => Tag::Hn(second, Some(text.clone())).with_lang(language).into(),
        Role::Text => Tag::P.with_lang(language).into(),
        Role::Table => Tag::Table.with_lang(language).into(),
        Role::Row => Tag::TR.with_lang(language).into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).with_lang(language).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).with_lang(language).into(),
        Role::Cell => Tag::TD.with_lang(language).into(),
        Role::List => Tag::L(ListNumbering::None).with_lang(language).into(),
        Role::Item => Tag::LI.with_lang(language).into(),
        Role::ItemBody => Tag::LBody.with_lang(language).into(),
        Role::ItemLabel => Tag::Lbl.with_lang(language).into(),
        Role::Picture(text) => Tag::Figure(Some(text.clone())).with_lang(language).into(),
    }
}

fn metadata(about: &About) -> Metadata {
    Metadata::new()
        .title(about.title.clone())
        .description(about.subject.clone())
        .authors(vec![about.author.clone()])
        .language(about.language.to_owned())
        .text_direction(if about.right_to_left {
            TextDirection::RightToLeft
        } else {
            TextDirection::LeftToRight
        })
        .creator("Comity".to_owned())
        .creation_date(moment(&about.made))
        .document_id(about.identity.clone())
}

fn moment(made: &Made) -> DateTime {
    let (date, time) = match made {
        Made::At(at) => {
            let told = at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
            (told.date(), Some((told.hour(), told.minute(), told.second())))
        }
        Made::On(date) => (*date, None),
    };
    let small = |number: i8| u8::try_from(number).unwrap_or(0);
    let day = DateTime::new(u16::try_from(date.year()).unwrap_or(1))
        .month(small(date.month()))
        .day(small(date.day()));
    let (hour, minute, second) = time.unwrap_or((0, 0, 0));
    day.hour(small(hour)).minute(small(minute)).second(small(second)).utc_offset_hour(0).utc_offset_minute(0)
}

fn failure(error: KrillaError) -> WriteError {
    match error {
        KrillaError::Validation(errors) => {
            let told: Vec<String> = errors.iter().map(|(error, _)| format!("{error:?}")).collect();
            WriteError::Standard(told.join(", "))
        }
        other => WriteError::Writer(format!("{other:?}")),
    }
}
