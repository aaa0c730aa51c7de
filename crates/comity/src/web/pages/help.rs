//! What Comity is and how its parts work together, for the person at the desk.

use maud::html;

use crate::web::failure::Outcome;
use crate::web::frame::{Page, Title};

/// The topics of the page: `help-<topic>` is the heading, `help-<topic>-text` the text.
const TOPICS: [&str; 7] = ["search", "request", "second", "clock", "receipt", "evidence", "keyboard"];

/// `GET /help`
pub(crate) async fn help(page: Page) -> Outcome {
    let body = html! {
        div.stack {
            p.lead { (page.t("about-lead")) }
            @for topic in TOPICS {
                section.stack-s id={ "help-" (topic) } {
                    h2 { (page.word("help", topic)) }
                    p { (page.word("help", &format!("{topic}-text"))) }
                }
            }
            section.stack-s {
                h2 { (page.t("about-version")) }
                p { "Comity " (env!("CARGO_PKG_VERSION")) " · EUPL-1.2" }
            }
        }
    };
    page.show(&Title::plain(page.t("about-title")), &body)
}
