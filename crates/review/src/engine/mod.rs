//! A reviewed document, kept up to date segment by segment.

pub(crate) mod asked_elsewhere;
pub(crate) mod asked_once;
pub(crate) mod extent;
pub(crate) mod findings;
pub(crate) mod fix_all;
pub(crate) mod fixes;
pub(crate) mod ignore;
pub(crate) mod mentions;
pub(crate) mod panic;
pub(crate) mod review;
pub(crate) mod same_roles;
pub(crate) mod segment_review;
pub(crate) mod suppression;
