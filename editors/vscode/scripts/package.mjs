// Builds the package, a .vsix with the server inside, for one platform.
//
//   node scripts/package.mjs                        the platform this runs on; builds the server with cargo
//   node scripts/package.mjs --target linux-arm64   another one; takes its Rust target and a linker for it
//   node scripts/package.mjs --target all           all of them, one after the other
//   --server PATH   puts this binary in instead of building one
//   --out FOLDER    where the packages go (default: dist)

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";

/** VS Code's name of a platform, and Rust's. */
const TARGETS = {
  "linux-x64": "x86_64-unknown-linux-gnu",
  "linux-arm64": "aarch64-unknown-linux-gnu",
  "alpine-x64": "x86_64-unknown-linux-musl",
  "alpine-arm64": "aarch64-unknown-linux-musl",
  "darwin-x64": "x86_64-apple-darwin",
  "darwin-arm64": "aarch64-apple-darwin",
  "win32-x64": "x86_64-pc-windows-msvc",
  "win32-arm64": "aarch64-pc-windows-msvc",
};

const here = resolve(import.meta.dirname, "..");
const { values } = parseArgs({
  options: { target: { type: "string" }, server: { type: "string" }, out: { type: "string" } },
});
const present = `${process.platform}-${process.arch}`;
const target = values.target ?? present;
const out = resolve(values.out ?? join(here, "dist"));

check();
bundle();
for (const one of target === "all" ? Object.keys(TARGETS) : [target]) {
  if (!(one in TARGETS)) {
    fail(`There is no package for ${one}. There is one for ${Object.keys(TARGETS).join(", ")}, and for all.`);
  }
  if (values.server && target === "all") {
    fail("--server is one platform's: say which with --target.");
  }
  takeServer(values.server ? resolve(values.server) : build(one));
  run("@vscode/vsce/vsce", "package", "--target", one, "--no-dependencies", "--skip-license", "--out", join(out, `rolecall-${one}.vsix`));
}

function check() {
  run("typescript/bin/tsc", "-p", ".");
}

function bundle() {
  rmSync(join(here, "dist"), { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const options = "--bundle --platform=node --format=cjs --target=node20 --external:vscode --minify --log-level=warning";
  for (const license of ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"]) {
    copyFileSync(resolve(here, "../..", license), join(here, license));
  }
  run("esbuild/bin/esbuild", "src/extension.ts", ...options.split(" "), "--outfile=dist/extension.js");
}

/** The server for a platform, built as releases are; its path. */
function build(one) {
  const triple = TARGETS[one];
  const foreign = one === present ? [] : ["--target", triple];
  const root = resolve(here, "../..");
  execFileSync("cargo", ["build", "--profile", "dist", "--locked", "-p", "rolecall", ...foreign], { cwd: root, stdio: "inherit" });
  const said = execFileSync("cargo", ["metadata", "--no-deps", "--format-version", "1"], { cwd: root, maxBuffer: 1 << 28 });
  const folder = JSON.parse(said).target_directory;
  return join(folder, ...foreign.slice(1), "dist", one.startsWith("win32") ? "rolecall.exe" : "rolecall");
}

function takeServer(binary) {
  const folder = join(here, "server");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const copy = join(folder, basename(binary));
  copyFileSync(binary, copy);
  chmodSync(copy, 0o755);
}

/** Runs a script of a package that package.json names. */
function run(script, ...args) {
  const file = join(here, "node_modules", script);
  try {
    execFileSync(process.execPath, [file, ...args], { cwd: here, stdio: "inherit" });
  } catch {
    fail(`${script} has failed.`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
