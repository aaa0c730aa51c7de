//! The list every page shows the same way: search, sort, pages, export; a table on a wide window, cards on a phone.

use std::future::Future;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Serialize;

use super::failure::{Failure, Outcome};
use super::frame::Page;
use super::submitted;
use crate::desk::{DeskError, ListQuery, Listed, Order, exports};

/// The most rows a file holds.
const EXPORT_MOST: usize = 100_000;

/// What the address asks of a list.
pub(crate) struct Asked {
    /// The query for the desk.
    pub query: ListQuery,
    /// `csv` or `json`, when a file is asked for.
    pub format: Option<Format>,
    pairs: Vec<(String, String)>,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Comma-separated.
    Csv,
    /// JSON.
    Json,
}

impl Asked {
    /// Reads the address; what it says beyond the lists' own words is kept for the links.
    pub(crate) fn of(page: &Page) -> Asked {
        let pairs = submitted::pairs(page.query.as_bytes());
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let query = ListQuery {
            text: value("q").unwrap_or_default().chars().take(200).collect(),
            sort: value("sort").filter(|sort| !sort.is_empty() && sort.len() <= 40).map(str::to_owned),
            order: if value("order") == Some("descending") { Order::Descending } else { Order::Ascending },
            page: value("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
            per_page: value("per-page").and_then(|n| n.parse().ok()).unwrap_or(25).clamp(1, 200),
        };
        let format = match value("format") {
            Some("csv") => Some(Format::Csv),
            Some("json") => Some(Format::Json),
            _ => None,
        };
        Asked { query, format, pairs }
    }

    /// The value of a filter.
    pub(crate) fn filter(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|v| !v.is_empty())
    }

    fn link(&self, page: &Page, changes: &[(&str, &str)]) -> String {
        let mut pairs = self.pairs.clone();
        pairs.retain(|(key, _)| key != "done" && !changes.iter().any(|(name, _)| name == key));
        for (name, value) in changes {
            if !value.is_empty() {
                pairs.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        if pairs.is_empty() {
            page.path.clone()
        } else {
            format!("{}?{}", page.path, submitted::encode(&pairs))
        }
    }
}

/// A column: its name for sorting (empty: not sortable), its heading's key, whether it holds numbers.
pub(crate) struct Column {
    /// What the desk sorts by; empty where it does not.
    pub sort: &'static str,
    /// The key of the heading in the locales.
    pub heading: &'static str,
    /// Whether it holds numbers.
    pub number: bool,
}

/// A column of words.
pub(crate) const fn column(sort: &'static str, heading: &'static str) -> Column {
    Column { sort, heading, number: false }
}

/// A column of numbers.
pub(crate) const fn numbers(sort: &'static str, heading: &'static str) -> Column {
    Column { sort, heading, number: true }
}

/// What a list is called and how it behaves.
pub(crate) struct List<'a> {
    /// The id of the table, and the beginning of its file's name.
    pub id: &'a str,
    /// The caption.
    pub caption: String,
    /// The columns; the first one names the row.
    pub columns: &'a [Column],
    /// What stands there when nothing does.
    pub empty: String,
    /// Whether there is a field to search in the list.
    pub searchable: bool,
    /// Further filters beside the search field.
    pub filters: Markup,
}

/// The list with its tools. `cells` gives a row's cells, one for each column.
pub(crate) fn list<T>(
    page: &Page,
    asked: &Asked,
    list: &List<'_>,
    listed: &Listed<T>,
    cells: impl Fn(&T) -> Vec<Markup>,
) -> Markup {
    html! {
        section.stack-s #{ (list.id) "-list" } data-total=(listed.total) {
            @if list.searchable { (tools(page, asked, list)) }
            @if listed.rows.is_empty() {
                p.empty { (if asked.query.text.is_empty() { list.empty.clone() } else { page.t("list-none-found") }) }
            } @else {
                div.table { (table(page, Some(asked), list, &listed.rows, cells)) }
            }
            (pages(page, asked, listed.total, listed.page, listed.pages))
        }
    }
}

/// A bare table, for rows that need no pages.
pub(crate) fn table<T>(
    page: &Page,
    asked: Option<&Asked>,
    list: &List<'_>,
    rows: &[T],
    cells: impl Fn(&T) -> Vec<Markup>,
) -> Markup {
    html! {
        table #(list.id) {
            caption { (list.caption) }
            thead { tr {
                @for column in list.columns { (heading(page, asked, column)) }
            } }
            tbody {
                @for row in rows {
                    tr {
                        @for (position, (cell, column)) in cells(row).into_iter().zip(list.columns).enumerate() {
                            @if position == 0 { th scope="row" { (cell) } }
                            @else if column.number { td.num data-label=(page.t(column.heading)) { span { (cell) } } }
                            @else { td data-label=(page.t(column.heading)) { span { (cell) } } }
                        }
                    }
                }
            }
        }
    }
}

fn heading(page: &Page, asked: Option<&Asked>, column: &Column) -> Markup {
    let text = page.t(column.heading);
    let class = column.number.then_some("num");
    let Some(asked) = asked.filter(|_| !column.sort.is_empty()) else {
        return html! { th scope="col" class=[class] { (text) } };
    };
    let active = asked.query.sort.as_deref() == Some(column.sort);
    let (now, next) = match (active, asked.query.order) {
        (true, Order::Ascending) => (Some("ascending"), "descending"),
        (true, Order::Descending) => (Some("descending"), "ascending"),
        (false, _) => (None, "ascending"),
    };
    let link = asked.link(page, &[("sort", column.sort), ("order", next), ("page", "")]);
    html! { th scope="col" class=[class] aria-sort=[now] { a href=(link) { (text) } } }
}

fn tools(page: &Page, asked: &Asked, list: &List<'_>) -> Markup {
    let field = format!("{}-q", list.id);
    html! {
        div.list-tools {
            form method="get" action=(page.path) role="search" {
                div.field {
                    label for=(field) { (page.t("list-search")) }
                    input #(field) type="search" name="q" value=(asked.query.text) autocomplete="off" dir="auto" maxlength="200";
                }
                (list.filters)
                @if let Some(sort) = &asked.query.sort {
                    input type="hidden" name="sort" value=(sort);
                    @if asked.query.order == Order::Descending { input type="hidden" name="order" value="descending"; }
                }
                button.second type="submit" { (page.t("list-search-button")) }
            }
            p.rows {
                span.muted { (page.t("list-export")) }
                a href=(asked.link(page, &[("format", "csv")])) download { "CSV" }
                a href=(asked.link(page, &[("format", "json")])) download { "JSON" }
            }
        }
    }
}

fn pages(page: &Page, asked: &Asked, total: u64, current: u32, pages: u32) -> Markup {
    html! {
        div.pages {
            p.muted { (page.tr("list-total", &[("n", total.into())])) }
            @if pages > 1 {
                nav.rows aria-label=(page.t("list-pages")) {
                    @if current > 1 {
                        a.button.second rel="prev" href=(asked.link(page, &[("page", &(current - 1).to_string())])) { (page.t("list-previous")) }
                    }
                    span { (page.tr("list-page", &[("page", current.into()), ("pages", pages.into())])) }
                    @if current < pages {
                        a.button.second rel="next" href=(asked.link(page, &[("page", &(current + 1).to_string())])) { (page.t("list-next")) }
                    }
                }
            }
        }
    }
}

/// The whole list as a file. `fetch` is asked for one page after the other.
pub(crate) async fn export<T, F, R>(name: &str, format: Format, asked: &Asked, fetch: F) -> Outcome
where
    T: Serialize,
    F: Fn(ListQuery) -> R,
    R: Future<Output = Result<Listed<T>, DeskError>>,
{
    let mut rows = Vec::new();
    let mut query = ListQuery { page: 1, per_page: ListQuery::MOST, ..asked.query.clone() };
    loop {
        let listed = fetch(query.clone()).await?;
        rows.extend(listed.rows);
        if query.page >= listed.pages || rows.len() >= EXPORT_MOST {
            break;
        }
        query.page += 1;
    }
    file(name, format, &rows)
}

/// Rows as a file.
pub(crate) fn file<T: Serialize>(name: &str, format: Format, rows: &[T]) -> Outcome {
    let (bytes, media_type, ending) = match format {
        Format::Csv => (exports::csv(rows).map_err(Failure::from)?, "text/csv; charset=utf-8", "csv"),
        Format::Json => (exports::json(rows).map_err(Failure::from)?, "application/json", "json"),
    };
    Ok(download(&format!("{name}.{ending}"), media_type, bytes))
}

/// Bytes for keeping; the browser is told not to show them.
pub(crate) fn download(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' })
        .take(120)
        .collect();
    let media_type = if media_type.is_ascii() && !media_type.contains(['\r', '\n']) {
        media_type.to_owned()
    } else {
        "application/octet-stream".to_owned()
    };
    (
        [
            (header::CONTENT_TYPE, media_type),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{safe}\"")),
        ],
        bytes,
    )
        .into_response()
}
