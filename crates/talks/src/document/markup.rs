//! What can be told of a web page before it is parsed: that it is one, what encoding it declares, how deep it goes.

/// Whether bytes are a web page.
pub(super) fn looks_like_html(bytes: &[u8]) -> bool {
    let head = ascii_head(bytes, 4096);
    ["<!doctype html", "<html", "<head", "<body", "<meta ", "<article", "<div", "<p>"]
        .iter()
        .any(|tag| head.contains(tag))
}

/// The encoding that a page declares in its head.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = ascii_head(bytes, 8192);
    let after = head.split("charset").nth(1)?.trim_start().strip_prefix('=')?;
    let name: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    if name.is_empty() { None } else { Some(name.into_bytes()) }
}

/// The beginning of a file in small ASCII letters, zero bytes of UTF-16 left out.
fn ascii_head(bytes: &[u8], most: usize) -> String {
    bytes
        .iter()
        .take(most)
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect()
}

/// Elements that never hold others, or that close by themselves when the next one opens.
const SHALLOW: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup",
    "colgroup",
];

/// How deeply the elements of a page nest, and how many there are, without parsing it.
///
/// The parser looks through all open elements at many tags, so that depth costs its square.
pub(super) fn depth_and_count(page: &str) -> (usize, usize) {
    let mut depth = 0_usize;
    let mut deepest = 0;
    let mut count = 0;
    let bytes = page.as_bytes();
    let mut at = 0;
    while let Some(next) = page.get(at..).and_then(|rest| rest.find('<')) {
        at += next + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let name: String = page
            .get(at + usize::from(closes)..)
            .unwrap_or("")
            .chars()
            .take(12)
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if name.is_empty() {
            continue;
        }
        count += 1;
        if SHALLOW.contains(&name.as_str()) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    (deepest, count)
}
