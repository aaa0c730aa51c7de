//! What arrives about talks: a partner's signed record, and its word on what became of a promise.

use exchange::{Act, cbor};
use jiff::Timestamp;
use store::{CommitmentWord, Direction, NewTalks, TalksId, TalksRecord, TalksSignature, Tx};

use super::DeskError;
use super::talks::{COMMITMENT, Source, put_tasks};
use super::talks_record::{CommitmentBody, Signed, TalksBody, commitment_id, sha256};
use crate::node::Node;

/// The most bytes of the body of such an act.
const MOST: usize = exchange::MAX_BODY;
/// The most characters of the words about a promise.
const OUTCOME_MOST: usize = 4_000;

/// Keeps a partner's record. What does not fit together is told in the log and left: the act itself is kept anyway.
pub(crate) async fn record(node: &Node, act: &Act) -> Result<(), DeskError> {
    let (new, signature) = match read(act) {
        Ok(read) => read,
        Err(why) => {
            tracing::warn!(act = %act.id(), partner = %act.author, why, "a record of talks cannot be read");
            return Ok(());
        }
    };
    let (new, signature, act, id, now) = (&new, &signature, act, &act.id(), node.now());
    node.store()
        .run_tx_with("talks arrived", |tx| {
            Box::pin(async move {
                // Recalled while it was read.
                if tx.purged_at(id).await?.is_some() {
                    return Ok(());
                }
                let thread = tx.talks_of(&act.case).await?;
                // A thread is one authority's: nobody else can put a record into it or drop its promises.
                if thread.iter().any(|other| other.talks.author != act.author) {
                    tracing::warn!(act = %id, partner = %act.author, "a record of talks is in another's thread");
                    return Ok(());
                }
                let (new, earlier) = placed(new, signature, &thread)?;
                let with: Vec<_> = act.recipients.iter().cloned().collect();
                if !tx.add_received_talks(&new, signature, id, &with, now).await? {
                    return Ok(());
                }
                if let Some(earlier) = earlier {
                    tx.talks_corrected(earlier, now).await?;
                }
                let record = super::talks_record::Record::read(&new.text.record)?;
                put_tasks(tx, &act.case, &record.tasks(new.id, act.case), "node", now).await?;
                words(tx, act).await
            })
        })
        .await
}

/// Reads the body: the record's bytes, the text that belongs to them, and who signed.
fn read(act: &Act) -> Result<(NewTalks, TalksSignature), &'static str> {
    let body: TalksBody = cbor::from_canonical(&act.body, MOST).map_err(|_| "the body is not one")?;
    let signed: Signed =
        cbor::from_canonical(&body.record.0, MOST).map_err(|_| "the signed record is not one")?;
    let text = body.text.unwrap_or_default();
    if !text.is_empty() && hex::encode(sha256(text.as_bytes())) != signed.text_sha256 {
        return Err("the text is not the one that was signed");
    }
    let record = signed.record.checked(&text).ok_or("the record goes beyond its bounds")?;
    let at = Timestamp::from_microsecond(signed.at_us).map_err(|_| "the moment of signing is none")?;
    let by: String = signed.by.1.chars().filter(|char| !char.is_control()).take(200).collect();
    let digest = sha256(&body.record.0);
    let mut id = [0; 16];
    // Named by what was signed and where, so that the same record sent again is the same row.
    let name = sha256(&[digest.as_slice(), act.case.as_bytes(), act.author.as_str().as_bytes()].concat());
    id.iter_mut().zip(name).for_each(|(to, from)| *to = from);
    let new = NewTalks {
        id: TalksId::new(id),
        thread: act.case,
        author: act.author.clone(),
        text: record.stored().map_err(|_| "the record cannot be kept")?,
        readout: text,
        source: serde_json::to_string(&Source::default()).map_err(|_| "the source cannot be kept")?,
        corrects: None,
    };
    Ok((new, TalksSignature { bytes: body.record.0, digest, by, at }))
}

/// The record with the one it corrects, when that one is here.
fn placed(
    new: &NewTalks,
    signature: &TalksSignature,
    thread: &[TalksRecord],
) -> Result<(NewTalks, Option<TalksId>), DeskError> {
    let signed: Signed = cbor::from_canonical(&signature.bytes, MOST)
        .map_err(|error| DeskError::Damaged { what: "record of talks", why: error.to_string() })?;
    let earlier = signed.corrects.and_then(|digest| {
        thread
            .iter()
            .find(|other| {
                other.direction == Direction::Incoming
                    && other.signature.as_ref().is_some_and(|kept| hex::encode(kept.digest) == digest)
            })
            .map(|other| other.talks.id)
    });
    Ok((NewTalks { corrects: earlier, ..new.clone() }, earlier))
}

/// Words about promises may have come before the record that states them.
async fn words(tx: &mut Tx<'_>, record: &Act) -> Result<(), DeskError> {
    for kept in tx.acts_of(&record.case).await? {
        if kept.kind == COMMITMENT && kept.direction == Direction::Incoming {
            let act = Act::from_bytes(&kept.bytes)
                .map_err(|error| DeskError::Damaged { what: "act", why: error.to_string() })?;
            word(tx, &act).await?;
        }
    }
    Ok(())
}

/// Keeps a partner's word on what became of a promise.
pub(crate) async fn commitment(node: &Node, act: &Act) -> Result<(), DeskError> {
    node.store().run_tx_with("commitment arrived", |tx| Box::pin(async move { word(tx, act).await })).await
}

async fn word(tx: &mut Tx<'_>, act: &Act) -> Result<(), DeskError> {
    let Ok(body) = cbor::from_canonical::<CommitmentBody>(&act.body, MOST) else {
        tracing::warn!(act = %act.id(), partner = %act.author, "a word on a promise cannot be read");
        return Ok(());
    };
    let Ok(state) = body.state.parse() else {
        tracing::warn!(act = %act.id(), partner = %act.author, "a word on a promise says nothing known");
        return Ok(());
    };
    let id = commitment_id(&act.case, &body.key);
    if tx.commitment(id).await?.is_none() || tx.purged_at(&act.id()).await?.is_some() {
        return Ok(());
    }
    // Only who made the record or was given it has a word.
    let party = tx
        .talks_of(&act.case)
        .await?
        .iter()
        .any(|record| record.talks.author == act.author || record.shared_with.contains(&act.author));
    if !party {
        tracing::warn!(act = %act.id(), partner = %act.author, "a word on a promise is from a stranger to it");
        return Ok(());
    }
    tx.add_commitment_word(&CommitmentWord {
        commitment: id,
        author: act.author.clone(),
        state,
        outcome: body.outcome.chars().filter(|c| !c.is_control() || *c == '\n').take(OUTCOME_MOST).collect(),
        act: act.id(),
        made_at: act.made_at,
    })
    .await?;
    Ok(())
}
