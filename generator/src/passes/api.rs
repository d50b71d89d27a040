//! What the passes make of the model and the emitters print: modules, types and names, all decided.

use crate::glossary::Glossary;
use crate::model::{Field, Model, Notification, Operation, Version};
use std::collections::{BTreeMap, BTreeSet};

/// The client's surface.
#[derive(Debug)]
pub struct Api<'m> {
    /// The model behind it.
    pub model: &'m Model,
    /// English of its texts, for the documentation.
    pub glossary: &'m Glossary,
    /// Names of all families, sorted.
    pub families: BTreeSet<String>,
    /// Those with an operation or a notification of API v2, which the client compiles only if they are on.
    pub v2_families: BTreeSet<String>,
    /// Path items, the two version roots first.
    pub nodes: Vec<Node>,
    /// Files with types: of the operations of one node and family, or of one notification.
    pub modules: Vec<Module>,
    /// Structs.
    pub structs: Vec<Struct<'m>>,
    /// Enums.
    pub enums: Vec<Enum<'m>>,
    /// Operations, in the order of path and method.
    pub operations: Vec<ApiOperation<'m>>,
    /// Notifications, in the order of version and event.
    pub notifications: Vec<ApiNotification<'m>>,
}

/// Index into [`Api::nodes`].
pub type NodeId = usize;
/// Index into [`Api::modules`].
pub type ModuleId = usize;

/// One path item.
#[derive(Debug, Clone)]
pub struct Node {
    /// Path on the wire, as first met.
    pub path: String,
    /// Its last segment.
    pub segment: String,
    /// Module and method.
    pub name: String,
    /// Whether the segment is a parameter.
    pub parameter: bool,
    /// The node above, none for the version roots.
    pub parent: Option<NodeId>,
    /// Nodes below, by name.
    pub children: Vec<NodeId>,
    /// Its own operations, by method: indices into [`Api::operations`].
    pub operations: Vec<usize>,
    /// Families of its operations and of those of all nodes below.
    pub families: BTreeSet<String>,
}

/// A file with types.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// Path below the crate: `v3`, `pay`, `transactions`, `jsapi`.
    pub path: Vec<String>,
    /// The feature it needs.
    pub family: String,
    /// Names of all types that are in it, also of those that come from another one.
    pub names: BTreeMap<TypeRef, String>,
    /// Further names of types, for places that had another name before their shape was the same.
    pub aliases: BTreeMap<String, TypeRef>,
    /// Types that are defined here, in the order of their use.
    pub own: Vec<TypeRef>,
}

/// A struct or an enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeRef {
    /// Index into [`Api::structs`].
    Struct(usize),
    /// Index into [`Api::enums`].
    Enum(usize),
}

/// Who makes the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The app: required values are required.
    Request,
    /// WeChat Pay, in a response or notification: nothing is required.
    Answer,
}

/// One struct.
#[derive(Debug, Clone)]
pub struct Struct<'m> {
    /// Who makes it.
    pub side: Side,
    /// What it is, for its documentation.
    pub role: Role<'m>,
    /// The module that defines it.
    pub home: ModuleId,
    /// Fields in the order of the page.
    pub fields: Vec<StructField<'m>>,
}

/// What a struct is.
#[derive(Debug, Clone, Copy)]
pub enum Role<'m> {
    /// Query of an operation.
    Query(&'m Operation),
    /// Body of a request.
    Request(&'m Operation),
    /// Headers of a request.
    Headers(&'m Operation),
    /// Body of a response.
    Response(&'m Operation),
    /// Plaintext of a v3 notification.
    Resource(&'m Notification),
    /// Body of a v2 notification.
    Body(&'m Notification),
    /// What a notification is answered with.
    Reply(&'m Notification),
    /// Value of a field.
    Value(&'m Field),
}

/// One field of a struct.
#[derive(Debug, Clone)]
pub struct StructField<'m> {
    /// The field of the model.
    pub field: &'m Field,
    /// Rust name.
    pub name: String,
    /// Rust type.
    pub ty: FieldType,
    /// Whether it must be given.
    pub required: bool,
    /// Whether the client fills it in if it is not given.
    pub filled_in: bool,
}

/// Type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldType {
    /// Type of the value or of the elements.
    pub scalar: Scalar,
    /// What carries it.
    pub carrier: Carrier,
    /// Whether it is a list of that.
    pub list: bool,
    /// How many numbers the name ends in: 0, 1 (`_$n`) or 2 (`_$n_$m`).
    pub numbers: u8,
}

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// Text.
    String,
    /// Whole number.
    Integer,
    /// Number with decimals.
    Float,
    /// Truth value.
    Boolean,
    /// JSON of any shape.
    Json,
    /// Part of a multipart body.
    File,
    /// Text that travels encrypted with a key of the platform or the merchant.
    Sensitive,
    /// Text that travels encrypted with the bank-card key.
    BankSensitive,
    /// Struct or enum.
    Type(TypeRef),
}

/// What carries a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// Nothing.
    Plain,
    /// Text with a JSON document: an object.
    Json,
    /// Text with a JSON document: a list.
    JsonList,
    /// Text in the form of a query string.
    UrlEncoded,
    /// Encrypted document.
    Encrypted,
}

/// One enum.
#[derive(Debug, Clone)]
pub struct Enum<'m> {
    /// The field that was met first.
    pub field: &'m Field,
    /// The module that defines it.
    pub home: ModuleId,
    /// Values with their variants.
    pub variants: Vec<Variant<'m>>,
}

/// One value of an enum.
#[derive(Debug, Clone)]
pub struct Variant<'m> {
    /// Value on the wire.
    pub value: &'m str,
    /// Meaning, empty if the page has none.
    pub doc: &'m str,
    /// Rust name.
    pub name: String,
}

/// One operation with its Rust side.
#[derive(Debug, Clone)]
pub struct ApiOperation<'m> {
    /// The operation of the model.
    pub operation: &'m Operation,
    /// Where it stands.
    pub node: NodeId,
    /// Its types.
    pub module: ModuleId,
    /// Name of the method; the constant is the same in capitals.
    pub verb: String,
    /// Struct of the query.
    pub query: Option<usize>,
    /// Struct of the body.
    pub body: Option<usize>,
    /// Struct of the headers.
    pub headers: Option<usize>,
    /// Struct of the response.
    pub response: Option<usize>,
    /// Whether its documentation has an example.
    pub has_example: bool,
}

/// One notification with its Rust side.
#[derive(Debug, Clone)]
pub struct ApiNotification<'m> {
    /// The notification of the model.
    pub notification: &'m Notification,
    /// Name of its module.
    pub name: String,
    /// Its types.
    pub module: ModuleId,
    /// Variant of `Event`.
    pub variant: String,
    /// Struct of the plaintext (v3) or the body (v2).
    pub content: usize,
    /// Struct of the reply, if it has more than the standard fields.
    pub reply: Option<usize>,
}

impl<'m> Api<'m> {
    /// The name of a type in the module that defines it.
    #[must_use]
    pub fn name(&self, module: ModuleId, ty: TypeRef) -> &str {
        self.modules[module]
            .names
            .get(&ty)
            .map_or("", String::as_str)
    }

    /// The module that defines a type.
    #[must_use]
    pub fn home(&self, ty: TypeRef) -> ModuleId {
        match ty {
            TypeRef::Struct(at) => self.structs[at].home,
            TypeRef::Enum(at) => self.enums[at].home,
        }
    }

    /// The chain of calls that leads to a node: `v3().pay()…`, each parameter with what `parameter` says.
    pub fn chain(&self, node: NodeId, parameter: &mut dyn FnMut(&Node) -> String) -> String {
        let node = &self.nodes[node];
        let argument = if node.parameter {
            parameter(node)
        } else {
            String::new()
        };
        let before = node
            .parent
            .map_or_else(String::new, |parent| self.chain(parent, parameter) + ".");
        format!("{before}{}({argument})", node.name)
    }

    /// The path of a node's module below the crate.
    #[must_use]
    pub fn module_path(&self, node: NodeId) -> Vec<String> {
        let node = &self.nodes[node];
        let mut path = node
            .parent
            .map_or_else(Vec::new, |parent| self.module_path(parent));
        path.push(node.name.clone());
        path
    }
}

/// Name of a version in paths: `v2` or `v3`.
#[must_use]
pub fn version_name(version: Version) -> &'static str {
    match version {
        Version::V2 => "v2",
        Version::V3 => "v3",
    }
}
