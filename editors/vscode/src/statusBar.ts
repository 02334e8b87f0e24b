// The item in the status bar: the tip jar of the document in front, or what is wrong with the server.

import * as vscode from "vscode";
import { isOnDisk } from "./documents";
import type { Server } from "./server";
import { tipJarOf } from "./tipJar";

/** Typing makes many changes; so long is waited for the next, in milliseconds. */
const SETTLE = 250;

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("rolecall.tipJar", vscode.StatusBarAlignment.Right, 100);
  private readonly watch: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  /** The number of the newest question: what an older one brings is out of date. */
  private asked = 0;

  constructor(private readonly server: Server) {
    this.item.name = "rolecall: tip jar";
    const isShown = (uri: vscode.Uri) => uri.toString() === shown()?.uri.toString();
    this.watch = vscode.Disposable.from(
      this.item,
      server.onDidChange(() => this.later()),
      vscode.window.onDidChangeActiveTextEditor(() => this.later()),
      vscode.workspace.onDidChangeTextDocument((event) => isShown(event.document.uri) && this.later()),
      vscode.languages.onDidChangeDiagnostics((event) => event.uris.some(isShown) && this.later()),
    );
    this.later();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.watch.dispose();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.update(), SETTLE);
  }

  private async update(): Promise<void> {
    const question = ++this.asked;
    const document = shown();
    if (!document) {
      this.item.hide();
      return;
    }
    const client = this.server.running;
    if (!client) {
      this.show(this.server.problem);
      return;
    }
    const jar = await tipJarOf(client, document).catch(() => undefined);
    if (question !== this.asked) {
      return;
    }
    const owes = jar ? `${jar.generic} of ${jar.stories} stories do not say who.` : "Every story says who.";
    this.item.text = `$(coffee) ${jar ? `$${jar.owed}` : "$0"}`;
    this.item.accessibilityInformation = { label: `Tip jar: ${jar?.owed ?? 0} dollars. ${owes}` };
    this.item.tooltip = [`Tip jar: ${owes}`, alone(document)].filter(Boolean).join("\n\n");
    this.item.command = "rolecall.openTipJar";
    this.item.backgroundColor = undefined;
    this.item.show();
  }

  private show(problem: string | undefined): void {
    this.item.text = problem ? "$(warning) rolecall" : "$(loading~spin) rolecall";
    this.item.tooltip = problem ?? "The server is being started.";
    this.item.command = problem ? "rolecall.restartServer" : "rolecall.showOutput";
    this.item.accessibilityInformation = undefined;
    this.item.backgroundColor = problem ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    this.item.show();
  }
}

/** The Markdown in front. */
function shown(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === "markdown" ? document : undefined;
}

/** Why nothing is known of the other documents. */
function alone(document: vscode.TextDocument): string {
  if (isOnDisk(document)) {
    return "";
  }
  const where = document.isUntitled ? "It is not saved" : "It is on a virtual file system";
  return `${where}, so it is read by itself, without rolecall.toml and the other documents.`;
}
