//! How fast is a language server? The parts that measure one: texts, a client, and what is asked.

pub mod batch;
pub mod budget;
pub mod client;
pub mod edit;
pub mod empty;
pub mod measure;
pub mod process;
pub mod report;
pub mod text;
