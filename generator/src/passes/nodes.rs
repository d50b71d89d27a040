//! The tree of path items: one node per segment of a path, with the operations that stand there.

use crate::model::{Method, Operation};
use crate::passes::api::{Node, NodeId, version_name};
use crate::passes::naming::words;

/// The nodes, the two version roots first, and for each of these operations its node. Names are the plain ones; the
/// naming pass settles those that are taken.
///
/// Segments that fold to the same name below one parent share a node: the template of the path is in the operation, a node
/// only collects parameters. So the empty segment after a final slash is no node of its own.
#[must_use]
pub fn build(operations: &[&Operation]) -> (Vec<Node>, Vec<NodeId>) {
    let mut nodes: Vec<Node> = ["v2", "v3"]
        .into_iter()
        .map(|version| node(&format!("/{version}"), version, None))
        .collect();
    let places = operations
        .iter()
        .map(|operation| insert(&mut nodes, operation))
        .collect();
    (nodes, places)
}

fn insert(nodes: &mut Vec<Node>, operation: &Operation) -> NodeId {
    let version = version_name(operation.version);
    let mut at = usize::from(version == "v3");
    let mut path = format!("/{version}");
    nodes[at].families.insert(operation.family.clone());
    let segments = operation
        .path
        .split('/')
        .filter(|segment| !segment.is_empty());
    for segment in segments.skip_while(|segment| *segment == version) {
        path = format!("{path}/{segment}");
        let made = node(&path, segment, Some(at));
        let twin = nodes[at].children.iter().copied().find(|&child| {
            (nodes[child].parameter, &nodes[child].name) == (made.parameter, &made.name)
        });
        at = twin.unwrap_or_else(|| {
            nodes.push(made);
            let new = nodes.len() - 1;
            nodes[at].children.push(new);
            new
        });
        nodes[at].families.insert(operation.family.clone());
    }
    at
}

fn node(path: &str, segment: &str, parent: Option<NodeId>) -> Node {
    Node {
        path: path.to_owned(),
        segment: segment.to_owned(),
        name: words::segment(segment),
        parameter: segment.starts_with('{') && segment.ends_with('}'),
        parent,
        children: Vec::new(),
        operations: Vec::new(),
        families: std::collections::BTreeSet::new(),
    }
}

/// The method as Rust spells it: `get`.
#[must_use]
pub fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}
