//! What the next answers are, other than what the sandbox would answer.

use serde_json::{Map, Value, json};
use std::time::Duration;

/// Longest pause before an answer.
const LONGEST: Duration = Duration::from_secs(600);

/// How one answer, or several, differ from what they would be. Scripts of one operation are used up one after another, in their order; one
/// that holds [always](Self::always) applies to every answer, beside them.
///
/// ```
/// use std::time::Duration;
/// use wechatpay_client::sandbox::Script;
///
/// let busy_twice = Script::of("POST /v3/pay/transactions/jsapi").times(2).refuse(500, "SYSTEM_ERROR");
/// let slow = Script::any().delay(Duration::from_secs(3)).always();
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    pub(super) operation: Option<String>,
    pub(super) times: Option<u32>,
    pub(super) delay: Duration,
    pub(super) refusal: Option<(u16, String, String)>,
    pub(super) fault: Option<Fault>,
    pub(super) fields: Option<Value>,
}

/// What can be wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection is cut before the first byte of the answer. The request was processed.
    Cut,
    /// The connection is cut in the middle of the answer.
    CutHalfway,
    /// The signature is that of another text.
    BadSignature,
    /// The signature begins with `WECHATPAY/SIGNTEST/`, as the platform tries whether clients verify it.
    SignTest,
    /// The answer names a platform key that is not known.
    WrongSerial,
    /// The answer has no signature.
    Unsigned,
    /// The answer was signed an hour ago.
    Stale,
}

const FAULTS: &[(&str, Fault)] = &[
    ("cut", Fault::Cut),
    ("cut-halfway", Fault::CutHalfway),
    ("bad-signature", Fault::BadSignature),
    ("signtest", Fault::SignTest),
    ("wrong-serial", Fault::WrongSerial),
    ("unsigned", Fault::Unsigned),
    ("stale", Fault::Stale),
];

impl Script {
    /// For the next answer of an operation, by method and path template: `POST /v3/pay/transactions/jsapi`, `POST /v2/pay/unifiedorder`.
    #[must_use]
    pub fn of(operation: impl Into<String>) -> Self {
        Self {
            operation: Some(operation.into()),
            ..Self::any()
        }
    }

    /// For the next answer of any operation.
    #[must_use]
    pub fn any() -> Self {
        Self {
            operation: None,
            times: Some(1),
            delay: Duration::ZERO,
            refusal: None,
            fault: None,
            fields: None,
        }
    }

    /// For so many answers.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// For all answers, until the scripts are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// The answer comes later by this time, ten minutes at most.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay.min(LONGEST);
        self
    }

    /// The call is refused with this HTTP status and code, and does nothing. In API v2 the code is the `err_code` of an answer with status 200.
    #[must_use]
    pub fn refuse(mut self, status: u16, code: impl Into<String>) -> Self {
        self.refusal = Some((status, code.into(), "scripted".to_owned()));
        self
    }

    /// The same with a message.
    #[must_use]
    pub fn refuse_with(
        mut self,
        status: u16,
        code: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        self.refusal = Some((status, code.into(), message.into()));
        self
    }

    /// The call is processed, but something is wrong with the answer.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// Fields laid over those of the answer, in plain: objects are merged, `null` removes a field.
    #[must_use]
    pub fn fields(mut self, fields: Value) -> Self {
        self.fields = Some(fields);
        self
    }

    /// From the JSON form of the control interface: `operation`, `times` (a number, or `"always"`), `delay_ms`, `refuse` (`status`, `code`,
    /// `message`), `fault` (`cut`, `cut-halfway`, `bad-signature`, `signtest`, `wrong-serial`, `unsigned`, `stale`), `fields`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_json(value: &Value) -> Result<Self, String> {
        let object = value.as_object().ok_or("expected an object")?;
        let mut script = Self::any();
        for (name, value) in object {
            match (name.as_str(), value) {
                (_, Value::Null) => {}
                ("operation", Value::String(id)) => script.operation = Some(id.clone()),
                ("times", Value::String(text)) if text == "always" => script.times = None,
                ("times", Value::Number(_)) => {
                    let times = value.as_u64().and_then(|times| times.try_into().ok());
                    script.times = Some(times.ok_or("times: expected a small number")?);
                }
                ("delay_ms", Value::Number(_)) => {
                    let delay = value.as_u64().ok_or("delay_ms: expected milliseconds")?;
                    script = script.delay(Duration::from_millis(delay));
                }
                ("refuse", Value::Object(refuse)) => script.refusal = Some(refusal(refuse)?),
                ("fault", Value::String(text)) => {
                    let fault = FAULTS.iter().find(|(name, _)| name == text);
                    let names: Vec<_> = FAULTS.iter().map(|(name, _)| *name).collect();
                    let (_, fault) = fault
                        .ok_or_else(|| format!("fault: expected one of {}", names.join(", ")))?;
                    script.fault = Some(*fault);
                }
                ("fields", Value::Object(_)) => script.fields = Some(value.clone()),
                (name, _) => return Err(format!("{name}: not what it can be")),
            }
        }
        Ok(script)
    }

    /// The JSON form.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
        if let Some(operation) = &self.operation {
            put("operation", json!(operation));
        }
        put("times", self.times.map_or(json!("always"), Value::from));
        if !self.delay.is_zero() {
            let delay = u64::try_from(self.delay.as_millis()).unwrap_or(u64::MAX);
            put("delay_ms", json!(delay));
        }
        if let Some((status, code, message)) = &self.refusal {
            put(
                "refuse",
                json!({ "status": status, "code": code, "message": message }),
            );
        }
        if let Some((name, _)) = FAULTS.iter().find(|(_, fault)| Some(*fault) == self.fault) {
            put("fault", json!(name));
        }
        if let Some(fields) = &self.fields {
            put("fields", fields.clone());
        }
        Value::Object(object)
    }
}

fn refusal(refuse: &Map<String, Value>) -> Result<(u16, String, String), String> {
    let status = refuse.get("status").and_then(Value::as_u64).unwrap_or(500);
    let status = u16::try_from(status)
        .ok()
        .filter(|status| (400..600).contains(status))
        .ok_or("refuse: expected a status from 400 to 599")?;
    let text = |name: &str, else_: &str| {
        let text = refuse.get(name).and_then(Value::as_str);
        text.unwrap_or(else_).to_owned()
    };
    Ok((
        status,
        text("code", "SYSTEM_ERROR"),
        text("message", "scripted"),
    ))
}

/// All scripts.
#[derive(Debug, Default)]
pub(super) struct Scripts(Vec<Script>);

impl Scripts {
    pub(super) fn add(&mut self, script: Script) {
        if script.times != Some(0) {
            self.0.push(script);
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn to_json(&self) -> Value {
        self.0.iter().map(Script::to_json).collect()
    }

    /// The scripts for an answer of this operation, the first of those that are used up and all others.
    pub(super) fn take(&mut self, operation: &str) -> Vec<Script> {
        let mut taken = Vec::new();
        let mut used = false;
        self.0.retain_mut(|script| {
            let fits = script.operation.as_deref().is_none_or(|id| id == operation);
            if !fits || script.times.is_some() && used {
                return true;
            }
            taken.push(script.clone());
            let Some(times) = &mut script.times else {
                return true;
            };
            used = true;
            *times = times.saturating_sub(1);
            *times > 0
        });
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_used_up_in_their_order() {
        let mut scripts = Scripts::default();
        scripts.add(Script::of("A").times(2).refuse(500, "SYSTEM_ERROR"));
        scripts.add(Script::of("A").fault(Fault::Cut));
        scripts.add(Script::any().always().fields(json!({"a": 1})));
        let mut taken =
            |id: &str| -> Vec<Value> { scripts.take(id).iter().map(Script::to_json).collect() };
        assert_eq!(taken("B").len(), 1);
        for expected in ["refuse", "refuse", "fault"] {
            let two = taken("A");
            assert!(two.len() == 2 && two[0].get(expected).is_some(), "{two:?}");
        }
        assert_eq!(taken("A").len(), 1);
    }

    #[test]
    fn the_json_form_comes_back() {
        let script = Script::of("A")
            .times(3)
            .delay(Duration::from_millis(5))
            .refuse_with(429, "RATE_LIMITED", "slowly")
            .fault(Fault::SignTest)
            .fields(json!({"a": null}));
        assert_eq!(Script::from_json(&script.to_json()), Ok(script));
        for wrong in [
            json!([]),
            json!({"fault": "x"}),
            json!({"times": -1}),
            json!({"refuse": {"status": 200}}),
            json!({"other": 1}),
        ] {
            assert!(Script::from_json(&wrong).is_err(), "{wrong}");
        }
    }
}
