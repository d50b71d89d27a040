//! Encryption of fields: with a cipher, in every place where a field can stand.

use super::path::Path;
use super::secrets::{Cipher, Context, Key, Rules, Secrets};
use super::serialize::Encode;
use super::{Field, View, json, multipart, query};
use crate::rt;

/// Shows key and text; refuses the text `bad`.
struct Marks;

impl Cipher for Marks {
    fn encrypt(&self, key: Key, text: &str) -> Result<String, String> {
        match text {
            "bad" => Err("too long".into()),
            _ => Ok(format!("{key:?}({text})")),
        }
    }

    fn decrypt(&self, key: Key, text: &str) -> Result<String, String> {
        let inner = text
            .strip_prefix(&format!("{key:?}("))
            .and_then(|rest| rest.strip_suffix(')'));
        inner
            .map(str::to_owned)
            .ok_or_else(|| "not encrypted for this key".into())
    }
}

#[non_exhaustive]
struct People {
    first: rt::Sensitive,
    list: Vec<rt::Sensitive>,
    card: Option<rt::BankSensitive>,
    nested: Option<rt::Json<Person>>,
}
rt::object!(Request People: 0 first, 1 list, 2 card, 3 nested);

#[non_exhaustive]
struct Person {
    name: rt::Sensitive,
}
rt::object!(Request Person: 0 name);

fn people() -> People {
    People {
        first: "a".into(),
        list: vec!["b".into(), "".into()],
        card: Some("c".into()),
        nested: Some(Person { name: "d".into() }.into()),
    }
}

fn cx(secrets: Secrets<'_>) -> Context<'_> {
    Context::new(secrets, Rules::Wire)
}

#[test]
fn every_secret_is_encrypted_once_and_empty_ones_stay() {
    let people = people();
    let cx = cx(Secrets::Cipher(&Marks));
    let text =
        String::from_utf8(json::to_vec(View::Object(&people), &Path::ROOT, &cx).unwrap()).unwrap();
    assert_eq!(
        text,
        r#"{"first":"Platform(a)","list":["Platform(b)",""],"card":"Bank(c)","nested":"{\"name\":\"Platform(d)\"}"}"#
    );
    let text = query::to_text(View::Object(&people), &Path::ROOT, &cx).unwrap();
    assert!(
        text.starts_with(
            "first=Platform%28a%29&list=Platform%28b%29&list=&card=Bank%28c%29&nested="
        )
    );
    let form = multipart::to_form(View::Object(&people), &cx).unwrap();
    assert!(
        String::from_utf8(form.body)
            .unwrap()
            .contains("\r\n\r\nBank(c)\r\n")
    );
}

#[cfg(feature = "v2")]
#[test]
fn secrets_in_xml_are_encrypted_and_decrypted() {
    use super::xml;

    let cx = cx(Secrets::Cipher(&Marks));
    let mut people = people();
    let text = String::from_utf8(xml::to_vec(View::Object(&people), &cx).unwrap()).unwrap();
    assert_eq!(
        text,
        "<xml><first>Platform(a)</first><list>Platform(b)</list><card>Bank(c)</card><nested>{\"name\":\"Platform(d)\"}</nested></xml>"
    );
    people.list.push("bad".into());
    let error = xml::to_vec(View::Object(&people), &cx).unwrap_err();
    assert_eq!(error.to_string(), "list[2]: too long");

    let mut back = <Person as Field>::empty();
    xml::read(b"<xml><name>Platform(x)</name></xml>", &mut back, &cx).unwrap();
    assert_eq!(back.name.reveal(), "x");
}

#[test]
fn what_was_encrypted_is_decrypted() {
    let cx = cx(Secrets::Cipher(&Marks));
    let mut back = <People as Field>::empty();
    let written = json::to_vec(View::Object(&people()), &Path::ROOT, &cx).unwrap();
    json::read(&written, &mut back, &Path::ROOT, &cx).unwrap();
    let names: Vec<&str> = back.list.iter().map(rt::Sensitive::reveal).collect();
    assert_eq!((back.first.reveal(), names), ("a", vec!["b", ""]));
    assert_eq!(back.card.as_ref().map(rt::BankSensitive::reveal), Some("c"));
    assert_eq!(
        back.nested
            .map(|person| person.into_inner().name.into_revealed())
            .as_deref(),
        Some("d")
    );
}

#[test]
fn what_cannot_be_encrypted_or_decrypted_is_named_but_not_repeated() {
    let cx = cx(Secrets::Cipher(&Marks));
    let mut people = people();
    people.list.push("bad".into());
    let error = json::to_vec(View::Object(&people), &Path::ROOT, &cx).unwrap_err();
    assert_eq!(error.to_string(), "list[2]: too long");
    people.list.clear();
    people.nested = Some(Person { name: "bad".into() }.into());
    let error = query::to_text(View::Object(&people), &Path::ROOT, &cx).unwrap_err();
    assert_eq!(error.to_string(), "nested.name: too long");

    let mut person = <Person as Field>::empty();
    let error = json::read(br#"{"name":"plain"}"#, &mut person, &Path::ROOT, &cx).unwrap_err();
    assert_eq!(error.to_string(), "name: not encrypted for this key");
}

#[test]
fn without_keys_texts_stay_as_they_are() {
    let cx = cx(Secrets::Plain);
    let mut person = <Person as Field>::empty();
    json::read(br#"{"name":"x"}"#, &mut person, &Path::ROOT, &cx).unwrap();
    let text = json::to_vec(View::Object(&person), &Path::ROOT, &cx).unwrap();
    assert_eq!(text, br#"{"name":"x"}"#);
}

/// What the writer of JSON does by itself is what serde_json writes: wherever in a text, or after it, something has to be escaped.
#[test]
fn json_is_written_as_serde_json_writes_it() {
    let cx = cx(Secrets::Plain);
    let at = &Path::ROOT;
    let odd = [
        "", "\"", "\\", "\n", "\0", "\u{1f}", " ", "~", "\u{7f}", "é", "中",
    ];
    for text in odd.iter().flat_map(|odd| {
        (0..18).map(move |before| format!("{}{odd}{}", "a".repeat(before), "b".repeat(before % 5)))
    }) {
        let view = View::Text(&text);
        let expected = serde_json::to_string(&Encode { view, at, cx: &cx }).unwrap();
        assert_eq!(json::to_text(view, at, &cx).unwrap(), expected);
    }
    for lists in [vec![], vec![1], vec![1, -2, i64::MIN]] {
        let lists = vec![lists, vec![]];
        let view = lists.view();
        let expected = serde_json::to_string(&Encode { view, at, cx: &cx }).unwrap();
        assert_eq!(json::to_text(view, at, &cx).unwrap(), expected);
    }
}
