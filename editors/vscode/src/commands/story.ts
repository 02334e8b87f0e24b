// Puts a story to fill in at the cursor, as the server's completion offers it.

import * as vscode from "vscode";
import { markdownEditor } from "../documents";
import type { Server } from "../server";

export async function insertStory(server: Server): Promise<void> {
  const editor = markdownEditor();
  if (!editor) {
    return;
  }
  if (!server.running) {
    void vscode.window.showErrorMessage(`rolecall: ${server.problem ?? "The server is being started."}`);
    return;
  }
  const place = await emptyLine(editor);
  const story = await offered(editor.document.uri, place);
  if (!story) {
    void vscode.window.showInformationMessage("rolecall: No story can stand here, as in a code block.");
    return;
  }
  const text = story.insertText ?? "";
  await editor.insertSnippet(typeof text === "object" ? text : new vscode.SnippetString(text), place);
}

/** The line of the cursor if it is empty, or else a new one below, with space around it. */
async function emptyLine(editor: vscode.TextEditor): Promise<vscode.Position> {
  const line = editor.document.lineAt(editor.selection.active.line);
  if (line.isEmptyOrWhitespace) {
    return line.range.end;
  }
  const next = line.lineNumber + 1;
  const isLast = next >= editor.document.lineCount;
  const above = isLast || !editor.document.lineAt(next).isEmptyOrWhitespace ? "\n\n\n" : "\n\n";
  await editor.edit((edit) => edit.insert(line.range.end, isLast ? "\n\n" : above));
  return new vscode.Position(line.lineNumber + 2, 0);
}

async function offered(uri: vscode.Uri, place: vscode.Position): Promise<vscode.CompletionItem | undefined> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    uri,
    place,
  );
  const isStory = (item: vscode.CompletionItem) =>
    item.label === "story" && item.kind === vscode.CompletionItemKind.Snippet;
  return list.items.find(isStory);
}
