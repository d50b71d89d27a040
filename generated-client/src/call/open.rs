//! A call whose answer is a file: its head is judged, its body read piece by piece.

use super::attempts::Attempts;
use super::judge::{STATEMENT_SHA1, judge, judge_statement, rule};
use super::observe::Observed;
use super::seal::{Sealed, seal};
use super::send::{before_next, judged};
use super::{Draft, Limit, Version, Way};
use crate::download::DownloadError;
use crate::error::Error;
use crate::signature::AnswerRule;
use crate::transport::{
    ReadBody, Request, Response, StreamBody, TransportError, TransportErrorKind,
};
use std::io::{ErrorKind, Read};
use tracing::Instrument;

/// An answer that says that a call failed is not longer than this.
const LONGEST_ERROR: usize = 1 << 20;
/// A file whose signature covers the whole body is held in memory.
const LONGEST_SIGNED: usize = 256 << 20;
/// What is read at once from a transport that blocks.
const PIECE: usize = 64 << 10;

/// The answer of a successful call, with its body still to come.
pub(crate) struct Opened {
    /// Status and headers; no body.
    pub(crate) head: Response,
    pub(crate) body: Body,
    /// The SHA-1 of the content, in hexadecimal, if the headers sign it in the place of the body.
    pub(crate) signed_sha1: Option<String>,
}

/// A body, of either kind of transport.
pub(crate) struct Body {
    /// What has been read already.
    first: Option<Vec<u8>>,
    rest: Rest,
}

enum Rest {
    Nothing,
    Stream(StreamBody),
    Read(ReadBody),
}

impl Body {
    fn whole(bytes: Vec<u8>) -> Self {
        Self {
            first: Some(bytes),
            rest: Rest::Nothing,
        }
    }

    /// The next piece; `None` at the end.
    pub(crate) async fn piece(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        match &mut self.rest {
            Rest::Nothing => Ok(None),
            Rest::Stream(stream) => stream.chunk().await,
            Rest::Read(reader) => read_piece(reader),
        }
    }

    /// All that comes.
    async fn collect(mut self, limit: usize) -> Result<Vec<u8>, Error> {
        let mut all = Vec::new();
        while let Some(piece) = self.piece().await? {
            if all.len().saturating_add(piece.len()) > limit {
                let limit = limit as u64;
                return Err(DownloadError::TooLong { limit }.into());
            }
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }

    /// Whether it begins like an XML document.
    async fn begins_as_xml(&mut self) -> Result<bool, Error> {
        let mut begin = Vec::new();
        while let Some(piece) = self.piece().await? {
            begin.extend_from_slice(&piece);
            if begin.len() >= PIECE || !begin.trim_ascii_start().is_empty() {
                break;
            }
        }
        let begins = begin.trim_ascii_start().starts_with(b"<");
        self.first = Some(begin);
        Ok(begins)
    }
}

fn read_piece(reader: &mut ReadBody) -> Result<Option<Vec<u8>>, TransportError> {
    let mut piece = vec![0; PIECE];
    let length = loop {
        match reader.read(&mut piece) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => break result,
        }
    };
    match length {
        Ok(0) => Ok(None),
        Ok(length) => {
            piece.truncate(length);
            Ok(Some(piece))
        }
        Err(error) => Err(error
            .downcast::<TransportError>()
            .unwrap_or_else(|error| TransportError::new(TransportErrorKind::Interrupted, error))),
    }
}

/// Sends a call whose answer is a file. It is tried again as other calls are, until the file begins.
pub(crate) async fn open(draft: &Draft, way: Way) -> Result<Opened, Error> {
    let limit = Limit::new(draft.timeout);
    if draft.operation.version == Version::V2 {
        draft.client.need_v2_keys(draft, limit, way).await?;
        return tries(draft, limit, way).await;
    }
    draft.client.need_platform_key(way, limit).await?;
    let result = tries(draft, limit, way).await;
    draft.client.refresh_beside(way, limit).await;
    result
}

async fn tries(draft: &Draft, limit: Limit, way: Way) -> Result<Opened, Error> {
    let mut attempts = Attempts::new(draft, limit);
    loop {
        let observed = Observed::begin(draft, attempts.number());
        let result = attempt(draft, &mut attempts, way)
            .instrument(observed.span.clone())
            .await;
        observed.end(result.as_ref().map(|opened| &opened.head));
        match result {
            Ok(opened) => return Ok(opened),
            Err(error) => before_next(&draft.client, &mut attempts, error, way).await?,
        }
    }
}

async fn attempt(draft: &Draft, attempts: &mut Attempts, way: Way) -> Result<Opened, Error> {
    let Sealed {
        mut request,
        mut seal,
    } = seal(draft)?;
    attempts.direct(&mut request);
    let rule = match seal.is_none() {
        true => AnswerRule::Unsigned,
        false => rule(draft, &request.url),
    };
    let (mut head, mut body) = transmit(draft, request, way).await?;
    let (client, operation) = (&draft.client, &draft.operation);

    let failed = !(200..=299).contains(&head.status);
    let waits = (way, attempts.limit());
    let mut signed_sha1 = None;
    let is_v2 = operation.version == Version::V2;
    let whole = if failed || (is_v2 && body.begins_as_xml().await?) {
        Some(LONGEST_ERROR)
    } else if !is_v2 && rule == AnswerRule::Signed {
        Some(LONGEST_SIGNED)
    } else {
        None
    };
    if let Some(limit) = whole {
        head.body = body.collect(limit).await?;
        head = judged(draft, &mut seal, head, waits, |seal, response| {
            judge(operation, rule, seal, client.now(), response)
        })
        .await?;
        body = Body::whole(std::mem::take(&mut head.body));
    } else if !is_v2 && rule == AnswerRule::StatementSha1 {
        head = judged(draft, &mut seal, head, waits, |seal, response| {
            judge_statement(seal, client.now(), response)
        })
        .await?;
        signed_sha1 = head.headers.get(STATEMENT_SHA1).map(str::to_owned);
    }
    Ok(Opened {
        head,
        body,
        signed_sha1,
    })
}

async fn transmit(
    draft: &Draft,
    request: Request,
    way: Way,
) -> Result<(Response, Body), TransportError> {
    let transport = draft.client.transport();
    let (status, headers, rest) = match way {
        Way::Await => {
            let answer = transport.send_streaming(request).await?;
            (answer.status, answer.headers, Rest::Stream(answer.body))
        }
        Way::Block => {
            let answer = transport.send_streaming_blocking(request)?;
            (answer.status, answer.headers, Rest::Read(answer.body))
        }
    };
    let head = Response::new(status, headers, Vec::new());
    Ok((head, Body { first: None, rest }))
}
