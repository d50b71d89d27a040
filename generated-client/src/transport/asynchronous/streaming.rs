//! Bodies read piece by piece from hyper.

use super::{AsyncTransport, failed, interrupted};
use crate::transport::failure::too_late;
use crate::transport::options::TransportOptions;
use crate::transport::{BodyStream, Request, StreamBody, Streaming, TransportError, wire};
use hyper::body::{Body, Incoming};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep, sleep, timeout};

impl AsyncTransport {
    /// The answer to a request as soon as its head is there.
    pub(super) async fn open(
        &self,
        request: Request,
    ) -> Result<Streaming<StreamBody>, TransportError> {
        let pool = self.pool(&request)?;
        let own_limit = TransportOptions::own_limit(&request);
        let limit = own_limit.unwrap_or(self.options.timeout);
        let started = Instant::now();
        let request = self.outgoing(request)?;
        let answer = async {
            let slot = self.slot().await?;
            Ok((pool.request(request).await.map_err(failed)?, slot))
        };
        let answer = timeout(limit, answer).await;
        let (answer, slot) = answer.map_err(|_| too_late(limit))??;
        let (head, incoming) = answer.into_parts();
        let left = limit.saturating_sub(started.elapsed());
        let body = LimitedBody {
            incoming,
            limit,
            for_each: own_limit.is_none(),
            timer: Box::pin(sleep(if own_limit.is_none() { limit } else { left })),
            _slot: slot,
        };
        let headers = wire::received(&head.headers);
        Ok(Streaming::new(
            head.status.as_u16(),
            headers,
            Box::new(body),
        ))
    }
}

/// A body, and a timer for what may still take time.
struct LimitedBody {
    incoming: Incoming,
    limit: Duration,
    /// Whether the limit holds for each wait, and not for all of the body.
    for_each: bool,
    timer: Pin<Box<Sleep>>,
    /// The exchange goes on until the body is dropped.
    _slot: OwnedSemaphorePermit,
}

impl BodyStream for LimitedBody {
    fn poll_chunk(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Vec<u8>, TransportError>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.incoming).poll_frame(cx) else {
            ready!(self.timer.as_mut().poll(cx));
            return Poll::Ready(Some(Err(too_late(self.limit))));
        };
        if self.for_each {
            self.timer.as_mut().reset(Instant::now() + self.limit);
        }
        let chunk = frame.map(|frame| match frame {
            Ok(frame) => Ok(frame.into_data().unwrap_or_default().into()),
            Err(error) => Err(interrupted(error)),
        });
        Poll::Ready(chunk)
    }
}
