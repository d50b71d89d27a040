//! [`Field`] of the types of the standard library and of `serde_json::Value`.

use super::{Field, List, Slot, View};

macro_rules! leaf {
    ($type:ty, $empty:expr, $case:ident, $this:ident => $view:expr) => {
        impl Field for $type {
            fn empty() -> Self {
                $empty
            }

            fn view(&self) -> View<'_> {
                let $this = self;
                View::$case($view)
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$case(self)
            }
        }
    };
}

leaf!(String, String::new(), Text, this => this);
leaf!(i64, 0, Integer, this => *this);
leaf!(f64, 0.0, Decimal, this => *this);
leaf!(bool, false, Boolean, this => *this);
leaf!(serde_json::Value, serde_json::Value::Null, Value, this => this);

impl<T: Field> Field for Option<T> {
    #[inline]
    fn empty() -> Self {
        None
    }

    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        self.insert(T::empty()).slot()
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn is_optional(&self) -> bool {
        true
    }
}

impl<T: Field> Field for Vec<T> {
    #[inline]
    fn empty() -> Self {
        Vec::new()
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Field> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> Option<&dyn Field> {
        match <[T]>::get(self, index) {
            Some(element) => Some(element),
            None => None,
        }
    }

    fn push(&mut self) -> &mut dyn Field {
        let index = Vec::len(self);
        Vec::push(self, T::empty());
        &mut self[index]
    }

    fn pop(&mut self) {
        Vec::pop(self);
    }
}
