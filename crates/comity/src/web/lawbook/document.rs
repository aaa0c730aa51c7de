//! A page of the law as a file of its own: no script, no address of a server, one style sheet beside it.

use maud::{DOCTYPE, Markup, html};

use super::{Place, Reader, Target};

/// What a page of the folder is called.
pub(super) struct Heading {
    /// The title of the window.
    pub title: String,
    /// The main heading.
    pub heading: Markup,
    /// The line above it.
    pub kicker: Option<Markup>,
}

/// A whole file.
pub(super) fn document(reader: &Reader<'_>, heading: &Heading, body: &Markup) -> String {
    let lang = reader.words.lang;
    let up = match reader.place {
        Place::Files { depth, .. } => "../".repeat(depth),
        Place::Node => "/".to_owned(),
    };
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) dir=(lang.direction()) data-hue="0" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (heading.title) " · " (reader.t("law-title")) }
                link rel="stylesheet" href={ (up) "comity.css" };
                link rel="stylesheet" href={ (up) "law.css" };
                link rel="icon" type="image/svg+xml" href={ (up) "icon.svg" };
            }
            body data-signed-in="false" {
                a.skip href="#main" { (reader.t("skip-to-content")) }
                header.banner {
                    div.banner-inner {
                        a.authority href=[reader.address(Target::Home)] {
                            span.stamp aria-hidden="true" { "§" }
                            span.authority-name { (reader.t("law-site-name")) small { "Comity" } }
                        }
                    }
                }
                main #main tabindex="-1" {
                    div.heading {
                        @if let Some(kicker) = &heading.kicker { p.kicker { (kicker) } }
                        h1 { (heading.heading) }
                    }
                    (body)
                }
                footer.foot {
                    p { (reader.tr("law-site-made", &[("on", reader.on.to_string().as_str().into())])) }
                    p { "Comity " bdi dir="ltr" { (env!("CARGO_PKG_VERSION")) } }
                }
            }
        }
    };
    page.into_string()
}
