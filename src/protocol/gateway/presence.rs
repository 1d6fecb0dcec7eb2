//! Presence as clients send it: any shape is taken, and only what is understood is passed on to others.

use crate::limits;
use crate::model::{Presence, Status};
use serde_json::{Map, Value, json};

/// Discord docs, Activity Types: 0 to 5.
const ACTIVITY_KIND_MAX: u64 = 5;

pub(super) fn parse(json: &str) -> Presence {
    let given: Value = serde_json::from_str(json).unwrap_or(Value::Null);
    let status = match given.get("status").and_then(Value::as_str) {
        Some("idle") => Status::Idle,
        Some("dnd") => Status::DoNotDisturb,
        Some("invisible" | "offline") => Status::Offline,
        _ => Status::Online,
    };
    Presence { status, activities: activities(&given) }
}

fn activities(given: &Value) -> std::sync::Arc<str> {
    let listed = given.get("activities").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let all = listed.iter().chain(given.get("game"));
    let kept: Vec<Value> = all.filter_map(activity).take(limits::ACTIVITIES_MAX).collect();
    let text = Value::Array(kept).to_string();
    if text.len() <= limits::PRESENCE_BYTES_MAX { text.into() } else { "[]".into() }
}

/// What others may be told of an activity; `None` where it has no name.
fn activity(given: &Value) -> Option<Value> {
    let name = given.get("name")?.as_str()?;
    let kind = given.get("type").and_then(Value::as_u64).filter(|kind| *kind <= ACTIVITY_KIND_MAX).unwrap_or(0);
    let mut kept = Map::new();
    kept.insert("name".into(), json!(name));
    kept.insert("type".into(), json!(kind));
    for key in ["url", "state", "details"] {
        if let Some(text) = given.get(key).filter(|value| value.is_string()) {
            kept.insert(key.into(), text.clone());
        }
    }
    let created_at_ms = given.get("created_at").and_then(Value::as_u64).unwrap_or(0);
    kept.insert("created_at".into(), json!(created_at_ms));
    Some(Value::Object(kept))
}
