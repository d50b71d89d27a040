//! The download of the platform's certificates, where a client lives on it.

use super::{Doctor, Report, Subject};
use crate::call::{Limit, Way};
use crate::error::{CertificatesUnavailable, Error};
use crate::keys::{CertificatesError, KeySet, PlatformKey};

const SUBJECT: Subject = Subject::Certificates;

/// Downloads them, as a first call does.
pub(super) async fn check(report: &mut Report, doctor: &Doctor, keys: &KeySet, way: Way) {
    let client = &doctor.client;
    if keys.api_v3().is_none() {
        report.skipped(SUBJECT, "there is no APIv3 key to decrypt one with");
        return;
    }
    if let Some(PlatformKey::PublicKey(key)) = keys.platform().for_encryption(client.now()) {
        let id = key.id();
        report.skipped(
            SUBJECT,
            format!("not needed: answers are verified with {id}"),
        );
        return;
    }
    let limit = Limit::new(Some(doctor.timeout));
    match client.refresh(limit, way, &|| true).await {
        Err(error) => report.failed(SUBJECT, error.to_string(), advice(&error)),
        Ok(()) => {
            let keys = client.keys();
            let all = keys.iter().flat_map(|keys| keys.platform().iter());
            let serials: Vec<&str> = all.map(PlatformKey::id).collect();
            report.good(
                SUBJECT,
                format!("downloaded and decrypted: {}", serials.join(", ")),
            );
        }
    }
}

fn advice(error: &Error) -> &'static str {
    let Error::Certificates(problem) = error else {
        return "see the check of the host";
    };
    match &**problem {
        CertificatesUnavailable::Call(Error::Transport(_)) => "see the check of the host",
        CertificatesUnavailable::Call(Error::Api(error)) if error.status() == 401 => {
            "see the check of the request signature"
        }
        CertificatesUnavailable::Call(_) => {
            "if this merchant has no platform certificates, configure the platform public key with its id PUB_KEY_ID_… instead"
        }
        CertificatesUnavailable::Answer(CertificatesError::Decrypt { .. }) => {
            "the APIv3 key is not the one that is set on the merchant platform (API security); another system may have changed it there"
        }
        _ => {
            "check this machine's clock, and that nothing between here and WeChat Pay changes answers"
        }
    }
}
