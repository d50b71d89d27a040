//! The merchant's key and certificate, from a container.

use super::open;
use crate::keys::{KeyError, Merchant, MerchantCertificate, MerchantKey, material};

impl MerchantKey {
    /// Reads the private key and its certificate from a PKCS#12 container (`apiclient_cert.p12`; feature `pkcs12`).
    /// WeChat Pay's containers have the merchant id as password, and use RC2 and triple DES; newer ones with AES are read too.
    ///
    /// # Errors
    /// [`KeyError::ContainerPassword`], [`KeyError::Container`] if it has another form, or no key with its certificate,
    /// and the errors of [`from_pem`](Self::from_pem).
    pub fn from_pkcs12(
        container: impl AsRef<[u8]>,
        password: &str,
    ) -> Result<(Self, MerchantCertificate), KeyError> {
        let (key, certificate, _) = Self::with_chain(container.as_ref(), password)?;
        Ok((key, certificate))
    }

    /// The private key, its certificate, and the chain in DER for TLS: that certificate first.
    pub(crate) fn with_chain(
        container: &[u8],
        password: &str,
    ) -> Result<(Self, MerchantCertificate, Vec<Vec<u8>>), KeyError> {
        let contents = open(container, password)?;
        let key = material::private_key(&contents.key)?;
        let mut chain = contents.certificates;
        let own = |der: &Vec<u8>| {
            let certificate = MerchantCertificate::from_der(der).ok()?;
            (certificate.public_key() == key.public()).then_some(certificate)
        };
        let place = chain.iter().position(|der| own(der).is_some());
        let certificate = place.and_then(|place| own(chain.get(place)?));
        let (Some(place), Some(certificate)) = (place, certificate) else {
            return Err(KeyError::Container {
                reason: "it has no certificate that belongs to its private key",
            });
        };
        chain.swap(0, place);
        Ok((Self(key), certificate, chain))
    }
}

impl Merchant {
    /// From `apiclient_cert.p12`, whose password is the merchant id (feature `pkcs12`).
    ///
    /// # Errors
    /// Those of [`MerchantKey::from_pkcs12`] and [`KeyError::MerchantId`].
    pub fn from_pkcs12(
        mchid: impl Into<String>,
        container: impl AsRef<[u8]>,
    ) -> Result<Self, KeyError> {
        let mchid = mchid.into();
        let (key, certificate) = MerchantKey::from_pkcs12(container, &mchid)?;
        Self::from_certificate(mchid, &certificate, key)
    }
}
