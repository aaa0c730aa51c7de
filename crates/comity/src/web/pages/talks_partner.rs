//! A partner's page: meetings, promises and what became of them, and topics over the years as a chart and a table.

use axum::extract::Path;
use maud::{Markup, html};

use super::{commitments, talks};
use crate::desk::talks_partner::{self, PartnerTalks};
use crate::web::failure::Outcome;
use crate::web::frame::{Page, Title};

/// Topics that have a line in the chart; the table has all.
const CHARTED: usize = 6;
/// Patterns that tell the bars apart without colour.
const PATTERNS: [&str; 6] = ["full", "rising", "dots", "falling", "cross", "lines"];

/// `GET /talks-with`
pub(crate) async fn list(page: Page) -> Outcome {
    let partners = talks_partner::partners(&page.node, page.viewer()?).await?;
    let body = html! {
        (talks::tabs(&page, "/talks-with"))
        @if partners.is_empty() { p.empty { (page.t("talks-none")) } }
        ul.tiles #talks-partners {
            @for (state, count) in &partners {
                li { a.tile href={ "/talks-with/" (state) } data-state="act" data-partner-state=(state) {
                    strong { (page.words.number(*count)) }
                    span { (page.state(state)) }
                } }
            }
        }
    };
    page.show(&Title::of("talks", page.t("talks-partners-title")), &body)
}

/// `GET /talks-with/{state}`
pub(crate) async fn show(page: Page, Path(state): Path<String>) -> Outcome {
    let partner = talks_partner::partner(&page.node, page.viewer()?, &state).await?;
    let body = html! {
        (talks::tabs(&page, ""))
        div.stack #talks-partner data-state=(partner.state) {
            (counts(&page, &partner))
            (chart(&page, &partner))
            (promises(&page, &partner))
            section.stack-s aria-labelledby="meetings-heading" {
                h2 #meetings-heading { (page.t("talks-meetings")) }
                @if partner.meetings.is_empty() { p.empty { (page.t("talks-none")) } }
                @else { div.table { (talks::bare_table(&page, "meetings", page.t("talks-meetings"), &partner.meetings)) } }
            }
        }
    };
    page.show(
        &Title::of("talks", page.tr("talks-with-title", &[("state", (&page.state(&partner.state)).into())])),
        &body,
    )
}

fn counts(page: &Page, partner: &PartnerTalks) -> Markup {
    let count = |state: &str| partner.counts.get(state).copied().unwrap_or(0);
    let tile = |state: &str, tone: &str| {
        html! {
            li { a.tile href={ "/commitments?country=" (partner.state) "&state=" (state) } data-state=(tone) data-outcome=(state) data-count=(count(state)) {
                strong { (page.words.number(count(state))) } span { (page.word("talks-outcome", state)) }
            } }
        }
    };
    html! {
        section aria-labelledby="counts-heading" {
            h2.visually-hidden #counts-heading { (page.t("talks-promises")) }
            ul.tiles {
                li { div.tile data-state="calm" { strong { (page.words.number(partner.meetings.len() as u64)) } span { (page.t("talks-meetings")) } } }
                (tile("open", "act"))
                (tile("kept", "calm"))
                (tile("partly-kept", "calm"))
                (tile("broken", if count("broken") > 0 { "late" } else { "calm" }))
                (tile("superseded", "calm"))
            }
        }
    }
}

fn promises(page: &Page, partner: &PartnerTalks) -> Markup {
    html! {
        @for (id, heading, rows) in [("promises-open", "talks-open-promises", &partner.open), ("promises-closed", "talks-closed-promises", &partner.closed)] {
            section.stack-s aria-labelledby={ (id) "-heading" } {
                h2 #{ (id) "-heading" } { (page.t(heading)) }
                @if rows.is_empty() { p.empty { (page.t("talks-no-promises")) } }
                @else { div.table { (commitments::bare_table(page, id, page.t(heading), rows)) } }
            }
        }
    }
}

/// Topics by year: bars beside each other, each topic with a pattern of its own, and the numbers as a table below.
fn chart(page: &Page, partner: &PartnerTalks) -> Markup {
    let shown = partner.topics.iter().take(CHARTED).collect::<Vec<_>>();
    html! {
        @if !partner.years.is_empty() && !shown.is_empty() {
            section.sheet #topics-over-time aria-labelledby="topics-heading" {
                h2 #topics-heading { (page.t("talks-topics-over-time")) }
                figure.chart {
                    (drawn(page, partner, &shown))
                    figcaption {
                        ul.chart-key {
                            @for (position, (topic, _)) in shown.iter().enumerate() {
                                li {
                                    svg width="22" height="14" aria-hidden="true" focusable="false" {
                                        rect.bar-fill data-series=(position) x="0.5" y="0.5" width="21" height="13" fill={ "url(#p-" (PATTERNS.get(position).copied().unwrap_or("full")) ")" } {}
                                    }
                                    " " (page.word("talks-topic", topic))
                                }
                            }
                        }
                    }
                }
                details {
                    summary { (page.t("talks-topics-table")) }
                    div.table.plain-table tabindex="0" role="region" aria-label=(page.t("talks-topics-table")) {
                        table #topics-table {
                            caption { (page.t("talks-topics-caption")) }
                            thead { tr {
                                th scope="col" { (page.t("talks-column-topic")) }
                                @for year in &partner.years { th.num scope="col" { (year) } }
                            } }
                            tbody {
                                @for (topic, counts) in &partner.topics {
                                    tr {
                                        th scope="row" { (page.word("talks-topic", topic)) }
                                        @for (year, count) in partner.years.iter().zip(counts) {
                                            td.num data-label=(year) { span { (count) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn drawn(page: &Page, partner: &PartnerTalks, shown: &[&(String, Vec<u32>)]) -> Markup {
    let most = shown.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(1).max(1);
    let (years, series) = (partner.years.len().max(1), shown.len().max(1));
    let bar = 14;
    let group = series * bar + 18;
    let (left, top, height) = (34, 12, 150);
    let width = left + years * group + 8;
    let base = top + height;
    let up = |count: u32| (u64::from(count) * height as u64 / u64::from(most)) as usize;
    // At most four lines, at whole numbers.
    let step = most.div_ceil(4).max(1);
    let ticks: Vec<u32> = (0..=most).step_by(step as usize).collect();
    let said = page
        .tr("talks-chart-says", &[("n", (partner.meetings.len()).into()), ("topics", shown.len().into())]);
    html! {
        div.chart-scroll tabindex="0" role="region" aria-labelledby="topics-heading" {
            svg role="img" aria-label=(said) viewBox={ "0 0 " (width) " " (base + 30) } width=(width) height=(base + 30) {
                (patterns())
                @for tick in &ticks {
                    @let y = base - up(*tick);
                    line.chart-line x1=(left) x2=(width - 4) y1=(y) y2=(y) {}
                    text.chart-text x=(left - 6) y=(y + 4) text-anchor="end" { (tick) }
                }
                @for (position, year) in partner.years.iter().enumerate() {
                    @let x = left + position * group + 9;
                    @for (number, (topic, counts)) in shown.iter().enumerate() {
                        @let count = counts.get(position).copied().unwrap_or(0);
                        @if count > 0 {
                            rect.bar-fill data-series=(number) x=(x + number * bar) y=(base - up(count)) width=(bar - 2) height=(up(count))
                                fill={ "url(#p-" (PATTERNS.get(number).copied().unwrap_or("full")) ")" } {
                                title { (page.word("talks-topic", topic)) ", " (year) ": " (count) }
                            }
                        }
                    }
                    text.chart-text x=(x + series * bar / 2) y=(base + 20) text-anchor="middle" { (year) }
                }
            }
        }
    }
}

/// The fills of the bars: each is a drawing of its own in the colour of the text.
fn patterns() -> Markup {
    html! {
        defs {
            pattern #p-full width="4" height="4" patternUnits="userSpaceOnUse" { rect.ink-fill width="4" height="4" {} }
            pattern #p-rising width="6" height="6" patternUnits="userSpaceOnUse" { path.ink-line d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5" {} }
            pattern #p-dots width="5" height="5" patternUnits="userSpaceOnUse" { circle.ink-fill cx="2.5" cy="2.5" r="1.3" {} }
            pattern #p-falling width="6" height="6" patternUnits="userSpaceOnUse" { path.ink-line d="M-1 -1 7 7M5 -1 7 1M-1 5 1 7" {} }
            pattern #p-cross width="7" height="7" patternUnits="userSpaceOnUse" { path.ink-line d="M0 3.5H7M3.5 0V7" {} }
            pattern #p-lines width="4" height="4" patternUnits="userSpaceOnUse" { path.ink-line d="M0 2H4" {} }
        }
    }
}
