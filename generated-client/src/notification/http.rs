//! Notifications of plain `http` requests.

use super::{Acknowledgement, HeaderSource, Notification, NotificationError, Notifications};
use ::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};

impl HeaderSource for HeaderMap {
    fn header(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|value| value.to_str().ok())
    }
}

impl Notifications {
    /// As [`read`](Self::read), of a request whose body was received as a whole. Let the server receive no more than the limit.
    ///
    /// # Errors
    /// [`NotificationError`].
    #[inline]
    pub fn read_request<B: AsRef<[u8]>>(
        &self,
        request: &Request<B>,
    ) -> Result<Notification, NotificationError> {
        self.read(request.headers(), request.body().as_ref())
    }
}

impl<B: From<Vec<u8>>> From<Acknowledgement> for Response<B> {
    fn from(acknowledgement: Acknowledgement) -> Self {
        let status = StatusCode::from_u16(acknowledgement.status());
        let headers = acknowledgement
            .headers()
            .iter()
            .filter_map(|(name, value)| {
                Some((
                    HeaderName::try_from(name).ok()?,
                    HeaderValue::try_from(value).ok()?,
                ))
            });
        let headers: HeaderMap = headers.collect();
        let mut response = Response::new(acknowledgement.into_body().into());
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = headers;
        response
    }
}
