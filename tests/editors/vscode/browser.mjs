// The browser: the one of ROLECALL_CHROMIUM, or the one that was installed, which brings what it needs along.
//
// `node browser.mjs` unpacks the latter, in $TMPDIR.

import { join } from "node:path";
import { tmpdir } from "node:os";

/** Starts a browser; `home` is where it may write. */
export async function startBrowser(home) {
  const { chromium } = await import("playwright-core");
  const own = process.env.ROLECALL_CHROMIUM;
  const folder = process.env.CHROMIUM_FOLDER;
  const env = { ...process.env, HOME: home };
  if (!own) {
    env.LD_LIBRARY_PATH = join(folder, "al2023/lib");
    env.FONTCONFIG_PATH = env.FONTCONFIG_PATH ?? "/etc/fonts";
  }
  return chromium.launch({
    executablePath: own ?? join(folder, "chromium"),
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    env,
  });
}

if (process.argv[1] === import.meta.filename) {
  const { default: chromium, inflate } = await import("@sparticuz/chromium");
  await chromium.executablePath();
  const files = join(import.meta.dirname, "node_modules/@sparticuz/chromium/bin");
  await inflate(join(files, "al2023.tar.br"));
  console.log(`unpacked into ${tmpdir()}`);
}
