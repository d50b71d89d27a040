//! Plain requests and responses of the crate `http`.

use crate::sender::*;
use http::{HeaderValue, Request, Response};
use wechatpay_client::Version;
use wechatpay_client::notification::{Acknowledgement, NotificationError};

pub fn request<B: From<Vec<u8>>>(sent: Sent) -> Request<B> {
    let builder = Request::builder().method("POST").uri("/notify");
    let builder = sent.headers.iter().fold(builder, |builder, (name, value)| {
        builder.header(name, value)
    });
    builder.body(sent.body.into()).unwrap()
}

#[test]
fn a_request_is_read() {
    let request: Request<Vec<u8>> = request(paid());
    let notification = receiver().read_request(&request).unwrap();
    let response: Response<Vec<u8>> = notification.success().into();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.body(), notification.success().body());
    let failure: Response<Vec<u8>> = Acknowledgement::failure(Version::V3, "no").into();
    assert_eq!(failure.status(), 500);
}

/// As if it was not there.
#[test]
fn a_header_that_is_no_text_is_refused() {
    let mut request: Request<Vec<u8>> = request(paid());
    let value = HeaderValue::from_bytes(b"\xff").unwrap();
    request.headers_mut().insert("wechatpay-nonce", value);
    assert!(matches!(
        receiver().read_request(&request),
        Err(NotificationError::Signature(_))
    ));
}
