//! Embeds: checked, and kept as the client gave them (with what every reader needs).

use crate::limits;
use crate::protocol::form::Form;
use crate::protocol::timestamp;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The embeds as a JSON array text; `None` where the field is absent.
pub(super) fn embeds(form: &mut Form) -> Option<Arc<str>> {
    if !form.has("embeds") {
        return None;
    }
    let Some(parts) = form.forms("embeds") else { return Some("[]".into()) };
    if parts.len() > limits::EMBEDS_MAX {
        form.fault("embeds", "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer in length.", limits::EMBEDS_MAX));
        return None;
    }
    let mut characters = 0;
    let embeds: Vec<Value> = parts.into_iter().map(|part| embed(form, part, &mut characters)).collect();
    if characters > limits::EMBED_CHARACTERS_MAX {
        form.fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
    let text = Value::Array(embeds).to_string();
    if text.len() > limits::EMBEDS_BYTES_MAX {
        form.fault("embeds", "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer bytes.", limits::EMBEDS_BYTES_MAX));
        return None;
    }
    Some(text.into())
}

/// Discord docs, Embed Limits.
const TEXTS: [(&str, usize); 2] = [("title", 256), ("description", 4_096)];

fn embed(form: &mut Form, mut part: Form, characters: &mut usize) -> Value {
    let mut embed = Map::new();
    embed.insert("type".to_owned(), "rich".into());
    for (field, max) in TEXTS {
        if let Some(text) = part.text(field, 0..=max) {
            *characters += text.chars().count();
            embed.insert(field.to_owned(), text.into());
        }
    }
    if let Some(url) = part.text("url", 0..=2_048) {
        embed.insert("url".to_owned(), url.into());
    }
    if let Some(at) = part.moment("timestamp") {
        embed.insert("timestamp".to_owned(), timestamp(at).into());
    }
    if let Some(color) = part.int("color", 0..=i64::from(limits::ROLE_COLOR_MAX)) {
        embed.insert("color".to_owned(), color.into());
    }
    for (field, keys) in [("footer", ["text", "icon_url", ""]), ("author", ["name", "url", "icon_url"]), ("provider", ["name", "url", ""])] {
        if let Some(inner) = part.form(field) {
            embed.insert(field.to_owned(), named(&mut part, inner, &keys, characters));
        }
    }
    for field in ["image", "thumbnail", "video"] {
        if let Some(inner) = part.form(field) {
            embed.insert(field.to_owned(), named(&mut part, inner, &["url", "", ""], &mut 0));
        }
    }
    if let Some(fields) = part.forms("fields") {
        embed.insert("fields".to_owned(), fields_of(&mut part, fields, characters));
    }
    form.absorb(part);
    Value::Object(embed)
}

/// A part with these texts, of which the first must be there.
fn named(part: &mut Form, mut inner: Form, keys: &[&str], characters: &mut usize) -> Value {
    let mut object = Map::new();
    for (index, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
        let text = if index == 0 { Some(inner.required_text(key, 1..=2_048)) } else { inner.text(key, 0..=2_048) };
        if let Some(text) = text {
            if matches!(*key, "text" | "name") {
                *characters += text.chars().count();
            }
            object.insert((*key).to_owned(), text.into());
        }
    }
    part.absorb(inner);
    Value::Object(object)
}

fn fields_of(part: &mut Form, fields: Vec<Form>, characters: &mut usize) -> Value {
    if fields.len() > limits::EMBED_FIELDS_MAX {
        part.fault("fields", "BASE_TYPE_MAX_LENGTH", format!("Must be {} or fewer in length.", limits::EMBED_FIELDS_MAX));
    }
    let mut list = Vec::new();
    for mut field in fields.into_iter().take(limits::EMBED_FIELDS_MAX) {
        let (name, value) = (field.required_text("name", 1..=256), field.required_text("value", 1..=1_024));
        *characters += name.chars().count() + value.chars().count();
        let inline = field.bool("inline").unwrap_or(false);
        part.absorb(field);
        list.push(serde_json::json!({"name": name, "value": value, "inline": inline}));
    }
    Value::Array(list)
}
