// Looks at each page in PAGES as different people do, and says how that went: `ok PAGE: CHECK` or `FAILED PAGE: CHECK: WHY`.
//
// Told by the environment: AXE, the file of axe-core; CHROMIUM_FOLDER and HOME_FOLDER, as browser.mjs wants them;
// ROLECALL_PICTURES, where to put the picture for the README, if anywhere.

import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { startBrowser } from "./browser.mjs";

const { AXE, HOME_FOLDER, PAGES, ROLECALL_PICTURES } = process.env;
const AS = {
  light: { colorScheme: "light", viewport: { width: 1200, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1200, height: 900 } },
  phone: { colorScheme: "light", viewport: { width: 360, height: 780 } },
};
const axe = readFileSync(AXE, "utf8");
// Whoever started this does not wait for ever, and must not be left with a browser.
const limit = setTimeout(() => end(new Error("the checks take too long")), 220_000);
let browser;
try {
  browser = await startBrowser(HOME_FOLDER);
  for (const file of readdirSync(PAGES).sort()) {
    const path = join(PAGES, file);
    if (file.endsWith(".broken.html")) {
      const name = basename(file, ".broken.html");
      for (const how of ["light", "phone"]) {
        await check(`${name}`, how, () => look(path, AS[how]));
      }
    } else {
      const name = basename(file, ".html");
      for (const [how, as] of Object.entries(AS)) {
        await check(name, how, () => look(path, as));
      }
      await check(name, "print", () => print(path));
    }
  }
  if (ROLECALL_PICTURES) {
    await take(join(PAGES, "retailer.html"), join(ROLECALL_PICTURES, "report.png"));
  }
  await end();
} catch (error) {
  await end(error);
}

async function end(error) {
  clearTimeout(limit);
  await browser?.close();
  console.log(error ? `FAILED: ${error.stack}` : "done");
  process.exit(error ? 1 : 0);
}

async function check(page, name, steps) {
  try {
    await steps();
    console.log(`ok ${page}: ${name}`);
  } catch (error) {
    console.log(`FAILED ${page}: ${name}: ${error.message.replaceAll("\n", " ")}`);
  }
}

function must(holds, why) {
  if (!holds) {
    throw new Error(why);
  }
}

/** Opens a page as somebody does, hands it to `steps`, and wants no complaint of the browser and nothing loaded. */
async function open(path, as, steps) {
  const context = await browser.newContext({ ...as, offline: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints = [];
  const requests = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  page.on("request", (request) => requests.push(request.url()));
  try {
    await page.goto(pathToFileURL(path).href);
    const result = await steps(page);
    must(complaints.length === 0, `the browser complains: ${complaints.join("; ")}`);
    must(requests.length === 1, `more than the page is loaded: ${requests.join(" ")}`);
    return result;
  } finally {
    await context.close();
  }
}

function look(path, as) {
  return open(path, as, async (page) => {
    const seen = await page.evaluate(() => {
      const root = document.documentElement;
      const within = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute("href"));
      return {
        sideways: root.scrollWidth - root.clientWidth,
        lost: within.filter((href) => !document.getElementById(href.slice(1))),
        scripts: document.scripts.length + document.images.length + document.querySelectorAll("[style], [onerror]").length,
        markup: [...document.querySelectorAll("table")].filter((table) => {
          const heads = table.tHead?.querySelectorAll('th[scope="col"]').length ?? 0;
          return !table.caption || heads < 2 || [...table.tBodies[0].rows].some((row) => !row.querySelector('th[scope="row"]'));
        }).length,
      };
    });
    must(seen.sideways <= 0, `the page scrolls sideways by ${seen.sideways}`);
    must(seen.lost.length === 0, `nothing is there: ${seen.lost.join(" ")}`);
    must(seen.markup === 0, `the markup of ${seen.markup} tables has no caption or headers`);
    await unfold(page);
    await page.evaluate(axe);
    const broken = await page.evaluate(async () => {
      const rules = { "target-size": { enabled: true } };
      const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], rules });
      return violations.map(({ id, nodes }) => `${id} (${nodes.length}: ${nodes[0].html.slice(0, 160)})`);
    });
    must(broken.length === 0, `axe says: ${broken.join("; ")}`);
    await leads(page);
  });
}

/** What is folded is looked at, too. */
async function unfold(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  must(sideways <= 0, `unfolded, the page scrolls sideways by ${sideways}`);
}

/** With the keyboard alone: the first stop skips to the report. */
async function leads(page) {
  await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const link = document.activeElement;
    return { href: link.getAttribute("href"), left: link.getBoundingClientRect().left };
  });
  must(first.href === "#main" && first.left >= 0, `the first stop is ${JSON.stringify(first)}`);
}

function print(path) {
  return open(path, AS.dark, async (page) => {
    const pdf = await page.pdf({ format: "A4" });
    must(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 5_000, `the print has ${pdf.length} bytes`);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    must(paper === "rgb(255, 255, 255)", `the paper is ${paper}`);
  });
}

/** Takes the picture of the README. */
function take(path, picture) {
  const as = { ...AS.light, viewport: { width: 1080, height: 1150 } };
  return open(path, as, (page) => page.screenshot({ path: picture }));
}
