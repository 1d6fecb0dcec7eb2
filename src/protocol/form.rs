//! A request's JSON object, read field by field: ids as numbers or texts, null as absent where that makes sense, and all faults together.

use crate::model::{FieldFault, Permissions, Refusal, Timestamp};
use serde_json::{Map, Value};
use std::ops::RangeInclusive;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Characters of a moment; the longest that means something has some 40.
const MOMENT_CHARACTERS_MAX: usize = 64;

pub struct Form {
    fields: Map<String, Value>,
    prefix: String,
    faults: Vec<FieldFault>,
}

impl Form {
    /// An empty body is an empty object.
    pub fn parse(body: &[u8]) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Ok(Self::of(Map::new(), String::new()));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self::of(fields, String::new())),
            _ => Err(Refusal::Malformed),
        }
    }

    /// A body that is a list of objects.
    pub fn parse_list(body: &[u8]) -> Result<Vec<Self>, Refusal> {
        let Ok(Value::Array(items)) = serde_json::from_slice(body) else { return Err(Refusal::Malformed) };
        let form = |(index, item)| match item {
            Value::Object(fields) => Ok(Self::of(fields, format!("{index}."))),
            _ => Err(Refusal::Malformed),
        };
        items.into_iter().enumerate().map(form).collect()
    }

    fn of(fields: Map<String, Value>, prefix: String) -> Self {
        Self { fields, prefix, faults: Vec::new() }
    }

    /// What was read, or all that was wrong.
    pub fn finish<T>(self, value: T) -> Result<T, Refusal> {
        if self.faults.is_empty() { Ok(value) } else { Err(Refusal::Invalid(self.faults)) }
    }

    pub fn fault(&mut self, field: &str, code: &'static str, message: impl Into<String>) {
        self.faults.push(FieldFault { field: format!("{}{field}", self.prefix), code, message: message.into() });
    }

    pub fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// The field's value; `None` where it is absent or null.
    pub fn value(&mut self, field: &str) -> Option<Value> {
        self.fields.remove(field).filter(|value| !value.is_null())
    }

    /// Says that the field is missing, unless something else is said of it already.
    fn required<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        let faulty = self.faults.iter().any(|fault| fault.field == format!("{}{field}", self.prefix));
        if value.is_none() && !faulty {
            self.fault(field, "BASE_TYPE_REQUIRED", "This field is required");
        }
        value
    }

    /// A text whose length in characters is within bounds.
    pub fn text(&mut self, field: &str, length: RangeInclusive<usize>) -> Option<String> {
        let value = self.value(field)?;
        let Value::String(text) = value else {
            self.fault(field, "BASE_TYPE_STRING", "Must be a string.");
            return None;
        };
        if !length.contains(&text.chars().count()) {
            let message = match *length.start() {
                0 => format!("Must be {} or fewer in length.", length.end()),
                start => format!("Must be between {start} and {} in length.", length.end()),
            };
            self.fault(field, "BASE_TYPE_BAD_LENGTH", message);
            return None;
        }
        Some(text)
    }

    pub fn required_text(&mut self, field: &str, length: RangeInclusive<usize>) -> String {
        let text = self.text(field, length);
        self.required(field, text).unwrap_or_default()
    }

    /// Outer `None`: absent. Inner `None`: null, or empty.
    pub fn nullable_text(&mut self, field: &str, length: RangeInclusive<usize>) -> Option<Option<String>> {
        self.has(field).then(|| self.text(field, length).filter(|text| !text.is_empty()))
    }

    pub fn bool(&mut self, field: &str) -> Option<bool> {
        let value = self.value(field)?;
        let read = value.as_bool();
        if read.is_none() {
            self.fault(field, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }
        read
    }

    /// A whole number within bounds, as a number or a text.
    pub fn int(&mut self, field: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(field)?;
        let Some(number) = whole(&value) else {
            self.fault(field, "NUMBER_TYPE_COERCE", format!("Value {value} is not int."));
            return None;
        };
        if !bounds.contains(&number) {
            let (code, message) = if number < *bounds.start() {
                ("NUMBER_TYPE_MIN", format!("int value should be greater than or equal to {}.", bounds.start()))
            } else {
                ("NUMBER_TYPE_MAX", format!("int value should be less than or equal to {}.", bounds.end()))
            };
            self.fault(field, code, message);
            return None;
        }
        Some(number)
    }

    pub fn u32(&mut self, field: &str, max: u32) -> Option<u32> {
        self.int(field, 0..=i64::from(max)).and_then(|number| u32::try_from(number).ok())
    }

    pub fn i32(&mut self, field: &str, bounds: RangeInclusive<i32>) -> Option<i32> {
        self.int(field, i64::from(*bounds.start())..=i64::from(*bounds.end())).and_then(|number| i32::try_from(number).ok())
    }

    /// An id, as a number or a text.
    pub fn id<T>(&mut self, field: &str, make: fn(u64) -> T) -> Option<T> {
        let value = self.value(field)?;
        let id = snowflake(&value).map(make);
        if id.is_none() {
            self.fault(field, "NUMBER_TYPE_COERCE", format!("Value {value} is not snowflake."));
        }
        id
    }

    pub fn required_id<T>(&mut self, field: &str, make: fn(u64) -> T) -> Option<T> {
        let id = self.id(field, make);
        self.required(field, id)
    }

    /// Outer `None`: absent. Inner `None`: null.
    pub fn nullable_id<T>(&mut self, field: &str, make: fn(u64) -> T) -> Option<Option<T>> {
        self.has(field).then(|| self.id(field, make))
    }

    pub fn ids<T>(&mut self, field: &str, make: fn(u64) -> T) -> Option<Vec<T>> {
        let value = self.value(field)?;
        let ids = value.as_array().and_then(|ids| ids.iter().map(snowflake).collect::<Option<Vec<u64>>>());
        if ids.is_none() {
            self.fault(field, "LIST_TYPE_CONVERT", "Must be a list of snowflakes.");
        }
        ids.map(|ids| ids.into_iter().map(make).collect())
    }

    /// A moment with its offset, as ISO 8601 has it.
    pub fn moment(&mut self, field: &str) -> Option<Timestamp> {
        let text = self.text(field, 0..=MOMENT_CHARACTERS_MAX)?;
        let at = OffsetDateTime::parse(&text, &Rfc3339).ok();
        let at = at.and_then(|at| i64::try_from(at.unix_timestamp_nanos() / 1_000).ok()).map(Timestamp::from_unix_us);
        if at.is_none() {
            self.fault(field, "DATE_TIME_TYPE_PARSE", format!("Could not parse {text}. Should be ISO8601."));
        }
        at
    }

    /// Permission bits, as a number or a text.
    pub fn permissions(&mut self, field: &str) -> Option<Permissions> {
        self.id(field, Permissions::from_raw)
    }

    /// The objects of a list.
    pub fn forms(&mut self, field: &str) -> Option<Vec<Self>> {
        let value = self.value(field)?;
        let Value::Array(items) = value else {
            self.fault(field, "LIST_TYPE_CONVERT", "Must be a list.");
            return None;
        };
        let mut forms = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let Value::Object(fields) = item else {
                self.fault(&format!("{field}.{index}"), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
                continue;
            };
            forms.push(Self::of(fields, format!("{}{field}.{index}.", self.prefix)));
        }
        Some(forms)
    }

    pub fn form(&mut self, field: &str) -> Option<Self> {
        let Value::Object(fields) = self.value(field)? else {
            self.fault(field, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return None;
        };
        Some(Self::of(fields, format!("{}{field}.", self.prefix)))
    }

    /// Takes over what was wrong with a part.
    pub fn absorb(&mut self, part: Self) {
        self.faults.extend(part.faults);
    }
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    }
}

fn snowflake(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UserId;

    #[test]
    fn ids_come_as_numbers_and_texts() {
        let mut form = Form::parse(br#"{"a":"123","b":456,"c":null,"d":[1,"2"]}"#).unwrap();
        assert_eq!(form.id("a", UserId::from_raw), Some(UserId::from_raw(123)));
        assert_eq!(form.id("b", UserId::from_raw), Some(UserId::from_raw(456)));
        assert_eq!(form.nullable_id("c", UserId::from_raw), Some(None));
        assert_eq!(form.ids("d", UserId::from_raw).unwrap().len(), 2);
        assert!(form.finish(()).is_ok());
    }

    #[test]
    fn all_faults_are_told_together() {
        let mut form = Form::parse(br#"{"name":7,"count":"x","items":[{"n":99}]}"#).unwrap();
        form.text("name", 1..=3);
        form.int("count", 0..=5);
        form.required_text("missing", 1..=3);
        for mut item in form.forms("items").unwrap() {
            item.int("n", 0..=5);
            form.absorb(item);
        }
        let Err(Refusal::Invalid(faults)) = form.finish(()) else { panic!("accepted") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["name", "count", "missing", "items.0.n"]);
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        for body in ["[]", "{", "null", "\"x\"", "\u{feff}{}"] {
            assert!(matches!(Form::parse(body.as_bytes()), Err(Refusal::Malformed)), "{body}");
        }
    }
}
