//! `schema.cql` can be applied statement by statement, and has a place for all that a message is.

use crate::model::Message;
use crate::store::contract::sample::{CHANNEL, full_message};
use std::collections::{BTreeMap, BTreeSet};

const SCHEMA: &str = include_str!("../../schema.cql");

/// As a migration applies them: without comments, split at semicolons (which no literal of the file holds).
fn statements(cql: &str) -> Vec<String> {
    let code: Vec<&str> = cql.lines().map(|line| line.split_once("--").map_or(line, |(code, _)| code)).collect();
    code.join("\n").split(';').map(|statement| statement.trim().to_owned()).filter(|statement| !statement.is_empty()).collect()
}

/// What stands between the first bracket and the one that closes it.
fn bracketed(statement: &str) -> &str {
    let start = statement.find('(').expect("a table has columns") + 1;
    let mut depth = 1;
    for (at, c) in statement[start..].char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &statement[start..start + at];
        }
    }
    panic!("a bracket is not closed: {statement}");
}

/// Split at the commas outside of all brackets.
fn definitions(columns: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in columns.chars() {
        depth += match c {
            '(' | '<' => 1,
            ')' | '>' => -1,
            _ => 0,
        };
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
    }
    parts.into_iter().map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The tables with their columns.
fn tables() -> BTreeMap<String, BTreeSet<String>> {
    let mut tables = BTreeMap::new();
    for statement in statements(SCHEMA).iter().skip(1) {
        let name = statement.strip_prefix("CREATE TABLE IF NOT EXISTS belfry.").expect("a table");
        let name = name.split([' ', '(']).next().unwrap().to_owned();
        let columns = definitions(bracketed(statement)).into_iter().filter(|definition| !definition.starts_with("PRIMARY KEY"));
        let columns = columns.map(|definition| definition.split_once(' ').expect("a column has a type").0.to_owned());
        assert!(tables.insert(name, columns.collect()).is_none(), "{statement}");
    }
    tables
}

#[test]
fn every_statement_makes_something_that_is_not_there_yet() {
    let statements = statements(SCHEMA);
    assert!(statements[0].starts_with("CREATE KEYSPACE IF NOT EXISTS belfry"));
    for statement in &statements {
        let count = |c| statement.matches(c).count();
        assert_eq!((count('('), count('{'), count('<')), (count(')'), count('}'), count('>')), "{statement}");
        assert_eq!(count('\'') % 2, 0, "{statement}");
        assert!(!statement.contains("--"), "{statement}");
    }
    for statement in &statements[1..] {
        assert_eq!(statement.matches("PRIMARY KEY").count(), 1, "{statement}");
    }
}

#[test]
fn every_key_is_made_of_columns() {
    for statement in statements(SCHEMA).iter().skip(1) {
        let definitions = definitions(bracketed(statement));
        let Some(key) = definitions.iter().find_map(|definition| definition.strip_prefix("PRIMARY KEY")) else { continue };
        for column in key.split([' ', '(', ')', ',']).filter(|part| !part.is_empty()) {
            assert!(definitions.iter().any(|definition| definition.split(' ').next() == Some(column)), "{column} of {statement}");
        }
    }
}

/// The pattern makes a new field of the model fail to compile until somebody gives it a column.
#[test]
fn every_field_of_a_message_has_a_column() {
    let Message {
        id: _,
        channel_id: _,
        author_id: _,
        kind: _,
        content: _,
        embeds: _,
        mentions: crate::model::Mentions { users: _, roles: _, everyone: _ },
        reference: _,
        edited_at: _,
        tts: _,
        flags: _,
        nonce: _,
        nonce_enforced: _,
        request_id: _,
    } = full_message(CHANNEL, 1);
    let expected = "message_id channel_id author_id kind content embeds mention_users mention_roles mention_everyone \
        reference_message_id reference_channel_id reference_guild_id edited_at tts flags nonce_text nonce_number nonce_enforced request_id";
    let columns = &tables()["messages"];
    for column in expected.split_whitespace() {
        assert!(columns.contains(column), "{column}");
    }
}

/// One set of names: a table of the embedded store is found under the same name in the cluster's, with its columns.
#[test]
fn the_embedded_tables_are_there_with_their_columns() {
    let embedded = crate::store::sqlite::schema::MIGRATIONS.concat();
    let tables = tables();
    let only_embedded = ["id_floor", "name_key", "nonce"]; // node_leases.id_high; users_by_name; nonce_text, nonce_number.
    for statement in statements(&embedded) {
        let Some(name) = statement.strip_prefix("CREATE TABLE ").and_then(|rest| rest.split(' ').next()) else { continue };
        if only_embedded.contains(&name) {
            continue;
        }
        let columns = tables.get(name).unwrap_or_else(|| panic!("no table {name}"));
        for definition in definitions(bracketed(&statement)) {
            let column = definition.split(' ').next().unwrap();
            let known = columns.contains(column) || only_embedded.contains(&column) || ["PRIMARY", "UNIQUE"].contains(&column);
            assert!(known, "{name}.{column}");
        }
    }
}
