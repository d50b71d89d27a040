use super::*;
use std::fs;
use tempfile::TempDir;

fn tree(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn identities(tree: &Tree) -> Vec<&str> {
    let path = |page: &FileId| tree.sources.get(*page).unwrap().path.as_str();
    tree.pages.iter().map(path).collect()
}

fn codes(tree: &Tree) -> Vec<&str> {
    tree.diagnostics
        .sorted()
        .iter()
        .map(|one| one.code.id)
        .collect()
}

#[test]
fn pages_are_md_files_under_the_roots_sorted_by_identity() {
    let dir = tree(&[
        ("webhook/v3/B.md", b"b"),
        ("openapi/v3/pay/{id}.md", b"p"),
        ("openapi/v3/a.txt", b""),
        ("openapi/v3/A.MD", b""),
        ("openapi/index.md", b""),
        ("openapi/v4/x.md", b""),
        ("v2/pay/a.md", b"a"),
        ("guide/v3/x.md", b""),
        ("README.md", b""),
    ]);
    let tree = load(dir.path());
    assert_eq!(
        identities(&tree),
        ["openapi/v3/pay/{id}.md", "v2/pay/a.md", "webhook/v3/B.md"]
    );
    assert_eq!(codes(&tree), [""; 0]);
}

#[test]
fn the_openapi_folder_of_the_site_is_a_tree_too() {
    let dir = tree(&[("openapi/v3/a.md", b"a"), ("openapi/v2/b.md", b"b")]);
    assert_eq!(
        identities(&load(&dir.path().join("openapi"))),
        ["v2/b.md", "v3/a.md"]
    );
}

#[test]
fn one_page_may_have_any_name() {
    let dir = tree(&[("some page", b"text")]);
    let tree = load(&dir.path().join("some page"));
    assert_eq!(identities(&tree), ["some page"]);
}

#[test]
fn what_is_not_there_is_reported() {
    let dir = tree(&[("v3/readme.txt", b"")]);
    assert_eq!(codes(&load(&dir.path().join("none"))), ["WX0701"]);
    assert_eq!(codes(&load(dir.path())), ["WX0706"]);
    assert_eq!(codes(&load(&dir.path().join("v3"))), ["WX0706"]);
}

#[test]
fn bytes_that_are_not_utf8_are_reported_where_they_are() {
    let dir = tree(&[
        ("v3/a.md", b"\xe4\xb8\x80\nab\xff\xfec\xe4\xb8"),
        ("v3/b.md", b"fine"),
    ]);
    let tree = load(dir.path());
    assert_eq!(identities(&tree), ["v3/a.md", "v3/b.md"]);
    assert_eq!(codes(&tree), ["WX0704"]);
    let sorted = tree.diagnostics.sorted();
    let span = sorted[0].primary.as_ref().unwrap().span;
    let file = tree.sources.get(span.file).unwrap();
    let place = file.position(span.range().start);
    assert_eq!(
        (place.line, place.column, file.slice(span)),
        (2, 3, "\u{fffd}")
    );
    assert!(sorted[0].message.contains("first of 3"));
}

#[test]
fn a_page_that_is_too_large_is_not_read() {
    let dir = tree(&[("v3/a.md", b"a"), ("v3/b.md", b"")]);
    let large = fs::File::create(dir.path().join("v3/b.md")).unwrap();
    large.set_len(MAX_PAGE_BYTES + 1).unwrap();
    let tree = load(dir.path());
    assert_eq!(
        (identities(&tree), codes(&tree)),
        (vec!["v3/a.md"], vec!["WX0707"])
    );
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_followed_but_not_in_circles() {
        let dir = tree(&[("real/a.md", b"a"), ("v3/sub/b.md", b"b")]);
        symlink(dir.path().join("real"), dir.path().join("v3/linked")).unwrap();
        symlink("..", dir.path().join("v3/sub/up")).unwrap();
        symlink("self", dir.path().join("v3/self")).unwrap();
        symlink("nothing", dir.path().join("v3/broken")).unwrap();
        let tree = load(dir.path());
        assert_eq!(identities(&tree), ["v3/linked/a.md", "v3/sub/b.md"]);
        assert_eq!(codes(&tree), ["WX0702", "WX0705"]);
    }

    #[test]
    fn a_page_that_cannot_be_opened_is_reported_at_the_page() {
        let dir = tree(&[("v3/a.md", b"a")]);
        symlink("nothing", dir.path().join("v3/broken.md")).unwrap();
        let _listening =
            std::os::unix::net::UnixListener::bind(dir.path().join("v3/socket.md")).unwrap();
        let tree = load(dir.path());
        assert_eq!(identities(&tree), ["v3/a.md"]);
        assert_eq!(codes(&tree), ["WX0703", "WX0703"]);
        let places = tree.diagnostics.sorted();
        let file = places[1].primary.as_ref().unwrap().span.file;
        assert_eq!(tree.sources.get(file).unwrap().path, "v3/socket.md");
    }

    #[test]
    fn names_that_are_not_utf8_are_reported() {
        let dir = tree(&[("v3/a.md", b"a")]);
        fs::write(
            dir.path().join("v3").join(OsStr::from_bytes(b"\xff.md")),
            "b",
        )
        .unwrap();
        let tree = load(dir.path());
        assert_eq!(identities(&tree), ["v3/a.md", "v3/\u{fffd}.md"]);
        assert_eq!(codes(&tree), ["WX0708"]);
    }
}

#[test]
fn paths_are_shown_as_they_can_be_opened() {
    assert_eq!(shown(Path::new("./specs/./v3")), "specs/v3");
    assert_eq!(shown(Path::new("../a")), "../a");
    assert_eq!(shown(Path::new(".")), ".");
}
