//! What schemas and operations are called: as in the client.

use crate::passes::api::{Api, ApiOperation, TypeRef};
use std::collections::{BTreeMap, BTreeSet};

/// Names of all schemas.
#[derive(Debug)]
pub(super) struct Names {
    schemas: BTreeMap<TypeRef, String>,
}

impl Names {
    pub fn new(api: &Api<'_>) -> Self {
        let structs = (0..api.structs.len()).map(TypeRef::Struct);
        let enums = (0..api.enums.len()).map(TypeRef::Enum);
        let mut taken = BTreeSet::new();
        let mut schemas = BTreeMap::new();
        for ty in structs.chain(enums) {
            let home = api.home(ty);
            let module = &api.modules[home];
            let mut name = format!("{}.{}", module.path.join("."), api.name(home, ty));
            // A node whose operations are of several families has several modules.
            if !taken.insert(name.clone()) {
                name = format!("{}.{name}", module.family);
                taken.insert(name.clone());
            }
            schemas.insert(ty, name);
        }
        Self { schemas }
    }

    /// The name of the schema.
    pub fn schema(&self, ty: TypeRef) -> &str {
        self.schemas.get(&ty).map_or("", String::as_str)
    }
}

/// The id of an operation, also a name in most languages: `v3_pay_transactions_jsapi_post`.
pub(super) fn operation(api: &Api<'_>, one: &ApiOperation<'_>) -> String {
    format!("{}_{}", api.module_path(one.node).join("_"), one.verb)
}
