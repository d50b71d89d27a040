//! Finds the shapes: one struct per root, one struct per different nested shape, one enum per different list of values.
//!
//! Nested shapes are shared inside one family and one side of the wire. Two are the same when the field that holds them has
//! the same name and their fields have the same names, types, values and encodings in the same order, all the way down;
//! their texts do not count. Requiredness counts only where it shows in Rust, in requests. The name of the holding field
//! counts although Rust would not need it: a `Payer` that was defined as `Operator` because both have nothing but an
//! `openid` would be one type until the day when a page adds a field to one of them. It costs 4 % more types.
//!
//! Roots are never shared: their docs speak of one operation, and a page that changes must not split another's type.

use crate::diag::codes::name as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{DecodesTo, Encoding, Field, Key, Type, Version};
use crate::passes::api::{
    Carrier, Enum, FieldType, ModuleId, Role, Scalar, Side, Struct, StructField, TypeRef, Variant,
};
use crate::passes::naming::words;
use crate::passes::signing;
use std::collections::{BTreeSet, HashMap};

/// A place where a type is used.
#[derive(Debug, Clone)]
pub struct Site {
    /// The module.
    pub module: ModuleId,
    /// The type.
    pub ty: TypeRef,
    /// Operation and location: `POST /v3/pay/orders request`, then the names of the fields down to the place.
    pub path: Vec<String>,
    /// What a name that is taken begins with: `PostRequest`.
    pub prefix: String,
}

impl Site {
    /// The place as the lock has it: `POST /v3/pay/orders request/amount`.
    #[must_use]
    pub fn key(&self) -> String {
        self.path.join("/")
    }
}

/// A root: where it is, what it is.
#[derive(Debug, Clone)]
pub struct Root<'a, 'm> {
    /// Its module.
    pub module: ModuleId,
    /// Operation and location: `POST /v3/pay/orders request`.
    pub place: String,
    /// What it is called, also the beginning of names that are taken: `PostRequest`.
    pub name: &'a str,
    /// What it is.
    pub role: Role<'m>,
    /// Who makes it.
    pub side: Side,
    /// Whether objects without fields are files.
    pub multipart: bool,
}

/// All shapes found so far.
#[derive(Debug, Default)]
pub struct Shapes<'m> {
    /// Structs; their fields have no names yet.
    pub structs: Vec<Struct<'m>>,
    /// Enums; their variants have no names yet.
    pub enums: Vec<Enum<'m>>,
    /// Where each type is used, in the order in which the places were met.
    pub sites: Vec<Site>,
    known_structs: HashMap<StructKey, usize>,
    known_enums: HashMap<EnumKey, usize>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct StructKey {
    family: String,
    side: Side,
    name: String,
    fields: Vec<(String, FieldType, bool)>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct EnumKey {
    family: String,
    name: String,
    values: BTreeSet<String>,
}

/// Where the walk is.
struct Walk<'a> {
    module: ModuleId,
    family: &'a str,
    side: Side,
    multipart: bool,
    path: Vec<String>,
    prefix: &'a str,
    /// Whether it is in what an operation of API v2 sends, of which the client fills in some fields.
    sent_by_v2: bool,
}

impl Walk<'_> {
    fn fills_in(&self, name: &str) -> bool {
        self.sent_by_v2 && signing::is_filled_in(name, self.multipart)
    }
}

impl<'m> Shapes<'m> {
    /// Adds a root with these fields and everything below it. `family` is that of its module.
    pub fn root(
        &mut self,
        root: &Root<'_, 'm>,
        family: &str,
        fields: &[&'m Field],
        diagnostics: &mut Diagnostics,
    ) -> usize {
        let mut walk = Walk {
            module: root.module,
            family,
            side: root.side,
            multipart: root.multipart,
            path: vec![root.place.clone()],
            prefix: root.name,
            sent_by_v2: matches!(
                root.role,
                Role::Query(operation) | Role::Request(operation) if operation.version == Version::V2
            ),
        };
        let site = self.site(&walk);
        let fields = self.fields(fields, &mut walk, diagnostics);
        self.structs.push(Struct {
            side: root.side,
            role: root.role,
            home: root.module,
            fields,
        });
        let at = self.structs.len() - 1;
        self.sites[site].ty = TypeRef::Struct(at);
        at
    }

    /// Adds the place where the walk is, before what is below it; its type is not known yet.
    fn site(&mut self, walk: &Walk<'_>) -> usize {
        let (path, prefix) = (walk.path.clone(), walk.prefix.to_owned());
        self.sites.push(Site {
            module: walk.module,
            ty: TypeRef::Struct(usize::MAX),
            path,
            prefix,
        });
        self.sites.len() - 1
    }

    fn fields(
        &mut self,
        fields: &[&'m Field],
        walk: &mut Walk<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<StructField<'m>> {
        let mut seen = HashMap::new();
        let mut made = Vec::with_capacity(fields.len());
        for &field in fields {
            if let Some(first) = seen.insert(field.name.as_str(), field.span) {
                let message = format!(
                    "`{}` is a field of this object already: the second one is left out",
                    field.name
                );
                let twice = Diagnostic::new(&codes::FIELD_TWICE, field.span, message);
                diagnostics.push(twice.contradicts(first, "the first one"));
                continue;
            }
            walk.path.push(field.name.clone());
            let ty = self.field_type(field, walk, diagnostics);
            walk.path.pop();
            let filled_in = walk.path.len() == 1 && walk.fills_in(&field.name);
            let required = field.required && walk.side == Side::Request && !filled_in;
            made.push(StructField {
                field,
                name: String::new(),
                ty,
                required,
                filled_in,
            });
        }
        made
    }

    fn field_type(
        &mut self,
        field: &'m Field,
        walk: &mut Walk<'_>,
        diagnostics: &mut Diagnostics,
    ) -> FieldType {
        let (carrier, described) = carrier(field);
        // The one child of a list that text carries names no key: it is the element.
        let element = if carrier == Carrier::JsonList {
            field.fields.first().unwrap_or(field)
        } else {
            field
        };
        let scalar = if carrier == Carrier::JsonList && element.fields.is_empty() {
            self.scalar(element, walk)
        } else if described {
            self.object(field, element, walk, diagnostics)
        } else if carrier != Carrier::Plain {
            Scalar::Json
        } else {
            self.scalar(field, walk)
        };
        FieldType {
            scalar,
            carrier,
            list: field.array > 0,
            numbers: words::unnumbered(&field.name).1,
        }
    }

    /// The struct of what `holder` holds, with the fields of `described`.
    fn object(
        &mut self,
        holder: &'m Field,
        described: &'m Field,
        walk: &mut Walk<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Scalar {
        let site = self.site(walk);
        let fields = self.fields(
            &described.fields.iter().collect::<Vec<_>>(),
            walk,
            diagnostics,
        );
        let key = StructKey {
            family: walk.family.to_owned(),
            side: walk.side,
            name: words::type_of_field(&holder.name),
            fields: fields
                .iter()
                .map(|one| (one.field.name.clone(), one.ty, one.required))
                .collect(),
        };
        let at = *self.known_structs.entry(key).or_insert_with(|| {
            self.structs.push(Struct {
                side: walk.side,
                role: Role::Value(holder),
                home: walk.module,
                fields,
            });
            self.structs.len() - 1
        });
        self.sites[site].ty = TypeRef::Struct(at);
        Scalar::Type(TypeRef::Struct(at))
    }

    fn scalar(&mut self, field: &'m Field, walk: &Walk<'_>) -> Scalar {
        match (field.ty, field.encryption.map(|encryption| encryption.key)) {
            (Type::String, Some(Key::Platform | Key::Merchant)) => Scalar::Sensitive,
            (Type::String, Some(Key::Bank)) => Scalar::BankSensitive,
            (Type::String, _) if !field.values.is_empty() => self.list_of_values(field, walk),
            (Type::String, _) => Scalar::String,
            (Type::Integer | Type::Number, _) if field.decimal => Scalar::Float,
            (Type::Integer | Type::Number, _) => Scalar::Integer,
            (Type::Boolean, _) => Scalar::Boolean,
            (Type::Object, _) if walk.multipart => Scalar::File,
            (Type::Object, _) => Scalar::Json,
        }
    }

    fn list_of_values(&mut self, field: &'m Field, walk: &Walk<'_>) -> Scalar {
        let key = EnumKey {
            family: walk.family.to_owned(),
            name: words::type_of_field(&field.name),
            values: field.values.iter().cloned().collect(),
        };
        let at = *self.known_enums.entry(key).or_insert_with(|| {
            self.enums.push(Enum {
                field,
                home: walk.module,
                variants: variants(field),
            });
            self.enums.len() - 1
        });
        let site = self.site(walk);
        self.sites[site].ty = TypeRef::Enum(at);
        Scalar::Type(TypeRef::Enum(at))
    }
}

/// What carries the value of a field, and whether the fields of that value are known.
#[must_use]
pub fn carrier(field: &Field) -> (Carrier, bool) {
    let described = !field.fields.is_empty();
    let carrier = match (field.encoding, field.decodes_to, field.encryption) {
        (Some(Encoding::Json), Some(DecodesTo::List), _) if described => Carrier::JsonList,
        (Some(Encoding::Json), ..) => Carrier::Json,
        (Some(Encoding::Urlencoded), ..) if described => Carrier::UrlEncoded,
        (None, _, Some(_)) if described => Carrier::Encrypted,
        _ => Carrier::Plain,
    };
    (carrier, described)
}

/// The values, each once.
fn variants(field: &Field) -> Vec<Variant<'_>> {
    let mut seen = BTreeSet::new();
    let docs = field
        .value_docs
        .iter()
        .map(String::as_str)
        .chain(std::iter::repeat(""));
    let all = field
        .values
        .iter()
        .zip(docs)
        .filter(|(value, _)| seen.insert(value.as_str()));
    all.map(|(value, doc)| Variant {
        value,
        doc,
        name: String::new(),
    })
    .collect()
}
