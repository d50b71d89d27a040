//! Names everything, one scope after the other: nodes, verbs, events, types, fields, values.

use crate::passes::api::{Api, ModuleId, TypeRef, version_name};
use crate::passes::naming::lock::Kind;
use crate::passes::naming::{Naming, Thing, words};
use crate::passes::share::Site;
use crate::source::Span;
use heck::{ToSnakeCase, ToUpperCamelCase};
use std::collections::{BTreeMap, BTreeSet};

/// Names the nodes. Below one parent a static segment has its plain name, a parameter that folds to the same is `by_…`.
pub fn nodes(api: &mut Api<'_>, naming: &mut Naming<'_>) {
    for parent in 0..api.nodes.len() {
        let mut children = api.nodes[parent].children.clone();
        let things: Vec<Thing> = children
            .iter()
            .map(|&child| {
                let node = &api.nodes[child];
                let other = if node.parameter {
                    format!("by_{}", node.name)
                } else {
                    format!("{}_path", node.name)
                };
                Thing {
                    place: node.path.clone(),
                    candidates: vec![node.name.clone(), other],
                    exact: !node.parameter && node.name == node.segment,
                    // A parameter is remembered for its place: a new static segment must not take its name.
                    wire: (!node.parameter).then(|| node.segment.clone()),
                    span: Span::default(),
                }
            })
            .collect();
        let plain: BTreeSet<String> = things
            .iter()
            .filter(|thing| thing.wire.is_some())
            .map(|thing| thing.candidates[0].clone())
            .collect();
        let things = things.into_iter().map(|mut thing| {
            // Statics go first also where they are spelt in another way than on the wire.
            if thing.wire.is_none() && plain.contains(&thing.candidates[0]) {
                thing.candidates.remove(0);
            }
            thing
        });
        let names = naming.scope(Kind::Node, &things.collect::<Vec<_>>(), &|_| false);
        for (&child, name) in children.iter().zip(names) {
            api.nodes[child].name = name;
        }
        children.sort_by(|&a, &b| api.nodes[a].name.cmp(&api.nodes[b].name));
        api.nodes[parent].children = children;
    }
}

/// Names the methods that run a call. Two operations of one method meet on a node when their paths fold to the same.
pub fn verbs(api: &mut Api<'_>, naming: &mut Naming<'_>) {
    let mut scopes: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (at, one) in api.operations.iter().enumerate() {
        scopes
            .entry((one.node, one.verb.clone()))
            .or_default()
            .push(at);
    }
    for ((node, verb), operations) in scopes
        .into_iter()
        .filter(|(_, operations)| operations.len() > 1)
    {
        let things: Vec<Thing> = operations
            .iter()
            .map(|&at| {
                let operation = api.operations[at].operation;
                let exact = operation.path == api.nodes[node].path;
                let place = format!("{} {}", verb.to_uppercase(), operation.path);
                Thing {
                    place,
                    candidates: vec![verb.clone()],
                    exact,
                    wire: None,
                    span: operation.span,
                }
            })
            .collect();
        for (at, name) in operations
            .into_iter()
            .zip(naming.scope(Kind::Node, &things, &|_| false))
        {
            api.operations[at].verb = name;
        }
    }
}

/// Names the notifications' modules and variants. The page names of v2 that are no event types (`refund-processed`) go
/// before event types that fold to the same.
pub fn events(api: &mut Api<'_>, naming: &mut Naming<'_>) {
    for version in ["v2", "v3"] {
        let scope: Vec<usize> = (0..api.notifications.len())
            .filter(|&at| version_name(api.notifications[at].notification.version) == version)
            .collect();
        let things: Vec<Thing> = scope
            .iter()
            .map(|&at| {
                let notification = api.notifications[at].notification;
                let name = words::segment(&notification.event);
                Thing {
                    place: format!("{version} {}", notification.event),
                    exact: name == notification.event.replace('-', "_"),
                    candidates: vec![name.clone(), format!("{name}_event")],
                    wire: None,
                    span: notification.span,
                }
            })
            .collect();
        for (at, name) in scope
            .into_iter()
            .zip(naming.scope(Kind::Event, &things, &|_| false))
        {
            let prefix = if version == "v2" { "V2" } else { "" };
            let one = &mut api.notifications[at];
            one.variant = format!("{prefix}{}", name.to_upper_camel_case());
            one.name = name;
        }
    }
    let mut variants = BTreeSet::new();
    for one in &mut api.notifications {
        if one.variant == "Unknown" || !variants.insert(one.variant.clone()) {
            one.variant.push_str("Event");
        }
    }
}

/// Names the types of every module. Two that would have one name both get a longer one: `PostRequestAmount` and
/// `PostResponseAmount`, then with the names of the fields above them.
pub fn types(api: &mut Api<'_>, sites: &[Site], naming: &mut Naming<'_>) {
    let mut modules: BTreeMap<ModuleId, BTreeMap<TypeRef, Vec<&Site>>> = BTreeMap::new();
    let mut order: BTreeMap<ModuleId, Vec<TypeRef>> = BTreeMap::new();
    for site in sites {
        let places = modules
            .entry(site.module)
            .or_default()
            .entry(site.ty)
            .or_default();
        if places.is_empty() {
            order.entry(site.module).or_default().push(site.ty);
        }
        places.push(site);
    }
    for (module, types) in &modules {
        let order = &order[module];
        let places = |ty: &TypeRef| types.get(ty).map_or(&[][..], Vec::as_slice);
        let things: Vec<Thing> = order
            .iter()
            .map(|ty| type_thing(places(ty), naming))
            .collect();
        let tombstones = tombstones(naming, places_of(types));
        let names = naming.scope(Kind::Type, &things, &|name| {
            words::is_reserved_type(name) || tombstones.contains(name)
        });
        let mut taken: BTreeSet<String> = names.iter().cloned().collect();
        for (ty, name) in order.iter().zip(&names) {
            for site in places(ty) {
                let locked = naming
                    .lock()
                    .get(Kind::Type, &site.key())
                    .unwrap_or(name)
                    .to_owned();
                // The place had a name of its own before its shape became that of another one.
                let alias = locked != *name && taken.insert(locked.clone());
                naming.remember(Kind::Type, &site.key(), if alias { &locked } else { name });
                if alias {
                    api.modules[*module].aliases.insert(locked, *ty);
                }
            }
            api.modules[*module].names.insert(*ty, name.clone());
        }
        api.modules[*module].own = order
            .iter()
            .copied()
            .filter(|&ty| api.home(ty) == *module)
            .collect();
    }
}

fn places_of<'s>(types: &BTreeMap<TypeRef, Vec<&'s Site>>) -> BTreeSet<&'s str> {
    types
        .values()
        .flatten()
        .filter_map(|site| site.path.first())
        .map(String::as_str)
        .collect()
}

/// Names that things of these places had which are gone.
fn tombstones(naming: &Naming<'_>, places: BTreeSet<&str>) -> BTreeSet<String> {
    let gone = places
        .iter()
        .flat_map(|place| naming.lock().tombstones(Kind::Type, &format!("{place}/")));
    gone.map(str::to_owned).collect()
}

/// A type that is used in these places of one module, the first one first.
fn type_thing(places: &[&Site], naming: &Naming<'_>) -> Thing {
    let locked = places
        .iter()
        .find(|site| naming.lock().get(Kind::Type, &site.key()).is_some());
    let Some(site) = locked.or(places.first()) else {
        return Thing {
            place: String::new(),
            candidates: Vec::new(),
            exact: false,
            wire: None,
            span: Span::default(),
        };
    };
    let candidates = match site.path.as_slice() {
        [_, parents @ .., field] => {
            let name = words::type_of_field(field);
            let parents: Vec<String> = parents
                .iter()
                .map(|parent| words::type_of_field(parent))
                .collect();
            let mut candidates = vec![name.clone()];
            for from in (0..=parents.len()).rev() {
                candidates.push(format!("{}{}{name}", site.prefix, parents[from..].concat()));
            }
            candidates.dedup();
            candidates
        }
        _ => vec![site.prefix.clone()],
    };
    Thing {
        place: site.key(),
        candidates,
        exact: site.path.len() == 1,
        wire: None,
        span: Span::default(),
    }
}

/// Names the fields of every struct.
pub fn fields(api: &mut Api<'_>, sites: &[Site], naming: &mut Naming<'_>) {
    let mut first: BTreeMap<usize, &Site> = BTreeMap::new();
    for site in sites {
        if let TypeRef::Struct(at) = site.ty {
            first.entry(at).or_insert(site);
        }
    }
    for (at, one) in api.structs.iter_mut().enumerate() {
        let Some(site) = first.get(&at) else { continue };
        let place = site.key();
        let things: Vec<Thing> = one
            .fields
            .iter()
            .map(|field| {
                let wire = &field.field.name;
                let (base, numbers) = words::unnumbered(wire);
                let mut candidates = vec![words::field(base)];
                if numbers > 0 {
                    candidates.push(wire.replace('$', "").to_snake_case());
                }
                let exact = candidates[0] == *wire;
                let span = field.field.span;
                Thing {
                    place: format!("{place} {wire}"),
                    candidates,
                    exact,
                    wire: Some(wire.clone()),
                    span,
                }
            })
            .collect();
        for (field, name) in one
            .fields
            .iter_mut()
            .zip(naming.scope(Kind::Field, &things, &|_| false))
        {
            field.name = name;
        }
    }
}

/// Names the values of every enum.
pub fn values(api: &mut Api<'_>, naming: &mut Naming<'_>) {
    for one in &mut api.enums {
        let (name, span) = (&one.field.name, one.field.span);
        let thing = |value: &str| Thing {
            place: format!("{name} {value}"),
            candidates: vec![words::variant(value)],
            exact: false,
            wire: Some(value.to_owned()),
            span,
        };
        let things: Vec<Thing> = one
            .variants
            .iter()
            .map(|variant| thing(variant.value))
            .collect();
        let names = naming.scope(Kind::Value, &things, &|name| name == "Unknown");
        for (variant, name) in one.variants.iter_mut().zip(names) {
            variant.name = name;
        }
    }
}
