//! Pay score: permissions that users grant.

use serde_json::{Value, json};

use super::control::ControlError;
use super::fields::{Fields, essence, parameter, text_or_empty};
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, time};
use crate::call::Version;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    let rest = path
        .strip_prefix("/v3/payscore/partner/permissions")
        .or_else(|| path.strip_prefix("/v3/payscore/permissions"))?;
    Some(match (method, rest) {
        ("POST", "") => World::ask_permission,
        ("GET", "/authorization-code/{authorization_code}" | "/openid/{openid}") => {
            World::query_permission
        }
        (
            "POST",
            "/authorization-code/{authorization_code}/terminate" | "/openid/{openid}/terminate",
        ) => World::end_permission,
        _ => return None,
    })
}

/// What happened to a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The user has not decided.
    Asked,
    Granted,
    Ended,
}

impl State {
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Asked => "UNAVAILABLE",
            Self::Granted => "AVAILABLE",
            Self::Ended => "UNBINDUSER",
        }
    }
}

/// A user's permission to use pay score with a merchant.
#[derive(Clone, Debug)]
pub(super) struct Permission {
    /// The merchant's code.
    pub code: String,
    mchid: String,
    openid: String,
    pub state: State,
    granted: Option<i64>,
    ended: Option<i64>,
    request: Value,
}

impl Permission {
    fn answer(&self) -> Value {
        Fields::default()
            .copy(
                &self.request,
                &[
                    "service_id",
                    "appid",
                    "sub_appid",
                    "sub_mchid",
                    "notify_url",
                ],
            )
            .set("mchid", self.mchid.as_str())
            .set("openid", self.openid.as_str())
            .set("authorization_code", self.code.as_str())
            .set("authorization_state", self.state.wire())
            .maybe(
                "authorization_success_time",
                self.granted.map(time::rfc3339),
            )
            .maybe("cancel_authorization_time", self.ended.map(time::rfc3339))
            .value()
    }
}

impl World {
    fn ask_permission(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let code = text_or_empty(call.body, "authorization_code");
        if self
            .permissions
            .get(&code)
            .is_some_and(|known| known.state != State::Asked)
        {
            return Err(Rule::ScoreConflict);
        }
        let token = format!("sandbox-permission-{code}");
        let permission = Permission {
            code: code.clone(),
            mchid: call.mchid.to_owned(),
            openid: self.settings.openid.clone(),
            state: State::Asked,
            granted: None,
            ended: None,
            request: essence(call.body),
        };
        self.permissions.insert(code, permission);
        Ok(Answer::Exactly(json!({"apply_permissions_token": token})))
    }

    fn find_permission(&self, call: &Call<'_>) -> Result<&Permission, Rule> {
        let (code, openid) = (
            parameter(call.path, "authorization_code"),
            parameter(call.path, "openid"),
        );
        let permission = if openid.is_empty() {
            self.permissions.get(&code)
        } else {
            let of_user = |permission: &&Permission| permission.openid == openid;
            let all = || self.permissions.values().filter(of_user);
            all()
                .find(|permission| permission.state == State::Granted)
                .or_else(|| all().next())
        };
        permission.ok_or(Rule::PermissionUnknown)
    }

    fn query_permission(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.find_permission(call)
            .map(|permission| Answer::Exactly(permission.answer()))
    }

    fn end_permission(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let permission = self.find_permission(call)?;
        let (code, state) = (permission.code.clone(), permission.state);
        if state != State::Granted {
            return Err(Rule::PermissionUnknown);
        }
        self.set_permission(&code, State::Ended);
        Ok(Answer::Empty)
    }

    pub(super) fn grant_permission(&mut self, code: &str) -> Result<(), ControlError> {
        self.permission_in(code, State::Asked)?;
        self.set_permission(code, State::Granted);
        Ok(())
    }

    pub(super) fn user_ends_permission(&mut self, code: &str) -> Result<(), ControlError> {
        self.permission_in(code, State::Granted)?;
        self.set_permission(code, State::Ended);
        Ok(())
    }

    fn permission_in(&self, code: &str, state: State) -> Result<(), ControlError> {
        let permission = self
            .permissions
            .get(code)
            .ok_or_else(|| ControlError::unknown(code))?;
        if permission.state == state {
            Ok(())
        } else {
            Err(ControlError::state(code, permission.state.wire()))
        }
    }

    fn set_permission(&mut self, code: &str, state: State) {
        let now = self.now;
        let Some(permission) = self.permissions.get_mut(code) else {
            return;
        };
        permission.state = state;
        let (event_type, status, summary) = if state == State::Granted {
            permission.granted = Some(now);
            (
                "PAYSCORE.USER_OPEN_SERVICE",
                "USER_OPEN_SERVICE",
                "授权成功",
            )
        } else {
            permission.ended = Some(now);
            (
                "PAYSCORE.USER_CLOSE_SERVICE",
                "USER_CLOSE_SERVICE",
                "解除授权成功",
            )
        };
        let resource = Fields::default()
            .copy(
                &permission.answer(),
                &[
                    "service_id",
                    "appid",
                    "mchid",
                    "sub_appid",
                    "sub_mchid",
                    "openid",
                    "authorization_code",
                ],
            )
            .set("user_service_status", status)
            .set("openorclose_time", time::compact(now))
            .value();
        let event = Event {
            version: Version::V3,
            event_type: event_type.to_owned(),
            original_type: "payscore".to_owned(),
            resource,
            summary: summary.to_owned(),
            notify_url: text_or_empty(&permission.request, "notify_url"),
        };
        self.notify(event);
    }
}
