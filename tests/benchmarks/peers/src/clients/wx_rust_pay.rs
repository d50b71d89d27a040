//! wx-rust-pay signs and verifies by the crate `rsa`, reads both keys from their PEM texts in every call, and checks neither the time
//! nor the key id of an answer.

use ::wx_rust_pay::api::WxPayService;
use ::wx_rust_pay::api::r#impl::WxPayServiceImpl;
use ::wx_rust_pay::bean::request::wx_pay_unified_order_v3_request::{
    Amount, Payer, WxPayUnifiedOrderV3Request,
};
use ::wx_rust_pay::config::r#impl::WxPayDefaultConfig;
use ::wx_rust_pay::enums::TradeTypeEnum;
use std::sync::Arc;
use wechatpay_benchmarks::loopback::{Result, order};
use wechatpay_benchmarks::world;

pub fn client(base_url: &str) -> Arc<WxPayServiceImpl> {
    let mut config = WxPayDefaultConfig::new();
    config
        .set_app_id(order::APPID)
        .set_mch_id(world::MERCHANT)
        .set_api_v3_key(world::API_V3_KEY)
        .set_cert_serial_no(world::SERIAL)
        .set_private_key(world::merchant_pem())
        .set_public_key_id(world::PUBLIC_KEY_ID)
        .set_public_key_content(world::platform_public_pem().into_bytes())
        .set_http_timeout(30_000)
        .set_api_host_url(base_url);
    WxPayServiceImpl::new_arc(Arc::new(config))
}

pub async fn call(service: Arc<WxPayServiceImpl>) -> Result<String> {
    let request = WxPayUnifiedOrderV3Request {
        appid: Some(order::APPID.to_owned()),
        mchid: Some(world::MERCHANT.to_owned()),
        description: Some(order::DESCRIPTION.to_owned()),
        out_trade_no: Some(order::NUMBER.to_owned()),
        notify_url: Some(order::NOTIFY_URL.to_owned()),
        amount: Some(Amount {
            total: Some(order::TOTAL.try_into()?),
            currency: Some("CNY".to_owned()),
        }),
        payer: Some(Payer {
            openid: Some(order::OPENID.to_owned()),
            identity: None,
        }),
        ..WxPayUnifiedOrderV3Request::default()
    };
    let answer = service
        .unified_order_v3(TradeTypeEnum::Jsapi, &request)
        .await?;
    Ok(answer.prepay_id.ok_or("no prepay_id")?)
}
