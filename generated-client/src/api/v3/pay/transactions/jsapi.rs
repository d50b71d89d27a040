// Sample, written by hand, in the form of what the generator emits.
//! `/v3/pay/transactions/jsapi`

use crate::rt;

/// Path item `/v3/pay/transactions/jsapi`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// JSAPI下单
    ///
    /// `POST /v3/pay/transactions/jsapi`
    #[inline]
    pub fn post(self, body: PostRequest) -> rt::Call<PostResponse> {
        self.0.call(&POST).body(body)
    }
}

/// `POST /v3/pay/transactions/jsapi`
pub const POST: rt::Operation = rt::Operation {
    method: rt::Method::Post,
    path: "/v3/pay/transactions/jsapi",
    request: rt::BodyKind::Json,
    ..rt::Operation::V3
};

/// Values of `Type`.
#[non_exhaustive]
pub enum Type {
    /// `IDCARD`
    Idcard,
    /// `HONGKONG_MACAO`
    HongkongMacao,
    /// A value that this version does not know.
    Unknown(String),
}
rt::open_enum!(Type: Idcard = "IDCARD", HongkongMacao = "HONGKONG_MACAO");

/// Values of `LimitPay`.
#[non_exhaustive]
pub enum LimitPay {
    /// `no_balance`
    NoBalance,
    /// `no_credit`
    NoCredit,
    /// `no_debit`
    NoDebit,
    /// `balance_only`
    BalanceOnly,
    /// A value that this version does not know.
    Unknown(String),
}
rt::open_enum!(LimitPay: NoBalance = "no_balance", NoCredit = "no_credit", NoDebit = "no_debit", BalanceOnly = "balance_only");

/// `PostRequest`
#[non_exhaustive]
pub struct PostRequest {
    /// `appid`
    pub appid: String,
    /// `mchid`
    pub mchid: String,
    /// `description`
    pub description: String,
    /// `attach`
    pub attach: Option<String>,
    /// `out_trade_no`
    pub out_trade_no: String,
    /// `amount`
    pub amount: Amount,
    /// `time_expire`
    pub time_expire: Option<String>,
    /// `notify_url`
    pub notify_url: String,
    /// `goods_tag`
    pub goods_tag: Option<String>,
    /// `limit_pay`
    pub limit_pay: Option<Vec<LimitPay>>,
    /// `support_fapiao`
    pub support_fapiao: Option<bool>,
    /// `detail`
    pub detail: Option<Detail>,
    /// `scene_info`
    pub scene_info: Option<SceneInfo>,
    /// `payer`
    pub payer: Payer,
    /// `settle_info`
    pub settle_info: Option<SettleInfo>,
}
rt::object!(request PostRequest: appid, mchid, description, attach, out_trade_no, amount, time_expire, notify_url, goods_tag, limit_pay, support_fapiao, detail, scene_info, payer, settle_info);

impl PostRequest {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new(required: PostRequestRequired<'_>) -> Self {
        Self {
            appid: required.appid.into(),
            mchid: required.mchid.into(),
            description: required.description.into(),
            out_trade_no: required.out_trade_no.into(),
            amount: required.amount,
            notify_url: required.notify_url.into(),
            payer: required.payer,
            ..rt::empty()
        }
    }

    /// `attach`
    #[inline]
    #[must_use]
    pub fn attach(mut self, attach: impl Into<String>) -> Self {
        self.attach = Some(attach.into());
        self
    }

    /// `time_expire`
    #[inline]
    #[must_use]
    pub fn time_expire(mut self, time_expire: impl Into<String>) -> Self {
        self.time_expire = Some(time_expire.into());
        self
    }

    /// `goods_tag`
    #[inline]
    #[must_use]
    pub fn goods_tag(mut self, goods_tag: impl Into<String>) -> Self {
        self.goods_tag = Some(goods_tag.into());
        self
    }

    /// `limit_pay`
    #[inline]
    #[must_use]
    pub fn limit_pay(mut self, limit_pay: Vec<LimitPay>) -> Self {
        self.limit_pay = Some(limit_pay);
        self
    }

    /// `support_fapiao`
    #[inline]
    #[must_use]
    pub fn support_fapiao(mut self, support_fapiao: bool) -> Self {
        self.support_fapiao = Some(support_fapiao);
        self
    }

    /// `detail`
    #[inline]
    #[must_use]
    pub fn detail(mut self, detail: Detail) -> Self {
        self.detail = Some(detail);
        self
    }

    /// `scene_info`
    #[inline]
    #[must_use]
    pub fn scene_info(mut self, scene_info: SceneInfo) -> Self {
        self.scene_info = Some(scene_info);
        self
    }

    /// `settle_info`
    #[inline]
    #[must_use]
    pub fn settle_info(mut self, settle_info: SettleInfo) -> Self {
        self.settle_info = Some(settle_info);
        self
    }
}

/// The required values of [`PostRequest`].
pub struct PostRequestRequired<'a> {
    /// `appid`
    pub appid: &'a str,
    /// `mchid`
    pub mchid: &'a str,
    /// `description`
    pub description: &'a str,
    /// `out_trade_no`
    pub out_trade_no: &'a str,
    /// `amount`
    pub amount: Amount,
    /// `notify_url`
    pub notify_url: &'a str,
    /// `payer`
    pub payer: Payer,
}

/// `Amount`
#[non_exhaustive]
pub struct Amount {
    /// `total`
    pub total: i64,
    /// `currency`
    pub currency: Option<String>,
}
rt::object!(request Amount: total, currency);

impl Amount {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new(total: i64) -> Self {
        Self {
            total,
            ..rt::empty()
        }
    }

    /// `currency`
    #[inline]
    #[must_use]
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }
}

/// `Detail`
#[non_exhaustive]
pub struct Detail {
    /// `cost_price`
    pub cost_price: Option<i64>,
    /// `invoice_id`
    pub invoice_id: Option<String>,
    /// `goods_detail`
    pub goods_detail: Option<Vec<GoodsDetail>>,
}
rt::object!(request Detail: cost_price, invoice_id, goods_detail);

impl Detail {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self { ..rt::empty() }
    }

    /// `cost_price`
    #[inline]
    #[must_use]
    pub fn cost_price(mut self, cost_price: i64) -> Self {
        self.cost_price = Some(cost_price);
        self
    }

    /// `invoice_id`
    #[inline]
    #[must_use]
    pub fn invoice_id(mut self, invoice_id: impl Into<String>) -> Self {
        self.invoice_id = Some(invoice_id.into());
        self
    }

    /// `goods_detail`
    #[inline]
    #[must_use]
    pub fn goods_detail(mut self, goods_detail: Vec<GoodsDetail>) -> Self {
        self.goods_detail = Some(goods_detail);
        self
    }
}

/// `GoodsDetail`
#[non_exhaustive]
pub struct GoodsDetail {
    /// `merchant_goods_id`
    pub merchant_goods_id: String,
    /// `wechatpay_goods_id`
    pub wechatpay_goods_id: Option<String>,
    /// `goods_name`
    pub goods_name: Option<String>,
    /// `quantity`
    pub quantity: i64,
    /// `unit_price`
    pub unit_price: i64,
}
rt::object!(request GoodsDetail: merchant_goods_id, wechatpay_goods_id, goods_name, quantity, unit_price);

impl GoodsDetail {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new(merchant_goods_id: impl Into<String>, quantity: i64, unit_price: i64) -> Self {
        Self {
            merchant_goods_id: merchant_goods_id.into(),
            quantity,
            unit_price,
            ..rt::empty()
        }
    }

    /// `wechatpay_goods_id`
    #[inline]
    #[must_use]
    pub fn wechatpay_goods_id(mut self, wechatpay_goods_id: impl Into<String>) -> Self {
        self.wechatpay_goods_id = Some(wechatpay_goods_id.into());
        self
    }

    /// `goods_name`
    #[inline]
    #[must_use]
    pub fn goods_name(mut self, goods_name: impl Into<String>) -> Self {
        self.goods_name = Some(goods_name.into());
        self
    }
}

/// `SceneInfo`
#[non_exhaustive]
pub struct SceneInfo {
    /// `payer_client_ip`
    pub payer_client_ip: Option<String>,
    /// `device_id`
    pub device_id: Option<String>,
    /// `store_info`
    pub store_info: Option<StoreInfo>,
}
rt::object!(request SceneInfo: payer_client_ip, device_id, store_info);

impl SceneInfo {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self { ..rt::empty() }
    }

    /// `payer_client_ip`
    #[inline]
    #[must_use]
    pub fn payer_client_ip(mut self, payer_client_ip: impl Into<String>) -> Self {
        self.payer_client_ip = Some(payer_client_ip.into());
        self
    }

    /// `device_id`
    #[inline]
    #[must_use]
    pub fn device_id(mut self, device_id: impl Into<String>) -> Self {
        self.device_id = Some(device_id.into());
        self
    }

    /// `store_info`
    #[inline]
    #[must_use]
    pub fn store_info(mut self, store_info: StoreInfo) -> Self {
        self.store_info = Some(store_info);
        self
    }
}

/// `StoreInfo`
#[non_exhaustive]
pub struct StoreInfo {
    /// `id`
    pub id: Option<String>,
    /// `name`
    pub name: String,
    /// `area_code`
    pub area_code: String,
    /// `address`
    pub address: String,
}
rt::object!(request StoreInfo: id, name, area_code, address);

impl StoreInfo {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new(required: StoreInfoRequired<'_>) -> Self {
        Self {
            name: required.name.into(),
            area_code: required.area_code.into(),
            address: required.address.into(),
            ..rt::empty()
        }
    }

    /// `id`
    #[inline]
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

/// The required values of [`StoreInfo`].
pub struct StoreInfoRequired<'a> {
    /// `name`
    pub name: &'a str,
    /// `area_code`
    pub area_code: &'a str,
    /// `address`
    pub address: &'a str,
}

/// `Payer`
#[non_exhaustive]
pub struct Payer {
    /// `openid`
    pub openid: String,
    /// `identity`
    pub identity: Option<Identity>,
}
rt::object!(request Payer: openid, identity);

impl Payer {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new(openid: impl Into<String>) -> Self {
        Self {
            openid: openid.into(),
            ..rt::empty()
        }
    }

    /// `identity`
    #[inline]
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = Some(identity);
        self
    }
}

/// `Identity`
#[non_exhaustive]
pub struct Identity {
    /// `type`
    pub r#type: Type,
    /// `number`
    pub number: rt::Sensitive,
    /// `name`
    pub name: rt::Sensitive,
}
rt::object!(request Identity: "type" => r#type, "number" => number, "name" => name);

impl Identity {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new(
        r#type: impl Into<Type>,
        number: impl Into<rt::Sensitive>,
        name: impl Into<rt::Sensitive>,
    ) -> Self {
        Self {
            r#type: r#type.into(),
            number: number.into(),
            name: name.into(),
        }
    }
}

/// `SettleInfo`
#[non_exhaustive]
pub struct SettleInfo {
    /// `profit_sharing`
    pub profit_sharing: Option<bool>,
}
rt::object!(request SettleInfo: profit_sharing);

impl SettleInfo {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self { ..rt::empty() }
    }

    /// `profit_sharing`
    #[inline]
    #[must_use]
    pub fn profit_sharing(mut self, profit_sharing: bool) -> Self {
        self.profit_sharing = Some(profit_sharing);
        self
    }
}

/// `PostResponse`
#[non_exhaustive]
pub struct PostResponse {
    /// `prepay_id`
    pub prepay_id: Option<String>,
}
rt::object!(response PostResponse: prepay_id);
