//! The style sheet, the script and the icon, built into the program and named by their digest, so that a browser
//! keeps them until they change.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

/// Kept by nobody: pages about persons.
pub(crate) const NEVER: &str = "no-store";

const FILES: [(&str, &str, &str); 5] = [
    ("comity.css", "text/css; charset=utf-8", include_str!("static/comity.css")),
    ("law.css", "text/css; charset=utf-8", include_str!("static/law.css")),
    ("talks.css", "text/css; charset=utf-8", include_str!("static/talks.css")),
    ("comity.js", "text/javascript; charset=utf-8", include_str!("static/comity.js")),
    ("icon.svg", "image/svg+xml", include_str!("static/icon.svg")),
];

/// The address of a file.
pub(crate) fn address(name: &str) -> String {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let mut digest = Sha256::new();
        for (_, _, text) in FILES {
            digest.update(text.as_bytes());
        }
        hex::encode(digest.finalize().get(..6).unwrap_or_default())
    });
    format!("/static/{}/{name}", *VERSION)
}

/// What stands in a file.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _, _)| *known == name).map(|(_, _, text)| *text)
}

/// Serves a file. The version is in the address only to make it new when a file changes.
pub(crate) async fn file(Path((_, name)): Path<(String, String)>) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, media_type, text)) => (
            [
                (header::CONTENT_TYPE, *media_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            *text,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_stays_small_and_calls_nobody() {
        for (name, _, text) in FILES {
            assert!(text.len() < 30_000, "{name} has {} bytes", text.len());
            assert!(name == "icon.svg" || !text.contains("://"), "{name} refers to another host");
        }
    }
}
