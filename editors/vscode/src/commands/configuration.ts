// Shows what holds for the document in front, and where each value comes from.

import * as vscode from "vscode";
import { ask } from "../commandLine";
import { isOnDisk, markdownEditor } from "../documents";
import { declaredSettings } from "../manifest";
import type { Pages } from "../pages";
import type { Server } from "../server";
import { isServers } from "../settings";

export async function showConfiguration(server: Server, pages: Pages): Promise<void> {
  const document = markdownEditor()?.document;
  if (!document) {
    return;
  }
  const own = editorSettings();
  const settings = `In your editor's settings, under the file:\n\n${own}`;
  if (!isOnDisk(document)) {
    const why = "This document is not on disk, so no rolecall.toml holds for it.";
    await pages.show("configuration.txt", `${why}\n\n${settings}\n`);
    return;
  }
  const said = await ask(server, ["config", document.uri.fsPath]);
  if (said !== undefined) {
    await pages.show("configuration.txt", `${said.trimEnd()}\n\n${settings}\n`);
  }
}

/** What somebody has set in the editor, as JSON. */
function editorSettings(): string {
  const configuration = vscode.workspace.getConfiguration("rolecall");
  const set: Record<string, unknown> = {};
  for (const key of declaredSettings().map(([key]) => key).filter(isServers)) {
    const found = configuration.inspect(key);
    if (found?.globalValue !== undefined || found?.workspaceValue !== undefined) {
      set[`rolecall.${key}`] = configuration.get(key);
    }
  }
  return Object.keys(set).length > 0 ? JSON.stringify(set, undefined, 2) : "nothing";
}
