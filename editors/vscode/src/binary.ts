// Which server is started: the one of the settings, the one in this package, or one on the PATH.

import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

const NAME = process.platform === "win32" ? "rolecall.exe" : "rolecall";

/** The path of the server. Fails with a `Missing` that says what a person can do. */
export async function findServer(extension: vscode.Uri): Promise<string> {
  const given = vscode.workspace.getConfiguration("rolecall").get<string>("server.path")?.trim();
  if (given) {
    return usable(expanded(given), `“rolecall.server.path” is ${given}`);
  }
  const bundled = path.join(extension.fsPath, "server", NAME);
  if (await isFile(bundled)) {
    return usable(bundled, `The server of this extension is ${bundled}`);
  }
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter).filter(Boolean)) {
    const candidate = path.join(folder, NAME);
    if ((await isFile(candidate)) && (await isExecutable(candidate))) {
      return candidate;
    }
  }
  throw new Missing("This package has no server for your system, and there is no `rolecall` on the PATH.");
}

/** There is no server that could be started; the message is for people. */
export class Missing extends Error {}

async function usable(file: string, where: string): Promise<string> {
  if (!(await isFile(file))) {
    throw new Missing(`${where}, and there is no such file.`);
  }
  if (!(await isExecutable(file))) {
    throw new Missing(`${where}, and that file may not be executed.`);
  }
  return file;
}

/** A path as people write it: `~` is their home, and what is relative begins at the first folder. */
function expanded(written: string): string {
  const file = written.startsWith("~/") ? path.join(homedir(), written.slice(2)) : written;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return path.resolve(folder?.scheme === "file" ? folder.fsPath : homedir(), file);
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then((found) => found.isFile(), () => false);
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(() => true, () => false);
}
