// The client of the library, but quiet: what becomes of the server is told by ours, once and in words.

import { LanguageClient } from "vscode-languageclient/node";

export class QuietClient extends LanguageClient {
  /** Writes to the output what the library would also show, with a stack trace. */
  override error(message: string, data?: unknown): void {
    super.error(data instanceof Error ? `${message} ${data.message}` : message, undefined, false);
  }
}
