//! Keys, witnesses, alarms and overdue receipts, as an auditor sees them.

use exchange::NamedKeys;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::{AlarmRecord, AlarmSort, ListBy, OverdueRecord, OverdueSort, PartnerState};

use super::{DeskError, ListQuery, Listed, Role, Viewer, audit};
use crate::node::Node;
use crate::peer::partners;

/// Most alarms and overdue receipts that are shown at once.
const MOST: u32 = 200;
/// How long before keys end the next ones are to be named: partners must hear of them, and holders of the root must meet.
const NOTICE: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessView {
    /// The fingerprint of the root, in groups.
    pub fingerprint: String,
    /// The same in words.
    pub words: String,
    /// What the QR code says.
    pub code: String,
    /// How many holders of the root sign, and how many there are.
    pub root: (usize, usize),
    /// Whether the root was made on this machine.
    pub root_here: bool,
    /// The sets of keys, newest first.
    pub sets: Vec<KeySetRow>,
    /// When the next set must be named.
    pub rotation: Rotation,
    /// The present epoch.
    pub epoch: u64,
    /// Whether the node may sign.
    pub signs: bool,
    /// Who was heard at the start, and who was not.
    pub heard: Vec<String>,
    /// Who was not.
    pub unheard: Vec<String>,
    /// How many witnesses a checkpoint needs by this node's rule.
    pub quorum: u32,
    /// The size of the largest checkpoint that so many cosigned.
    pub witnessed: Option<u64>,
    /// The size of the ledger.
    pub size: u64,
    /// The partners as witnesses.
    pub witnesses: Vec<WitnessRow>,
    /// What was found, newest first.
    pub alarms: Vec<AlarmRow>,
    /// Receipts that did not come in time.
    pub overdue: Vec<OverdueRow>,
}

/// A set of keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeySetRow {
    /// The first digits of its fingerprint.
    pub keys: String,
    /// `signs`, `opens`, `revoked`, `over`.
    pub state: &'static str,
    /// Until when it signs.
    pub signs_until: Timestamp,
    /// Until when partners seal to it.
    pub seals_until: Timestamp,
    /// Until when what was sealed to it is opened.
    pub opens_until: Timestamp,
    /// Whether the sealing key is still here.
    pub sealing_here: bool,
}

/// What is to be done that keys never end before the next ones are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Rotation {
    /// Nothing before this moment.
    Later {
        /// When the next set is to be named.
        from: Timestamp,
    },
    /// The next set is to be named now.
    Now {
        /// When the keys of now end.
        until: Timestamp,
    },
    /// Nobody can seal to this node, or it cannot sign.
    Late,
}

impl Rotation {
    /// The longest-lived keys that are not revoked decide: a node needs some that sign and some that partners seal to.
    fn of(named: &[NamedKeys], now: Timestamp) -> Rotation {
        let last = |until: fn(&NamedKeys) -> Timestamp| {
            named.iter().filter(|keys| keys.revoked.is_none()).map(until).max()
        };
        let until = last(|keys| keys.lifetime.signs_until).min(last(|keys| keys.lifetime.seals_until));
        let Some(until) = until.filter(|until| *until > now) else { return Rotation::Late };
        let from = until.saturating_sub(NOTICE).unwrap_or(now);
        if from > now { Rotation::Later { from } } else { Rotation::Now { until } }
    }
}

/// A partner as a witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessRow {
    /// The partner.
    pub partner: String,
    /// The size of our last checkpoint that it cosigned, and when.
    pub cosigned: Option<(u64, Timestamp)>,
    /// The size of its last checkpoint that we cosigned, and when.
    pub seen: Option<(u64, Timestamp)>,
    /// How many of our statements about keys it knows.
    pub knows: Option<u64>,
    /// How many there are.
    pub statements: u64,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlarmRow {
    /// Its number.
    pub id: u64,
    /// Whose doing it is.
    pub authority: String,
    /// `fork`, `rewound`, `new-epoch`, `back-dated`, `root-used-twice`.
    pub kind: String,
    /// What exactly.
    pub detail: String,
    /// The proof, as text where it is text and in hexadecimal digits where not.
    pub proof: String,
    /// When it was found.
    pub at: Timestamp,
    /// Who has seen it.
    pub seen_by: Option<String>,
}

/// A receipt that did not come in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverdueRow {
    /// Who owes it.
    pub partner: String,
    /// For which act.
    pub act: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When the receipt came after all.
    pub settled_at: Option<Timestamp>,
}

/// The page of witnesses.
pub async fn view(node: &Node, viewer: &Viewer) -> Result<WitnessView, DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let quorum = node.config().exchange.witnesses;
    let by = &ListBy { descending: true, limit: MOST, ..ListBy::default() };
    let (record, size, seen, cosigned, alarms, overdue, best) = node
        .store()
        .read("witnesses", |tx| {
            Box::pin(async move {
                Ok((
                    tx.node().await?,
                    tx.ledger_head().await?.size,
                    tx.ledgers_seen().await?,
                    tx.cosignatures().await?,
                    tx.alarms(false, by).await?.rows,
                    tx.overdue(MOST).await?,
                    tx.best_cosigned(quorum.max(1)).await?,
                ))
            })
        })
        .await?;
    let (keys, news, now) = (node.keys(), node.fence_news(), node.now());
    let history = keys.history();
    let mut witnesses = Vec::new();
    for partner in partners::all(node).await?.into_iter().filter(|row| row.state == PartnerState::Accredited)
    {
        let id = &partner.partner.authority;
        let knows = node
            .store()
            .read("progress of keys", |tx| Box::pin(async move { tx.key_progress(id).await }))
            .await?;
        let seen = seen.iter().find(|one| one.authority == *id);
        let cosigned = cosigned.iter().find(|one| one.witness == *id);
        witnesses.push(WitnessRow {
            partner: id.to_string(),
            cosigned: cosigned.map(|one| (one.size, one.at)),
            seen: seen.map(|one| (one.size, one.at)),
            knows: knows.map(|(known, _)| known),
            statements: history.number(),
        });
    }
    let signing = keys.signing(now).map(|set| set.named.fingerprint);
    let sets = keys.sets().iter().rev().map(|set| KeySetRow {
        keys: set.named.fingerprint.short(),
        state: if set.named.revoked.is_some() {
            "revoked"
        } else if Some(set.named.fingerprint) == signing {
            "signs"
        } else if set.named.opens_at(now) {
            "opens"
        } else {
            "over"
        },
        signs_until: set.named.lifetime.signs_until,
        seals_until: set.named.lifetime.seals_until,
        opens_until: set.named.lifetime.opens_until,
        sealing_here: set.sealing.is_some(),
    });
    let fingerprint = history.root().fingerprint();
    Ok(WitnessView {
        fingerprint: fingerprint.groups().join(" "),
        words: fingerprint.words().join(" "),
        code: crate::cli::keys::comparison(node.authority(), &fingerprint),
        root: (history.root().threshold(), history.root().holders().len()),
        root_here: node.key_folder().share_here().is_ok_and(|share| share.is_some()),
        sets: sets.collect(),
        rotation: Rotation::of(history.named(), now),
        epoch: record.map_or(1, |record| record.epoch),
        signs: node.fence_is_open(),
        heard: news.heard.iter().map(ToString::to_string).collect(),
        unheard: news.unheard.iter().map(ToString::to_string).collect(),
        quorum,
        witnessed: best.map(|(_, size)| size),
        size,
        witnesses,
        alarms: alarms.into_iter().map(row).collect(),
        overdue: overdue.into_iter().map(overdue_row).collect(),
    })
}

/// What was found, newest first unless another order is asked for; `open` alone: what nobody has seen.
pub async fn alarms(
    node: &Node,
    viewer: &Viewer,
    open: bool,
    query: &ListQuery,
) -> Result<Listed<AlarmRow>, DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let mut by = query.by(match query.sort.as_deref() {
        Some("partner") => AlarmSort::Authority,
        Some("kind") => AlarmSort::Kind,
        _ => AlarmSort::Found,
    });
    by.descending = query.sort.is_none() || by.descending;
    let by = &by;
    let listing =
        node.store().read("alarms", |tx| Box::pin(async move { tx.alarms(open, by).await })).await?;
    Ok(Listed::of_store(listing, query, row))
}

/// Receipts that did not come in time, oldest first unless another order is asked for; `open` alone: those still missing.
pub async fn overdue(
    node: &Node,
    viewer: &Viewer,
    open: bool,
    query: &ListQuery,
) -> Result<Listed<OverdueRow>, DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let by = &query.by(match query.sort.as_deref() {
        Some("partner") => OverdueSort::Partner,
        Some("settled") => OverdueSort::Settled,
        _ => OverdueSort::Sent,
    });
    let listing =
        node.store().read("overdue", |tx| Box::pin(async move { tx.overdue_list(open, by).await })).await?;
    Ok(Listed::of_store(listing, query, overdue_row))
}

fn overdue_row(one: OverdueRecord) -> OverdueRow {
    OverdueRow {
        partner: one.partner.to_string(),
        act: one.act.to_string(),
        sent_at: one.sent_at,
        settled_at: one.settled_at,
    }
}

fn row(alarm: AlarmRecord) -> AlarmRow {
    let proof = match String::from_utf8(alarm.proof) {
        Ok(text) => text,
        Err(error) => hex::encode(error.as_bytes()),
    };
    AlarmRow {
        id: alarm.id,
        authority: alarm.authority.to_string(),
        kind: alarm.kind,
        detail: alarm.detail,
        proof,
        at: alarm.at,
        seen_by: alarm.seen_by,
    }
}

/// Notes that the auditor has seen an alarm.
pub async fn see(node: &Node, viewer: &Viewer, id: u64) -> Result<(), DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let (login, now) = (&viewer.login, node.now());
    let line = &audit::line(node, login, "alarm-seen", id, String::new());
    node.store()
        .run_tx("alarm seen", |tx| {
            Box::pin(async move {
                tx.see_alarm(id, login, now).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_set_is_named_in_time() {
        let node = "ee.justice".parse::<exchange::AuthorityId>().unwrap();
        let mut rng = <rand_chacha::ChaCha20Rng as rand::SeedableRng>::seed_from_u64(1);
        let record = exchange::NodeKeys::generate(&mut rng).unwrap().public(node, [0; 32]);
        let day = |number: i64| Timestamp::from_second(number * 86_400).unwrap();
        let named = |signs: i64, seals: i64, revoked: bool| NamedKeys {
            fingerprint: record.fingerprint(),
            record: record.clone(),
            lifetime: exchange::Lifetime {
                signs_from: day(0),
                signs_until: day(signs),
                seals_until: day(seals),
                opens_until: day(seals + 60),
            },
            revoked: revoked.then(|| (day(1), String::new())),
        };
        let check = |named: &[NamedKeys], now: i64, expected: Rotation| {
            assert_eq!(Rotation::of(named, day(now)), expected, "{now}");
        };
        let first = named(1000, 366, false);
        check(std::slice::from_ref(&first), 0, Rotation::Later { from: day(306) });
        check(std::slice::from_ref(&first), 306, Rotation::Now { until: day(366) });
        check(std::slice::from_ref(&first), 366, Rotation::Late);
        // A new sealing key counts, and a revoked set does not.
        let second = named(1000, 700, false);
        check(&[first.clone(), second.clone()], 306, Rotation::Later { from: day(640) });
        check(&[first, named(2000, 2000, true)], 306, Rotation::Now { until: day(366) });
        check(&[named(500, 700, false)], 450, Rotation::Now { until: day(500) });
        check(&[], 0, Rotation::Late);
    }
}
