//! The migrations are compiled in, so a changed one has to compile the crate again.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
