//! Sending a call: one non-generic exchange, one small generic step that reads the answer.

use super::attempts::Attempts;
use super::judge::{judge, refused, rule};
use super::observe::Observed;
use super::seal::{Seal, Sealed, seal, seal_with};
use super::wait::{Way, block_on};
use super::{Call, Draft, Limit, Operation, Version};
use crate::client::Client;
use crate::codec::secrets::Secrets;
use crate::error::{DecodeError, Error};
use crate::keys::KeySet;
use crate::reply::{Answer, Reply};
use crate::transport::{Request, Response, TransportError};
use crate::upload;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tracing::Instrument;

impl<R: Answer> Call<R> {
    /// Sends the call and waits for its answer, outside of asynchronous code.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send_blocking(self) -> Result<Reply<R>, Error> {
        let operation = self.draft.operation;
        block_on(exchange(&self.draft, Way::Block)).and_then(|answered| read(&operation, answered))
    }
}

impl<R: Answer> IntoFuture for Call<R> {
    type Output = Result<Reply<R>, Error>;
    type IntoFuture = Pending<R>;

    fn into_future(self) -> Pending<R> {
        Pending {
            operation: self.draft.operation,
            exchange: Box::pin(async move { exchange(&self.draft, Way::Await).await }),
            answer: PhantomData,
        }
    }
}

/// A call on its way. Dropping it gives the call up.
#[must_use = "futures do nothing unless polled"]
pub struct Pending<R> {
    operation: Operation,
    exchange: Pin<Box<dyn Future<Output = Result<Answered, Error>> + Send>>,
    answer: PhantomData<fn() -> R>,
}

impl<R: Answer> Future for Pending<R> {
    type Output = Result<Reply<R>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let result = std::task::ready!(self.exchange.as_mut().poll(cx));
        Poll::Ready(result.and_then(|answered| read(&self.operation, answered)))
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

/// An answer that can be read, with the keys that its request was sent with.
pub(crate) struct Answered {
    pub(crate) response: Response,
    seal: Option<Seal>,
}

/// Sends a call and reads its answer.
pub(crate) async fn send<R: Answer>(draft: &Draft, way: Way) -> Result<Reply<R>, Error> {
    let answered = exchange(draft, way).await?;
    read(&draft.operation, answered)
}

pub(crate) async fn exchange(draft: &Draft, way: Way) -> Result<Answered, Error> {
    upload::check(draft)?;
    let limit = Limit::new(draft.timeout);
    if draft.operation.version == Version::V2 {
        draft.client.need_v2_keys(draft, limit, way).await?;
        return attempts(draft, None, limit, way).await;
    }
    draft.client.need_platform_key(way, limit).await?;
    let result = attempts(draft, None, limit, way).await;
    draft.client.refresh_beside(way, limit).await;
    result
}

/// Tries until there is an answer, or an error with which another attempt is not allowed or does not help.
///
/// `download` are the keys of a download of certificates, whose answer carries what proves it: here it is not proven.
pub(crate) async fn attempts(
    draft: &Draft,
    download: Option<&Arc<KeySet>>,
    limit: Limit,
    way: Way,
) -> Result<Answered, Error> {
    let mut attempts = Attempts::new(draft, limit);
    loop {
        let observed = Observed::begin(draft, attempts.number());
        let result = attempt(draft, download, &mut attempts, way)
            .instrument(observed.span.clone())
            .await;
        observed.end(result.as_ref().map(|answered| &answered.response));
        match result {
            Ok(answered) => return Ok(answered),
            Err(error) => before_next(&draft.client, &mut attempts, error, way).await?,
        }
    }
}

/// Waits before the next attempt; the error if there is none.
pub(super) async fn before_next(
    client: &Client,
    attempts: &mut Attempts,
    error: Error,
    way: Way,
) -> Result<(), Error> {
    let number = attempts.number();
    let Some(time) = attempts.next(&error) else {
        return Err(error.at_attempt(number));
    };
    match way {
        _ if time.is_zero() => {}
        Way::Block => client.transport().pause_blocking(time),
        Way::Await => client.transport().pause(time).await,
    }
    Ok(())
}

/// One attempt, with a signature of its own.
async fn attempt(
    draft: &Draft,
    download: Option<&Arc<KeySet>>,
    attempts: &mut Attempts,
    way: Way,
) -> Result<Answered, Error> {
    let client = &draft.client;
    let Sealed {
        mut request,
        mut seal,
    } = match download {
        Some(keys) => seal_with(draft, keys.clone())?,
        None => seal(draft)?,
    };
    attempts.direct(&mut request);
    let rule = rule(draft, &request.url);
    let response = transmit(client, request, way).await?;
    if download.is_some() {
        return match response.status {
            200..=299 => Ok(Answered {
                response,
                seal: None,
            }),
            _ => Err(refused(seal.as_ref().and_then(Seal::v3), client.now(), response).into()),
        };
    }
    let limit = attempts.limit();
    let response = judged(
        draft,
        &mut seal,
        response,
        (way, limit),
        |seal, response| judge(&draft.operation, rule, seal, client.now(), response),
    )
    .await?;
    Ok(Answered { response, seal })
}

/// The answer, judged; once more after a download if a certificate was missing.
pub(super) async fn judged(
    draft: &Draft,
    seal: &mut Option<Seal>,
    response: Response,
    (way, limit): (Way, Limit),
    judge: impl Fn(Option<&Seal>, Response) -> Result<Response, Error>,
) -> Result<Response, Error> {
    match (judge(seal.as_ref(), response), &mut *seal) {
        (Err(Error::Verify(answer)), Some(Seal::V3(own))) if answer.lacks_certificate() => {
            match draft.client.keys_after(&own.keys, way, limit).await {
                Some(keys) => {
                    own.keys = keys;
                    judge(seal.as_ref(), answer.response)
                }
                None => Err(Error::Verify(answer)),
            }
        }
        (result, _) => result,
    }
}

pub(crate) async fn transmit(
    client: &Client,
    request: Request,
    way: Way,
) -> Result<Response, TransportError> {
    match way {
        Way::Await => client.transport().send(request).await,
        Way::Block => client.transport().send_blocking(request),
    }
}

pub(crate) fn read<R: Answer>(
    operation: &Operation,
    answered: Answered,
) -> Result<Reply<R>, Error> {
    let Answered { mut response, seal } = answered;
    let kind = match &seal {
        Some(Seal::V2(seal)) => seal.kind(operation.response, &response),
        _ => operation.response,
    };
    let result = with_secrets(seal.as_ref(), |secrets| {
        R::read(kind, &mut response, secrets)
    });
    match result {
        Ok(value) => Ok(Reply { value, response }),
        Err(error) => Err(DecodeError { error, response }.into()),
    }
}

fn with_secrets<T>(seal: Option<&Seal>, read: impl FnOnce(Secrets<'_>) -> T) -> T {
    match seal {
        // Only the merchant's key reads an answer, so the time does not matter.
        Some(Seal::V3(seal)) => read(Secrets::Cipher(&seal.keys.at(0))),
        Some(Seal::V2(seal)) => read(Secrets::Cipher(seal.cipher())),
        None => read(Secrets::Plain),
    }
}
