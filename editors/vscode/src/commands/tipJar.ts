// Opens the tip jar: the stories that do not say who, and what they owe.

import * as vscode from "vscode";
import { findings, markdownEditor, ruleOf } from "../documents";
import type { Server } from "../server";
import { tipJarOf } from "../tipJar";

export async function openTipJar(server: Server): Promise<void> {
  const editor = markdownEditor();
  if (!editor) {
    return;
  }
  const client = server.running;
  if (!client) {
    void vscode.window.showErrorMessage(`rolecall: ${server.problem ?? "The server is being started."}`);
    return;
  }
  const jar = await tipJarOf(client, editor.document);
  if (!jar) {
    void vscode.window.showInformationMessage("The tip jar is empty: every story says who.");
    return;
  }
  const owing = findings(editor.document).filter((found) => ruleOf(found) === "generic-story-role");
  const items = owing.map(({ range }) => ({
    label: `${range.start.line + 1}: ${editor.document.lineAt(range.start.line).text.trim()}`,
    range,
  }));
  const title = `Tip jar: $${jar.owed}. ${jar.generic} of ${jar.stories} stories do not say who.`;
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: "Go to a story" });
  if (chosen) {
    await vscode.window.showTextDocument(editor.document, { selection: chosen.range });
  }
}
