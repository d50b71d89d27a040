//! What was found.

use std::fmt;

/// What is looked at, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// The merchant's id, serial number and private key.
    MerchantKey,
    /// The merchant's certificate beside them, if it was [given](super::Doctor::merchant_certificate).
    MerchantCertificate,
    /// Keys of the platform: which, and whether they are valid now.
    PlatformKeys,
    /// The download of the platform's certificates, where the client lives on it.
    Certificates,
    /// The main host, or the client's own.
    Host,
    /// The host that takes over when the main one cannot be reached.
    SecondHost,
    /// This machine's clock, beside that of the answer.
    Clock,
    /// Whether the platform accepts the signature of requests.
    RequestSignature,
    /// Whether the signature of answers is right.
    AnswerSignature,
    /// A text encrypted to the platform and back.
    Encryption,
    /// The notification URL, if it was [given](super::Doctor::notify_url).
    NotifyUrl,
}

impl Subject {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::MerchantKey,
        Self::MerchantCertificate,
        Self::PlatformKeys,
        Self::Certificates,
        Self::Host,
        Self::SecondHost,
        Self::Clock,
        Self::RequestSignature,
        Self::AnswerSignature,
        Self::Encryption,
        Self::NotifyUrl,
    ];

    /// Its name, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MerchantKey => "merchant key",
            Self::MerchantCertificate => "merchant certificate",
            Self::PlatformKeys => "platform keys",
            Self::Certificates => "certificate download",
            Self::Host => "host",
            Self::SecondHost => "second host",
            Self::Clock => "clock",
            Self::RequestSignature => "request signature",
            Self::AnswerSignature => "answer signature",
            Self::Encryption => "encryption",
            Self::NotifyUrl => "notification URL",
        }
    }
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is right.
    Good,
    /// It works, but will not always; or it could not be decided.
    Warning,
    /// It is wrong.
    Failed,
    /// It is begun, and ends where only the app can see it.
    Open,
    /// It was not looked at.
    Skipped,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Warning => "warning",
            Self::Failed => "FAILED",
            Self::Open => "open",
            Self::Skipped => "skipped",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Check {
    /// What.
    pub subject: Subject,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, or why it was not looked at.
    pub found: String,
    /// What to do about it.
    pub advice: Option<String>,
}

/// All that was looked at. Printed with `{}` it is for people.
#[derive(Clone, Debug)]
pub struct Report {
    checks: Vec<Check>,
    echo_message: String,
}

impl Report {
    pub(super) fn new(echo_message: String) -> Self {
        Self {
            checks: Vec::new(),
            echo_message,
        }
    }

    /// One check for each subject, in their order.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// How the check of this ended.
    #[must_use]
    pub fn outcome(&self, subject: Subject) -> Outcome {
        self.check(subject)
            .map_or(Outcome::Skipped, |check| check.outcome)
    }

    /// The check of this.
    #[must_use]
    pub fn check(&self, subject: Subject) -> Option<&Check> {
        self.checks.iter().find(|check| check.subject == subject)
    }

    /// Whether nothing failed.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.checks
            .iter()
            .all(|check| check.outcome != Outcome::Failed)
    }

    /// What the self-test was sent as `echo_message`. The notification `SECURITY_ECHO.SUCCESS` repeats it.
    #[must_use]
    pub fn echo_message(&self) -> &str {
        &self.echo_message
    }

    pub(super) fn good(&mut self, subject: Subject, found: impl Into<String>) {
        self.put(subject, Outcome::Good, found.into(), None);
    }

    pub(super) fn skipped(&mut self, subject: Subject, why: impl Into<String>) {
        self.put(subject, Outcome::Skipped, why.into(), None);
    }

    pub(super) fn warning(
        &mut self,
        subject: Subject,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.put(subject, Outcome::Warning, found.into(), Some(advice.into()));
    }

    pub(super) fn failed(
        &mut self,
        subject: Subject,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.put(subject, Outcome::Failed, found.into(), Some(advice.into()));
    }

    /// The first word on a subject stays.
    pub(super) fn put(
        &mut self,
        subject: Subject,
        outcome: Outcome,
        found: String,
        advice: Option<String>,
    ) {
        let check = Check {
            subject,
            outcome,
            found,
            advice,
        };
        if let Err(place) = self
            .checks
            .binary_search_by_key(&subject, |check| check.subject)
        {
            self.checks.insert(place, check);
        }
    }

    /// Says of everything that nothing has been said of why it was not looked at.
    pub(super) fn skip_rest(&mut self, why: &str) {
        for subject in Subject::ALL {
            self.skipped(*subject, why);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            let (word, name) = (check.outcome.word(), check.subject.name());
            writeln!(f, "{word:<8} {name:<21} {}", check.found)?;
            if let Some(advice) = &check.advice {
                writeln!(f, "{:<30} → {advice}", "")?;
            }
        }
        Ok(())
    }
}
