#![allow(warnings, clippy::all)]
use std::cell::Cell;
use std::time::Instant;
pub const N: usize = 16;
thread_local! { pub static T: Cell<[(u64, u64); N]> = const { Cell::new([(0, 0); N]) }; }
pub struct P(usize, Instant);
pub fn p(i: usize) -> P { P(i, Instant::now()) }
impl Drop for P { fn drop(&mut self) { let ns = self.1.elapsed().as_nanos() as u64; add(self.0, ns, 1); } }
pub fn add(i: usize, ns: u64, n: u64) { let mut t = T.get(); t[i].0 += ns; t[i].1 += n; T.set(t); }
pub fn take() -> [(u64, u64); N] { T.replace([(0, 0); N]) }
