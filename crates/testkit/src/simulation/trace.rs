//! Messages in a line of words, for whoever replays a seed.

use super::wire::Message;

pub(super) fn message(message: &Message) -> String {
    match message {
        Message::Deliver { call, batch } => format!("call {call}: {} envelopes", batch.len()),
        Message::Answer { call, receipts, refused } => {
            let slips: usize = receipts.iter().map(|batch| batch.slips().len()).sum();
            format!("answer to {call}: {slips} receipts, refused {refused:?}")
        }
        Message::Ask => "what do you hold?".to_owned(),
        Message::Holds { yours, .. } => {
            let seen = yours.as_ref().map_or(0, |note| note.claimed().size);
            format!("an acknowledgement; your ledger was seen with {seen} entries")
        }
        Message::Show { call, sizes } => {
            format!("call {call}: show your ledger and how it grew from {sizes:?}")
        }
        Message::Shown { call, head } => {
            format!("answer to {call}: the ledger has {} entries", head.note.claimed().size)
        }
        Message::Heard { of, note } => {
            format!("{of} showed me a ledger of {} entries", note.claimed().size)
        }
    }
}
