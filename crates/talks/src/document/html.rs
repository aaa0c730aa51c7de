//! The article of a saved web page. Menus, banners, lists of other news and the foot of the page are left out.
//!
//! Blocks of text vote for the elements that hold them, as long prose with commas and few links; the element with most
//! votes is the article. What its names and roles call navigation or a notice about cookies has no vote.

use std::collections::HashMap;

use scraper::{ElementRef, Html, Node, Selector};

use super::{Collected, Document, DocumentError, Format, MOST_MARKUP, Origin, markup, plain};

/// Deeper pages are not parsed, see [`markup::depth_and_count`].
const DEEPEST: usize = 1000;
/// Nor are pages of more tags.
const MOST_TAGS: usize = 200_000;

/// Reads the article of a page.
pub(super) fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    if bytes.len() > MOST_MARKUP {
        return Err(DocumentError::TooLarge { most: MOST_MARKUP });
    }
    let decoded = plain::decode(bytes, markup::declared_encoding(bytes).as_deref());
    let (depth, count) = markup::depth_and_count(&decoded.text);
    if depth > DEEPEST || count > MOST_TAGS {
        return Err(DocumentError::TooDeep);
    }
    let page = Html::parse_document(&decoded.text);
    let mut collected = Collected::new();
    let blocks = blocks(&page);
    let article = article(&blocks);
    let headline = first_text(&page, "h1");
    let has_headline = headline
        .as_ref()
        .is_some_and(|headline| article.iter().any(|block| block.text.trim() == headline.as_str()));
    if let Some(headline) = headline.filter(|_| !has_headline && !article.is_empty()) {
        collected.paragraph(&headline, Origin::Element(0, "h1".to_owned()))?;
    }
    for (index, block) in article.iter().enumerate() {
        collected.paragraph(&block.text, Origin::Element(index + 1, block.name.clone()))?;
    }
    if collected.text.is_empty() {
        return Err(DocumentError::NothingLeft);
    }
    let mut document = collected.into_document(Format::Html);
    document.title = first_text(&page, "title");
    document.published = published(&page);
    document.encoding = Some(decoded.encoding);
    document.damaged = decoded.damaged;
    Ok(document)
}

/// A block of text with what speaks for and against it.
struct Block {
    text: String,
    name: String,
    /// The elements that hold it, innermost first.
    holders: Vec<ego_tree::NodeId>,
    /// Letters inside links.
    linked: usize,
    heading: bool,
}

impl Block {
    fn letters(&self) -> usize {
        self.text.chars().count()
    }

    fn is_prose(&self) -> bool {
        self.linked * 2 < self.letters().max(1)
    }

    fn votes(&self) -> f32 {
        let letters = self.letters();
        if letters < 25 || !self.is_prose() || self.heading {
            return 0.0;
        }
        let commas = self.text.matches([',', '،', '、']).count().min(10);
        let votes = 1.0
            + f32::from(u8::try_from(commas).unwrap_or(10))
            + f32::from(u8::try_from((letters / 100).min(5)).unwrap_or(5));
        let linked = f32::from(u8::try_from(self.linked * 100 / letters.max(1)).unwrap_or(100)) / 100.0;
        votes * (1.0 - linked)
    }
}

/// The blocks of text of a page in order, those of navigation left out.
fn blocks(page: &Html) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Vec<Block> = Vec::new();
    let mut links = 0_usize;
    let mut skipped: Option<ego_tree::NodeId> = None;
    let mut holders: Vec<ego_tree::NodeId> = Vec::new();
    for edge in page.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Element(_) if skipped.is_some() => {}
                Node::Element(_) => {
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    let name = element.value().name();
                    if is_boilerplate(element) {
                        skipped = Some(node.id());
                        continue;
                    }
                    if name == "a" {
                        links += 1;
                    }
                    if name == "br"
                        && let Some(block) = open.last_mut()
                    {
                        block.text.push('\n');
                    }
                    if is_block(name) {
                        // Text before an inner block is a block of its own.
                        if let Some(outer) = open.last_mut() {
                            let again = Block {
                                text: String::new(),
                                name: outer.name.clone(),
                                holders: outer.holders.clone(),
                                linked: 0,
                                heading: outer.heading,
                            };
                            blocks.push(std::mem::replace(outer, again));
                        }
                        let inner = holders.iter().rev().take(6).copied().collect();
                        let heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
                        open.push(Block {
                            text: String::new(),
                            name: name.to_owned(),
                            holders: inner,
                            linked: 0,
                            heading,
                        });
                        holders.push(node.id());
                    }
                }
                Node::Text(text) if skipped.is_none() => {
                    if let Some(block) = open.last_mut() {
                        // Line ends of the source are blanks; only `br` ends a line.
                        let flat: String =
                            text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
                        if links > 0 {
                            block.linked += flat.trim().chars().count();
                        }
                        block.text.push_str(&flat);
                    }
                }
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => {
                if skipped == Some(node.id()) {
                    skipped = None;
                    continue;
                }
                if skipped.is_some() {
                    continue;
                }
                if let Some(element) = ElementRef::wrap(node) {
                    let name = element.value().name();
                    if name == "a" {
                        links = links.saturating_sub(1);
                    }
                    if is_block(name) {
                        holders.pop();
                        blocks.extend(open.pop());
                    }
                }
            }
        }
    }
    blocks.extend(open);
    blocks.retain(|block| !block.text.trim().is_empty());
    blocks
}

/// The blocks of the element that most prose votes for.
fn article(blocks: &[Block]) -> Vec<&Block> {
    let mut votes: HashMap<ego_tree::NodeId, f32> = HashMap::new();
    for block in blocks {
        let own = block.votes();
        // The parent has the whole vote, those above it less: the smallest element that holds most prose wins.
        for (share, holder) in [1.0, 0.75, 0.5, 0.33, 0.2, 0.1].iter().zip(&block.holders) {
            *votes.entry(*holder).or_insert(0.0) += own * share;
        }
    }
    let mut best: Option<(ego_tree::NodeId, f32)> = None;
    for block in blocks {
        for holder in &block.holders {
            let own = votes.get(holder).copied().unwrap_or(0.0);
            if own > 0.0 && best.is_none_or(|(_, most)| own > most) {
                best = Some((*holder, own));
            }
        }
    }
    match best {
        Some((winner, _)) => blocks
            .iter()
            .filter(|block| block.holders.contains(&winner) && (block.is_prose() || block.heading))
            .collect(),
        None => blocks.iter().filter(|block| block.is_prose() && block.letters() >= 25).collect(),
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "article"
            | "section"
            | "main"
            | "body"
            | "td"
            | "th"
            | "li"
            | "ul"
            | "ol"
            | "table"
            | "tr"
            | "tbody"
            | "blockquote"
            | "pre"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "dd"
            | "dt"
            | "dl"
            | "figure"
            | "center"
            | "header"
            | "address"
    )
}

/// Names of classes and ids that pages give to what is not the article.
const BOILERPLATE: &[&str] = &[
    "cookie",
    "consent",
    "gdpr",
    "navbar",
    "nav-",
    "navigation",
    "menu",
    "breadcrumb",
    "share",
    "social",
    "related",
    "recommend",
    "sidebar",
    "footer",
    "comment",
    "subscribe",
    "newsletter",
    "promo",
    "advert",
    "popup",
    "modal",
    "login",
    "skip-",
    "toolbar",
    "pagination",
    "banner",
    "read-more",
    "readmore",
    "also-read",
    "most-read",
    "tags",
    "widget",
    "copyright",
    "lang-switch",
    "language-switch",
    "searchform",
    "search-form",
];

fn is_boilerplate(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let name = value.name();
    if matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "nav"
            | "footer"
            | "aside"
            | "form"
            | "button"
            | "iframe"
            | "svg"
            | "select"
            | "dialog"
            | "head"
            | "figcaption"
            | "object"
            | "canvas"
            | "video"
            | "audio"
            | "textarea"
            | "label"
            | "menu"
    ) {
        return true;
    }
    if matches!(name, "html" | "body" | "main" | "article") {
        return false;
    }
    if value.attr("hidden").is_some() || value.attr("aria-hidden") == Some("true") {
        return true;
    }
    if matches!(
        value.attr("role"),
        Some(
            "navigation"
                | "banner"
                | "contentinfo"
                | "search"
                | "complementary"
                | "dialog"
                | "alertdialog"
                | "menu"
                | "menubar"
        )
    ) {
        return true;
    }
    if value
        .attr("style")
        .is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains("display:none"))
    {
        return true;
    }
    let names = format!("{} {}", value.attr("class").unwrap_or(""), value.attr("id").unwrap_or(""))
        .to_ascii_lowercase();
    names.trim() != ""
        && BOILERPLATE.iter().any(|word| names.contains(word))
        && !names.contains("article")
        && !names.contains("content")
}

fn first_text(page: &Html, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    let element = page.select(&selector).next()?;
    let text = element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { None } else { Some(text) }
}

/// The day of publication that the page gives to machines.
fn published(page: &Html) -> Option<String> {
    let places = [
        ("meta[property='article:published_time']", "content"),
        ("meta[itemprop='datePublished']", "content"),
        ("meta[name='date']", "content"),
        ("meta[name='DC.date']", "content"),
        ("meta[name='dcterms.created']", "content"),
        ("time[datetime]", "datetime"),
    ];
    places.iter().find_map(|(selector, attribute)| {
        let selector = Selector::parse(selector).ok()?;
        let value = page.select(&selector).next()?.value().attr(attribute)?.trim();
        if value.is_empty() || value.len() > 64 { None } else { Some(value.to_owned()) }
    })
}
