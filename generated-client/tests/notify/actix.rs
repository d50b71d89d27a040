//! The extractor and responder for Actix Web.

use crate::sender::*;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::{self, Data};
use actix_web::{App, rt::System};
use wechatpay_client::notification::{Acknowledgement, Notification, Notifications};

async fn handle(notification: Notification) -> Acknowledgement {
    notification.success()
}

/// Status and body of the answer.
fn post(sent: Sent, notifications: Option<Notifications>) -> (u16, Vec<u8>) {
    System::new().block_on(async {
        let app = App::new().route("/notify", web::post().to(handle));
        let app = match notifications {
            Some(notifications) => app.app_data(Data::new(notifications)),
            None => app,
        };
        let app = init_service(app).await;
        let request = TestRequest::post().uri("/notify").set_payload(sent.body);
        let request = sent
            .headers
            .iter()
            .fold(request, |request, header| request.insert_header(header));
        let response = call_service(&app, request.to_request()).await;
        (
            response.status().as_u16(),
            read_body(response).await.to_vec(),
        )
    })
}

#[test]
fn a_handler_gets_genuine_notifications_only() {
    let (status, body) = post(paid(), Some(receiver()));
    assert_eq!(status, 200);
    assert_eq!(body, br#"{"code":"SUCCESS","message":"OK"}"#);
    let forged = paid().header("Wechatpay-Nonce", "another");
    assert_eq!(post(forged, Some(receiver())).0, 401);
    assert_eq!(post(paid(), Some(receiver().body_limit(100))).0, 413);
    // Forgotten `app_data`: everything is refused.
    assert_eq!(post(paid(), None).0, 401);
}
