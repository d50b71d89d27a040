//! The envelope that every v3 notification has.

use super::{field, object};
use crate::model::{Algorithm, Body, BodyEncoding, DecodesTo, Encryption, Field, Key, Type};

fn required(name: &str) -> Field {
    Field {
        required: true,
        ..field(name, Type::String)
    }
}

/// Headers.
pub(crate) fn headers() -> Vec<Field> {
    [
        "Content-Type",
        "Request-ID",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "Wechatpay-Signature-Type",
        "Wechatpay-Timestamp",
    ]
    .map(required)
    .into()
}

/// The body that carries these fields.
pub(crate) fn body(event: &str, plaintext: Vec<Field>) -> Body {
    let ciphertext = Field {
        encryption: Some(Encryption {
            algorithm: Algorithm::Aes256Gcm,
            key: Key::ApiV3,
        }),
        plaintext: Some(BodyEncoding::Json),
        decodes_to: Some(DecodesTo::Object),
        fields: plaintext,
        ..required("ciphertext")
    };
    let resource = vec![
        required("original_type"),
        required("algorithm"),
        field("associated_data", Type::String),
        required("nonce"),
        ciphertext,
    ];
    let event_type = Field {
        values: vec![event.to_owned()],
        ..required("event_type")
    };
    let fields = vec![
        required("id"),
        required("create_time"),
        event_type,
        required("resource_type"),
        required("summary"),
        Field {
            required: true,
            ..object("resource", resource)
        },
    ];
    Body {
        encoding: BodyEncoding::Json,
        required: true,
        fields,
    }
}
