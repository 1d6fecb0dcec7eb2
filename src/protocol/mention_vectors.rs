//! Whom texts mention, by the vectors that clients read markdown by.

use crate::model::{ParsedMentions, find_mentions};
use serde_json::Value;

const VECTORS: &str = include_str!("../../tests/data/markdown/vectors.json");

/// Whom the nodes of a tree mention, in order.
fn mentioned(nodes: &Value, found: &mut ParsedMentions) {
    for node in nodes.as_array().into_iter().flatten() {
        let id = || node["id"].as_str().unwrap();
        match node["kind"].as_str() {
            Some("user") => found.users.push(id().parse().unwrap()),
            Some("role") => found.roles.push(id().parse().unwrap()),
            Some("everyone" | "here") => found.everyone = true,
            _ => {}
        }
        mentioned(&node["children"], found);
        node["items"].as_array().into_iter().flatten().for_each(|item| mentioned(item, found));
    }
}

#[test]
fn what_clients_show_as_a_mention_is_one_and_nothing_else() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let mut mentioning = 0;
    for vector in &vectors {
        let mut expected = ParsedMentions::default();
        mentioned(&vector["ast"], &mut expected);
        mentioning += usize::from(expected != ParsedMentions::default());
        assert_eq!(find_mentions(vector["text"].as_str().unwrap()), expected, "{}", vector["name"]);
    }
    assert!(mentioning > 10, "{mentioning} vectors mention somebody");
}
