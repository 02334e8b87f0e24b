//! What a JSON value from the client is: a request, a notification or an answer.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Response};

/// A message from the client.
#[derive(Debug)]
pub enum Message {
    /// To be answered.
    Request { id: Id, method: String, params: Option<Box<RawValue>> },
    /// Not to be answered.
    Notification { method: String, params: Option<Box<RawValue>> },
    /// An answer to a request of ours.
    Response(Response),
    /// An answer to nothing we could have asked.
    Stray,
}

/// A message in parts, so far unread.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    id: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    method: Option<&'a RawValue>,
    #[serde(borrow)]
    params: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    result: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

/// A field that is there, though it be `null`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl Message {
    /// Reads a message.
    ///
    /// # Errors
    ///
    /// The answer to give where `json` is not a message. Its id is `null` where that of the message is of no use
    /// (JSON-RPC 2.0, section 5): a fraction, a number beyond 64 bits, `null`. A batch is not a message of this protocol.
    pub fn read(json: &RawValue) -> Result<Self, Response> {
        let invalid =
            |id, message: &'static str| Err(failure(id, ErrorCode::InvalidRequest, message));
        if !json.get().starts_with('{') {
            return invalid(Id::Null, "a message is one JSON object");
        }
        let Ok(envelope) = serde_json::from_str::<Envelope<'_>>(json.get()) else {
            return invalid(Id::Null, "a member is there twice");
        };
        let id = envelope.id.map(|id| match serde_json::from_str(id.get()) {
            Ok(Id::Null) | Err(_) => None,
            Ok(id) => Some(id),
        });
        let Some(method) = envelope.method else {
            return match id {
                Some(Some(id)) => Ok(Self::Response(Response::from_parts(
                    id,
                    outcome(envelope.result, envelope.error),
                ))),
                _ if envelope.result.is_some() || envelope.error.is_some() => Ok(Self::Stray),
                _ => invalid(Id::Null, "neither method nor id"),
            };
        };
        let params = envelope.params.map(ToOwned::to_owned);
        match (serde_json::from_str(method.get()), id) {
            (Ok(method), None) => Ok(Self::Notification { method, params }),
            (Ok(method), Some(Some(id))) => Ok(Self::Request { id, method, params }),
            (_, Some(None)) => invalid(Id::Null, "an id is a string or a whole number"),
            (Err(_), id) => invalid(id.flatten().unwrap_or_default(), "a method is a string"),
        }
    }
}

/// What a client answered, read with indulgence: no result is `null`, and an error may have members of its own.
fn outcome(result: Option<&RawValue>, error: Option<&RawValue>) -> Result<Value, Error> {
    /// An error, though all of it be missing.
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Failure {
        code: i64,
        message: String,
        data: Option<Value>,
    }
    if let Some(error) = error {
        let Failure { code, message, data } = serde_json::from_str(error.get()).unwrap_or_default();
        return Err(Error { code: code.into(), message: message.into(), data });
    }
    result.map_or(Ok(Value::Null), |result| {
        serde_json::from_str(result.get()).map_err(|_| Error::parse_error())
    })
}

/// An answer that is an error.
pub fn failure(id: Id, code: ErrorCode, message: &'static str) -> Response {
    Response::from_error(id, Error { code, message: message.into(), data: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(json: &str) -> Result<Message, Value> {
        let json = RawValue::from_string(json.to_owned()).unwrap();
        Message::read(&json).map_err(|answer| {
            let answer = serde_json::to_value(answer).unwrap();
            json!([answer["error"]["code"], answer["id"]])
        })
    }

    #[test]
    fn what_is_not_a_message_is_an_invalid_request() {
        for (json, id) in [
            ("[]", json!(null)),
            (r#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#, json!(null)),
            ("1", json!(null)),
            ("{}", json!(null)),
            (r#"{"id":3.5,"method":"a"}"#, json!(null)),
            (r#"{"id":18446744073709551616,"method":"a"}"#, json!(null)),
            (r#"{"id":null,"method":"a"}"#, json!(null)),
            (r#"{"id":{},"method":"a"}"#, json!(null)),
            (r#"{"id":7,"method":1}"#, json!(7)),
            (r#"{"method":null}"#, json!(null)),
            (r#"{"id":7,"id":7,"method":"a"}"#, json!(null)),
        ] {
            assert_eq!(read(json).unwrap_err(), json!([-32600, id]), "{json}");
        }
    }

    #[test]
    fn requests_and_notifications() {
        assert!(matches!(
            read(r#"{"id":-1,"method":"a","params":null}"#),
            Ok(Message::Request { id: Id::Number(-1), params: None, .. })
        ));
        assert!(matches!(
            read(r#"{"id":"x","method":"a"}"#),
            Ok(Message::Request { id: Id::String(_), .. })
        ));
        let Ok(Message::Notification { method, params }) =
            read(r#"{"\u006dethod":"\u0061","params":[1]}"#)
        else {
            panic!()
        };
        assert_eq!((method.as_str(), params.unwrap().get()), ("a", "[1]"));
    }

    #[test]
    fn answers_are_read_with_indulgence_and_never_answered() {
        let ok = |value| Response::from_ok(Id::Number(1), value);
        for (json, expected) in [
            (r#"{"id":1,"result":null}"#, ok(json!(null))),
            (r#"{"id":1,"result":{"a":1}}"#, ok(json!({"a": 1}))),
            (r#"{"id":1}"#, ok(json!(null))),
            (r#"{"id":1,"result":null,"error":null}"#, ok(json!(null))),
            (
                r#"{"id":1,"error":{"code":-5,"message":"no","stack":"…"}}"#,
                failure(Id::Number(1), (-5).into(), "no"),
            ),
        ] {
            let Ok(Message::Response(response)) = read(json) else { panic!("{json}") };
            assert_eq!(response, expected, "{json}");
        }
        assert!(matches!(
            read(r#"{"id":null,"error":{"code":-32700,"message":"?"}}"#),
            Ok(Message::Stray)
        ));
        assert!(matches!(read(r#"{"id":1.5,"result":1}"#), Ok(Message::Stray)));
    }
}
