//! A home for the tests that belong to no single crate; there is nothing to link against.
//!
//! `tests/it` tries two whole nodes against outages, strangers and altered envelopes; `tests/house` keeps the
//! repository's own rules: which crate may know which, that documents name what exists, that every language says
//! everything. What one crate alone promises is tested beside it.
