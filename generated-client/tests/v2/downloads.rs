//! Keys that operations give: for bank-card fields, and for the sandbox.

use crate::*;
use serde_json::{Value, json};
use wechatpay_client::Error;
use wechatpay_client::keys::MerchantKey;

fn generated(name: &str) -> String {
    let all: Value = serde_json::from_str(include_str!("../data/generated.json")).unwrap();
    all[name].as_str().unwrap().to_owned()
}

/// The private half of the generated public key, of the published vectors.
fn second_key() -> String {
    let all: Value = serde_json::from_str(include_str!("../data/published.json")).unwrap();
    let pem = all["rsa_oaep_sha1_decrypt"]["private_key_pkcs8"].as_str();
    pem.unwrap().replace("TESTING KEY", "PRIVATE KEY")
}

fn bank_key() -> Response {
    Response::xml(document(&[
        ("return_code", "SUCCESS"),
        ("result_code", "SUCCESS"),
        ("mch_id", MCHID),
        ("pub_key", &generated("public_spki_of_second_key")),
    ]))
}

fn with_card() -> Order {
    let mut order = Order::new("wx1");
    order.bank = Some("6222020000000000001".into());
    order
}

/// The first call with a bank-card field asks for the key, the next ones have it.
#[test]
fn the_bank_key_is_downloaded_once() {
    let paid = || {
        signed(
            &[("return_code", "SUCCESS"), ("result_code", "SUCCESS")],
            SignType::Md5,
        )
    };
    let (client, script) = client([bank_key(), paid(), paid()]);
    let error = call(&client, &ORDER, with_card()).render().unwrap_err();
    assert!(error.to_string().contains("refresh_bank_key"), "{error}");
    assert!(!error.to_string().contains("6222"), "{error}");
    call(&client, &ORDER, with_card()).send_blocking().unwrap();
    call(&client, &ORDER, with_card()).send_blocking().unwrap();
    let requests = script.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(
        requests[0].url,
        "https://fraud.mch.weixin.qq.com/risk/getpublickey"
    );
    assert!(requests[0].client_certificate && !requests[1].client_certificate);
    let asked = fields(&requests[0].body);
    assert_eq!(
        (&*asked["mch_id"], &*asked["sign_type"]),
        (MCHID, "HMAC-SHA256")
    );
    let sent = fields(&requests[1].body);
    let key = MerchantKey::from_pem(second_key()).unwrap();
    assert_eq!(*key.decrypt(&sent["bank"]).unwrap(), "6222020000000000001");
    let texts = sent.iter().map(|(n, t)| (n.as_str(), t.as_str()));
    v2::verify(texts, None, &crate::key()).unwrap();
    assert!(client.v2_keys().unwrap().bank_key().is_some());
}

/// What goes wrong with it is told, and the call is not sent.
#[test]
fn without_a_bank_key_nothing_is_sent() {
    let refused = [("return_code", "FAIL"), ("return_msg", "no certificate")];
    let no_key = [("return_code", "SUCCESS"), ("pub_key", "abc")];
    for (answer, stage) in [
        (&refused[..], "api"),
        (&no_key[..], "keys"),
        (&[][..], "decode"),
    ] {
        let (client, script) = client([Response::xml(document(answer))]);
        let error = call(&client, &ORDER, with_card())
            .send_blocking()
            .unwrap_err();
        let fits = match stage {
            "api" => matches!(error, Error::Api(_)),
            "keys" => matches!(error, Error::Keys(_)),
            _ => matches!(error, Error::Decode(_)),
        };
        assert!(fits, "{stage}: {error}");
        assert_eq!(script.requests().len(), 1);
    }
}

const SANDBOX_KEY: &str = "5e0bd0f8d2b34d8a9c3a1b7f6e4c2d10";

/// In the sandbox everything has the prefix and the sandbox's own key.
#[test]
fn the_sandbox_has_a_prefix_and_a_key() {
    let key = ApiV2Key::new(SANDBOX_KEY).unwrap();
    let gives = [("return_code", "SUCCESS"), ("sandbox_signkey", SANDBOX_KEY)];
    let paid = [("return_code", "SUCCESS"), ("result_code", "SUCCESS")];
    let answer = |key| signed_with(key, &paid, SignType::HmacSha256);
    let (builder, script) = builder([Response::xml(document(&gives)), answer(&key), answer(&key)]);
    let client = builder.v2_sandbox().build().unwrap();
    call(&client, &CHOICE, Order::new("wx1"))
        .send_blocking()
        .unwrap();
    let negative = client
        .chain("v2/xdc/apiv2sandbox/pay/micropay")
        .post(json!({ "appid": "wx1" }))
        .header("Wechatpay-Negative-Test", "MICROPAY_USERPAYING");
    negative.send_blocking().unwrap();
    let requests = script.requests();
    let urls: Vec<_> = requests
        .iter()
        .map(|request| request.url.as_str())
        .collect();
    assert_eq!(
        urls,
        [
            "https://api.mch.weixin.qq.com/xdc/apiv2getsignkey/sign/getsignkey",
            "https://api.mch.weixin.qq.com/xdc/apiv2sandbox/pay/unifiedorder",
            "https://api.mch.weixin.qq.com/xdc/apiv2sandbox/pay/micropay",
        ]
    );
    for (request, key) in requests
        .iter()
        .zip([crate::key(), key.clone(), key.clone()])
    {
        let fields = fields(&request.body);
        let texts = fields.iter().map(|(n, t)| (n.as_str(), t.as_str()));
        v2::verify(texts, None, &key).unwrap();
    }
    assert!(!format!("{client:?}").contains(SANDBOX_KEY));
}

/// The pages of the sandbox work without the switch; an answer signed with the other key is refused.
#[test]
fn sandbox_answers_are_signed_with_its_key() {
    let paid = [("return_code", "SUCCESS"), ("result_code", "SUCCESS")];
    let (builder, _) = builder([signed(&paid, SignType::Md5)]);
    let keys = keys().with_sandbox_key(ApiV2Key::new(SANDBOX_KEY).unwrap());
    let client = builder.v2_keys(keys).build().unwrap();
    let query = client
        .chain("v2/xdc/apiv2sandbox/pay/orderquery")
        .post(json!({}));
    assert!(matches!(query.send_blocking(), Err(Error::Verify(_))));
}

/// A field that is encrypted for the merchant wants its private key.
#[test]
fn answers_for_the_merchant_want_its_key() {
    #[non_exhaustive]
    pub struct Name {
        pub real_name: Option<rt::Sensitive>,
    }
    rt::object!(Response Name: 0 real_name);
    let key = MerchantKey::from_pem(second_key()).unwrap();
    let bank =
        wechatpay_client::keys::BankPublicKey::from_pem(generated("public_spki_of_second_key"));
    let sealed = bank.unwrap().encrypt("张三").unwrap();
    let answer = signed(
        &[("return_code", "SUCCESS"), ("real_name", &sealed)],
        SignType::Md5,
    );
    let read = |keys: V2Keys| {
        let client = builder([answer.clone()]).0.v2_keys(keys).build().unwrap();
        let call: rt::Call<Name> = rt::Path::new(&client).call(&HMAC).body(Order::new("wx1"));
        call.send_blocking()
    };
    let reply = read(keys().with_merchant_key(key)).unwrap();
    assert_eq!(reply.real_name.as_ref().unwrap().reveal(), "张三");
    let error = read(keys()).unwrap_err();
    assert!(error.to_string().contains("with_merchant_key"), "{error}");
}

/// From asynchronous code too; a client without the APIv2 key says so.
#[test]
fn keys_are_downloaded_on_request() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let gives = [("return_code", "SUCCESS"), ("sandbox_signkey", SANDBOX_KEY)];
    let (client, script) = client([bank_key(), Response::xml(document(&gives))]);
    runtime.block_on(async {
        client.refresh_bank_key().await.unwrap();
        client.refresh_sandbox_key().await.unwrap();
    });
    let keys = client.v2_keys().unwrap();
    assert!(keys.bank_key().is_some() && keys.sandbox_key().is_some());
    assert_eq!(script.requests().len(), 2);
    let unsigned = Client::unsigned(MemoryTransport::new());
    let error = unsigned.refresh_bank_key_blocking().unwrap_err();
    assert!(error.to_string().contains("APIv2 key"), "{error}");
}
