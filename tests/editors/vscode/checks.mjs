// What a writer does, each seen on the screen or on disk. In this order: each begins where the last one ended.

import { setTimeout as sleep } from "node:timers/promises";

const PRD = "docs/prd-fitting-room.md";
const STORY = "As a user, I want to see every size and width of the shoe in my hand";

export const CHECKS = [
  {
    name: "squiggle",
    async steps(bench) {
      await bench.goTo(PRD, STORY, "user");
      await bench.wait("nothing is underlined", async () => (await bench.page.locator(".squiggly-warning").count()) > 0);
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
    },
  },
];

/** Opens the menu of quick fixes; a key too early after a move is lost, so it is pressed again. */
async function menu(bench) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await bench.press("Control+.");
    for (let waited = 0; waited < 2_000; waited += 100) {
      const rows = await bench.texts(".action-widget .monaco-list-row.action");
      if (rows.length > 0) {
        return rows;
      }
      await sleep(100);
    }
  }
  throw new Error("no quick fix is offered");
}
