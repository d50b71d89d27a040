//! One path item: its module file, and the private files with its operations where they belong to one family of several.

use super::code::{self, Code, Made, ident};
use super::{Files, cfg, docs, header, module, operation};
use crate::passes::api::{Api, ApiOperation, ModuleId, Node, NodeId};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeMap;

/// The files of the node.
#[must_use]
pub fn files(api: &Api<'_>, at: NodeId) -> Files {
    let node = &api.nodes[at];
    let path = api.module_path(at).join("/");
    let mut modules: BTreeMap<ModuleId, Vec<&ApiOperation<'_>>> = BTreeMap::new();
    for one in node.operations.iter().map(|&at| &api.operations[at]) {
        modules.entry(one.module).or_default().push(one);
    }
    let mut files = Files::new();
    let apart = node.families.len() > 1;
    if apart {
        for (&module, operations) in &modules {
            let name = file_of_operations(api, module, modules.len());
            files.insert(
                format!("{path}/{name}.rs"),
                operations_file(api, module, operations),
            );
        }
    }
    files.insert(format!("{path}.rs"), node_file(api, node, &modules, apart));
    files
}

/// The private module with a node's operations of one family. `all` is how many families have operations there.
fn file_of_operations(api: &Api<'_>, module: ModuleId, all: usize) -> String {
    if all == 1 {
        "operation".to_owned()
    } else {
        format!(
            "operation_{}",
            super::family_module(&api.modules[module].family)
        )
    }
}

fn node_file(
    api: &Api<'_>,
    node: &Node,
    modules: &BTreeMap<ModuleId, Vec<&ApiOperation<'_>>>,
    apart: bool,
) -> Made {
    let own: Vec<&ApiOperation<'_>> = modules.values().flatten().copied().collect();
    let mut code = Code::new();
    header(
        &mut code,
        &pages(&own).unwrap_or_else(|| format!("the paths below {}", node.path)),
    );
    code.file_docs(&file_docs(api, node, &own));
    code.items(quote!(
        use crate::rt;
    ));
    for &module in modules.keys() {
        if apart {
            let name = ident(&file_of_operations(api, module, modules.len()));
            let cfg = cfg([api.modules[module].family.as_str()]);
            code.items(quote!(#cfg mod #name; #cfg pub use #name::*;));
        } else {
            module::uses(&mut code, api, module);
        }
    }
    let children = node.children.iter().map(|&child| &api.nodes[child]);
    code.items(
        children
            .map(|child| {
                let (gate, name) = (gate(node, child), ident(&child.name));
                quote!(#gate pub mod #name;)
            })
            .collect(),
    );
    let docs = code::docs(&[format!("Path item {}.", docs::span(&node.path))]);
    code.items(quote! {
        #docs
        pub struct PathItem(pub(crate) rt::Path);
    });
    let inline: &[&ApiOperation<'_>] = if apart { &[] } else { &own };
    if !inline.is_empty() || !node.children.is_empty() {
        let methods = inline.iter().map(|one| operation::method(api, one));
        let children = node.children.iter().map(|&at| child_method(api, node, at));
        let all = methods.chain(children);
        code.items(quote!(impl PathItem { #(#all)* }));
    }
    inline
        .iter()
        .for_each(|one| operation::descriptor(&mut code, one));
    if !apart {
        modules
            .keys()
            .for_each(|&module| module::types(&mut code, api, module));
    }
    code.finish()
}

fn operations_file(api: &Api<'_>, module: ModuleId, operations: &[&ApiOperation<'_>]) -> Made {
    let mut code = Code::new();
    header(&mut code, &pages(operations).unwrap_or_default());
    code.items(quote!(
        use super::PathItem;
        use crate::rt;
    ));
    module::uses(&mut code, api, module);
    let methods = operations.iter().map(|one| operation::method(api, one));
    code.items(quote!(impl PathItem { #(#methods)* }));
    operations
        .iter()
        .for_each(|one| operation::descriptor(&mut code, one));
    module::types(&mut code, api, module);
    code.finish()
}

/// The pages of these operations, none if there is no operation.
fn pages(operations: &[&ApiOperation<'_>]) -> Option<String> {
    let mut pages: Vec<&str> = operations
        .iter()
        .map(|one| one.operation.page.as_str())
        .collect();
    pages.sort_unstable();
    pages.dedup();
    (!pages.is_empty()).then(|| pages.join(", "))
}

fn file_docs(api: &Api<'_>, node: &Node, operations: &[&ApiOperation<'_>]) -> Vec<String> {
    if operations.is_empty() {
        return vec![format!("Paths below {}.", docs::span(&node.path))];
    }
    let mut lines = Vec::new();
    for one in operations {
        docs::separate(&mut lines);
        let title = docs::heading(api.glossary, &one.operation.title);
        let call = docs::span(&one.operation.id);
        lines.push(if title.is_empty() {
            call
        } else {
            format!("{title}: {call}")
        });
    }
    lines
}

/// The attribute of something of `child`, where it is there less often than the node.
fn gate(node: &Node, child: &Node) -> Option<TokenStream> {
    (child.families != node.families || node.parent.is_none())
        .then(|| cfg(child.families.iter().map(String::as_str)))
}

fn child_method(api: &Api<'_>, node: &Node, child: NodeId) -> TokenStream {
    let child_node = &api.nodes[child];
    let mut lines = vec![format!("Path item {}.", docs::span(&child_node.path))];
    if child_node.parameter {
        let said = parameter_docs(api, child);
        for paragraph in said.into_iter().filter(|line| !line.is_empty()) {
            lines.extend([String::new(), paragraph]);
        }
    }
    let (docs, gate) = (code::docs(&lines), gate(node, child_node));
    let name = ident(&child_node.name);
    if child_node.parameter {
        return quote! {
            #docs
            #gate
            pub fn #name(self, #name: impl Into<String>) -> #name::PathItem {
                #name::PathItem(self.0.parameter(#name))
            }
        };
    }
    quote! {
        #docs
        #gate
        #[inline]
        pub fn #name(self) -> #name::PathItem {
            #name::PathItem(self.0)
        }
    }
}

/// What the pages below say of the parameter.
fn parameter_docs(api: &Api<'_>, at: NodeId) -> Vec<String> {
    let name = api.nodes[at].segment.trim_matches(['{', '}']);
    let mut below = vec![at];
    while let Some(next) = below.pop() {
        let node = &api.nodes[next];
        let rows = node
            .operations
            .iter()
            .flat_map(|&at| &api.operations[at].operation.request.path);
        if let Some(row) = rows
            .filter(|row| row.name == name)
            .find(|row| !row.doc.is_empty())
        {
            return docs::field(api.glossary, row, &row.name);
        }
        below.extend(node.children.iter().rev());
    }
    Vec::new()
}
