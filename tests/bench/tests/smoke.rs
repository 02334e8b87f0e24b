//! Runs of the benchmark that are over at once: that it measures, not how fast anything is.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::process::Command;
use std::time::Duration;

use rolecall_bench::measure::{Plan, session};
use rolecall_bench::text::{Findings, generate};
use serde_json::Value;

const BENCH: &str = env!("CARGO_BIN_EXE_rolecall-bench");

/// What a run wrote as JSON, and what it printed.
fn run(arguments: &[&str]) -> (Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.json");
    let output = Command::new(BENCH).args(arguments).arg("--json").arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(file).unwrap();
    (serde_json::from_str(&text).unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn servers_are_measured_in_turn() {
    let other = format!("other={BENCH} empty --findings 3");
    let (report, printed) = run(&[
        "latency",
        "--quick",
        "--sizes",
        "10K",
        "--findings",
        "few",
        "--kinds",
        "--server",
        &other,
    ]);
    let runs = report["runs"].as_array().unwrap();
    let servers: Vec<_> = runs.iter().map(|run| run["server"].as_str().unwrap()).collect();
    assert_eq!(servers, ["other", "empty"]);
    for (run, findings) in runs.iter().zip([3, 20]) {
        assert_eq!((&run["size"], &run["dense"]), (&Value::from(10_000), &Value::from(false)));
        let round = &run["rounds"][0];
        assert_eq!(round["fault"], Value::Null);
        assert_eq!(round["findings"], findings);
        assert!(round["message"].as_u64().unwrap() > 200 * findings);
        assert_eq!(round["versioned"], true);
        // Five letters in each of seven places, typed and taken back; two fences, put in and taken out.
        assert_eq!(round["edits"]["count"], 7 * 10 + 4);
        assert_eq!(round["kinds"]["list"]["count"], 10);
        assert_eq!(round["kinds"]["fence-opened"]["count"], 2);
        assert_eq!(round["hover"]["bytes"], 4);
        let numbers = [
            &round["start"],
            &round["first"],
            &round["edits"]["median"],
            &round["edits"]["max"],
            &round["burst"],
            &round["hover"]["median"],
            &round["completion"]["p95"],
            &round["actions"]["p99"],
        ];
        for number in numbers {
            assert!(number.as_f64().unwrap() > 0.0, "{round}");
        }
        if cfg!(target_os = "linux") {
            for of in ["idle", "open", "edited", "peak", "cpu"] {
                assert!(round[of].as_f64().unwrap() > 0.0, "{of}");
            }
        }
    }
    for word in ["other", "empty", "start to initialize", "fence closed", "10 KB"] {
        assert!(printed.contains(word), "{word} is not in\n{printed}");
    }
}

#[test]
fn a_server_that_fails_is_given_up() {
    let (report, printed) = run(&[
        "latency",
        "--quick",
        "--findings",
        "few",
        "--limit",
        "1",
        "--server",
        "gone=false",
        "--server",
        "silent=sleep 60",
        "--server",
        "nowhere=no-such-server",
    ]);
    let runs = report["runs"].as_array().unwrap();
    let told: Vec<_> = runs
        .iter()
        .map(|run| (run["server"].as_str().unwrap(), run["rounds"][0]["fault"].as_str()))
        .collect();
    let (first, rest) = told.split_at(3);
    assert_eq!(first[..2], [("gone", Some("ended")), ("silent", Some("no answer within 1 s"))]);
    assert!(first[2].1.unwrap().starts_with("cannot be started: "), "{first:?}");
    assert_eq!(rest, [("empty", None), ("empty", None)], "they are not asked for larger documents");
    assert!(printed.contains("no answer within 1 s"));
}

#[test]
fn edits_end_when_patience_does() {
    let command = [BENCH, "empty"].map(str::to_owned);
    let text = generate(5_000, Findings::Count(0), 1).text;
    let plan = Plan { patience: Duration::ZERO, ..Plan::quick() };
    let session = session(&command, &text, &plan);
    assert!(session.cut && session.fault.is_none(), "{:?}", session.fault);
    assert_eq!(session.edits.unwrap().count, 1);
    assert!(session.hover.is_none() && session.burst.is_some());
}

#[test]
fn commands_run_over_files() {
    let (report, printed) = run(&[
        "batch",
        "--files",
        "3",
        "--size",
        "4K",
        "--rounds",
        "2",
        "--command",
        "list=ls {dir}",
        "--command",
        "none=ls {dir}/nothing",
    ]);
    assert_eq!(report["files"], 3);
    assert!((12_000..20_000).contains(&report["bytes"].as_u64().unwrap()));
    let commands = report["commands"].as_array().unwrap();
    assert_eq!(commands.len(), 2);
    for command in commands {
        let rounds = command["rounds"].as_array().unwrap();
        assert_eq!(rounds.len(), 2);
        let fails = command["name"] == "none";
        assert!(rounds.iter().all(|round| (round["code"] != 0) == fails), "{command}");
        assert!(rounds.iter().all(|round| round["peak"].as_u64().unwrap() > 0), "{command}");
    }
    assert!(printed.contains("MB/s"));
}
