// Sample, written by hand, in the form of what the generator emits.
//! Generated: all operations with their types.

use crate::rt::conformance::{Case, NotificationCase, round_trip};

/// All operations.
#[must_use]
pub fn cases() -> Vec<&'static Case> {
    CASES.iter().collect()
}

/// All notifications.
#[must_use]
pub fn notifications() -> Vec<&'static NotificationCase> {
    NOTIFICATIONS.iter().collect()
}

const CASES: &[Case] = &[
    Case {
        operation: &crate::v3::marketing::membercard_open::cards::card_id::qrcode::POST,
        render: |client, example| {
            let cards = client.v3().marketing().membercard_open().cards();
            cards
                .card_id(example.path("card_id")?)
                .qrcode()
                .post(example.body()?)
                .render()
        },
        response: round_trip::<
            crate::v3::marketing::membercard_open::cards::card_id::qrcode::PostResponse,
        >,
    },
    Case {
        operation: &crate::v2::pay::refundquery::POST,
        render: |client, example| {
            client
                .v2()
                .pay()
                .refundquery()
                .post(example.body()?)
                .render()
        },
        response: round_trip::<crate::v2::pay::refundquery::PostResponse>,
    },
];

const NOTIFICATIONS: &[NotificationCase] = &[NotificationCase {
    event: "TRANSACTION.SUCCESS",
    version: crate::rt::Version::V3,
    round_trip: round_trip::<crate::notification::v3::transaction_success::Resource>,
}];
