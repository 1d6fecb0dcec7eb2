//! Says whether what the server answers is what Discord's `OpenAPI` file and the libraries allow.

use super::Answer;
use hyper::Method;
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Registry, ValidationError, Validator};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

static JUDGE: LazyLock<Judge> = LazyLock::new(Judge::load);
const SPEC: &str = "urn:discord-api-spec";
const RATE_HEADERS: [&str; 6] = [
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-reset-after",
    "x-ratelimit-bucket",
    "x-ratelimit-scope",
];

/// What the events' `d` must be by the file. `guild_id` and `member` come on top.
const EVENT_SCHEMAS: [(&str, &str, &str); 15] = [
    ("MESSAGE_CREATE", "", "MessageResponse"),
    ("MESSAGE_UPDATE", "", "MessageResponse"),
    ("GUILD_CREATE", "", "GuildResponse"),
    ("GUILD_UPDATE", "", "GuildResponse"),
    ("GUILD_MEMBER_ADD", "", "GuildMemberResponse"),
    ("GUILD_MEMBER_UPDATE", "", "GuildMemberResponse"),
    ("GUILD_MEMBER_REMOVE", "/user", "UserResponse"),
    ("GUILD_ROLE_CREATE", "/role", "GuildRoleResponse"),
    ("GUILD_ROLE_UPDATE", "/role", "GuildRoleResponse"),
    ("GUILD_BAN_ADD", "/user", "UserResponse"),
    ("GUILD_BAN_REMOVE", "/user", "UserResponse"),
    ("READY", "/user", "UserResponse"),
    ("USER_UPDATE", "", "UserResponse"),
    ("CHANNEL_UPDATE", "", "GuildChannelResponse"),
    ("CHANNEL_DELETE", "", "GuildChannelResponse"),
];

/// What libraries need in an event beside its schema (a missing one breaks at least one of them).
const EVENT_FIELDS: [(&str, &[&str]); 19] = [
    ("READY", &["v", "user", "guilds", "session_id", "resume_gateway_url", "application"]),
    (
        "GUILD_CREATE",
        &[
            "joined_at",
            "large",
            "unavailable",
            "member_count",
            "members",
            "channels",
            "threads",
            "presences",
            "voice_states",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds",
        ],
    ),
    ("GUILD_DELETE", &["id"]),
    ("CHANNEL_CREATE", &["id", "type"]),
    ("CHANNEL_UPDATE", &["guild_id", "permission_overwrites", "topic", "position", "name"]),
    ("MESSAGE_DELETE", &["id", "channel_id"]),
    ("MESSAGE_DELETE_BULK", &["ids", "channel_id"]),
    ("MESSAGE_REACTION_ADD", &["user_id", "channel_id", "message_id", "emoji", "type", "burst"]),
    ("MESSAGE_REACTION_REMOVE", &["user_id", "channel_id", "message_id", "emoji", "type", "burst"]),
    ("MESSAGE_REACTION_REMOVE_ALL", &["channel_id", "message_id"]),
    ("MESSAGE_REACTION_REMOVE_EMOJI", &["channel_id", "message_id", "emoji"]),
    ("TYPING_START", &["channel_id", "user_id", "timestamp"]),
    ("GUILD_MEMBERS_CHUNK", &["guild_id", "members", "chunk_index", "chunk_count"]),
    ("GUILD_MEMBER_ADD", &["guild_id"]),
    ("GUILD_MEMBER_UPDATE", &["guild_id"]),
    ("GUILD_MEMBER_REMOVE", &["guild_id"]),
    ("PRESENCE_UPDATE", &["user", "guild_id", "status", "activities", "client_status"]),
    ("INVITE_CREATE", &["channel_id", "code", "created_at", "guild_id", "max_age", "max_uses", "temporary", "uses"]),
    ("INVITE_DELETE", &["channel_id", "code", "guild_id"]),
];

struct Operation {
    method: String,
    path: Vec<String>,
    /// Pointer to the operation in the file.
    pointer: String,
}

struct Judge {
    spec: Value,
    operations: Vec<Operation>,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// Fails the test unless `answer` to `method path` is as it must be.
pub fn answer(method: &Method, path: &str, answer: &Answer) {
    headers(answer);
    let path = path.split('?').next().unwrap_or(path);
    // The tree of a form's faults has the fields' names for keys.
    if answer.status < 400 && answer.header("content-type") == Some("application/json") {
        values(&answer.what, "", &answer.json());
    }
    if answer.status >= 400 && !path.starts_with("/health") {
        let body = answer.json();
        assert!(body["message"].is_string() && body["code"].is_u64(), "{}: not an error of Discord's: {answer}", answer.what);
    }
    if let Some(operation) = JUDGE.operation(method.as_str(), path) {
        JUDGE.check_answer(operation, answer);
    }
}

/// Fails the test unless `d` of this event is as libraries need it.
pub fn event(name: &str, d: &Value) {
    assert!(d.is_object(), "{name}: d is not an object: {d}");
    values(name, "", d);
    for (_, pointer, schema) in EVENT_SCHEMAS.iter().filter(|(event, ..)| *event == name) {
        let part = d.pointer(pointer).unwrap_or_else(|| panic!("{name} without {pointer}: {d}"));
        // A channel of type 1 is a DM.
        let schema = if name.starts_with("CHANNEL_") && d["type"] == 1 { "PrivateChannelResponse" } else { schema };
        JUDGE.check(name, &format!("/components/schemas/{schema}"), part);
    }
    for (_, fields) in EVENT_FIELDS.iter().filter(|(event, _)| *event == name) {
        for field in *fields {
            assert!(d.get(field).is_some(), "{name} without {field}: {d}");
        }
    }
    let in_guild = d.get("guild_id").is_some();
    let member_needed = matches!(name, "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "TYPING_START" | "MESSAGE_REACTION_ADD");
    assert!(!in_guild || !member_needed || d["member"].is_object(), "{name} in a guild without member: {d}");
}

fn headers(answer: &Answer) {
    let what = &answer.what;
    assert!(answer.header("date").is_some(), "{what}: no Date");
    if answer.status == 204 {
        assert!(answer.body.is_empty(), "{what}: 204 with a body: {answer}");
    }
    if what.contains("/api/") && answer.status != 204 {
        assert_eq!(answer.header("content-type"), Some("application/json"), "{what}: {answer}");
    }
    let limits = RATE_HEADERS.iter().filter(|name| answer.header(name).is_some()).count();
    assert!(limits == 0 || limits == RATE_HEADERS.len(), "{what}: {limits} of the rate limit headers: {:?}", answer.headers);
    if answer.status == 401 {
        assert_eq!(answer.json(), json!({"message": "401: Unauthorized", "code": 0}), "{what}");
    }
    if answer.status == 429 {
        too_many(answer, limits);
    }
}

fn too_many(answer: &Answer, limits: usize) {
    let (what, body) = (&answer.what, answer.json());
    assert!(answer.header("via").is_some_and(|via| via.starts_with("1.1 ")), "{what}: discord.py needs Via on a 429: {:?}", answer.headers);
    let wait: u32 = answer.header("retry-after").and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{what}: Retry-After"));
    assert_eq!(limits, RATE_HEADERS.len(), "{what}: {:?}", answer.headers);
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("0"), "{what}");
    let exact = body["retry_after"].as_f64().unwrap_or_else(|| panic!("{what}: retry_after in {body}"));
    assert!(exact > 0.0 && exact <= f64::from(wait), "{what}: Retry-After {wait} for {exact} s");
    assert!(body["global"].is_boolean(), "{what}: {body}");
}

/// Ids are strings, times end with an offset: wherever they stand.
fn values(what: &str, path: &str, value: &Value) {
    match value {
        Value::Array(list) => list.iter().for_each(|inner| values(what, path, inner)),
        Value::Object(map) => {
            for (key, inner) in map {
                let path = format!("{path}/{key}");
                if (key == "id" || key.ends_with("_id")) && !path.contains("activities") {
                    assert!(inner.is_string() || inner.is_null(), "{what}: {path} is {inner}");
                    assert!(inner != "0" && inner != "", "{what}: {path} is {inner}");
                }
                if (key.ends_with("_at") || key.ends_with("timestamp")) && inner.is_string() {
                    assert!(inner.as_str().is_some_and(|time| time.ends_with("+00:00")), "{what}: {path} is {inner}");
                }
                values(what, &path, inner);
            }
        }
        _ => {}
    }
}

impl Judge {
    fn load() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/discord-api-spec/openapi.json");
        let text = std::fs::read(path).expect("the OpenAPI file");
        let mut spec: Value = serde_json::from_slice(&text).expect("JSON");
        // The file says integer; Discord's documentation and Discord say string.
        let fault = json!({"type": "object", "required": ["code", "message"], "properties": {"code": {"type": "string"}, "message": {"type": "string"}}});
        *spec.pointer_mut("/components/schemas/InnerErrors/properties/_errors/items").expect("the schema of form errors") = fault;
        let registry = Registry::new().add(SPEC, spec.clone()).expect("a resource").prepare().expect("a registry");
        let operations = operations(&spec);
        Self { spec, operations, registry, validators: Mutex::default() }
    }

    /// The operation whose template fits; one with fewer parameters goes first.
    fn operation(&self, method: &str, path: &str) -> Option<&Operation> {
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |operation: &&Operation| {
            operation.method.eq_ignore_ascii_case(method)
                && operation.path.len() == parts.len()
                && operation.path.iter().zip(&parts).all(|(want, part)| want.starts_with('{') || want == part)
        };
        self.operations.iter().filter(fits).min_by_key(|operation| operation.path.iter().filter(|part| part.starts_with('{')).count())
    }

    fn check_answer(&self, operation: &Operation, answer: &Answer) {
        // The file knows no 5xx; the tests themselves refuse them where they may not be.
        if answer.status >= 500 {
            return;
        }
        let responses = self.spec.pointer(&operation.pointer).expect("the operation")["responses"].as_object().expect("responses");
        let exact = answer.status.to_string();
        let class = format!("{}XX", answer.status / 100);
        let key = [exact, class].into_iter().find(|key| responses.contains_key(key));
        let key = key.unwrap_or_else(|| panic!("{}: status not in the OpenAPI file: {answer}", answer.what));
        let pointer = match responses[&key]["$ref"].as_str() {
            Some(reference) => reference.trim_start_matches('#').to_owned(),
            None => format!("{}/responses/{key}", operation.pointer),
        };
        let schema = format!("{pointer}/content/application~1json/schema");
        if self.spec.pointer(&schema).is_some() {
            self.check(&answer.what, &schema, &answer.json());
        }
    }

    fn check(&self, what: &str, pointer: &str, value: &Value) {
        let validator = self.validator(pointer);
        let faults: Vec<String> = validator.iter_errors(value).flat_map(|error| explain(&error)).collect();
        assert!(faults.is_empty(), "{what}: not what {pointer} of the OpenAPI file says:\n  {}\n  {value}", faults.join("\n  "));
    }

    fn validator(&self, pointer: &str) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let built = validators.entry(pointer.to_owned()).or_insert_with(|| {
            let schema = json!({"$ref": format!("{SPEC}#{}", pointer.replace('{', "%7B").replace('}', "%7D"))});
            Arc::new(jsonschema::options().with_registry(&self.registry).build(&schema).expect("a schema of the file"))
        });
        Arc::clone(built)
    }
}

fn operations(spec: &Value) -> Vec<Operation> {
    let paths = spec["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(template, methods)| {
        let methods = methods.as_object().expect("methods").iter().filter(|(_, operation)| operation.get("responses").is_some());
        methods.map(move |(method, _)| Operation {
            method: method.clone(),
            path: template.split('/').map(str::to_owned).collect(),
            pointer: format!("/paths/{}/{method}", template.replace('~', "~0").replace('/', "~1")),
        })
    });
    operations.collect()
}

/// The fault, and for a union those of the branch that comes nearest.
fn explain(error: &ValidationError<'_>) -> Vec<String> {
    let branches = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => Some(context),
        _ => None,
    };
    let nearest = branches.and_then(|branches| branches.iter().min_by_key(|branch| branch.len()));
    match nearest {
        Some(branch) if !branch.is_empty() => branch.iter().flat_map(explain).collect(),
        _ => vec![format!("{}: {}", error.instance_path(), error.to_string().chars().take(300).collect::<String>())],
    }
}
