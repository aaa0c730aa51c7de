//! Evidence bundles: everything needed to check a case offline.

use std::collections::{BTreeMap, BTreeSet};

use exchange::bundle::{Contradiction, LedgerProof};
use exchange::{AuthorityId, Bundle, PartnerKeys, Receipt, SignedCheckpoint, SignedEnvelope};
use jiff::Timestamp;
use serde::Serialize;
use store::{LeafFilter, ListBy, Tx};

use super::{DeskError, Viewer, audit, case_store};
use crate::node::Node;
use crate::peer::record;

/// A key record in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleKey {
    /// Authority.
    pub authority: String,
    /// Fingerprint in hex.
    pub fingerprint: String,
    /// Whether the caller named this fingerprint as trusted.
    pub trusted: bool,
}

/// How far witnesses stand behind the ledger entries of one authority in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleWitnesses {
    /// Whose ledger.
    pub ledger: String,
    /// How many of its entries are in the bundle.
    pub entries: usize,
    /// How many of these stand in a ledger that at least as many witnesses cosigned as were asked for, or one.
    pub witnessed: usize,
    /// The witnesses whose cosignatures are in the bundle.
    pub by: Vec<String>,
}

/// An act in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleAct {
    /// Act id in hex.
    pub act: String,
    /// Kind.
    pub kind: String,
    /// Author.
    pub author: String,
    /// Officer's name.
    pub by: String,
    /// Login of the second person, when one approved.
    pub approved_by: Option<String>,
    /// When made.
    pub made_at: Timestamp,
    /// The author's handling code. Under all but H0 it is not for use as evidence before a court without the author's leave.
    pub handling: String,
    /// Receipt's signer and time, when a receipt is in the bundle.
    pub receipt: Option<(String, Timestamp)>,
}

/// What a bundle proves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct EvidenceReport {
    /// Whether everything verifies.
    pub verifies: bool,
    /// Why not, when it does not.
    pub why: Option<String>,
    /// Who exported it.
    pub made_by: String,
    /// When.
    pub made_at: Option<Timestamp>,
    /// Case id.
    pub case: String,
    /// Keys the signatures were checked with.
    pub keys: Vec<BundleKey>,
    /// Acts, in order.
    pub acts: Vec<BundleAct>,
    /// Signatures checked.
    pub signatures_checked: u32,
    /// Ledger proofs checked.
    pub proofs_checked: u32,
    /// What does not spoil the proof but has to be known: absent acts, contradictions of a partner.
    pub warnings: Vec<String>,
    /// How far witnesses stand behind what is in the bundle.
    pub witnesses: Vec<BundleWitnesses>,
    /// The act that a letter's code names, when one was asked for and the act is here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<String>,
}

impl EvidenceReport {
    /// Holds the code that is printed on a letter against the bundle: the act that it names must be in it, signed by the
    /// authority that it names, in the case that it names. Otherwise the report no longer verifies.
    pub fn hold_against_letter(&mut self, code: &str) {
        if !self.verifies {
            return;
        }
        match self.act_of_letter(code) {
            Ok(act) => self.letter = Some(act),
            Err(why) => {
                self.verifies = false;
                self.why = Some(why);
            }
        }
    }

    /// Asks that every ledger entry stands in a ledger that so many witnesses cosigned. Otherwise the report no longer verifies.
    pub fn demand_witnesses(&mut self, quorum: usize) {
        let lacking = self.witnesses.iter().find(|ledger| ledger.witnessed < ledger.entries);
        if let Some(ledger) = lacking.filter(|_| self.verifies) {
            self.why = Some(format!(
                "{} of the {} entries of the ledger of {} do not stand in a ledger that {quorum} witnesses cosigned",
                ledger.entries - ledger.witnessed,
                ledger.entries,
                ledger.ledger
            ));
            self.verifies = false;
        }
    }

    fn act_of_letter(&self, code: &str) -> Result<String, String> {
        // Copied off a page, a code may have spaces where its lines broke.
        let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect();
        let code: letters::Code = code.parse().map_err(|error: letters::CodeError| error.to_string())?;
        if code.case != self.case {
            return Err(format!("the letter is of the case {}, the bundle of {}", code.case, self.case));
        }
        let act = self.acts.iter().find(|act| act.act == code.act);
        let act = act.ok_or_else(|| format!("the act {} of the letter is not in the bundle", code.act))?;
        if act.author != code.authority {
            return Err(format!("the letter names {} as its author, the act {}", code.authority, act.author));
        }
        Ok(act.act.clone())
    }
}

/// The evidence bundle of a case, as bytes to download. Whoever may read the case may export it; that it was exported
/// is written to the audit trail.
pub async fn bundle(node: &Node, viewer: &Viewer, case: &str) -> Result<Vec<u8>, DeskError> {
    bundle_for(node, viewer, case, exchange::Exit::Review).await
}

/// The same to be put before a court: only with acts whose authors allow that, by their handling code or by leave.
pub async fn bundle_for_court(node: &Node, viewer: &Viewer, case: &str) -> Result<Vec<u8>, DeskError> {
    bundle_for(node, viewer, case, exchange::Exit::Court).await
}

async fn bundle_for(
    node: &Node,
    viewer: &Viewer,
    case: &str,
    exit: exchange::Exit<'_>,
) -> Result<Vec<u8>, DeskError> {
    viewer.reads_cases()?;
    let case = case_store::load(node, case).await?;
    let mut permits = Vec::new();
    for act in &case.acts {
        permits.push(super::guarding::permit(node, &act.act, exit).await?);
    }
    let (id, now) = (case.record.case.id, node.now());
    let line =
        &audit::line(node, &viewer.login, "evidence-exported", id, format!("{} acts", case.acts.len()));
    let (acts, permits) = (&case.acts, &permits);
    let quorum = node.config().exchange.witnesses;
    let kept = node
        .store()
        .run_tx_with("evidence", |tx| {
            Box::pin(async move {
                tx.add_audit(line).await?;
                let witnessed = witnessed_checkpoint(tx, quorum).await?;
                let checkpoint = current_checkpoint(tx, node, now).await?;
                let mut kept = Kept::default();
                for (act, permit) in acts.iter().zip(permits) {
                    kept.add(tx, permit, witnessed.as_ref(), &checkpoint).await?;
                    kept.authors.insert(act.act.author.clone());
                    kept.authors.extend(act.act.recipients.iter().cloned());
                }
                if matches!(exit, exchange::Exit::Court) && kept.unwitnessed > 0 {
                    return Err(DeskError::invalid(
                        "witnesses",
                        format!(
                            "{} ledger entries of the case are not cosigned by {quorum} witnesses yet, and a court is to be \
                             shown what others stand behind",
                            kept.unwitnessed
                        ),
                        "try again in a minute; the page of witnesses shows who has cosigned, and who cannot be reached",
                    ));
                }
                if witnessed.is_some() {
                    // So that who reads the bundle can check the cosignatures.
                    kept.authors.extend(tx.cosignatures().await?.into_iter().map(|one| one.witness));
                }
                for author in kept.authors.clone() {
                    if author == *node.authority() {
                        continue;
                    }
                    if let Some(record) = tx.partner(&author).await? {
                        kept.keys.push(node.parsed(&record.partner).map_err(damaged)?);
                    }
                }
                Ok::<Kept, DeskError>(kept)
            })
        })
        .await?;
    let bundle = Bundle {
        case: id,
        made_at: now,
        keys: kept.keys,
        envelopes: kept.envelopes,
        receipts: kept.receipts,
        entries: kept.entries,
    };
    let (own, signing) = (node.clone(), bundle);
    let signer = node.signing()?;
    tokio::task::spawn_blocking(move || signing.sign(&own.own_keys(), &signer))
        .await
        .map_err(damaged)?
        .map_err(|error| DeskError::Damaged { what: "evidence", why: chain(&error) })
}

/// What goes into a bundle.
#[derive(Default)]
struct Kept {
    authors: BTreeSet<AuthorityId>,
    keys: Vec<PartnerKeys>,
    envelopes: Vec<SignedEnvelope>,
    receipts: Vec<Receipt>,
    entries: Vec<LedgerProof>,
    /// Entries that no ledger which enough witnesses cosigned has yet.
    unwitnessed: usize,
}

impl Kept {
    async fn add(
        &mut self,
        tx: &mut Tx<'_>,
        permit: &exchange::Permit,
        witnessed: Option<&SignedCheckpoint>,
        newest: &SignedCheckpoint,
    ) -> Result<(), DeskError> {
        let act = permit.act();
        for envelope in tx.envelopes_of(act).await? {
            self.envelopes.push(SignedEnvelope::from_bytes(&envelope.signed).map_err(damaged)?);
        }
        for receipt in tx.receipts_of(act).await? {
            self.receipts.push(Receipt::from_bytes(&receipt.bytes).map_err(damaged)?);
        }
        let filter = LeafFilter { reference: Some(*act.as_bytes()), ..LeafFilter::default() };
        let by = ListBy { limit: 10_000, ..ListBy::default() };
        for leaf in tx.leaves(&filter, &by).await?.rows {
            let covers = witnessed.filter(|note| leaf.index < note.claimed().size);
            self.unwitnessed += usize::from(covers.is_none());
            let checkpoint = covers.unwrap_or(newest);
            let size = checkpoint.claimed().size;
            self.entries.push(LedgerProof {
                entry: leaf.entry,
                salt: leaf.salt,
                index: leaf.index,
                proof: tx.inclusion(leaf.index, size).await?,
                checkpoint: checkpoint.clone(),
            });
        }
        Ok(())
    }
}

/// The largest checkpoint of this epoch that enough witnesses cosigned, with their cosignatures.
async fn witnessed_checkpoint(tx: &mut Tx<'_>, quorum: u32) -> Result<Option<SignedCheckpoint>, DeskError> {
    let epoch = tx.node().await?.map_or(1, |node| node.epoch);
    let best = tx.best_cosigned(quorum.max(1)).await?.filter(|(of, _)| *of == epoch);
    let Some((_, size)) = best else { return Ok(None) };
    let Some(note) = tx.checkpoint_of(size).await? else { return Ok(None) };
    let note = crate::peer::monitor::with_cosignatures(tx, &note).await?;
    SignedCheckpoint::parse(&note).map(Some).map_err(damaged)
}

/// A signed checkpoint over everything that the ledger has now.
async fn current_checkpoint(
    tx: &mut Tx<'_>,
    node: &Node,
    now: Timestamp,
) -> Result<SignedCheckpoint, DeskError> {
    let head = tx.ledger_head().await?;
    if let Some(latest) = tx.latest_checkpoint().await?
        && latest.size == head.size
    {
        return SignedCheckpoint::parse(&latest.note).map_err(damaged);
    }
    let written = record::append(tx, node, &[]).await?;
    Ok(record::sign(tx, node, written.head, now).await?)
}

fn damaged(error: impl std::fmt::Display) -> DeskError {
    DeskError::Damaged { what: "evidence", why: error.to_string() }
}

/// How far witnesses stand behind each ledger of a bundle.
fn witnesses(report: &exchange::BundleReport, quorum: usize) -> Vec<BundleWitnesses> {
    let mut ledgers: BTreeMap<&AuthorityId, BundleWitnesses> = BTreeMap::new();
    let entries = report.entries.iter().map(|entry| (&entry.ledger, entry.witnesses));
    for (ledger, count) in entries {
        let row = ledgers.entry(ledger).or_insert_with(|| BundleWitnesses {
            ledger: ledger.to_string(),
            entries: 0,
            witnessed: 0,
            by: Vec::new(),
        });
        row.entries += 1;
        row.witnessed += usize::from(count >= quorum);
    }
    for checkpoint in &report.checkpoints {
        if let Some(row) = ledgers.get_mut(&checkpoint.ledger) {
            row.by.extend(checkpoint.cosigned.iter().map(|one| one.by.to_string()));
            row.by.sort_unstable();
            row.by.dedup();
        }
    }
    ledgers.into_values().collect()
}

/// Verifies a bundle offline, and says how far one witness at least stands behind it.
pub fn verify(bundle: &[u8], trusted: &[String]) -> EvidenceReport {
    verify_with(bundle, trusted, 1)
}

/// Verifies a bundle offline. `quorum` is how many witnesses must have cosigned a ledger for its entries to count as witnessed. `trusted` are fingerprints (hex, in groups or not) the caller got over another
/// channel; when it is not empty, every key must be among them.
pub fn verify_with(bundle: &[u8], trusted: &[String], quorum: usize) -> EvidenceReport {
    let trusted: Vec<String> = trusted.iter().map(|text| plain_hex(text)).collect();
    let report = match exchange::verify_bundle(bundle) {
        Ok(report) => report,
        Err(error) => return EvidenceReport { why: Some(chain(&error)), ..EvidenceReport::default() },
    };
    let keys: Vec<BundleKey> = report
        .keys
        .iter()
        .map(|line| {
            let fingerprint = line.fingerprint.to_string();
            BundleKey {
                authority: line.authority.to_string(),
                trusted: trusted.contains(&plain_hex(&fingerprint)),
                fingerprint,
            }
        })
        .collect();
    let stranger = keys.iter().find(|key| !trusted.is_empty() && !key.trusted);
    let mut warnings: Vec<String> = report
        .absent
        .iter()
        .map(|act| format!("act {act} is named by another act and is not in the bundle"))
        .collect();
    warnings.extend(report.contradictions.iter().map(|contradiction| match contradiction {
        Contradiction::Envelopes { by, one, other } => {
            format!("{by} signed two envelopes that contradict each other: {one} and {other}")
        }
        Contradiction::Checkpoints { by, size, one, other } => {
            format!("{by} signed two ledgers of {size} entries: {one} and {other}")
        }
    }));
    warnings.extend(report.acts.iter().filter(|act| act.before_revocation == Some(false)).map(|act| {
        format!(
            "act {} is signed by keys of {} that were revoked later, and no receipt in the bundle shows that it existed before: \
             whoever copied the keys could have made it and dated it back",
            act.act, act.author
        )
    }));
    EvidenceReport {
        witnesses: witnesses(&report, quorum),
        verifies: stranger.is_none(),
        why: stranger.map(|key| {
            format!("the key {} of {} is not among those you trust", key.fingerprint, key.authority)
        }),
        made_by: report.made_by.to_string(),
        made_at: Some(report.made_at),
        case: report.case.to_string(),
        keys,
        acts: report
            .acts
            .iter()
            .map(|act| BundleAct {
                act: act.act.to_string(),
                kind: act.kind.clone(),
                author: act.author.to_string(),
                by: act.by_name.clone(),
                approved_by: act.approved_by.clone(),
                made_at: act.made_at,
                handling: act.handling.as_str().to_owned(),
                receipt: report
                    .receipts
                    .iter()
                    .find(|receipt| receipt.envelope == act.envelope)
                    .map(|receipt| (receipt.by.to_string(), receipt.at)),
            })
            .collect(),
        signatures_checked: report.signatures_checked,
        proofs_checked: report.proofs_checked,
        warnings,
        letter: None,
    }
}

fn plain_hex(text: &str) -> String {
    text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_ascii_lowercase()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
