//! One call to a partner: claimed envelopes sealed and sent, and what the answer proves about each.
//!
//! A claim is sent in as many requests as its size needs, one after another. Sealing and checking, which take the time,
//! run beside the tasks that move bytes.

use std::collections::HashMap;
use std::sync::Arc;

use exchange::cbor::{self, Bytes};
use exchange::{EnvelopeHash, Expected, ReceiptBatch, Slip};
use store::Claimed;

use super::aside::{aside, aside_each};
use super::client::{CallError, Client};
use super::monitor::Shown;
use super::outgoing;
use super::partners::Partner;
use super::wire::{self, Answers, Batch, Refusal};
use crate::causes::chain;
use crate::node::Node;

/// Bytes around an act in a sealed envelope, at most.
const AROUND: usize = 16 << 10;
/// Envelopes that are worth a core of their own to seal.
const EACH_CORE: usize = 8;

/// What became of one request.
pub(super) struct Returned {
    pub(super) claimed: Vec<Claimed>,
    pub(super) result: Result<Vec<Fate>, CallError>,
}

/// What became of one envelope.
pub(super) enum Fate {
    /// The partner has it, and this shows it.
    Stored(Box<Slip>, Arc<Shown>),
    Refused(Refusal),
    /// The answer proves nothing about it.
    Unproven(String),
    /// It could not be made ready, and was not sent.
    Unsealed(String),
}

/// Takes claimed envelopes to the partner.
pub(super) async fn call(
    node: Node,
    client: Arc<Client>,
    partner: Arc<Partner>,
    claimed: Vec<Claimed>,
) -> Vec<Returned> {
    let mut returned = Vec::new();
    let mut failed = false;
    for part in parts(claimed) {
        if failed {
            returned.push(Returned { claimed: part, result: Err(CallError::NotTried) });
            continue;
        }
        let one = request(&node, &client, &partner, part).await;
        failed = one.result.is_err();
        returned.push(one);
    }
    returned
}

/// Cuts a claim so that each request is of a size that is taken.
fn parts(claimed: Vec<Claimed>) -> Vec<Vec<Claimed>> {
    let mut parts: Vec<Vec<Claimed>> = Vec::new();
    let mut bytes = usize::MAX;
    for claimed in claimed {
        let size = claimed.envelope.as_ref().map_or(0, |envelope| envelope.act_bytes().len() + AROUND);
        bytes = bytes.saturating_add(size);
        match parts.last_mut() {
            Some(part) if bytes <= wire::FULL_BATCH => part.push(claimed),
            _ => {
                parts.push(vec![claimed]);
                bytes = size;
            }
        }
    }
    parts
}

async fn request(
    node: &Node,
    client: &Arc<Client>,
    partner: &Arc<Partner>,
    claimed: Vec<Claimed>,
) -> Returned {
    let claimed = Arc::new(claimed);
    let result = match sealed(node, partner, &claimed).await {
        Ok(ready) => sent(client, partner, &claimed, ready).await,
        Err(error) => Err(CallError::Unsealed(error)),
    };
    // The threads that shared it have ended.
    Returned { claimed: Arc::unwrap_or_clone(claimed), result }
}

async fn sent(
    client: &Arc<Client>,
    partner: &Arc<Partner>,
    claimed: &Arc<Vec<Claimed>>,
    ready: Ready,
) -> Result<Vec<Fate>, CallError> {
    let Ready { body, mut unsealed } = ready;
    let answer = match body {
        Some(body) => client.post(wire::ENVELOPES, body, wire::MAX_ANSWER).await?,
        None => return Ok(unsealed.into_iter().flatten().map(Fate::Unsealed).collect()),
    };
    let (claimed, partner) = (claimed.clone(), partner.clone());
    let read = aside(move || {
        let went: Vec<&Claimed> =
            claimed.iter().zip(&unsealed).filter(|(_, fault)| fault.is_none()).map(|(it, _)| it).collect();
        let mut fates = read(&answer, &partner, &went).into_iter();
        let unsaid = || Fate::Unproven("the answer does not speak of the envelope".to_owned());
        unsealed
            .iter_mut()
            .map(|fault| fault.take().map_or_else(|| fates.next().unwrap_or_else(unsaid), Fate::Unsealed))
            .collect()
    });
    read.await.map_err(|_| CallError::Answer(client.address().to_owned()))
}

/// A request made ready.
struct Ready {
    /// Nothing when no envelope could be sealed.
    body: Option<Vec<u8>>,
    /// For each envelope of the claim, why it is not in the request.
    unsealed: Vec<Option<String>>,
}

/// Seals each envelope to the partner's keys. One that cannot be sealed does not keep the others.
async fn sealed(node: &Node, partner: &Arc<Partner>, claimed: &Arc<Vec<Claimed>>) -> Result<Ready, String> {
    let places: Vec<usize> = (0..claimed.len()).collect();
    let (node, partner, claimed) = (node.clone(), partner.clone(), claimed.clone());
    let seal = move |place: usize| {
        let envelope = claimed.get(place).and_then(|claimed| claimed.envelope.as_ref());
        let envelope = envelope.ok_or_else(|| "what is kept of the envelope cannot be read".to_owned())?;
        outgoing::seal(&node, &partner.keys, envelope).map_err(|error| chain(&error))
    };
    let made = aside_each(places, EACH_CORE, seal).await;
    let made = made.map_err(|_| "the node is stopping".to_owned())?;
    let mut batch = Vec::with_capacity(made.len());
    let mut unsealed = Vec::with_capacity(made.len());
    for made in made {
        unsealed.push(made.map(|sealed| batch.push(Bytes(sealed))).err());
    }
    if batch.is_empty() {
        return Ok(Ready { body: None, unsealed });
    }
    let body = cbor::to_canonical(&Batch(batch)).map_err(|error| error.to_string())?;
    Ok(Ready { body: Some(body), unsealed })
}

/// What an answer proves about each envelope of a request.
fn read(answer: &[u8], partner: &Partner, claimed: &[&Claimed]) -> Vec<Fate> {
    let answers: Answers = match cbor::from_canonical(answer, wire::MAX_ANSWER) {
        Ok(answers) => answers,
        Err(error) => return claimed.iter().map(|_| Fate::Unproven(error.to_string())).collect(),
    };
    let mut receipts: HashMap<EnvelopeHash, (Slip, Arc<Shown>)> = HashMap::new();
    let mut fault = String::from("the answer does not speak of the envelope");
    for bytes in &answers.receipts {
        if let Err(error) = proven(&bytes.0, partner, claimed, &mut receipts) {
            fault = error;
        }
    }
    let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    claimed
        .iter()
        .enumerate()
        .map(|(at, claimed)| match receipts.remove(&claimed.hash) {
            Some((slip, shown)) => Fate::Stored(Box::new(slip), shown),
            None => match answers.refused.iter().find(|refused| refused.position == position(at)) {
                Some(refused) => Fate::Refused(refused.refusal.clone()),
                None => Fate::Unproven(fault.clone()),
            },
        })
        .collect()
}

/// Takes up the receipts of a batch that prove what they say.
fn proven(
    bytes: &[u8],
    partner: &Partner,
    claimed: &[&Claimed],
    receipts: &mut HashMap<EnvelopeHash, (Slip, Arc<Shown>)>,
) -> Result<(), String> {
    let batch = ReceiptBatch::from_bytes(bytes).map_err(|error| error.to_string())?;
    let verified = batch.checkpoint().verify(&partner.keys).map_err(|error| error.to_string())?;
    let shown = Arc::new(Shown { checkpoint: batch.checkpoint().clone(), verified });
    for slip in batch.slips() {
        let Some(claimed) = claimed.iter().find(|claimed| claimed.hash == slip.statement.envelope) else {
            continue;
        };
        let expected =
            Expected { envelope: claimed.hash, act: claimed.act, by: partner.keys.authority().clone() };
        slip.verify(&shown.verified, &expected).map_err(|error| error.to_string())?;
        receipts.insert(claimed.hash, (slip.clone(), shown.clone()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use exchange::{ActId, AuthorityId, Signatures, SignedEnvelope};
    use store::EnvelopeKey;

    use super::*;

    #[test]
    fn a_claim_is_cut_into_requests_that_are_taken() {
        let check = |sizes: &[usize], expected: &[usize]| {
            let claimed = sizes.iter().zip(1_u64..).map(|(size, sequence)| Claimed {
                key: EnvelopeKey { partner: AuthorityId::new("de.bfj").unwrap(), epoch: 1, sequence },
                hash: EnvelopeHash::new([0; 32]),
                act: ActId::new([0; 32]),
                envelope: Some(SignedEnvelope::from_parts(
                    Vec::new(),
                    vec![0; *size],
                    Signatures::from_parts(&[0; 64], &[0; 3309]).unwrap(),
                )),
                signed_with: None,
                attempt: 1,
            });
            let cut = parts(claimed.collect());
            assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), expected, "{sizes:?}");
            let order: Vec<u64> = cut.iter().flatten().map(|claimed| claimed.key.sequence).collect();
            assert!(order.is_sorted());
        };
        const MIB: usize = 1 << 20;
        check(&[], &[]);
        check(&[100; 48], &[48]);
        check(&[4 * MIB; 3], &[1, 1, 1]);
        check(&[600 << 10, 300 << 10, 200 << 10, 100], &[2, 2]);
        check(&[100, 4 * MIB, 100, 100], &[1, 1, 2]);
        const { assert!(wire::FULL_BATCH + exchange::MAX_ACT + AROUND < wire::MAX_REQUEST) };
    }
}
