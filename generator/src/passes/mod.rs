//! Model → the surface of the client: every module, type and name decided, nothing printed yet.
//!
//! [`families::assign`] goes first, because the model's JSON shows the family. Then [`run`] goes through the other passes.

pub mod api;
pub mod examples;
pub mod families;
pub mod naming;
pub mod nodes;
pub mod roots;
pub mod settle;
pub mod share;
pub mod signing;

use crate::diag::codes::name as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::glossary::Glossary;
use crate::model::{Model, Notification, Operation, Version};
use api::{Api, ApiNotification, ApiOperation};
use families::Families;
use naming::Naming;
use naming::lock::Lock;
use share::Shapes;
use std::collections::BTreeSet;

/// The surface that `model` has, and the lock with all names that it uses.
#[must_use]
pub fn run<'m>(
    model: &'m Model,
    families: &Families,
    glossary: &'m Glossary,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> (Api<'m>, Lock) {
    let operations = operations(model, diagnostics);
    let (nodes, places) = nodes::build(&operations);
    let mut api = Api {
        model,
        glossary,
        families: families
            .all
            .iter()
            .map(|family| family.name.get_ref().clone())
            .collect(),
        v2_families: BTreeSet::new(),
        nodes,
        modules: Vec::new(),
        structs: Vec::new(),
        enums: Vec::new(),
        operations: operations
            .iter()
            .zip(places)
            .map(|(&operation, node)| surface(operation, node))
            .collect(),
        notifications: notifications(model, diagnostics),
    };
    let operations = api.operations.iter().map(|one| one.operation);
    let notifications = api.notifications.iter().map(|one| one.notification);
    let members = operations
        .map(|one| (&one.family, one.version))
        .chain(notifications.map(|one| (&one.family, one.version)));
    for (family, version) in members {
        api.families.insert(family.clone());
        if version == Version::V2 {
            api.v2_families.insert(family.clone());
        }
    }

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
    examples::choose(&mut api, families, diagnostics);
    (api, lock)
}

/// The operations by path and method, each once.
fn operations<'m>(model: &'m Model, diagnostics: &mut Diagnostics) -> Vec<&'m Operation> {
    let mut all: Vec<&Operation> = model.operations.iter().collect();
    all.sort_by_key(|one| (&one.path, one.method, &one.page));
    all.dedup_by(|second, first| {
        let twice = (&second.path, second.method) == (&first.path, first.method);
        if twice {
            let message = format!("`{}` is described by `{}` already", second.id, first.page);
            let problem = Diagnostic::new(&codes::OPERATION_TWICE, second.span, message);
            diagnostics.push(problem.contradicts(first.span, "the first one"));
        }
        twice
    });
    all
}

fn surface(operation: &Operation, node: api::NodeId) -> ApiOperation<'_> {
    let verb = nodes::verb(operation.method).to_owned();
    ApiOperation {
        operation,
        node,
        module: 0,
        verb,
        query: None,
        body: None,
        headers: None,
        response: None,
        has_example: false,
    }
}

/// The notifications by version and event, each once.
fn notifications<'m>(model: &'m Model, diagnostics: &mut Diagnostics) -> Vec<ApiNotification<'m>> {
    let mut all: Vec<&Notification> = model.notifications.iter().collect();
    all.sort_by_key(|one| (one.version, &one.event, &one.page));
    all.dedup_by(|second, first| {
        let twice = (second.version, &second.event) == (first.version, &first.event);
        if twice {
            let message = format!(
                "`{}` is described by `{}` already",
                second.event, first.page
            );
            let problem = Diagnostic::new(&codes::EVENT_TWICE, second.span, message);
            diagnostics.push(problem.contradicts(first.span, "the first one"));
        }
        twice
    });
    let surface = |notification| {
        let (name, variant) = (String::new(), String::new());
        ApiNotification {
            notification,
            name,
            module: 0,
            variant,
            content: 0,
            reply: None,
        }
    };
    all.into_iter().map(surface).collect()
}
