//! Embeds: checked, and kept with what every reader needs. A part that a library could not read never gets to it.

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
        let message = format!("Embed size exceeds maximum size of {}", limits::EMBED_CHARACTERS_MAX);
        form.fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", message);
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
const FOOTER: Part = Part { name: "footer", text: Some(("text", 2_048)), urls: &["icon_url"] };
const AUTHOR: Part = Part { name: "author", text: Some(("name", 256)), urls: &["url", "icon_url"] };
const IMAGE: Part = Part { name: "image", text: None, urls: &["url"] };
const THUMBNAIL: Part = Part { name: "thumbnail", text: None, urls: &["url"] };
/// Bytes of a URL: as browsers take them.
const URL_CHARACTERS_MAX: usize = 2_048;

fn embed(form: &mut Form, mut part: Form, characters: &mut usize) -> Value {
    let mut embed = Map::new();
    embed.insert("type".to_owned(), "rich".into());
    for (field, max) in TEXTS {
        if let Some(text) = part.text(field, 0..=max).filter(|text| !text.is_empty()) {
            *characters += text.chars().count();
            embed.insert(field.to_owned(), text.into());
        }
    }
    if let Some(url) = url(&mut part, "url") {
        embed.insert("url".to_owned(), url.into());
    }
    if let Some(at) = part.moment("timestamp") {
        embed.insert("timestamp".to_owned(), timestamp(at).into());
    }
    if let Some(color) = part.int("color", 0..=i64::from(limits::ROLE_COLOR_MAX)) {
        embed.insert("color".to_owned(), color.into());
    }
    for kind in [FOOTER, AUTHOR, IMAGE, THUMBNAIL] {
        if let Some(inner) = part.form(kind.name) {
            embed.insert(kind.name.to_owned(), kind.read(&mut part, inner, characters));
        }
    }
    if let Some(fields) = part.forms("fields") {
        embed.insert("fields".to_owned(), fields_of(&mut part, fields, characters));
    }
    form.absorb(part);
    Value::Object(embed)
}

/// A part of an embed: one text that must be there, and URLs; where there is no text, the URL must be there.
struct Part {
    name: &'static str,
    text: Option<(&'static str, usize)>,
    urls: &'static [&'static str],
}

impl Part {
    fn read(&self, part: &mut Form, mut inner: Form, characters: &mut usize) -> Value {
        let mut object = Map::new();
        if let Some((field, max)) = self.text {
            let text = inner.required_text(field, 1..=max);
            *characters += text.chars().count();
            object.insert(field.to_owned(), text.into());
        }
        for field in self.urls {
            if self.text.is_none() && !inner.has(field) {
                inner.fault(field, "BASE_TYPE_REQUIRED", "This field is required");
            }
            if let Some(url) = url(&mut inner, field) {
                object.insert((*field).to_owned(), url.into());
            }
        }
        part.absorb(inner);
        Value::Object(object)
    }
}

/// A URL that a client may follow; files come with a later version.
fn url(form: &mut Form, field: &str) -> Option<String> {
    let url = form.text(field, 0..=URL_CHARACTERS_MAX).filter(|url| !url.is_empty())?;
    let rest = ["http://", "https://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    if rest.is_none_or(|rest| rest.is_empty() || rest.contains(|c: char| c.is_whitespace() || c.is_control())) {
        form.fault(field, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        return None;
    }
    Some(url)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Refusal;
    use serde_json::json;

    fn read(embeds_json: &Value) -> Result<Value, Vec<String>> {
        let body = json!({"embeds": embeds_json}).to_string();
        let mut form = Form::parse(body.as_bytes()).unwrap();
        let read = embeds(&mut form);
        match form.finish(read) {
            Ok(text) => Ok(serde_json::from_str(&text.unwrap()).unwrap()),
            Err(Refusal::Invalid(faults)) => Err(faults.into_iter().map(|fault| fault.field).collect()),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn embed_comes_back_with_what_every_reader_needs() {
        let given = json!([{
            "title": "t", "description": null, "url": "https://example.org/", "timestamp": "2026-11-22T06:00:00.5Z", "color": 255,
            "footer": {"text": "f", "icon_url": null}, "author": {"name": "a", "x": 1}, "image": {"url": "http://example.org/i"},
            "fields": [{"name": "n", "value": "v"}], "provider": {"name": "p"}, "flags": 0,
        }]);
        let kept = json!([{
            "type": "rich", "title": "t", "url": "https://example.org/", "timestamp": "2026-11-22T06:00:00.500000+00:00", "color": 255,
            "footer": {"text": "f"}, "author": {"name": "a"}, "image": {"url": "http://example.org/i"},
            "fields": [{"name": "n", "value": "v", "inline": false}],
        }]);
        assert_eq!(read(&given), Ok(kept));
    }

    #[test]
    fn part_that_a_library_could_not_read_is_refused_by_its_path() {
        let faults = |embed: Value| read(&json!([embed])).unwrap_err();
        assert_eq!(faults(json!({"timestamp": "yesterday"})), ["embeds.0.timestamp"]);
        assert_eq!(faults(json!({"footer": {}})), ["embeds.0.footer.text"]);
        assert_eq!(faults(json!({"author": {"url": "https://x.org"}})), ["embeds.0.author.name"]);
        assert_eq!(faults(json!({"image": {}})), ["embeds.0.image.url"]);
        assert_eq!(faults(json!({"url": "javascript:alert(1)"})), ["embeds.0.url"]);
        assert_eq!(faults(json!({"fields": [{"name": "n"}]})), ["embeds.0.fields.0.value"]);
        assert_eq!(faults(json!({"color": 0x100_0000})), ["embeds.0.color"]);
        assert_eq!(faults(json!({"title": "x".repeat(257)})), ["embeds.0.title"]);
    }

    #[test]
    fn embeds_are_bounded_in_number_and_together_in_characters() {
        let long = json!({"description": "x".repeat(4_000)});
        assert_eq!(read(&json!([long, long])), Err(vec!["embeds".to_owned()]));
        assert_eq!(read(&json!(vec![json!({"title": "t"}); 11])), Err(vec!["embeds".to_owned()]));
        assert_eq!(read(&Value::Null), Ok(json!([])));
        assert_eq!(read(&json!([7])), Err(vec!["embeds.0".to_owned()]));
    }
}
