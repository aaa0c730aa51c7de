//! Whose fault an error is. The answer, the retry and the alarm follow from it.

/// Whom an error points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Culprit {
    /// The person at this node: say what to change.
    User,
    /// The partner's node: keep the evidence, tell both sides, do not retry.
    Peer,
    /// Nobody for long: try again later.
    Passing,
    /// This node: raise an alarm.
    Ours,
}
