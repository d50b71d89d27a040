//! Bills of API v2, which fail with XML in their place.

use crate::server::{Do, Received, Server, ok};
use wechatpay_client::keys::{ApiV2Key, V2Keys};
use wechatpay_client::rt::{self, Operation, Text};
use wechatpay_client::{BlockingTransport, Client, Error};

const BILL_V2: Operation = Operation {
    path: "/v2/pay/downloadbill",
    response: rt::ResponseKind::Text,
    ..Operation::V2
};

#[test]
fn an_xml_error_of_v2_in_the_place_of_a_bill_is_that_error() {
    let server = Server::start(|received: &Received| {
        let text = String::from_utf8_lossy(&received.body);
        if text.contains("bad") {
            let xml = "  <xml><return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg><error_code>20002</error_code></xml>";
            return Do::Answer(ok(xml));
        }
        Do::Answer(ok(
            "\u{feff}交易时间,商户号\r\n`2024-01-01 00:00:00,`1900000109\r\n",
        ))
    });
    let keys = V2Keys::new(
        "1900000109",
        ApiV2Key::new("0123456789abcdef0123456789abcdef").unwrap(),
    );
    let unsigned = Client::builder().unsigned();
    for builder in [unsigned, Client::builder().v2_keys(keys.unwrap())] {
        let transport = BlockingTransport::new(Default::default()).unwrap();
        let client = builder.transport(transport).base_url(server.url(""));
        let client = client.build().unwrap();
        let call = |date: &str| {
            let call = rt::Path::new(&client).call::<Text>(&BILL_V2);
            call.body(BillRequest {
                bill_date: date.into(),
            })
        };
        let request = call("20240101").render().unwrap();
        let signed = String::from_utf8_lossy(&request.body).contains("<sign>");
        assert_eq!(signed, client.v2_keys().is_some());
        let bill = call("20240101").download().to_vec_blocking().unwrap();
        assert!(String::from_utf8(bill).unwrap().contains("1900000109"));
        match call("bad").download().to_vec_blocking() {
            Err(Error::Api(error)) => {
                assert_eq!(error.code(), Some("20002"));
                assert_eq!(error.message(), Some("No Bill Exist"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[non_exhaustive]
pub struct BillRequest {
    pub bill_date: String,
}
rt::object!(Request BillRequest: 0 bill_date);
