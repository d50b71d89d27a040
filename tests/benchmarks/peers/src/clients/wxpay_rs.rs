//! wxpay-rs signs by aws-lc-rs on tokio's threads for blocking work, and verifies each answer: key, time and signature.

use ::wxpay_rs::auth::Sha256RsaSigner;
use ::wxpay_rs::http::client::HttpResponse;
use ::wxpay_rs::http::{HttpClient, ReqwestHttpClient};
use ::wxpay_rs::services::payments::jsapi::{Amount, JsapiRequest, Payer};
use ::wxpay_rs::{WxPayClient, WxPayConfig, WxPayResult};
use async_trait::async_trait;
use std::sync::Arc;
use std::thread::available_parallelism;
use wechatpay_benchmarks::loopback::{AT_A_TIME, Result, order};
use wechatpay_benchmarks::world;

/// Its only host.
const HOST: &str = "https://api.mch.weixin.qq.com";

pub async fn client(base_url: &str) -> Result<Arc<WxPayClient>> {
    let most = AT_A_TIME.into_iter().max().unwrap_or(1);
    let config = WxPayConfig::builder()
        .app_id(order::APPID)
        .merchant_id(world::MERCHANT)
        .api_v3_key(world::API_V3_KEY)
        .private_key(world::merchant_pem().into_bytes())
        .cert_serial_number(world::SERIAL)
        .platform_public_key(
            world::PUBLIC_KEY_ID,
            world::platform_public_pem().into_bytes(),
        )
        .build()?;
    // By default it refuses to let more than 64 calls wait for their signature.
    let signer = Sha256RsaSigner::new(
        world::MERCHANT,
        world::merchant_pem().as_bytes(),
        world::SERIAL,
    )?
    .with_signing_capacity(available_parallelism()?.get(), most)?;
    // By default it closes all idle connections but 100.
    let reqwest = ReqwestHttpClient::builder()
        .max_idle_connections(most)
        .build()?;
    let client = WxPayClient::builder()
        .config(config)
        .signer(signer)
        .http_client(Loopback {
            reqwest,
            base_url: base_url.to_owned(),
        });
    Ok(Arc::new(client.build().await?))
}

pub async fn call(client: Arc<WxPayClient>) -> Result<String> {
    let request = JsapiRequest {
        appid: order::APPID.to_owned(),
        mchid: world::MERCHANT.to_owned(),
        description: order::DESCRIPTION.to_owned(),
        out_trade_no: order::NUMBER.to_owned(),
        amount: Some(Amount {
            total: order::TOTAL.into(),
            currency: Some("CNY".to_owned()),
        }),
        payer: Some(Payer {
            openid: order::OPENID.to_owned(),
        }),
        notify_url: Some(order::NOTIFY_URL.to_owned()),
    };
    Ok(client.jsapi().create_order(&request).await?.prepay_id)
}

/// Its own HTTP client, asked for another host: the host cannot be configured.
struct Loopback {
    reqwest: ReqwestHttpClient,
    base_url: String,
}

impl Loopback {
    fn url(&self, url: &str) -> String {
        url.replacen(HOST, &self.base_url, 1)
    }
}

type Headers = Vec<(String, String)>;

#[async_trait]
impl HttpClient for Loopback {
    async fn get(&self, url: &str, headers: Headers) -> WxPayResult<HttpResponse> {
        self.reqwest.get(&self.url(url), headers).await
    }

    async fn post(&self, url: &str, headers: Headers, body: &str) -> WxPayResult<HttpResponse> {
        self.reqwest.post(&self.url(url), headers, body).await
    }

    async fn put(&self, url: &str, headers: Headers, body: &str) -> WxPayResult<HttpResponse> {
        self.reqwest.put(&self.url(url), headers, body).await
    }

    async fn delete(&self, url: &str, headers: Headers) -> WxPayResult<HttpResponse> {
        self.reqwest.delete(&self.url(url), headers).await
    }

    async fn patch(&self, url: &str, headers: Headers, body: &str) -> WxPayResult<HttpResponse> {
        self.reqwest.patch(&self.url(url), headers, body).await
    }
}
