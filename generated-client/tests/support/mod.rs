//! Types as the generator emits them, and helpers that several tests use.
#![allow(dead_code, missing_docs)]

use std::future::IntoFuture;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use wechatpay_client::rt::{self, Method};
use wechatpay_client::{Client, MemoryTransport, Request, Response};

/// A request with every kind of field.
#[non_exhaustive]
pub struct Order {
    pub appid: String,
    pub total: i64,
    pub kind: Kind,
    pub tags: Vec<String>,
    pub rate: Option<f64>,
    pub paid: Option<bool>,
    pub payer: Option<Payer>,
    pub goods: Option<Vec<Goods>>,
    pub detail: Option<rt::Json<Detail>>,
    pub lists: Option<rt::Json<Vec<String>>>,
    pub scene: Option<rt::UrlEncoded<Scene>>,
    pub extra: Option<rt::Value>,
    pub r#type: Option<String>,
}
rt::object!(Request Order: 0 "appid" => appid, 1 "total" => total, 2 "kind" => kind, 3 "tags" => tags, 4 "rate" => rate, 5 "paid" => paid,
    6 "payer" => payer, 7 "goods" => goods, 8 "detail" => detail, 9 "lists" => lists, 10 "scene" => scene, 11 "extra" => extra, 12 "type" => r#type);

impl Order {
    pub fn new(appid: impl Into<String>, total: i64, kind: impl Into<Kind>) -> Self {
        Self {
            appid: appid.into(),
            total,
            kind: kind.into(),
            tags: Vec::new(),
            ..rt::empty()
        }
    }
}

#[non_exhaustive]
pub struct Payer {
    pub openid: Option<String>,
    pub name: Option<rt::Sensitive>,
    pub card: Option<rt::BankSensitive>,
}
rt::object!(Request Payer: 0 openid, 1 name, 2 card);

#[non_exhaustive]
pub struct Goods {
    pub id: String,
    pub quantity: i64,
}
rt::object!(Request Goods: 0 id, 1 quantity);

#[non_exhaustive]
pub struct Detail {
    pub cost: Option<i64>,
    pub goods: Option<Vec<Goods>>,
}
rt::object!(Request Detail: 0 cost, 1 goods);

#[non_exhaustive]
pub struct Scene {
    pub ip: Option<String>,
    pub port: Option<i64>,
}
rt::object!(Request Scene: 0 ip, 1 port);

#[non_exhaustive]
pub enum Kind {
    Native,
    Jsapi,
    Unknown(String),
}
rt::open_enum!(Kind: Native = "NATIVE", Jsapi = "JSAPI");

/// A request with a number of the merchant's own.
#[non_exhaustive]
pub struct Numbered {
    pub out_trade_no: String,
    pub attach: Option<String>,
}
rt::object!(Request Numbered: 0 out_trade_no, 1 attach);

impl Numbered {
    pub fn new(out_trade_no: impl Into<String>) -> Self {
        Self {
            out_trade_no: out_trade_no.into(),
            ..rt::empty()
        }
    }
}

/// An answer of API v3.
#[non_exhaustive]
pub struct Answer {
    pub prepay_id: Option<String>,
    pub total: Option<i64>,
    pub rate: Option<f64>,
    pub paid: Option<bool>,
    pub kind: Option<Kind>,
    pub promotion_detail: Vec<Promotion>,
    pub detail: Option<rt::Json<Promotion>>,
    pub rest: Option<rt::Value>,
}
rt::object!(Response Answer: 0 prepay_id, 1 total, 2 rate, 3 paid, 4 kind, 5 promotion_detail, 6 detail, 7 rest);
rt::default!(Answer);

#[non_exhaustive]
pub struct Promotion {
    pub amount: Option<i64>,
    pub name: Option<rt::Sensitive>,
}
rt::object!(Response Promotion: 0 amount, 1 name);

/// An answer of API v2.
#[non_exhaustive]
pub struct Flat {
    pub return_code: Option<String>,
    pub total_fee: Option<i64>,
    pub coupon_fee: Option<i64>,
    pub coupon_id: rt::Indexed<String>,
    pub coupon_refund_fee: rt::Indexed<i64>,
    pub coupon_refund_fee_n_m: rt::Indexed2<i64>,
    pub hblist: Option<HbList>,
    pub mchinfo: Vec<MchInfo>,
    pub detail: Option<rt::Json<Promotion>>,
}
rt::object!(Response Flat: 0 "return_code" => return_code, 1 "total_fee" => total_fee, 2 "coupon_fee" => coupon_fee,
    3 "coupon_id_$n" => coupon_id, 4 "coupon_refund_fee_$n" => coupon_refund_fee, 5 "coupon_refund_fee_$n_$m" => coupon_refund_fee_n_m,
    6 "hblist" => hblist, 7 "mchinfo" => mchinfo, 8 "detail" => detail);

#[non_exhaustive]
pub struct HbList {
    pub hbinfo: Vec<HbInfo>,
}
rt::object!(Response HbList: 0 hbinfo);

#[non_exhaustive]
pub struct HbInfo {
    pub openid: Option<String>,
    pub amount: Option<i64>,
}
rt::object!(Response HbInfo: 0 openid, 1 amount);

#[non_exhaustive]
pub struct MchInfo {
    pub mch_id: Option<String>,
}
rt::object!(Response MchInfo: 0 mch_id);

/// A form.
#[non_exhaustive]
pub struct Upload {
    pub file: rt::FilePart,
    pub meta: rt::Json<Meta>,
    pub note: Option<String>,
}
rt::object!(Request Upload: 0 file, 1 meta, 2 note);

impl Upload {
    pub fn new(file: rt::FilePart, meta: Meta) -> Self {
        Self {
            file,
            meta: meta.into(),
            ..rt::empty()
        }
    }
}

#[non_exhaustive]
pub struct Meta {
    pub filename: String,
    pub sha256: String,
}
rt::object!(Request Meta: 0 filename, 1 sha256);

impl Meta {
    pub fn new(filename: impl Into<String>, sha256: impl Into<String>) -> Self {
        Self {
            filename: filename.into(),
            sha256: sha256.into(),
        }
    }
}

pub const GET: rt::Operation = rt::Operation {
    method: Method::Get,
    path: "/v3/orders/{id}",
    ..rt::Operation::V3
};

pub const POST: rt::Operation = rt::Operation {
    method: Method::Post,
    path: "/v3/orders",
    request: rt::BodyKind::Json,
    ..rt::Operation::V3
};

pub const POST_V2: rt::Operation = rt::Operation {
    path: "/v2/pay/orders",
    ..rt::Operation::V2
};

pub const UPLOAD: rt::Operation = rt::Operation {
    method: Method::Post,
    path: "/v3/files",
    request: rt::BodyKind::Multipart,
    ..rt::Operation::V3
};

/// A client over a script, and the script.
pub fn client(answers: impl IntoIterator<Item = Response>) -> (Client, MemoryTransport) {
    let transport = answers
        .into_iter()
        .fold(MemoryTransport::new(), MemoryTransport::answer);
    let client = Client::builder()
        .unsigned()
        .transport(transport.clone())
        .build()
        .unwrap();
    (client, transport)
}

pub fn path(client: &Client) -> rt::Path {
    rt::Path::new(client)
}

pub fn text(request: &Request) -> &str {
    std::str::from_utf8(&request.body).unwrap()
}

/// Runs a future that is never pending for long.
pub fn block_on<F: IntoFuture>(future: F) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future.into_future());
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}
