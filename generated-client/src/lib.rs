//! Typed client of the WeChat Pay API.
