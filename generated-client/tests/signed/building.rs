//! What a client is built of, and what is refused.

use crate::data::*;
use crate::platform::*;
use wechatpay_client::keys::{KeyError, KeySet, MerchantKey, PlatformKeys};
use wechatpay_client::{Client, ClientBuilder, Error, MemoryTransport, TransportErrorKind};

fn refused(builder: ClientBuilder) -> String {
    let error = builder
        .transport(MemoryTransport::new())
        .build()
        .unwrap_err();
    assert!(
        matches!(error, Error::Build(_) | Error::Keys(_)),
        "{error:?}"
    );
    assert!(!error.is_retryable());
    error.to_string()
}

fn with_merchant() -> ClientBuilder {
    Client::builder().merchant(MCHID, SERIAL, merchant_key())
}

#[test]
fn keys_that_do_not_go_together_are_refused() {
    let public = || generated("public_spki_of_second_key");
    let cases = [
        (Client::builder(), "client: merchant: required, but missing"),
        (
            Client::builder().platform_public_key(PUBLIC_KEY_ID, public()),
            "client: merchant: required, but missing",
        ),
        (with_merchant(), "there is nothing to verify answers with"),
        (with_merchant().unsigned(), "given together with keys"),
        (
            Client::builder().unsigned().api_v3_key("0".repeat(32)),
            "given together with keys",
        ),
        (
            with_merchant().platform_public_key(SERIAL, public()),
            "this looks like a certificate serial number",
        ),
        (
            with_merchant().platform_certificate(generated("certificate_leading_zero")),
            "is the merchant's own key",
        ),
        (
            with_merchant().platform_public_key("PUB_KEY_ID_01", generated("public_spki")),
            "is the merchant's own key",
        ),
        (
            with_merchant().api_v3_key("short"),
            "the APIv3 key has 5 bytes, but must have 32",
        ),
        (
            Client::builder().merchant(SERIAL, MCHID, merchant_key()),
            "is not a merchant id",
        ),
        (
            with_merchant().platform_certificate(public()),
            "a public key was given where a certificate belongs",
        ),
    ];
    for (builder, expected) in cases {
        let error = refused(builder);
        assert!(error.contains(expected), "{expected:?} not in {error:?}");
    }
}

#[test]
fn without_a_transport_what_is_compiled_in_is_used() {
    let builder =
        with_merchant().platform_public_key(PUBLIC_KEY_ID, generated("public_spki_of_second_key"));
    let built = builder.base_url("http://127.0.0.1:9").retries(0).build();
    if cfg!(not(any(
        feature = "async-transport",
        feature = "blocking-transport"
    ))) {
        let error = built.unwrap_err().to_string();
        assert!(error.contains("client: transport: required"), "{error}");
        return;
    }
    let call = built.unwrap().chain("v3/x").get();
    let Err(Error::Transport(error)) = call.send_blocking() else {
        panic!()
    };
    let expected = match cfg!(feature = "blocking-transport") {
        true => TransportErrorKind::Connect,
        false => TransportErrorKind::Unsupported,
    };
    assert_eq!(error.kind, expected);
    let named = error.to_string().contains("feature `blocking-transport`");
    assert_eq!(named, expected == TransportErrorKind::Unsupported);
}

#[test]
fn building_sends_nothing() {
    let (builder, script) = builder([]);
    builder
        .api_v3_key(published("aes_256_gcm/key"))
        .build()
        .unwrap();
    connected([]);
    assert!(script.requests().is_empty());
}

#[test]
fn keys_are_replaced_in_all_clones() {
    let (client, script) = connected([
        signed(200, "{}"),
        signed_as("PUB_KEY_ID_02", NOW, 200, "{}"),
    ]);
    let clone = client.clone();
    client.chain("v3/x").get().send_blocking().unwrap();

    let platform = wechatpay_client::keys::PlatformPublicKey::from_pem(
        "PUB_KEY_ID_02",
        generated("public_spki_of_second_key"),
    )
    .unwrap();
    let platform = PlatformKeys::new([platform.into()]).unwrap();
    client
        .replace_keys(KeySet::new(merchant(), platform, None).unwrap())
        .unwrap();
    clone.chain("v3/x").get().send_blocking().unwrap();
    let serials: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.headers.get("Wechatpay-Serial").unwrap().to_owned())
        .collect();
    assert_eq!(serials, [PUBLIC_KEY_ID, "PUB_KEY_ID_02"]);

    let unsigned = Client::unsigned(MemoryTransport::new());
    let keys = client.keys().unwrap().as_ref().clone();
    assert!(matches!(unsigned.replace_keys(keys), Err(Error::Build(_))));
    assert!(unsigned.keys().is_none());
    let own = PlatformKeys::new([platform_certificate("new").into()]).unwrap();
    let second = MerchantKey::from_pem(private_pem("rsa_oaep_sha1_decrypt")).unwrap();
    let same = wechatpay_client::keys::Merchant::new(MCHID, SERIAL, second).unwrap();
    assert!(matches!(
        KeySet::new(same, own, None),
        Err(KeyError::MerchantAsPlatform { .. })
    ));
}
