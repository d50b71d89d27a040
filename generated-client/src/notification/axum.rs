//! Notifications in axum: an extractor, and what answers.
//!
//! The router's state is, or gives ([`FromRef`]), [`Notifications`]. A handler that takes a [`Notification`] is called with genuine ones
//! only; the others are answered before it.

use super::{Acknowledgement, Notification, NotificationError, Notifications};
use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};

impl<S> FromRequest<S> for Notification
where
    Notifications: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = NotificationError;

    async fn from_request(request: Request, state: &S) -> Result<Self, NotificationError> {
        let notifications = Notifications::from_ref(state);
        let (parts, body) = request.into_parts();
        let body = collect(body, notifications.limit()).await?;
        notifications.receive(&parts.headers, &body).await
    }
}

/// No more than the limit is received.
async fn collect(body: Body, limit: usize) -> Result<Vec<u8>, NotificationError> {
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes().into()),
        Err(error) if error.is::<LengthLimitError>() => Err(NotificationError::TooLarge { limit }),
        Err(error) => Err(NotificationError::Interrupted {
            reason: error.to_string(),
        }),
    }
}

impl IntoResponse for Acknowledgement {
    fn into_response(self) -> Response {
        self.into()
    }
}

impl IntoResponse for NotificationError {
    fn into_response(self) -> Response {
        self.acknowledgement().into()
    }
}
