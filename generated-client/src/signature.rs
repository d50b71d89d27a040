//! Signatures: of requests (v3), of answers and notifications (v3), of v2 messages (feature `v2`), and what a refused signature tells.

mod clock;
mod compare;
mod error;
pub(crate) mod message;
mod nonce;
mod rules;
mod sign;
#[cfg(feature = "v2")]
pub mod v2;
mod verify;

pub use clock::{Clock, FixedClock, SystemClock};
pub use compare::{Difference, SignInformation, compare};
pub use error::{SignError, VerifyError};
pub use nonce::{FixedNonces, Nonces, RandomNonces};
pub use rules::{
    AnswerRule, EXCEPTIONS, Exception, StatementError, answer_rule, check_statement, statement_body,
};
pub(crate) use sign::sign_reply;
pub use sign::{SignedRequest, sign};
pub use verify::{SignatureHeaders, WINDOW_SECONDS, verify};
