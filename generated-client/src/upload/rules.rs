//! What the pages say of the files that they take.

use super::HashAlgorithm;

/// What holds for the file of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadRule {
    /// The documented path of the operation.
    pub path: &'static str,
    /// The key of the digest.
    pub digest: &'static str,
    /// The algorithm of the digest.
    pub algorithm: HashAlgorithm,
    /// The key of the file's name, if there is one.
    pub name: Option<&'static str>,
    /// How many bytes the file may have, if the page says so.
    pub max_bytes: Option<usize>,
    /// How the name of the file may end, in lower case; empty if the page does not say.
    pub endings: &'static [&'static str],
}

const KB: usize = 1 << 10;
const MB: usize = 1 << 20;
const IMAGES: &[&str] = &["jpg", "bmp", "png"];

/// An image of at most 2 MB, `sha256` and `filename`: what most pages say.
const IMAGE: UploadRule = UploadRule {
    path: "",
    digest: "sha256",
    algorithm: HashAlgorithm::Sha256,
    name: Some("filename"),
    max_bytes: Some(2 * MB),
    endings: IMAGES,
};

/// A file of which the page says only that it has a `sha256` and a `filename`.
const ANY: UploadRule = UploadRule {
    max_bytes: None,
    endings: &[],
    ..IMAGE
};

/// One rule for each page with a form. Where a page gives no limit, there is none here; of an operation without a page only that the
/// document has `sha256` and `filename` is assumed.
pub const RULES: &[UploadRule] = &[
    #[cfg(feature = "v2")]
    UploadRule {
        path: "/v2/secapi/mch/uploadmedia",
        digest: "media_hash",
        algorithm: HashAlgorithm::Md5,
        name: None,
        endings: &["jpeg", "jpg", "bmp", "png"],
        ..IMAGE
    },
    UploadRule {
        path: "/v3/ecommerce/account/cancel-applications/media",
        digest: "file_digest",
        name: Some("file_name"),
        ..IMAGE
    },
    UploadRule {
        path: "/v3/global/merchant-service/images/upload",
        ..IMAGE
    },
    UploadRule {
        path: "/v3/global/merchant-storage/file/upload",
        digest: "digest",
        max_bytes: Some(5 * MB),
        endings: &["pdf", "jpg", "bmp", "png"],
        ..IMAGE
    },
    UploadRule {
        path: "/v3/marketing/bank/packages/{package_id}/tasks",
        ..ANY
    },
    UploadRule {
        path: "/v3/marketing/favor/media/image-upload",
        ..IMAGE
    },
    UploadRule {
        path: "/v3/marketing/partner/product-coupon/media/upload-image",
        ..IMAGE
    },
    UploadRule {
        path: "/v3/marketing/shopping-receipt/shoppingreceipts",
        name: None,
        max_bytes: Some(200 * KB),
        endings: &["png", "jpg"],
        ..IMAGE
    },
    UploadRule {
        path: "/v3/mch-manage/submission-files/sub-mchid/{sub_mchid}/upload",
        digest: "file_digest",
        name: Some("file_name"),
        ..ANY
    },
    UploadRule {
        path: "/v3/mch-operation-manage/enhanced-due-diligence/{due_diligence_id}/upload",
        digest: "file_digest",
        name: Some("file_name"),
        ..ANY
    },
    UploadRule {
        path: "/v3/merchant-service/images/upload",
        ..IMAGE
    },
    UploadRule {
        path: "/v3/merchant/media/upload",
        ..IMAGE
    },
    #[cfg(feature = "sm3")]
    UploadRule {
        path: "/v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file",
        digest: "digest",
        algorithm: HashAlgorithm::Sm3,
        name: None,
        max_bytes: Some(2 * MB),
        endings: &["pdf", "ofd"],
        ..IMAGE
    },
    #[cfg(feature = "sm3")]
    UploadRule {
        path: "/v3/taxi-invoice/cards/upload-file",
        digest: "digest",
        algorithm: HashAlgorithm::Sm3,
        name: None,
        max_bytes: Some(5 * MB),
        endings: &["pdf", "jpg", "bmp", "png"],
        ..IMAGE
    },
];

impl UploadRule {
    /// The rule for a documented path.
    pub(crate) fn of(path: &str) -> &'static Self {
        RULES.iter().find(|rule| rule.path == path).unwrap_or(&ANY)
    }
}
