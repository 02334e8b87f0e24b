// What the server says on the command line.

import { execFile } from "node:child_process";
import * as vscode from "vscode";
import type { Server } from "./server";

/** Runs `rolecall` with arguments; what it prints, or nothing if it cannot be run, which is said. */
export async function ask(server: Server, args: string[]): Promise<string | undefined> {
  const binary = server.binary;
  if (!binary) {
    void vscode.window.showErrorMessage(`rolecall: ${server.problem ?? "The server has not been started yet."}`);
    return undefined;
  }
  return new Promise((resolve) => {
    execFile(binary, [...args, "--color", "never"], { timeout: 20_000 }, (error, printed, complaint) => {
      // A wrong rolecall.toml ends with an error, and with much to read.
      if (printed || complaint) {
        resolve([complaint, printed].filter(Boolean).join("\n"));
        return;
      }
      if (error) {
        server.output.error(error.message);
        void vscode.window.showErrorMessage(`rolecall: \`rolecall ${args[0] ?? ""}\` could not be run.`);
      }
      resolve(error ? undefined : "");
    });
  });
}
