//! Drives real editors against the built server, as a writer would: open, read, fix, save.
//!
//! Each editor has a control beside its test: the same steps against a server that finds nothing must fail.
//! The page of `rolecall report` is looked at in the browser that VS Code is driven in.
//! What is written into Gherkin and MDX is read by the parsers of these, which `formats` installs.
//! The editors install themselves under the target folder the first time; see `install.rs`.

// The editors are found and started the way Unix does it.
#![cfg(unix)]

#[cfg(test)]
mod desk;
#[cfg(test)]
mod emacs;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod helix;
#[cfg(test)]
mod install;
#[cfg(test)]
mod kakoune;
#[cfg(test)]
mod neovim;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod report;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod vim;
#[cfg(test)]
mod vscode;
