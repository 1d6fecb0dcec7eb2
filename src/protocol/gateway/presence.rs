//! Presence as clients send it: any shape is taken, and only what is understood goes on to others, whose libraries trust it.

use crate::limits;
use crate::model::{Presence, Status};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Discord docs, Activity Types: 0 to 5.
const ACTIVITY_KIND_MAX: u64 = 5;

/// What makes no sense is read as online.
pub(super) fn presence(given: &Value) -> Presence {
    let status = match given.get("status").and_then(Value::as_str) {
        Some("idle") => Status::Idle,
        Some("dnd") => Status::DoNotDisturb,
        Some("invisible" | "offline") => Status::Offline,
        _ => Status::Online,
    };
    Presence { status, activities: activities(given) }
}

fn activities(given: &Value) -> Arc<str> {
    let listed = given.get("activities").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    // Older libraries send one `game`.
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
    kept.insert("name".to_owned(), json!(name));
    kept.insert("type".to_owned(), json!(kind));
    for key in ["url", "state", "details"] {
        if let Some(text) = given.get(key).filter(|value| value.is_string()) {
            kept.insert(key.to_owned(), text.clone());
        }
    }
    let created_at_ms = given.get("created_at").and_then(Value::as_u64).unwrap_or(0);
    kept.insert("created_at".to_owned(), json!(created_at_ms));
    Some(Value::Object(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activities(given: &Value) -> Value {
        serde_json::from_str(&presence(given).activities).unwrap()
    }

    #[test]
    fn presence_without_sense_is_online() {
        for odd in [Value::Null, json!(7), json!([]), json!({"status": 3, "since": {"secs_since_epoch": 1}})] {
            assert_eq!(presence(&odd), Presence { status: Status::Online, activities: "[]".into() });
        }
    }

    #[test]
    fn activity_is_passed_on_without_what_is_not_understood() {
        let odd = json!({"activities": [null, 7, {"type": 1}, {"name": "a", "type": 99, "state": 5, "url": "u", "x": {}}]});
        assert_eq!(activities(&odd), json!([{"name": "a", "type": 0, "url": "u", "created_at": 0}]));
    }

    #[test]
    fn game_of_older_libraries_is_an_activity() {
        assert_eq!(activities(&json!({"game": {"name": "chess", "type": 3}})), json!([{"name": "chess", "type": 3, "created_at": 0}]));
    }

    #[test]
    fn too_long_activities_are_left_out() {
        assert_eq!(activities(&json!({"activities": [{"name": "x".repeat(limits::PRESENCE_BYTES_MAX)}]})), json!([]));
    }
}
