// What a writer does, each seen on the screen or on disk. In this order: each begins where the last one ended.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PRD = "docs/prd-fitting-room.md";
const RETURNS = "docs/stories-returns.md";
const STORY = "As a user, I want to see every size and width of the shoe in my hand";
const ROLE_STORY = "As a sales associate, I want";
const SETTINGS = ".vscode/settings.json";

export const CHECKS = [
  {
    name: "squiggle",
    async steps(bench) {
      await bench.goTo(PRD, STORY, "user");
      await underlined(bench);
    },
  },
  {
    name: "problems panel",
    async steps(bench) {
      await bench.openProblems();
      // Of the whole project, not only of the file that is open.
      await bench.see(PROBLEM, "generic-story-role", "the panel does not list the story");
      await bench.picture("problems");
      await bench.maximizePanel();
      await bench.see(PROBLEM, "stories-returns.md", "the panel does not list the other file");
      await bench.maximizePanel();
      await bench.closePanel();
    },
  },
  {
    name: "hover",
    async steps(bench) {
      await bench.goTo(PRD, STORY, "user");
      await bench.press("Control+k", "Control+i");
      await bench.see(".monaco-hover", "sales associate", "the hover names no role");
      await bench.press("Escape");
    },
  },
  {
    name: "tip jar",
    async steps(bench) {
      await bench.see(STATUS, "$20", "the status bar does not say what the document owes");
      await bench.command("rolecall: Open the Tip Jar");
      await bench.see(".quick-input-widget .monaco-list-row", STORY, "the tip jar does not list the story");
      await bench.see(".quick-input-widget", "4 of 12 stories", "the tip jar does not count the stories");
      await bench.picture("tip-jar");
      await bench.press("Escape");
    },
  },
  {
    name: "code lens",
    async steps(bench) {
      await bench.goTo(PRD, STORY, "user");
      const lens = bench.page.locator(".codelens-decoration a", { hasText: "Tip jar: $20" });
      await bench.wait("no lens says what the document owes", () => lens.count());
      await lens.click();
      await bench.see(".quick-input-widget .monaco-list-row", STORY, "the lens does not open the tip jar");
      await bench.press("Escape");
    },
  },
  {
    name: "role colours",
    async steps(bench) {
      await bench.goTo(PRD, ROLE_STORY, "sales associate");
      const colour = async (text) => {
        const word = bench.page.locator(".view-line span span", { hasText: text }).first();
        return (await word.count()) > 0 && word.evaluate((span) => getComputedStyle(span).color);
      };
      await bench.wait("a role looks as any word does", async () => {
        const [role, words] = [await colour(/^sales.associate$/), await colour(/to.see.the.neighboring/)];
        return role && words && role !== words;
      });
    },
  },
  {
    name: "walkthrough",
    control: false,
    async steps(bench) {
      await bench.command("Welcome: Open Walkthrough...");
      await bench.page.locator(".quick-input-widget input.input").first().fill("Say who");
      await bench.see(".quick-input-widget .monaco-list-row", "Say who, with rolecall", "there is no walkthrough");
      await bench.press("Enter");
      for (const step of ["Write a story", "Say who", "Declare your roles", "Look into the tip jar"]) {
        await bench.see(".gettingStartedContainer .step-title", step, `there is no step “${step}”`);
      }
      await bench.see(".gettingStartedContainer", "Insert a Story", "the first step offers no story");
      await bench.closeTab("Welcome");
    },
  },
  {
    name: "explanation",
    async steps(bench) {
      await bench.goTo(PRD, STORY, "user");
      await bench.command("rolecall: Explain the Rule under the Cursor");
      await bench.seeTab("generic-story-role.md", "no page explains the rule");
      await bench.seeInPreview("nobody knows who wants it", "the page does not explain the rule");
      await bench.picture("explanation");
      await bench.closeTab("generic-story-role.md");
      await bench.goTo(PRD, "## 6. User stories", "stories");
      await bench.command("rolecall: Explain the Rule under the Cursor");
      await bench.see(".quick-input-widget .monaco-list-row", "avoided-term", "where nothing is found, the rules are not listed");
      await bench.press("Escape");
    },
  },
  {
    name: "quick fix",
    async steps(bench) {
      await bench.goTo(PRD, STORY, "user");
      const offered = await menu(bench);
      if (!offered[0].includes("sales associate")) {
        throw new Error(`the first fix should be the role of the document: ${offered[0]}`);
      }
      await bench.picture("quick-fix");
      await bench.press("Enter");
      const fixed = STORY.replace("a user", "a sales associate");
      await bench.wait("the story was not changed", () => bench.read(PRD).includes(fixed));
      await bench.see(STATUS, "$15", "the status bar does not follow");
    },
  },
  {
    name: "completion",
    async steps(bench) {
      await bench.goTo(PRD, "### 6.2 Pair requests", "### 6.2 Pair requests", 21);
      await bench.press("Enter", "Enter");
      await bench.type("As a mer");
      await bench.see(SUGGESTION, "merchandise analyst", "the role is not offered");
      await bench.picture("completion");
      await sleep(300);
      await bench.press("Enter");
      await bench.type(", I want tea.");
      await bench.wait("the story was not completed", () => bench.read(PRD).includes("As a merchandise analyst, I want tea."));
    },
  },
  {
    name: "story",
    async steps(bench) {
      await bench.goTo(PRD, "### 6.4 Nearby stores", "### 6.4", 1);
      await bench.command("rolecall: Insert a Story");
      const text = "As a role, I want what they do, so that what they gain.";
      await bench.wait("no story was put in", () => bench.read(PRD).includes(`unmet demand\n\n${text}\n\n1. As a sales`));
      await bench.press("Escape", "Escape", "Control+z", "Control+z");
    },
  },
  {
    name: "rename",
    async steps(bench) {
      await bench.openFile(RETURNS);
      await bench.goTo(RETURNS, "As a merchandise analyst, I want the reason", "merchandise");
      await bench.press("F2");
      await bench.wait("no new name is asked for", () => bench.isFocused(".rename-box"));
      await bench.press("Control+a");
      await bench.type("range planner");
      await bench.press("Enter");
      await bench.wait("the other document was not changed", () => bench.read(PRD).includes("As a range planner, I want every request"));
      await bench.wait("this document was not changed", () => bench.read(RETURNS).includes("As a range planner, I want the reason"));
      await bench.wait("rolecall.toml was not changed", () => bench.read("rolecall.toml").includes('name = "range planner"'));
    },
  },
  {
    name: "settings",
    async steps(bench) {
      await bench.openFile(PRD);
      await bench.openProblems();
      await bench.see(PROBLEM, /generic-role/, "the panel does not list the words");
      const before = bench.read(SETTINGS);
      bench.write(SETTINGS, JSON.stringify({ ...JSON.parse(before || "{}"), "rolecall.rules": { "generic-role": "off" } }));
      await bench.wait("the rule was not turned off", async () => !(await bench.problems()).some((row) => row.includes("generic-role")));
      bench.write(SETTINGS, before || "{}");
      await bench.see(PROBLEM, /generic-role/, "the rule was not turned on again");
      await bench.closePanel();
    },
  },
  {
    name: "configuration",
    async steps(bench) {
      await bench.command("rolecall: Show Effective Configuration");
      await bench.seeTab("configuration.txt", "no page shows the configuration");
      await bench.see(".view-lines", /model\s+b2b2c\s+rolecall.toml:7/, "the page does not show the model");
      await bench.closeTab("configuration.txt");
    },
  },
  {
    name: "wrong rolecall.toml",
    async steps(bench) {
      const before = bench.read("rolecall.toml");
      bench.write("rolecall.toml", before.replace('"b2b2c"', '"b2b3c"'));
      await bench.openProblems();
      await bench.see(PROBLEM, "did you mean `b2b2c`?", "the panel does not tell of the mistake");
      bench.write("rolecall.toml", before);
      await bench.wait("the mistake is still told of", async () => !(await bench.problems()).some((row) => row.includes("did you mean")));
      await bench.closePanel();
    },
  },
  {
    name: "untitled",
    async steps(bench) {
      await bench.command("New Untitled Text File");
      await bench.type("As a user, I want tea.");
      await bench.command("Change Language Mode");
      await bench.page.locator(".quick-input-widget input.input").first().fill("Markdown");
      await sleep(300);
      await bench.press("Enter");
      try {
        await underlined(bench);
        await bench.see(STATUS, "$5", "the status bar does not say what the document owes");
        await bench.command("rolecall: Show Effective Configuration");
        await bench.see(".view-lines", "not on", "it is not said why there is no configuration");
        await bench.closeTab("configuration.txt");
      } finally {
        // Empty, it is closed without a question.
        await bench.press("Control+a", "Delete");
        await bench.closeTab("Untitled-1");
      }
    },
  },
  {
    name: "other languages",
    control: false,
    async steps(bench) {
      bench.write("docs/notes.txt", "As a user, I want tea.\n");
      await bench.openFile("docs/notes.txt");
      await bench.command("rolecall: Explain the Rule under the Cursor");
      await bench.message("rolecall reads Markdown. Open a Markdown document first.");
      await bench.closeMessages();
      await bench.openFile(PRD);
    },
  },
  {
    name: "restart",
    control: false,
    async steps(bench) {
      const [before] = await bench.wait("no server runs", () => servers(bench));
      await bench.command("rolecall: Restart the Server");
      await bench.wait("the server is the same", () => {
        const now = servers(bench);
        return now && !now.includes(before);
      });
      await bench.see(STATUS, "$15", "the new server does not answer");
    },
  },
  {
    name: "killed server",
    async steps(bench) {
      await bench.openFile(PRD);
      await underlined(bench);
      for (const times of ["first", "second"]) {
        const [server] = await bench.wait("no server runs", () => servers(bench));
        process.kill(server, "SIGKILL");
        await bench.wait(`no server runs after the ${times} time`, () => {
          const now = servers(bench);
          return now && !now.includes(server);
        });
      }
      await bench.message("The server has stopped and is started again.");
      const told = await bench.texts(MESSAGE);
      if (told.length !== 1) {
        throw new Error(`it should be told once: ${JSON.stringify(told)}`);
      }
      await bench.closeMessages();
      await bench.goTo(PRD, "As an end user, I want to ship", "end user");
      const offered = await menu(bench);
      if (!offered[0].startsWith("Replace with")) {
        throw new Error(`the new server offers: ${offered[0]}`);
      }
      await bench.press("Escape");
    },
  },
  {
    name: "missing server",
    control: false,
    async steps(bench) {
      const before = bench.read(SETTINGS);
      bench.write(SETTINGS, '{"rolecall.server.path": "/nowhere/rolecall"}');
      await bench.message("“rolecall.server.path” is /nowhere/rolecall, and there is no such file.");
      await bench.see(STATUS, "rolecall", "the status bar does not tell");
      await bench.closeMessages();
      bench.write("server", "#!/bin/sh\n");
      bench.write(SETTINGS, '{"rolecall.server.path": "server"}');
      await bench.message("“rolecall.server.path” is server, and that file may not be executed.");
      await bench.closeMessages();
      bench.write(SETTINGS, before || "{}");
      await bench.see(STATUS, "$15", "the server did not come back");
    },
  },
];

/** In a folder that is not trusted, whose settings name a server of its own. */
export const STRANGER_CHECKS = [
  {
    name: "untrusted folder",
    async steps(bench) {
      await bench.goTo(PRD, STORY, "user");
      await underlined(bench);
      await bench.see(STATUS, "$20", "the server of the package does not run");
      if (bench.read("was-run") !== "") {
        throw new Error("the folder's own server was run");
      }
    },
  },
];

/** In a folder of a file system that the server cannot reach. */
export const VIRTUAL_CHECKS = [
  {
    name: "virtual file system",
    async steps(bench) {
      await underlined(bench);
      await bench.see(STATUS, "$5", "the status bar does not say what the document owes");
      await bench.command("rolecall: Show Effective Configuration");
      await bench.see(".view-lines", "not on", "it is not said why there is no configuration");
      const told = await bench.texts(MESSAGE);
      if (told.length > 0) {
        throw new Error(`nothing is wrong: ${JSON.stringify(told)}`);
      }
    },
  },
];

const PROBLEM = ".markers-panel .monaco-list-row";
const SUGGESTION = ".suggest-widget.visible .monaco-list-row";
const MESSAGE = ".notifications-toasts .notification-list-item";
const STATUS = "#rolecall\\.rolecall\\.rolecall\\.tipJar";

async function underlined(bench) {
  await bench.wait("nothing is underlined", async () => (await bench.page.locator(".squiggly-warning").count()) > 0);
}

/** Opens the menu of quick fixes; a key too early after a move is lost, so it is pressed again. */
async function menu(bench) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await bench.press("Control+.");
    for (let waited = 0; waited < Math.min(2_000, bench.patience); waited += 100) {
      const rows = await bench.texts(".action-widget .monaco-list-row.action");
      if (rows.length > 0) {
        return rows;
      }
      await sleep(100);
    }
  }
  throw new Error("no quick fix is offered");
}

/** The servers that run for this window: those of its home that say so on their command line. */
function servers(bench) {
  const found = [];
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const binary = readlinkSync(`/proc/${name}/exe`);
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
      if (command[1] === "server" && binary.startsWith(bench.home)) {
        found.push(Number(name));
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  return found.length > 0 && found;
}
