//! A short run of each target with bytes from a seeded generator. `ROLECALL_FUZZ` is for how many seconds each runs.

use std::time::{Duration, Instant};

use rolecall_fuzz::{configuration, edits, stories, wire};

/// So many runs of each, where nobody says for how long.
const RUNS: usize = 300;

fn run(name: &str, body: fn(&[u8]), seeds: &[&[u8]]) {
    let seconds = std::env::var("ROLECALL_FUZZ").ok().and_then(|text| text.parse().ok());
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut random = fastrand::Rng::with_seed(7);
    let mut runs = 0;
    while end.map_or(runs < RUNS, |end| Instant::now() < end) {
        let mut bytes = Vec::new();
        if !seeds.is_empty() && random.bool() {
            bytes
                .extend(seeds.iter().copied().nth(random.usize(..seeds.len())).unwrap_or_default());
        }
        for _ in 0..random.usize(..120) {
            let at = random.usize(..=bytes.len());
            match random.u8(..4) {
                0 if at < bytes.len() => drop(bytes.remove(at)),
                1 if at < bytes.len() => {
                    bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.u8(..8))
                }
                _ => bytes.insert(at, random.u8(..)),
            }
        }
        body(&bytes);
        runs += 1;
    }
    println!("{name}: {runs} runs");
}

#[test]
fn edits_hold() {
    run("edits", edits, &[]);
}

#[test]
fn stories_hold() {
    run("stories", stories, &[]);
}

#[test]
fn configurations_hold() {
    let seeds: [&[u8]; 3] = [
        b"style = \"product-bookshelf\"\nfiles = [\"docs/**\"]\n[rules]\ngeneric-role = \"off\"\n",
        b"[[role]]\nname = \"nurse\"\naliases = [\"sister\"]\nkind = \"buyer\"\nnumber = 4\npersona = \"Ann\"\n",
        b"{\"rules\": {\"generic-role\": \"off\"}, \"allow\": [\"user\"], \"inlayHints\": true}",
    ];
    run("configuration", configuration, &seeds);
}

#[test]
fn sessions_hold() {
    run("wire", wire, &[b"\xe9\xed\xea\xeb"]);
}
