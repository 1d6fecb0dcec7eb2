//! Requests as the judge sees them: each with its outcome, and creates joined by what they may become.
use std::collections::BTreeSet;

use super::log::{Action, Entry, Message};

/// A request with its outcome.
pub(super) struct Op<'a> {
    pub(super) author: u64,
    pub(super) action: &'a Action,
    pub(super) invoked_ns: u64,
    pub(super) outcome: Outcome,
    /// The message that an acked create was answered with.
    pub(super) created: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Acked { at_ns: u64 },
    Refused { at_ns: u64 },
    Unknown,
}

/// The creates that may become one message: one request, or all that share an enforced nonce.
pub(super) struct Send<'a> {
    pub(super) channel: u64,
    pub(super) author: u64,
    pub(super) nonce: Option<&'a str>,
    pub(super) enforced: bool,
    pub(super) first_invoked_ns: u64,
    pub(super) first_acked_ns: Option<u64>,
    /// The time of the last refusal, if nothing else than refusals came back.
    pub(super) refused_ns: Option<u64>,
    pub(super) acked_ids: BTreeSet<u64>,
    /// Each text with the time when it was first sent.
    bodies: Vec<(&'a str, u64)>,
}

/// `(client, op)`.
pub(super) type Name = (u32, u64);

/// What `entry` says of the end of a request.
pub(super) fn outcome(entry: &Entry) -> Option<(Name, Outcome, Option<u64>)> {
    match *entry {
        Entry::Acked { client, op, at_ns, id } => Some(((client, op), Outcome::Acked { at_ns }, id)),
        Entry::Refused { client, op, at_ns } => Some(((client, op), Outcome::Refused { at_ns }, None)),
        Entry::Unknown { client, op, .. } => Some(((client, op), Outcome::Unknown, None)),
        _ => None,
    }
}

impl<'a> Op<'a> {
    pub(super) fn invoked(entry: &'a Entry) -> Option<(Name, Self)> {
        let Entry::Invoked { client, op, at_ns, author, action } = entry else {
            return None;
        };
        let outcome = Outcome::Unknown;
        Some(((*client, *op), Self { author: *author, action, invoked_ns: *at_ns, outcome, created: None }))
    }
}

impl Op<'_> {
    pub(super) fn acked_ns(&self) -> Option<u64> {
        match self.outcome {
            Outcome::Acked { at_ns } => Some(at_ns),
            Outcome::Refused { .. } | Outcome::Unknown => None,
        }
    }

    pub(super) fn is_refused(&self) -> bool {
        matches!(self.outcome, Outcome::Refused { .. })
    }

    /// Whether this is an edit to `text`.
    pub(super) fn edits_to(&self, text: &str) -> bool {
        matches!(self.action, Action::Edit { body, .. } if body == text)
    }
}

impl<'a> Send<'a> {
    /// The create's text and, for now, its own send.
    pub(super) fn of(op: &Op<'a>) -> Option<(&'a str, Self)> {
        let Action::Create { channel, nonce, enforced, body } = op.action else {
            return None;
        };
        let refused_ns = match op.outcome {
            Outcome::Refused { at_ns } => Some(at_ns),
            Outcome::Acked { .. } | Outcome::Unknown => None,
        };
        let send = Self {
            channel: *channel,
            author: op.author,
            nonce: nonce.as_deref(),
            enforced: *enforced && nonce.is_some(),
            first_invoked_ns: op.invoked_ns,
            first_acked_ns: op.acked_ns(),
            refused_ns,
            acked_ids: op.created.into_iter().collect(),
            bodies: vec![(body, op.invoked_ns)],
        };
        Some((body, send))
    }

    /// Whether a message of this send may have been created with `body`: a repeat after the ack changes nothing.
    pub(super) fn created_with(&self, body: &str) -> bool {
        let acked_ns = self.first_acked_ns.unwrap_or(u64::MAX);
        self.bodies.iter().any(|&(own, sent_ns)| own == body && sent_ns <= acked_ns)
    }

    /// Whether channel, author and (where told) nonce are this send's.
    pub(super) fn is_of(&self, channel: u64, message: &Message) -> bool {
        let nonce_fits = message.nonce.is_none() || message.nonce.as_deref() == self.nonce;
        channel == self.channel && message.author == self.author && nonce_fits
    }

    pub(super) fn join(&mut self, other: Self) {
        self.first_invoked_ns = self.first_invoked_ns.min(other.first_invoked_ns);
        self.first_acked_ns = [self.first_acked_ns, other.first_acked_ns].into_iter().flatten().min();
        // Refused only if every one was.
        self.refused_ns = self.refused_ns.zip(other.refused_ns).map(|(one, other)| one.max(other));
        self.acked_ids.extend(other.acked_ids);
        self.bodies.extend(other.bodies);
    }
}
