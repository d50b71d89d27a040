//! What the README shows of other files is in them.

use wechatpay_tests::repository;

/// Each excerpt's lines are in its file, in this order; `…` stands for what is left out.
#[test]
fn excerpts_are_what_the_files_say() {
    let root = repository();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut excerpts = 0;
    for part in readme.split("<!-- excerpt: ").skip(1) {
        let (name, rest) = part.split_once(" -->\n").unwrap();
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        let mut lines = text.lines();
        let shown = rest.lines().skip(1).take_while(|line| *line != "```");
        for line in shown.filter(|line| *line != "…") {
            assert!(
                lines.any(|other| other == line),
                "`{name}` has no longer, in this place: {line}"
            );
        }
        excerpts += 1;
    }
    assert_eq!(excerpts, 3);
}
