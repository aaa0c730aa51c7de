//! Reads a readout of talks into a record.

mod lexicon;
mod lexicon_fold;
