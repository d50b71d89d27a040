//! What can be told of keys without asking anybody.

use super::{Doctor, Report, Subject};
use crate::keys::{KeyError, KeySet, Merchant, MerchantCertificate, PlatformKey};
use std::sync::Arc;

/// In seconds; a merchant certificate is valid for five years, and a new one takes somebody a while.
const SOON: i64 = 30 * 24 * 60 * 60;
const DAY: i64 = 24 * 60 * 60;

/// The keys of the client, looked at; `None` if it has none for API v3.
pub(super) fn check(report: &mut Report, doctor: &Doctor) -> Option<Arc<KeySet>> {
    let Some(keys) = doctor.client.keys() else {
        report.failed(
            Subject::MerchantKey,
            "this client has no keys for API v3",
            "give the builder the merchant (id, serial number, private key) and a platform public key or the APIv3 key; \
             with keys for API v2 alone nothing can be examined",
        );
        return None;
    };
    let now = doctor.client.now();
    let merchant = keys.merchant();
    // Short keys, and a merchant's key among those of the platform, are refused when a client is built.
    let own = format!(
        "merchant {}, certificate {}, RSA of {} bits",
        merchant.mchid(),
        merchant.serial(),
        merchant.key().bits()
    );
    report.good(Subject::MerchantKey, own);
    certificate(report, merchant, doctor.certificate.as_ref(), now);
    platform(report, &keys, now);
    Some(keys)
}

fn certificate(
    report: &mut Report,
    merchant: &Merchant,
    certificate: Option<&MerchantCertificate>,
    now: i64,
) {
    const SUBJECT: Subject = Subject::MerchantCertificate;
    let Some(certificate) = certificate else {
        report.skipped(
            SUBJECT,
            "not given; with it key and serial number are compared here",
        );
        return;
    };
    let serial = certificate.serial();
    let fits =
        Merchant::from_certificate(merchant.mchid(), certificate, merchant.key().clone()).map(drop);
    if let Err(KeyError::Mismatch { .. }) = fits {
        report.failed(
            SUBJECT,
            format!("the private key does not belong to the certificate {serial}"),
            "take apiclient_key.pem and apiclient_cert.pem of the same download; after a renewal both change",
        );
    } else if serial != merchant.serial() {
        report.failed(
            SUBJECT,
            format!(
                "the certificate has the serial number {serial}, but {} is configured",
                merchant.serial()
            ),
            format!("configure {serial}"),
        );
    } else if let Some(why) = invalid(certificate.not_before(), certificate.not_after(), now) {
        report.failed(
            SUBJECT,
            format!("{serial} {why}"),
            "apply for a new certificate on the merchant platform (API security), and check this machine's clock",
        );
    } else if certificate.not_after() - now < SOON {
        let days = (certificate.not_after() - now) / DAY;
        report.warning(
            SUBJECT,
            format!("{serial} fits, and expires in {days} days"),
            "apply for a new certificate on the merchant platform (API security) before; key and serial number change with it",
        );
    } else {
        report.good(
            SUBJECT,
            format!("{serial} fits the private key and is valid"),
        );
    }
}

fn platform(report: &mut Report, keys: &KeySet, now: i64) {
    const SUBJECT: Subject = Subject::PlatformKeys;
    let all: Vec<String> = keys.platform().iter().map(|key| told(key, now)).collect();
    let all = match all.is_empty() {
        true => "none yet".to_owned(),
        false => all.join(", "),
    };
    match (keys.platform().for_encryption(now), keys.api_v3()) {
        (Some(key), _) => report.good(
            SUBJECT,
            format!("{all}; fields are encrypted for {}", key.id()),
        ),
        (None, Some(_)) => report.good(
            SUBJECT,
            format!("{all} valid; they are downloaded with the APIv3 key"),
        ),
        (None, None) => report.failed(
            SUBJECT,
            format!("{all}; none is valid now"),
            "configure the platform public key with its id PUB_KEY_ID_…, or the APIv3 key so that certificates can be downloaded; \
             check this machine's clock",
        ),
    }
}

fn told(key: &PlatformKey, now: i64) -> String {
    let bits = key.bits();
    match key {
        PlatformKey::PublicKey(key) => format!("public key {} ({bits} bits)", key.id()),
        PlatformKey::Certificate(key) => {
            let why = invalid(key.not_before(), key.not_after(), now);
            let state = why.unwrap_or("is valid");
            format!("certificate {} ({bits} bits, {state})", key.serial())
        }
    }
}

fn invalid(not_before: i64, not_after: i64, now: i64) -> Option<&'static str> {
    match now {
        _ if now > not_after => Some("has expired"),
        _ if now < not_before => Some("is not yet valid"),
        _ => None,
    }
}
