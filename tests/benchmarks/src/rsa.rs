//! The RSA operations of a call, by the library that the client uses, and nothing else.

use crate::world;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use wechatpay_client::keys::MerchantKey;

/// A request that the merchant signs, and an answer that the platform has signed.
pub struct Rsa {
    own: KeyPair,
    platform: UnparsedPublicKey<Vec<u8>>,
    request: String,
    answer: String,
    signature: Vec<u8>,
}

impl Rsa {
    /// With the signed texts of both.
    #[must_use]
    pub fn new(request: &str, answer: &str) -> Self {
        let platform = key(world::platform_pem());
        let public = aws_lc_rs::signature::KeyPair::public_key(&platform);
        Self {
            own: key(world::merchant_pem()),
            platform: UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public.as_ref().to_vec()),
            request: request.to_owned(),
            answer: answer.to_owned(),
            signature: signature(&platform, answer),
        }
    }

    /// The merchant's signature.
    #[must_use]
    pub fn sign(&self) -> Vec<u8> {
        signature(&self.own, &self.request)
    }

    /// Checks the platform's signature.
    pub fn verify(&self) {
        self.platform
            .verify(self.answer.as_bytes(), &self.signature)
            .expect("the signature is the platform's");
    }
}

fn key(pem: String) -> KeyPair {
    let key = MerchantKey::from_pem(pem).expect("it is a key");
    let der = key.to_pkcs8_der().expect("it has a DER form");
    KeyPair::from_pkcs8(&der).expect("it is a key")
}

fn signature(key: &KeyPair, text: &str) -> Vec<u8> {
    let mut signature = vec![0; key.public_modulus_len()];
    let random = SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
        .expect("it signs");
    signature
}
