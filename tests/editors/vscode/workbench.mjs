// The workbench as a person sees it: a page in a browser, keys, and what stands on the screen.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** How VS Code is set up: no greeting, no asking, and files on disk are what is on the screen. */
const SETTINGS = {
  "chat.disableAIFeatures": true,
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "editor.wordWrap": "on",
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "editor.codeLens": true,
  "files.autoSave": "afterDelay",
  "files.autoSaveDelay": 50,
  "git.enabled": false,
  "security.workspace.trust.banner": "never",
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.colorTheme": "Default Light Modern",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** The server of the workbench, with the extension installed. */
export class CodeServer {
  /** Installs extensions and starts the server, for folders that are all trusted. */
  static async start(home, entry, ...extensions) {
    const user = join(home, "data/User");
    mkdirSync(user, { recursive: true });
    writeFileSync(join(user, "settings.json"), JSON.stringify(SETTINGS));
    await ended(run(home, entry, ...extensions.flatMap((extension) => ["--install-extension", extension])));
    return CodeServer.serve(home, entry, "--disable-workspace-trust");
  }

  /** Starts the server with what is installed. */
  static async serve(home, entry, ...flags) {
    const port = await freePort();
    const address = `127.0.0.1:${port}`;
    const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    const child = run(home, entry, "--auth", "none", "--bind-addr", address, ...quiet, ...flags);
    const server = new CodeServer(child, address, home);
    await until(30_000, "the workbench's server does not answer", () => server.answers());
    return server;
  }

  constructor(child, address, home) {
    this.child = child;
    this.home = home;
    this.address = address;
    this.output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => (this.output += data));
    }
  }

  answers() {
    if (this.child.exitCode !== null) {
      throw new Error(`the workbench's server has ended:\n${this.output}`);
    }
    return new Promise((resolve) => {
      const request = get(`http://${this.address}/healthz`, (answer) => resolve(answer.resume().statusCode === 200));
      request.on("error", () => resolve(false));
    });
  }

  /** Opens a folder in a new window, by its path or its URI, and a file of it. */
  async open(browser, folder, file) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const root = folder.startsWith("/") ? `vscode-remote://${this.address}${folder}` : folder;
    const payload = JSON.stringify([["openFile", `${root}/${file}`]]);
    const query = new URLSearchParams({ folder, payload });
    await page.goto(`http://${this.address}/?${query}`, { waitUntil: "domcontentloaded" });
    await page.waitForSelector(".monaco-editor .view-line", { timeout: 60_000 });
    return new Workbench(page, folder, this.home);
  }

  stop() {
    const gone = new Promise((resolve) => this.child.once("close", resolve));
    this.child.kill();
    return gone;
  }
}

/** One window. */
export class Workbench {
  constructor(page, folder, home) {
    this.page = page;
    this.home = home;
    this.folder = folder;
    /** How long to wait for what should come. */
    this.patience = 15_000;
  }

  /** Waits until `probe` gives something. */
  wait(failure, probe) {
    return until(this.patience, failure, probe);
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  type(text) {
    return this.page.keyboard.type(text, { delay: 15 });
  }

  /** What is on disk, which is what is on the screen. */
  read(file) {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  write(file, text) {
    mkdirSync(join(this.folder, file, ".."), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** The texts of what a selector finds, as they are seen. */
  async texts(selector) {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.map((text) => text.replaceAll("\u00a0", " "));
  }

  /** Waits for a text in what a selector finds. */
  see(selector, text, failure) {
    const has = (shown) => (typeof text === "string" ? shown.includes(text) : text.test(shown));
    return this.wait(failure, async () => (await this.texts(selector)).find(has)).catch(async (error) => {
      throw new Error(`${error.message}. There is: ${JSON.stringify(await this.texts(selector)).slice(-2000)}`);
    });
  }

  /** Types into the box at the top, and takes what it offers first. */
  async quick(prefix, text) {
    await this.press("F1");
    const input = this.page.locator(".quick-input-widget input.input").first();
    await input.waitFor({ state: "visible", timeout: 10_000 });
    await input.fill(prefix + text);
    const row = this.page.locator(".quick-input-widget .monaco-list-row").first();
    if (prefix !== ":") {
      await row.waitFor({ timeout: 10_000 });
      await this.wait(`nothing is called ${text}`, async () => (await this.texts(".quick-input-widget .monaco-list-row"))[0]?.includes(text.split("/").at(-1)));
    }
    await this.press("Enter");
    if (prefix !== ">") {
      await this.page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: 10_000 });
    }
  }

  command(name) {
    return this.quick(">", name);
  }

  async openFile(file) {
    await this.quick("", file);
    await this.seeTab(file.split("/").at(-1), `${file} did not open`);
    await sleep(300);
  }

  /** Puts the cursor before `word` on the first line of `file` that has `line`, `inside` characters into it. */
  async goTo(file, line, word = line, inside = 1) {
    const lines = this.read(file).split("\n");
    const row = lines.findIndex((text) => text.includes(line));
    if (row < 0) {
      throw new Error(`${file} has no line with: ${line}`);
    }
    await this.quick(":", `${row + 1}:${lines[row].indexOf(word) + 1 + inside}`);
    // Keys that come within a moment of a move are lost.
    await sleep(500);
  }

  /** The problems in the panel, by the rows that are on the screen. */
  problems() {
    return this.texts(".markers-panel .monaco-list-row");
  }

  async openProblems() {
    if ((await this.page.locator(".markers-panel").count()) === 0 || !(await this.page.locator(".markers-panel").isVisible())) {
      await this.press("Control+Shift+M");
      await this.page.locator(".markers-panel").waitFor({ timeout: 10_000 });
    }
  }

  /** Makes the panel as high as the window, or as it was. */
  async maximizePanel() {
    await this.page.locator(".part.panel .codicon-panel-maximize, .part.panel .codicon-panel-restore").first().click();
    await sleep(200);
  }

  /** Whether what is typed goes there. */
  isFocused(selector) {
    return this.page.evaluate((selector) => Boolean(document.activeElement?.closest(selector)), selector);
  }

  async closePanel() {
    if (await this.page.locator(".markers-panel").isVisible()) {
      await this.press("Control+j");
    }
  }

  async seeTab(name, failure) {
    await this.wait(failure, () => this.tab(name).count());
  }

  tab(name) {
    return this.page.locator(".tab", { hasText: name });
  }

  /** Closes the tab of that name, and puts the cursor back into the editor. */
  async closeTab(name) {
    const tab = this.tab(name);
    await tab.click({ button: "middle", timeout: 10_000 });
    await tab.waitFor({ state: "detached", timeout: 10_000 });
    await sleep(200);
  }

  /** Waits for a text in a preview, which is a page in a page in a page. */
  seeInPreview(text, failure) {
    return this.wait(failure, async () => {
      for (const frame of this.page.frames()) {
        const shown = await frame.locator("body").innerText({ timeout: 500 }).catch(() => "");
        if (frame !== this.page.mainFrame() && shown.includes(text)) {
          return true;
        }
      }
      return false;
    });
  }

  /** After a check that failed: away with what is open, so that the next one can begin. */
  async recover() {
    await this.press("Escape", "Escape", "Escape");
    const tabs = (await this.texts(".tab")).map((text) => text.replace("\n", ""));
    if (tabs.join() !== "prd-fitting-room.md") {
      await this.command("View: Close All Editors").catch(() => undefined);
      await this.openFile("docs/prd-fitting-room.md").catch(() => undefined);
    }
  }

  async closeMessages() {
    await this.command("Notifications: Clear All Notifications");
    await sleep(200);
  }

  /** Waits for a message in the corner. */
  message(text) {
    return this.see(".notifications-toasts .notification-list-item", text, `no message says “${text}”`);
  }

  async picture(name) {
    const folder = process.env.ROLECALL_PICTURES;
    if (folder) {
      mkdirSync(folder, { recursive: true });
      // Nothing is pointed at, and what fades in is there by then.
      await this.page.mouse.move(640, 2);
      await sleep(500);
      await this.page.screenshot({ path: join(folder, `${name}.png`) });
    }
  }
}

/** Asks `probe` again and again until it gives something. */
export async function until(patience, failure, probe) {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await probe();
    if (found) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(failure);
    }
    await sleep(50);
  }
}

function run(home, entry, ...flags) {
  const folders = ["--user-data-dir", join(home, "data"), "--extensions-dir", join(home, "extensions")];
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home };
  return spawn(process.execPath, [entry, ...folders, ...flags], { env });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Waits for the end of a process, which must be good. */
function ended(child) {
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`${child.spawnargs.join(" ")}\n${output}`))));
  });
}
