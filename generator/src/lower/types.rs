//! Type words (page language, section 7).

use crate::model::Type;

/// What a type word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TypeWord {
    /// Type of the value or of the elements.
    pub ty: Type,
    /// 1 for a list.
    pub array: u8,
    /// Whether it has decimals by its word alone.
    pub decimal: bool,
}

/// Reads a type word. `None` if it is not one of the vocabulary.
pub(super) fn read(word: &str) -> Option<TypeWord> {
    let (element, array) = match word.strip_suffix("[]") {
        Some(element) => (element, 1),
        None => (word, 0),
    };
    let ty = match element {
        "string" => Type::String,
        "integer" => Type::Integer,
        "number" | "float" => Type::Number,
        "boolean" | "`true`" => Type::Boolean,
        "object" => Type::Object,
        _ => return None,
    };
    Some(TypeWord {
        ty,
        array,
        decimal: element == "float",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_closed() {
        assert_eq!(
            read("object[]"),
            Some(TypeWord {
                ty: Type::Object,
                array: 1,
                decimal: false
            })
        );
        assert_eq!(read("float").map(|word| word.decimal), Some(true));
        for word in ["int", "", "String", "string[][]", "array", "[]"] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
