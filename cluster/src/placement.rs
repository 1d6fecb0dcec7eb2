//! How much a node is drawn to a key.

use crate::view::NodeId;

/// Names something that exactly one node serves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key(pub u64);

/// The same on every node and in every version: nodes must agree on it. A finaliser in the manner of `SplitMix64`, over both together.
pub(crate) fn weight(key: Key, node: NodeId) -> u64 {
    let mut mixed = key.0 ^ u64::from(node.number() + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_never_change() {
        let node = NodeId::new(7).unwrap();
        assert_eq!(weight(Key(1_575_079_181_186_760_704), node), 0x8249_5a18_6a00_a3c5);
    }
}
