//! The types of one module: those that it defines, and those that it takes from others of its family.

use super::code::{Code, crate_path, docs, ident};
use super::{object, open_enum};
use crate::passes::api::{Api, ModuleId, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeMap;

/// Takes the types that are defined elsewhere.
pub fn uses(code: &mut Code, api: &Api<'_>, module: ModuleId) {
    let mut uses: BTreeMap<String, TokenStream> = BTreeMap::new();
    for (&ty, name) in &api.modules[module].names {
        let home = api.home(ty);
        if home == module {
            continue;
        }
        let path = crate_path(&api.modules[home].path);
        let mut take = |theirs: &str, ours: &str| {
            let (from, to) = (ident(theirs), ident(ours));
            let rename = (from != to).then(|| quote!(as #to));
            let key = format!("{}::{theirs};{ours}", api.modules[home].path.join("::"));
            uses.insert(key, quote!(pub use #path::#from #rename;));
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
    code.items(uses.into_values().collect());
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
        let docs = docs(&[format!("Name that [`{name}`] had here before.")]);
        let (alias, name) = (ident(alias), ident(name));
        code.items(quote!(#docs pub type #alias = #name;));
    }
}
