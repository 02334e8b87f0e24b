// What is shown and cannot be edited: an explanation, a configuration.

import * as vscode from "vscode";

const SCHEME = "rolecall";

export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? "This page is from an earlier session. Ask for it again.\n";
  }

  /** Shows a text beside the document, under a name whose ending says what it is. */
  async show(name: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.put(name, text));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  /** The same with Markdown, as it is read. */
  async showMarkdown(name: string, text: string): Promise<void> {
    await vscode.commands.executeCommand("markdown.showPreviewToSide", this.put(name, text));
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private put(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }
}
