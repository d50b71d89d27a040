//! Model → the surface of the client: every module, type and name decided, nothing printed yet.
//!
//! [`families::assign`] goes first, because the model's JSON shows the family. Then [`run`] goes through the other passes.

pub mod api;
pub mod families;
pub mod naming;
pub mod nodes;
pub mod roots;
pub mod settle;
pub mod share;

use crate::diag::codes::name as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{Model, Notification, Operation};
use api::{Api, ApiNotification, ApiOperation};
use families::Families;
use naming::Naming;
use naming::lock::Lock;
use share::Shapes;
use std::collections::HashMap;

/// The surface that `model` has, and the lock with all names that it uses.
#[must_use]
pub fn run<'m>(model: &'m Model, families: &Families, lock: &Lock, diagnostics: &mut Diagnostics) -> (Api<'m>, Lock) {
    let (nodes, places) = nodes::build(model);
    let mut api = Api {
        model,
        families: families.all.iter().map(|family| family.name.get_ref().clone()).collect(),
        nodes,
        modules: Vec::new(),
        structs: Vec::new(),
        enums: Vec::new(),
        operations: operations(model, &places, diagnostics),
        notifications: notifications(model, diagnostics),
    };
    api.families.extend(api.operations.iter().map(|one| one.operation.family.clone()));
    api.families.extend(api.notifications.iter().map(|one| one.notification.family.clone()));

    let mut shapes = Shapes::default();
    let mut naming = Naming::new(lock, diagnostics);
    settle::nodes(&mut api, &mut naming);
    settle::verbs(&mut api, &mut naming);
    settle::events(&mut api, &mut naming);
    roots::modules(&mut api);
    roots::shapes(&mut api, &mut shapes, naming.diagnostics());
    settle::types(&mut api, &shapes.sites, &mut naming);
    settle::fields(&mut api, &shapes.sites, &mut naming);
    settle::values(&mut api, &mut naming);
    let lock = naming.finish();
    (api, lock)
}

/// The operations by path and method, each once.
fn operations<'m>(model: &'m Model, places: &[usize], diagnostics: &mut Diagnostics) -> Vec<ApiOperation<'m>> {
    let mut seen: HashMap<(&str, crate::model::Method), &Operation> = HashMap::new();
    let mut all = Vec::with_capacity(model.operations.len());
    for (operation, &node) in model.operations.iter().zip(places) {
        if let Some(first) = seen.insert((&operation.path, operation.method), operation) {
            let message = format!("`{}` is described by `{}` already", operation.id, first.page);
            let twice = Diagnostic::new(&codes::OPERATION_TWICE, operation.span, message);
            diagnostics.push(twice.contradicts(first.span, "the first one"));
            continue;
        }
        let verb = nodes::verb(operation.method).to_owned();
        all.push(ApiOperation { operation, node, module: 0, verb, query: None, body: None, headers: None, response: None });
    }
    all.sort_by_key(|one| (&one.operation.path, one.operation.method));
    all
}

/// The notifications by version and event, each once.
fn notifications<'m>(model: &'m Model, diagnostics: &mut Diagnostics) -> Vec<ApiNotification<'m>> {
    let mut seen: HashMap<(crate::model::Version, &str), &Notification> = HashMap::new();
    let mut all = Vec::with_capacity(model.notifications.len());
    for notification in &model.notifications {
        if let Some(first) = seen.insert((notification.version, &notification.event), notification) {
            let message = format!("`{}` is described by `{}` already", notification.event, first.page);
            let twice = Diagnostic::new(&codes::EVENT_TWICE, notification.span, message);
            diagnostics.push(twice.contradicts(first.span, "the first one"));
            continue;
        }
        all.push(ApiNotification { notification, name: String::new(), module: 0, variant: String::new(), content: 0, reply: None });
    }
    all.sort_by_key(|one| (one.notification.version, &one.notification.event));
    all
}
