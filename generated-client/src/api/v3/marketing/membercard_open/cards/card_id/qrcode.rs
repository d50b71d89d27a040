// Sample, written by hand, in the form of what the generator emits.
//! `/v3/marketing/membercard-open/cards/{card_id}/qrcode`

use crate::rt;

/// Path item `/v3/marketing/membercard-open/cards/{card_id}/qrcode`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// 创建会员卡二维码
    ///
    /// `POST /v3/marketing/membercard-open/cards/{card_id}/qrcode`
    #[inline]
    pub fn post(self, body: PostRequest) -> rt::Call<PostResponse> {
        self.0.call(&POST).body(body)
    }
}

/// `POST /v3/marketing/membercard-open/cards/{card_id}/qrcode`
pub const POST: rt::Operation = rt::Operation {
    method: rt::Method::Post,
    path: "/v3/marketing/membercard-open/cards/{card_id}/qrcode",
    request: rt::BodyKind::Json,
    ..rt::Operation::V3
};

/// Values of `ActivateType`.
#[non_exhaustive]
pub enum ActivateType {
    /// `AUTO_ACTIVATE`
    AutoActivate,
    /// `JUMP_ACTIVATE`
    JumpActivate,
    /// A value that this version does not know.
    Unknown(String),
}
rt::open_enum!(ActivateType: AutoActivate = "AUTO_ACTIVATE", JumpActivate = "JUMP_ACTIVATE");

/// `PostRequest`
#[non_exhaustive]
pub struct PostRequest {
    /// `activate_type`
    pub activate_type: ActivateType,
    /// `activate_url`
    pub activate_url: Option<String>,
    /// `activate_appid`
    pub activate_appid: Option<String>,
    /// `activate_path`
    pub activate_path: Option<String>,
    /// `outer_str`
    pub outer_str: Option<String>,
}
rt::object!(request PostRequest: activate_type, activate_url, activate_appid, activate_path, outer_str);

impl PostRequest {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new(activate_type: impl Into<ActivateType>) -> Self {
        Self {
            activate_type: activate_type.into(),
            ..rt::empty()
        }
    }

    /// `activate_url`
    #[inline]
    #[must_use]
    pub fn activate_url(mut self, activate_url: impl Into<String>) -> Self {
        self.activate_url = Some(activate_url.into());
        self
    }

    /// `activate_appid`
    #[inline]
    #[must_use]
    pub fn activate_appid(mut self, activate_appid: impl Into<String>) -> Self {
        self.activate_appid = Some(activate_appid.into());
        self
    }

    /// `activate_path`
    #[inline]
    #[must_use]
    pub fn activate_path(mut self, activate_path: impl Into<String>) -> Self {
        self.activate_path = Some(activate_path.into());
        self
    }

    /// `outer_str`
    #[inline]
    #[must_use]
    pub fn outer_str(mut self, outer_str: impl Into<String>) -> Self {
        self.outer_str = Some(outer_str.into());
        self
    }
}

/// `PostResponse`
#[non_exhaustive]
pub struct PostResponse {
    /// `qrcode_url`
    pub qrcode_url: Option<String>,
}
rt::object!(response PostResponse: qrcode_url);
