//! A partner's page: the meetings with a state, what was promised and what became of it, and topics over the years.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use store::{CommitmentSort, ListBy, TalksSort};

use super::talks::{self, TalksRow};
use super::talks_record::Record;
use super::talks_tasks::{self, TaskRow};
use super::{DeskError, Role, Viewer, talks_pairs};
use crate::node::Node;

/// Records and promises that one page counts.
const COUNTED_MOST: u32 = 2_000;

/// A state with which there were talks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerTalks {
    /// The state, ISO alpha-2.
    pub state: String,
    /// Its meetings, the latest first.
    pub meetings: Vec<TalksRow>,
    /// Promises that are open, the nearest first.
    pub open: Vec<TaskRow>,
    /// Promises that are closed, the latest first.
    pub closed: Vec<TaskRow>,
    /// How many were `kept`, `partly-kept`, `broken`, `superseded`, and are `open`.
    pub counts: BTreeMap<String, u64>,
    /// The years, in order, without gaps.
    pub years: Vec<i16>,
    /// Topics with the number of meetings in each of `years`, the commonest first.
    pub topics: Vec<(String, Vec<u32>)>,
    /// Meetings in each of `years`.
    pub meetings_by_year: Vec<u32>,
}

/// The states of all records, with the number of meetings, the commonest first; our own is left out.
pub async fn partners(node: &Node, viewer: &Viewer) -> Result<Vec<(String, u64)>, DeskError> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for kept in records(node, viewer, None).await? {
        for state in kept.talks.text.countries {
            *counts.entry(state).or_default() += 1;
        }
    }
    counts.remove(&node.authority().state());
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(state, count)| (std::cmp::Reverse(*count), state.clone()));
    Ok(counts)
}

async fn records(
    node: &Node,
    viewer: &Viewer,
    country: Option<&str>,
) -> Result<Vec<store::TalksRecord>, DeskError> {
    viewer.needs(&[Role::Officer, Role::Approver])?;
    let filter =
        &store::TalksFilter { country: country.map(str::to_owned), present: true, ..Default::default() };
    let by = &ListBy { sort: TalksSort::Held, descending: true, limit: COUNTED_MOST, ..ListBy::default() };
    let listing = node
        .store()
        .read("talks of partner", |tx| Box::pin(async move { tx.list_talks(filter, by).await }))
        .await?;
    Ok(listing.rows.into_iter().filter(talks_pairs::present).collect())
}

/// What there is with one state.
pub async fn partner(node: &Node, viewer: &Viewer, state: &str) -> Result<PartnerTalks, DeskError> {
    let code = state.to_uppercase();
    if law::State::parse(&code).is_err() {
        return Err(DeskError::not_found("state", super::reading::cut(state)));
    }
    let kept = records(node, viewer, Some(&code)).await?;
    let today = talks_tasks::today(node);
    let filter = &store::CommitmentFilter { country: Some(code.clone()), ..Default::default() };
    let by = &ListBy { sort: CommitmentSort::Due, limit: COUNTED_MOST, ..ListBy::default() };
    let tasks = node
        .store()
        .read("commitments of partner", |tx| {
            Box::pin(async move {
                let mut rows = Vec::new();
                for kept in tx.commitments(filter, by).await?.rows {
                    rows.push(talks_tasks::row(tx, &kept, today).await?);
                }
                Ok(rows)
            })
        })
        .await?;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for task in &tasks {
        *counts.entry(task.state.clone()).or_default() += 1;
    }
    let (open, mut closed): (Vec<_>, Vec<_>) = tasks.into_iter().partition(|task| task.state == "open");
    closed.sort_by_key(|task| std::cmp::Reverse(task.changed_at));
    let mut meetings = Vec::new();
    let mut by_year: BTreeMap<i16, (u32, BTreeMap<String, u32>)> = BTreeMap::new();
    for record in &kept {
        meetings.push(talks::row(record)?);
        let read = Record::read(&record.talks.text.record)?;
        let year = read.day().and_then(|day| day.get(..4)).and_then(|year| year.parse::<i16>().ok());
        let Some(year) = year else { continue };
        let (count, topics) = by_year.entry(year).or_default();
        *count += 1;
        let named: BTreeSet<&str> = read.topics.iter().map(|topic| topic.value.as_str()).collect();
        for topic in named {
            *topics.entry(topic.to_owned()).or_default() += 1;
        }
    }
    let years: Vec<i16> = match (by_year.keys().next(), by_year.keys().next_back()) {
        // A slip in a year must not draw thousands of columns.
        (Some(first), Some(last)) => (*first.max(&last.saturating_sub(29))..=*last).collect(),
        _ => Vec::new(),
    };
    let all: BTreeSet<&String> = by_year.values().flat_map(|(_, topics)| topics.keys()).collect();
    let mut topics: Vec<(String, Vec<u32>)> = all
        .into_iter()
        .map(|topic| {
            let counts = years
                .iter()
                .map(|year| by_year.get(year).and_then(|(_, topics)| topics.get(topic)).copied().unwrap_or(0))
                .collect();
            (topic.clone(), counts)
        })
        .collect();
    topics.sort_by_key(|(topic, counts)| (std::cmp::Reverse(counts.iter().sum::<u32>()), topic.clone()));
    let meetings_by_year =
        years.iter().map(|year| by_year.get(year).map_or(0, |(count, _)| *count)).collect();
    Ok(PartnerTalks { state: code, meetings, open, closed, counts, years, topics, meetings_by_year })
}
