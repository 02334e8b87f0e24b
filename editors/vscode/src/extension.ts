// Where VS Code begins: makes the parts and knows nothing of what they do.

import * as vscode from "vscode";
import { showConfiguration } from "./commands/configuration";
import { explainRule } from "./commands/explain";
import { insertStory } from "./commands/story";
import { openTipJar } from "./commands/tipJar";
import { Pages } from "./pages";
import { Server } from "./server";
import { StatusBar } from "./statusBar";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const pages = new Pages();
  const running = new Server(context);
  server = running;
  const status = new StatusBar(running);
  const command = (name: string, run: () => unknown) => vscode.commands.registerCommand(`rolecall.${name}`, run);
  context.subscriptions.push(
    pages,
    status,
    running,
    command("restartServer", () => running.restart()),
    command("showOutput", () => running.output.show(true)),
    command("showConfiguration", () => showConfiguration(running, pages)),
    command("explainRule", () => explainRule(running, pages)),
    command("insertStory", () => insertStory(running)),
    command("openTipJar", () => openTipJar(running)),
  );
  await running.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
