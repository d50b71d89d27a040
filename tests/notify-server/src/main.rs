//! A server for WeChat Pay's payment and refund notices: keeps each once in SQLite, and shows them on a page.

mod notice;
mod page;
mod setup;
mod store;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::response::Html;
use axum::routing::{get, post};
use notice::Notice;
use std::error::Error;
use store::Store;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use wechatpay_client::notification::{Acknowledgement, Notification, Notifications};

/// What the handlers share. The extractor of [`Notification`] takes its keys from it.
#[derive(Clone)]
struct App {
    notifications: Notifications,
    store: Store,
}

impl FromRef<App> for Notifications {
    fn from_ref(app: &App) -> Self {
        app.notifications.clone()
    }
}

impl FromRef<App> for Store {
    fn from_ref(app: &App) -> Self {
        app.store.clone()
    }
}

/// Only genuine notifications come here; the others are answered by the extractor.
async fn notify(State(store): State<Store>, notification: Notification) -> Acknowledgement {
    let kept = spawn_blocking(move || {
        let kept = store.keep(&notification, Notice::of(notification.event()));
        (kept, notification)
    });
    match kept.await {
        // Kept now, kept before, or nothing to keep: it need not come again.
        Ok((Ok(_), notification)) => notification.success(),
        // WeChat Pay sends it again.
        Ok((Err(error), notification)) => {
            eprintln!("{}: {error}", notification.idempotency_key());
            notification.failure("try again later")
        }
        Err(error) => {
            eprintln!("{error}");
            Acknowledgement::failure(wechatpay_client::Version::V3, "try again later")
        }
    }
}

async fn show(State(store): State<Store>) -> Result<Html<String>, String> {
    let all = spawn_blocking(move || store.latest(50)).await;
    match all {
        Ok(Ok(all)) => Ok(Html(page::render(&all))),
        Ok(Err(error)) => Err(error.to_string()),
        Err(error) => Err(error.to_string()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let setup = setup::read()?;
    let app = App {
        notifications: setup.notifications,
        store: Store::open(&setup.database)?,
    };
    let router = Router::new()
        .route("/notify", post(notify))
        .route("/", get(show))
        .with_state(app);
    let listener = TcpListener::bind(&setup.listen).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}
