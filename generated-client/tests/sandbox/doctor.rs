//! The doctor finds each thing that can be wrong, says what to do, and is not misled about the rest.

use serde_json::{Value, json};
use std::future::IntoFuture;
use std::time::SystemTime;
use wechatpay_client::doctor::Outcome::{self, Failed, Good, Open, Skipped, Warning};
use wechatpay_client::doctor::{Report, Subject};
use wechatpay_client::keys::{MerchantCertificate, MerchantKey};
use wechatpay_client::sandbox::{Fault, LoopbackTransport, Sandbox, Script};
use wechatpay_client::signature::FixedClock;
use wechatpay_client::{
    Client, ClientBuilder, MemoryTransport, Response, TransportError, TransportErrorKind,
};

const ECHO: &str = "POST /v3/security/echo";

fn certificate(sandbox: &Sandbox) -> MerchantCertificate {
    MerchantCertificate::from_pem(&sandbox.keys().merchant_certificate).unwrap()
}

/// A client whose merchant key, serial number and platform key may be wrong.
fn builder(sandbox: &Sandbox, key: &str, serial: &str, public_key: &str) -> ClientBuilder {
    let keys = sandbox.keys();
    Client::builder()
        .base_url(sandbox.base_url())
        .merchant(&keys.mchid, serial, MerchantKey::from_pem(key).unwrap())
        .platform_public_key(&keys.platform_public_key_id, public_key)
        .transport(LoopbackTransport::default())
}

fn right(sandbox: &Sandbox) -> ClientBuilder {
    let keys = sandbox.keys();
    builder(
        sandbox,
        &keys.merchant_key,
        &keys.merchant_serial,
        &keys.platform_public_key,
    )
}

fn at(distance: i64) -> FixedClock {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    FixedClock::new(i64::try_from(now).unwrap() + distance)
}

/// How some checks ended, and that what failed has advice.
fn ended(report: &Report, expected: &[(Subject, Outcome)]) {
    assert_eq!(report.checks().len(), Subject::ALL.len());
    for (subject, outcome) in expected {
        assert_eq!(report.outcome(*subject), *outcome, "{subject:?}\n{report}");
    }
    for check in report.checks() {
        let needs = matches!(check.outcome, Failed | Warning | Open);
        assert_eq!(check.advice.is_some(), needs, "{report}");
    }
    let failed = expected.iter().any(|(_, outcome)| *outcome == Failed);
    assert_eq!(report.is_healthy(), !failed, "{report}");
}

fn advice(report: &Report, subject: Subject) -> &str {
    let check = report.check(subject).unwrap();
    check.advice.as_deref().unwrap_or_default()
}

#[test]
fn all_is_well_and_nothing_secret_is_told() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let doctor = client
        .doctor()
        .merchant_certificate(certificate(&sandbox))
        .notify_url("http://127.0.0.1:1/notify");
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    for report in [
        runtime.block_on(doctor.clone().into_future()),
        doctor.run_blocking(),
    ] {
        ended(
            &report,
            &[
                (Subject::MerchantKey, Good),
                (Subject::MerchantCertificate, Good),
                (Subject::PlatformKeys, Good),
                (Subject::Certificates, Skipped),
                (Subject::Host, Good),
                (Subject::SecondHost, Skipped),
                (Subject::Clock, Good),
                (Subject::RequestSignature, Good),
                (Subject::AnswerSignature, Good),
                (Subject::Encryption, Good),
                (Subject::NotifyUrl, Open),
            ],
        );
        let is_posted = sandbox.deliveries().iter().any(|posted| {
            let said = &posted.to_json()["resource"]["echo_message"];
            posted.event == "SECURITY_ECHO.SUCCESS" && said == report.echo_message()
        });
        assert!(is_posted, "{report}");
        let printed = format!("{report}{report:?}");
        let keys = sandbox.keys();
        let secrets = keys.merchant_key.lines().filter(|line| line.len() > 20);
        let others = [keys.api_v3_key.as_str(), keys.api_v2_key.as_str()];
        for secret in secrets.filter(|line| !line.starts_with('-')).chain(others) {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

#[test]
fn keys_that_do_not_belong_together() {
    let (sandbox, other) = (Sandbox::start().unwrap(), Sandbox::start().unwrap());
    let keys = sandbox.keys();

    let wrong_key = builder(
        &sandbox,
        &other.keys().merchant_key,
        &keys.merchant_serial,
        &keys.platform_public_key,
    );
    let client = wrong_key.build().unwrap();
    let report = client
        .doctor()
        .merchant_certificate(certificate(&sandbox))
        .run_blocking();
    ended(
        &report,
        &[
            (Subject::MerchantCertificate, Failed),
            (Subject::RequestSignature, Failed),
            (Subject::Clock, Good),
            (Subject::Encryption, Skipped),
        ],
    );
    assert!(advice(&report, Subject::RequestSignature).contains("private key"));

    let serial = "0123456789ABCDEF0123456789ABCDEF01234567";
    let wrong_serial = builder(
        &sandbox,
        &keys.merchant_key,
        serial,
        &keys.platform_public_key,
    );
    let client = wrong_serial.build().unwrap();
    let report = client
        .doctor()
        .merchant_certificate(certificate(&sandbox))
        .run_blocking();
    ended(
        &report,
        &[
            (Subject::MerchantCertificate, Failed),
            (Subject::RequestSignature, Failed),
        ],
    );
    assert!(advice(&report, Subject::MerchantCertificate).contains(&keys.merchant_serial));

    let wrong_platform_key = builder(
        &sandbox,
        &keys.merchant_key,
        &keys.merchant_serial,
        &other.keys().platform_public_key,
    );
    let report = wrong_platform_key.build().unwrap().doctor_blocking();
    ended(
        &report,
        &[
            (Subject::RequestSignature, Good),
            (Subject::AnswerSignature, Failed),
        ],
    );
    assert!(advice(&report, Subject::AnswerSignature).contains("public key"));
}

#[test]
fn a_certificate_that_ends_soon_or_has_ended() {
    const DAY: i64 = 86_400;
    let sandbox = Sandbox::start().unwrap();
    let certificate = certificate(&sandbox);
    for (days_before, outcome) in [(10, Warning), (-1, Failed), (3_650, Failed)] {
        let clock = FixedClock::new(certificate.not_after() - days_before * DAY);
        let client = right(&sandbox).clock(clock).build().unwrap();
        let doctor = client.doctor().merchant_certificate(certificate.clone());
        let report = doctor.run_blocking();
        ended(
            &report,
            &[
                (Subject::MerchantCertificate, outcome),
                (Subject::Clock, Failed),
            ],
        );
    }
}

#[test]
fn clients_without_keys_cannot_be_examined() {
    let sandbox = Sandbox::start().unwrap();
    let report = Client::unsigned(LoopbackTransport::default()).doctor_blocking();
    ended(
        &report,
        &[(Subject::MerchantKey, Failed), (Subject::Host, Skipped)],
    );
    assert!(sandbox.journal().is_empty());
}

#[test]
fn certificates_are_downloaded_where_they_are_used() {
    let sandbox = Sandbox::start().unwrap();
    let keys = sandbox.keys();
    let with = |api_v3_key: &str| {
        let key = MerchantKey::from_pem(&keys.merchant_key).unwrap();
        Client::builder()
            .base_url(sandbox.base_url())
            .merchant(&keys.mchid, &keys.merchant_serial, key)
            .api_v3_key(api_v3_key)
            .transport(LoopbackTransport::default())
            .build()
            .unwrap()
    };
    let good = [
        (Subject::Certificates, Good),
        (Subject::AnswerSignature, Good),
        (Subject::Encryption, Good),
    ];
    ended(&with(&keys.api_v3_key).doctor_blocking(), &good);

    let report = with("00000000000000000000000000000000").doctor_blocking();
    ended(&report, &[(Subject::Certificates, Failed)]);
    assert!(advice(&report, Subject::Certificates).contains("APIv3 key"));

    // Certificates that have expired by this clock, and nothing to download new ones with.
    let key = MerchantKey::from_pem(&keys.merchant_key).unwrap();
    let expired = Client::builder()
        .base_url(sandbox.base_url())
        .merchant(&keys.mchid, &keys.merchant_serial, key)
        .platform_certificate(&keys.platform_certificates[0].1)
        .clock(at(10 * 365 * 86_400))
        .transport(LoopbackTransport::default());
    let report = expired.build().unwrap().doctor_blocking();
    ended(
        &report,
        &[
            (Subject::PlatformKeys, Failed),
            (Subject::Clock, Failed),
            (Subject::RequestSignature, Failed),
        ],
    );
}

#[test]
fn a_clock_that_is_wrong_is_told_first() {
    let sandbox = Sandbox::start().unwrap();
    for (distance, clock, signature) in [
        (1_000, Failed, Failed),
        (-1_000, Failed, Failed),
        (100, Warning, Good),
        (-100, Warning, Good),
    ] {
        let client = right(&sandbox).clock(at(distance)).build().unwrap();
        let report = client.doctor_blocking();
        ended(
            &report,
            &[
                (Subject::Clock, clock),
                (Subject::RequestSignature, signature),
            ],
        );
        if signature == Failed {
            assert!(advice(&report, Subject::RequestSignature).contains("clock"));
        }
    }
}

#[test]
fn hosts_that_cannot_be_reached() {
    let sandbox = Sandbox::start().unwrap();
    let nobody = right(&sandbox)
        .base_url("http://127.0.0.1:1")
        .build()
        .unwrap();
    let report = nobody.doctor_blocking();
    ended(
        &report,
        &[
            (Subject::MerchantKey, Good),
            (Subject::Host, Failed),
            (Subject::RequestSignature, Skipped),
        ],
    );

    // The second host is asked though the first has answered; without it calls go on.
    let keys = sandbox.keys();
    let key = MerchantKey::from_pem(&keys.merchant_key).unwrap();
    let lost = TransportError::new(TransportErrorKind::Connect, "nobody is there");
    let transport = MemoryTransport::new()
        .answer(Response::json(404, "<html>"))
        .fail(lost);
    let client = Client::builder()
        .merchant(&keys.mchid, &keys.merchant_serial, key)
        .platform_public_key(&keys.platform_public_key_id, &keys.platform_public_key)
        .transport(transport.clone());
    let report = client.build().unwrap().doctor_blocking();
    ended(
        &report,
        &[
            (Subject::Host, Good),
            (Subject::SecondHost, Warning),
            (Subject::Clock, Skipped),
            (Subject::RequestSignature, Failed),
        ],
    );
    assert!(advice(&report, Subject::RequestSignature).contains("base_url"));
    let urls: Vec<String> = transport
        .requests()
        .into_iter()
        .map(|one| one.url)
        .collect();
    let echo = "mch.weixin.qq.com/v3/security/echo";
    assert_eq!(
        urls,
        [
            format!("https://api.{echo}"),
            format!("https://api2.{echo}")
        ]
    );
}

#[test]
fn answers_that_are_not_proven() {
    let sandbox = Sandbox::start().unwrap();
    let client = right(&sandbox).build().unwrap();
    for (fault, outcome, word) in [
        (Fault::BadSignature, Failed, "public key"),
        (Fault::Unsigned, Failed, "base_url"),
        (Fault::WrongSerial, Failed, "PUB_KEY_ID_"),
        (Fault::Stale, Failed, "cache"),
        (Fault::SignTest, Warning, "again"),
    ] {
        sandbox.script(Script::of(ECHO).fault(fault));
        let report = client.doctor_blocking();
        ended(
            &report,
            &[
                (Subject::RequestSignature, Good),
                (Subject::AnswerSignature, outcome),
                (Subject::Encryption, Skipped),
                (Subject::Clock, Good),
            ],
        );
        let advice = advice(&report, Subject::AnswerSignature);
        assert!(advice.contains(word), "{advice}");
    }
    sandbox.script(Script::of(ECHO).fault(Fault::Cut));
    ended(&client.doctor_blocking(), &[(Subject::Host, Failed)]);
}

#[test]
fn refusals_are_told_apart() {
    let sandbox = Sandbox::start().unwrap();
    let client = right(&sandbox).build().unwrap();
    sandbox.script(Script::of(ECHO).refuse(500, "SYSTEM_ERROR"));
    let report = client.doctor_blocking();
    ended(&report, &[(Subject::RequestSignature, Warning)]);
    sandbox.script(Script::of(ECHO).refuse(403, "NO_AUTH"));
    let report = client.doctor_blocking();
    ended(&report, &[(Subject::RequestSignature, Good)]);
}

#[test]
fn encryption_that_does_not_come_back() {
    let sandbox = Sandbox::start().unwrap();
    let client = right(&sandbox).build().unwrap();
    for (fields, outcome) in [
        (json!({ "encrypted_echo_message": null }), Warning),
        (json!({ "encrypted_echo_message": "another text" }), Failed),
        (Value::Object([].into_iter().collect()), Good),
    ] {
        sandbox.script(Script::of(ECHO).fields(fields));
        ended(&client.doctor_blocking(), &[(Subject::Encryption, outcome)]);
    }
}

#[test]
fn notification_urls_that_nobody_would_post_to() {
    let sandbox = Sandbox::start().unwrap();
    let client = right(&sandbox).build().unwrap();
    for (url, outcome) in [
        ("ftp://127.0.0.1/", Failed),
        ("https://example.com/notify?order=1", Failed),
        ("https://example.com/notify", Open),
    ] {
        let report = client.doctor().notify_url(url).run_blocking();
        ended(&report, &[(Subject::NotifyUrl, outcome)]);
    }
}
