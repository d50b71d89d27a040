//! The types of one module: those that it defines, and those that it takes from others of its family.

use super::code::Code;
use super::{object, open_enum};
use crate::passes::api::{Api, ModuleId, TypeRef};

/// Takes the types that are defined elsewhere.
pub fn uses(code: &mut Code, api: &Api<'_>, module: ModuleId) {
    let mut uses = Vec::new();
    for (&ty, name) in &api.modules[module].names {
        let home = api.home(ty);
        if home == module {
            continue;
        }
        let path = format!("crate::{}", api.modules[home].path.join("::"));
        let mut take = |theirs: &str, ours: &str| {
            let rename = if theirs == ours {
                String::new()
            } else {
                format!(" as {ours}")
            };
            uses.push(format!("pub use {path}::{theirs}{rename};"));
        };
        let theirs = api.name(home, ty);
        take(theirs, name);
        if let (Some(theirs), Some(ours)) = (
            object::required_struct(api, home, ty),
            object::required_struct(api, module, ty),
        ) {
            take(&theirs, &ours);
        }
    }
    uses.sort();
    uses.iter().for_each(|line| code.line(line));
}

/// The types that the module defines, and further names of types.
pub fn types(code: &mut Code, api: &Api<'_>, module: ModuleId) {
    for ty in &api.modules[module].own {
        match *ty {
            TypeRef::Struct(at) => object::write(code, api, at),
            TypeRef::Enum(at) => open_enum::write(code, api, at),
        }
    }
    for (alias, &ty) in &api.modules[module].aliases {
        let name = api.name(module, ty);
        code.blank();
        code.docs(&[format!("Name that [`{name}`] had here before.")]);
        code.line(format!("pub type {alias} = {name};"));
    }
}
