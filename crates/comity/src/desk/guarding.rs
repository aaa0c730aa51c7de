//! Handling codes at the desk: whether an act may leave by one of the ways out, and the words of codes in forms.

use exchange::{Act, Exit, Handling, Marks, Onward, Permit};

use super::DeskError;
use super::reading::cut;
use crate::node::Node;

/// Asks whether an act may leave this authority. What its author has allowed since counts.
pub(crate) async fn permit(node: &Node, act: &Act, exit: Exit<'_>) -> Result<Permit, DeskError> {
    let leave = super::custody::leave_for(node, act).await?;
    exchange::may_leave(act, node.authority(), exit, &leave, node.now()).map_err(|error| {
        DeskError::invalid(
            "handling",
            error.to_string(),
            format!("ask {} for leave, or leave it out", act.author),
        )
    })
}

/// A handling code of a form.
pub(crate) fn handling(word: &str) -> Result<Handling, DeskError> {
    [Handling::H0, Handling::H1, Handling::H2, Handling::H3]
        .into_iter()
        .find(|code| code.as_str().eq_ignore_ascii_case(word))
        .ok_or_else(|| {
            DeskError::invalid("handling", format!("`{}` is no handling code", cut(word)), "choose one")
        })
}

/// An onward rule of a form.
pub(crate) fn onward(word: &str) -> Result<Onward, DeskError> {
    [Onward::None, Onward::WithConsent, Onward::AuthoritiesOfRecipientState]
        .into_iter()
        .find(|rule| rule.as_str() == word)
        .ok_or_else(|| {
            DeskError::invalid("onward", format!("`{}` is no onward rule", cut(word)), "choose one")
        })
}

/// The conditions of a form.
pub(crate) fn marks(conditions: &str, handling: Handling) -> Result<Marks, DeskError> {
    let conditions = conditions.trim();
    if conditions.is_empty() && handling == Handling::H3 {
        return Err(DeskError::invalid(
            "conditions",
            "H3 means conditions, and none are stated",
            "state them",
        ));
    }
    if conditions.len() > 2_000 {
        return Err(DeskError::invalid("conditions", "this is longer than 2,000 bytes", "shorten it"));
    }
    let conditions = (!conditions.is_empty()).then(|| conditions.to_owned());
    Ok(Marks { conditions, evaluation: None })
}
