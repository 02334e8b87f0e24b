// Runs the checks in one browser on one workbench, and those of the control beside it, and says how each ended.
//
// A line for each: `ok SIDE: NAME (SECONDS s)` or `FAILED SIDE: NAME: WHY`. Told by the environment: EXTENSION, the
// package; MEMORY, that of a file system of our own; CHROMIUM_FOLDER, where the browser was unpacked; HOME_FOLDER, where all may write; WRITER, CONTROL and STRANGER,
// a project each, of which the last is not trusted. ONLY, for a person at work, is the name of the one check to run.

import { join } from "node:path";
import { startBrowser } from "./browser.mjs";
import { CHECKS, STRANGER_CHECKS, VIRTUAL_CHECKS } from "./checks.mjs";
import { CodeServer } from "./workbench.mjs";

const { EXTENSION, MEMORY, HOME_FOLDER, WRITER, CONTROL, STRANGER } = process.env;
const began = Date.now();
const since = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
const entry = join(import.meta.dirname, "node_modules/code-server/out/node/entry.js");
// Whoever started this does not wait for ever, and must not be left with a workbench.
const limit = setTimeout(() => end(new Error("the checks take too long")), 240_000);
const starting = [CodeServer.start(HOME_FOLDER, entry, EXTENSION, MEMORY), startBrowser(HOME_FOLDER)];
let [server, browser] = (await Promise.allSettled(starting)).map((started) => started.value);
if (!server || !browser) {
  const [why] = (await Promise.allSettled(starting)).filter((started) => started.reason);
  if (!browser) {
    console.log("The browser does not start. Install one (on Debian: apt install chromium), and say its path in ROLECALL_CHROMIUM.");
  }
  await end(why.reason);
}
console.log(`the workbench and the browser are up after ${since()}`);
try {
  await side("writer", WRITER, 15_000, CHECKS);
  await side("control", CONTROL, 1_000, CHECKS.filter((check) => check.control !== false));
  await side("virtual", "memory:/project", 15_000, VIRTUAL_CHECKS, "prd.md");
  await server.stop();
  server = await CodeServer.serve(HOME_FOLDER, entry);
  await side("stranger", STRANGER, 15_000, STRANGER_CHECKS);
  await end();
} catch (error) {
  await end(error);
}

async function end(error) {
  clearTimeout(limit);
  await Promise.all([server?.stop(), browser?.close()]);
  console.log(error ? `FAILED: ${error.stack}` : `done after ${since()}`);
  process.exit(error ? 1 : 0);
}

async function side(name, folder, patience, checks, file = "docs/prd-fitting-room.md") {
  const bench = await server.open(browser, folder, file);
  console.log(`${name}: the window is open after ${since()}`);
  bench.patience = patience;
  for (const check of checks) {
    if (process.env.ONLY && check.name !== process.env.ONLY) {
      continue;
    }
    const start = Date.now();
    try {
      await check.steps(bench);
      console.log(`ok ${name}: ${check.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      console.log(`FAILED ${name}: ${check.name}: ${error.message} (${seconds} s)`);
      if (name !== "control") {
        await bench.picture(`failed-${check.name.replaceAll(" ", "-")}`);
      }
      await bench.recover();
    }
  }
  await bench.page.context().close();
}
