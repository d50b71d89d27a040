//! Notifications in Actix Web: an extractor, and what answers.
//!
//! The application's data has `web::Data<Notifications>`. A handler that takes a [`Notification`] is called with genuine ones only; the
//! others are answered before it.

use super::{Acknowledgement, HeaderSource, Notification, NotificationError, Notifications};
use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder, ResponseError};
use std::future::Future;
use std::pin::Pin;

impl HeaderSource for HeaderMap {
    fn header(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|value| value.to_str().ok())
    }
}

impl FromRequest for Notification {
    type Error = NotificationError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, NotificationError>>>>;

    #[inline]
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let notifications = request.app_data::<Data<Notifications>>();
            // Without keys all are refused, and it is told which one is missing.
            let notifications =
                notifications.map_or_else(Notifications::new, |data| (***data).clone());
            let body = collect(&request, payload, notifications.limit()).await?;
            notifications.receive(request.headers(), &body).await
        })
    }
}

/// No more than the limit is received.
async fn collect(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
) -> Result<web::Bytes, NotificationError> {
    let interrupted = |error: actix_web::Error| NotificationError::Interrupted {
        reason: error.to_string(),
    };
    let payload = web::Payload::from_request(request, &mut payload).await;
    match payload.map_err(interrupted)?.to_bytes_limited(limit).await {
        Ok(body) => body.map_err(interrupted),
        Err(_) => Err(NotificationError::TooLarge { limit }),
    }
}

impl From<Acknowledgement> for HttpResponse {
    fn from(acknowledgement: Acknowledgement) -> Self {
        let status = StatusCode::from_u16(acknowledgement.status());
        let mut response = HttpResponse::build(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        for header in acknowledgement.headers().iter() {
            response.insert_header(header);
        }
        response.body(acknowledgement.into_body())
    }
}

impl Responder for Acknowledgement {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.into()
    }
}

impl ResponseError for NotificationError {
    fn status_code(&self) -> StatusCode {
        let status = self.acknowledgement().status();
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        self.acknowledgement().into()
    }
}
