// Explains the rule under the cursor, or one that is picked.

import * as vscode from "vscode";
import { ask } from "../commandLine";
import { findings, markdownEditor, ruleOf } from "../documents";
import { declaredSettings } from "../manifest";
import type { Pages } from "../pages";
import type { Server } from "../server";

export async function explainRule(server: Server, pages: Pages): Promise<void> {
  const editor = markdownEditor();
  if (!editor) {
    return;
  }
  const here = findings(editor.document).filter((found) => found.range.contains(editor.selection.active));
  const rules = [...new Set(here.map(ruleOf).filter(Boolean))];
  const rule = rules.length === 1 ? rules[0] : await picked(rules);
  if (!rule) {
    return;
  }
  const said = await ask(server, ["explain", rule]);
  if (said !== undefined) {
    await pages.showMarkdown(`${rule}.md`, said);
  }
}

async function picked(rules: string[]): Promise<string | undefined> {
  const all = known();
  const items = all.filter((item) => rules.length === 0 || rules.includes(item.label));
  const placeHolder =
    rules.length === 0 ? "Nothing is found under the cursor. Which rule?" : "Several rules speak here. Which one?";
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.label;
}

/** All rules, as this package declares them for the settings. */
function known(): vscode.QuickPickItem[] {
  const rules = declaredSettings().find(([key]) => key === "rules")?.[1].properties ?? {};
  return Object.entries(rules).map(([label, { description }]) => ({ label, description: description ?? "" }));
}
