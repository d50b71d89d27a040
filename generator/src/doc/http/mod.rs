//! The canonical example.
