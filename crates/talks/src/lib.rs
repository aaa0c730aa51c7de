//! Reads a readout of talks into a record.

mod gazetteer;
mod lexicon;
mod lexicon_fold;
