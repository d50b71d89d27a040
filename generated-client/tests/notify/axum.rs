//! The extractor and responder for axum.

use crate::http::request;
use crate::sender::*;
use crate::support::block_on;
use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest};
use axum_core::response::IntoResponse;
use http_body_util::BodyExt;
use wechatpay_client::notification::{Notification, NotificationError, Notifications};

struct State {
    notifications: Notifications,
}

impl FromRef<State> for Notifications {
    fn from_ref(state: &State) -> Self {
        state.notifications.clone()
    }
}

fn extract(sent: Sent, limit: usize) -> Result<Notification, NotificationError> {
    let state = State {
        notifications: receiver().body_limit(limit),
    };
    block_on(Notification::from_request(request::<Body>(sent), &state))
}

#[test]
fn a_handler_gets_genuine_notifications_only() {
    let notification = extract(paid(), 4096).unwrap();
    let response = notification.success().into_response();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    let body = block_on(response.into_body().collect()).unwrap().to_bytes();
    assert_eq!(body, notification.success().into_body());

    let refused = extract(paid().header("Wechatpay-Nonce", "another"), 4096).unwrap_err();
    assert_eq!(refused.into_response().status(), 401);
}

#[test]
fn no_more_than_the_limit_is_received() {
    let refused = extract(paid(), 100).unwrap_err();
    assert!(matches!(
        refused,
        NotificationError::TooLarge { limit: 100 }
    ));
    assert_eq!(refused.into_response().status(), 413);
}
