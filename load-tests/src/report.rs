//! What a command found, for people or for programs.
use anyhow::Result;
use serde::Serialize;
use serde_json::Value;
use std::io::Write;

/// One line of JSON, or a line for each figure.
pub(crate) fn print(report: &impl Serialize, json: bool) -> Result<()> {
    let value = serde_json::to_value(report)?;
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{value}")?;
    } else {
        write!(out, "{}", lines("", &value))?;
    }
    Ok(())
}

fn lines(key: &str, value: &Value) -> String {
    let Value::Object(fields) = value else {
        return format!("{key}: {value}\n");
    };
    let path = |field: &str| {
        if key.is_empty() { field.to_owned() } else { format!("{key}.{field}") }
    };
    fields.iter().map(|(field, value)| lines(&path(field), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_line() {
        let value = serde_json::json!({"a": 1, "b": {"c": 2.5, "d": null}});
        assert_eq!(lines("", &value), "a: 1\nb.c: 2.5\nb.d: null\n");
    }
}
