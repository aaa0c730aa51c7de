//! One page of a list, and how a list is asked for. Every list searches, sorts and pages the same way.

use serde::Serialize;

/// Direction of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// What a list page asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListQuery {
    /// Words that every row shown must contain; empty for all.
    pub text: String,
    /// Column to sort by; unknown columns fall back to the list's own order.
    pub sort: Option<String>,
    /// Direction of the sort.
    pub order: Order,
    /// Page, from 1.
    pub page: u32,
    /// Rows a page, at most [`ListQuery::MOST`].
    pub per_page: u32,
}

impl Default for ListQuery {
    fn default() -> Self {
        Self { text: String::new(), sort: None, order: Order::Ascending, page: 1, per_page: 50 }
    }
}

impl ListQuery {
    /// The most rows one page holds.
    pub const MOST: u32 = 500;

    /// The same query for the store, sorted by a column of its own.
    pub(crate) fn by<S>(&self, sort: S) -> store::ListBy<S> {
        let limit = self.per_page.clamp(1, Self::MOST);
        store::ListBy {
            words: self.text.clone(),
            sort,
            descending: self.order == Order::Descending,
            offset: u64::from(self.page.max(1) - 1) * u64::from(limit),
            limit,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Rows in all pages.
    pub total: u64,
    /// This page, from 1.
    pub page: u32,
    /// Number of pages, at least 1.
    pub pages: u32,
}

impl<T> Listed<T> {
    /// Wraps rows that the store has already cut to one page.
    pub(crate) fn cut(rows: Vec<T>, total: u64, query: &ListQuery) -> Self {
        let per_page = u64::from(query.per_page.clamp(1, ListQuery::MOST));
        let pages = u32::try_from(total.div_ceil(per_page).max(1)).unwrap_or(u32::MAX);
        Self { rows, total, page: query.page.clamp(1, pages), pages }
    }

    /// Wraps what the store listed.
    pub(crate) fn of_store<U>(
        listing: store::Listing<U>,
        query: &ListQuery,
        shape: impl FnMut(U) -> T,
    ) -> Self {
        Self::cut(listing.rows.into_iter().map(shape).collect(), listing.total, query)
    }

    /// Cuts rows that are all here to the page asked for.
    pub(crate) fn of_all(rows: Vec<T>, query: &ListQuery) -> Self {
        let total = rows.len() as u64;
        let per_page = query.per_page.clamp(1, ListQuery::MOST) as usize;
        let pages = rows.len().div_ceil(per_page).max(1);
        let page = (query.page.max(1) as usize).min(pages);
        let cut = rows.into_iter().skip((page - 1) * per_page).take(per_page).collect();
        Self::cut(cut, total, query)
    }
}
