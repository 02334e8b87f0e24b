// Which documents are ours.

import * as vscode from "vscode";
import type { DocumentSelector } from "vscode-languageclient/node";

/**
 * Markdown and `rolecall.toml`: on disk, unsaved, and in the folders that are open, of whatever file system. Others,
 * such as the old half of a comparison, are nobody's to edit.
 */
export function selector(): DocumentSelector {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.scheme);
  const schemes = new Set(["file", "untitled", ...folders]);
  return [...schemes].flatMap((scheme) => [
    { scheme, language: "markdown" },
    { scheme, pattern: "**/rolecall.toml" },
  ]);
}

/** The editor in front, if what it shows is Markdown; otherwise says that it is not. */
export function markdownEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId === "markdown") {
    return editor;
  }
  void vscode.window.showInformationMessage("rolecall reads Markdown. Open a Markdown document first.");
  return undefined;
}

/** Whether a document lies where the server can read what is beside it. */
export function isOnDisk(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "file";
}

/** What the server has found in a document. */
export function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((found) => found.source === "rolecall");
}

/** The rule that a finding is of. */
export function ruleOf(finding: vscode.Diagnostic): string {
  const code = finding.code;
  return String(typeof code === "object" ? code.value : (code ?? ""));
}
