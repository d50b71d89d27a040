//! Sending a call: one non-generic exchange, one small generic step that reads the answer.

use super::{Call, Draft, Operation, ResponseKind, Version, render};
use crate::client::Client;
use crate::codec::xml;
use crate::error::{ApiError, DecodeError, Error};
use crate::reply::{Answer, Reply};
use crate::transport::Response;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

impl<R: Answer> Call<R> {
    /// Sends the call and waits for its answer, outside of asynchronous code.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send_blocking(self) -> Result<Reply<R>, Error> {
        let (client, operation) = (self.draft.client.clone(), self.draft.operation);
        read(&client, &operation, exchange_blocking(self.draft)?)
    }
}

impl<R: Answer> IntoFuture for Call<R> {
    type Output = Result<Reply<R>, Error>;
    type IntoFuture = Pending<R>;

    fn into_future(self) -> Pending<R> {
        Pending {
            client: self.draft.client.clone(),
            operation: self.draft.operation,
            exchange: Box::pin(exchange(self.draft)),
            answer: PhantomData,
        }
    }
}

/// A call on its way. Dropping it gives the call up.
#[must_use = "futures do nothing unless polled"]
pub struct Pending<R> {
    client: Client,
    operation: Operation,
    exchange: Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>,
    answer: PhantomData<fn() -> R>,
}

impl<R: Answer> Future for Pending<R> {
    type Output = Result<Reply<R>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let result = std::task::ready!(self.exchange.as_mut().poll(cx));
        Poll::Ready(result.and_then(|response| read(&self.client, &self.operation, response)))
    }
}

impl<R> fmt::Debug for Pending<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Pending({} {})",
            self.operation.method, self.operation.path
        )
    }
}

async fn exchange(draft: Draft) -> Result<Response, Error> {
    let request = render::render(&draft)?;
    let response = draft.client.transport().send(request).await?;
    check(&draft.operation, response)
}

fn exchange_blocking(draft: Draft) -> Result<Response, Error> {
    let request = render::render(&draft)?;
    let response = draft.client.transport().send_blocking(request)?;
    check(&draft.operation, response)
}

/// Turns an answer that says that the call failed into the error that it describes.
fn check(operation: &Operation, response: Response) -> Result<Response, Error> {
    match (operation.version, response.status) {
        (_, 300..=399) if operation.response == ResponseKind::Redirect => Ok(response),
        (Version::V3, 200..=299) => Ok(response),
        (Version::V3, _) => Err(ApiError::from_json(response).into()),
        (Version::V2, status) => check_v2(response, (200..=299).contains(&status)),
    }
}

/// API v2 says `FAIL` in the body, with status 200; a download fails with XML in place of the file.
fn check_v2(response: Response, ok: bool) -> Result<Response, Error> {
    let looks_like_xml = response.body.trim_ascii_start().starts_with(b"<");
    let fields = match looks_like_xml {
        true => xml::pairs(&response.body).unwrap_or_default(),
        false => Vec::new(),
    };
    let get = |name: &str| {
        let value = fields.iter().find(|(other, _)| other == name);
        value
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    };
    let failed = |name| get(name).is_some_and(|value| value == "FAIL");
    if ok && !failed("return_code") && !failed("result_code") {
        return Ok(response);
    }
    let code = get("err_code").or_else(|| get("error_code"));
    let message = get("err_code_des").or_else(|| get("return_msg"));
    Err(ApiError::from_xml(response, code, message).into())
}

fn read<R: Answer>(
    client: &Client,
    operation: &Operation,
    mut response: Response,
) -> Result<Reply<R>, Error> {
    match R::read(operation.response, &mut response, client.secrets()) {
        Ok(value) => Ok(Reply { value, response }),
        Err(error) => Err(DecodeError { error, response }.into()),
    }
}
