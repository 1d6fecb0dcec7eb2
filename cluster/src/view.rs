//! The set of serving nodes at one moment.

use crate::placement::{Key, weight};

/// Names a node: the ten node bits of the ids that it gives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(u16);

impl NodeId {
    /// What a node is that serves alone.
    pub const FIRST: Self = Self(0);
    /// The greatest number that fits into an id's node bits.
    pub const MAX: Self = Self(1_023);

    /// `None` beyond [`NodeId::MAX`].
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if number > Self::MAX.0 { None } else { Some(Self(number)) }
    }

    /// The node's number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// The nodes that serve, with the epoch of their agreement. A view is never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    epoch: u64,
    first: NodeId,
    others: Vec<NodeId>,
}

impl View {
    /// One node that serves everything.
    #[must_use]
    pub const fn alone(node: NodeId, epoch: u64) -> Self {
        Self { epoch, first: node, others: Vec::new() }
    }

    /// The same view with one more node, in the next epoch. A node that is in it already changes nothing but the epoch.
    #[must_use]
    pub fn with(mut self, node: NodeId) -> Self {
        if !self.nodes().any(|known| known == node) {
            self.others.push(node);
        }
        self.epoch += 1;
        self
    }

    /// Grows with every change of the view.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// All nodes, in no certain order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// The node that serves `key`: the one with the greatest weight for it (rendezvous hashing), so that a node that joins or leaves moves
    /// only its own share.
    #[must_use]
    pub fn owner(&self, key: Key) -> NodeId {
        let greater = |best: NodeId, node: NodeId| if (weight(key, node), node) > (weight(key, best), best) { node } else { best };
        self.others.iter().copied().fold(self.first, greater)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(nodes: u16) -> View {
        let first = View::alone(NodeId(0), 1);
        (1..nodes).fold(first, |view, node| view.with(NodeId(node)))
    }

    #[test]
    fn one_node_serves_everything() {
        assert_eq!(view(1).owner(Key(u64::MAX)), NodeId(0));
    }

    #[test]
    fn node_numbers_fit_into_ten_bits() {
        assert_eq!(NodeId::new(1_023), Some(NodeId::MAX));
        assert_eq!(NodeId::new(1_024), None);
    }

    #[test]
    fn nodes_get_equal_shares() {
        let view = view(4);
        let mut shares = [0_u32; 4];
        for key in 0..40_000_u64 {
            shares[usize::from(view.owner(Key(key << 22)).number())] += 1;
        }
        assert!(shares.iter().all(|share| (9_500..=10_500).contains(share)), "{shares:?}");
    }

    proptest! {
        #[test]
        fn node_that_joins_takes_keys_and_moves_no_others(nodes in 1_u16..9, keys in prop::collection::vec(any::<u64>(), 1..50)) {
            let before = view(nodes);
            let newcomer = NodeId(nodes);
            let after = before.clone().with(newcomer);
            prop_assert_eq!(after.epoch(), before.epoch() + 1);
            for key in keys.into_iter().map(Key) {
                let owner = after.owner(key);
                prop_assert!(owner == newcomer || owner == before.owner(key));
            }
        }
    }
}
