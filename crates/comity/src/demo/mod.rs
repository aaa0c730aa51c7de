//! Three nodes in one process, with fictional people, to see what Comity does.

pub mod people;
