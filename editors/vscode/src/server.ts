// The server's life: started, started again after a crash, and stopped.

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  RevealOutputChannelOn,
  type ErrorHandler,
  type LanguageClient,
} from "vscode-languageclient/node";
import { BackOff } from "./backOff";
import { findServer, Missing } from "./binary";
import { QuietClient } from "./client";
import { selector } from "./documents";
import { settings } from "./settings";
import { lensesThatOpen } from "./tipJar";

/** The language server, with what becomes of it. */
export class Server implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel("rolecall", { log: true });
  private readonly changed = new vscode.EventEmitter<void>();
  /** Told when the server has started or stopped. */
  readonly onDidChange = this.changed.event;
  private readonly backOff = new BackOff();
  private readonly watch: vscode.Disposable;
  private client: LanguageClient | undefined;
  private timer: NodeJS.Timeout | undefined;
  private path: string | undefined;
  private failure: string | undefined;
  /** One after the other: what starts and what stops. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext) {
    this.watch = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("rolecall.server.path")) {
          void this.restart();
        }
      }),
      // Folders of another file system bring documents of another scheme.
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.restart()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.restart()),
    );
  }

  /** The client of a running server. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** The path of the server that runs, or ran last. */
  get binary(): string | undefined {
    return this.path;
  }

  /** Why there is no server. */
  get problem(): string | undefined {
    return this.running ? undefined : this.failure;
  }

  start(): Promise<void> {
    return this.then(() => this.begin());
  }

  stop(): Promise<void> {
    clearTimeout(this.timer);
    return this.then(() => this.end());
  }

  /** Starts the server anew, as if it had never crashed. */
  restart(): Promise<void> {
    clearTimeout(this.timer);
    this.backOff.reset();
    return this.then(async () => {
      await this.end();
      await this.begin();
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.watch.dispose();
    this.changed.dispose();
    this.output.dispose();
  }

  private then(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step).catch((error: unknown) => this.fail(reason(error)));
    return this.queue;
  }

  private async begin(): Promise<void> {
    if (this.client) {
      return;
    }
    try {
      this.path = await findServer(this.context.extensionUri);
    } catch (error) {
      if (!(error instanceof Missing)) {
        throw error;
      }
      this.fail(error.message);
      return;
    }
    const client = new QuietClient("rolecall", "rolecall", this.howToStart(this.path), {
      documentSelector: selector(),
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticPullOptions: { onChange: true },
      markdown: { isTrusted: false },
      middleware: { workspace: settings, provideCodeLenses: lensesThatOpen },
      errorHandler: this.errorHandler(),
      // What goes wrong at the start is told below, once.
      initializationFailedHandler: () => false,
    });
    this.client = client;
    this.output.info(`Starting ${this.path}`);
    this.backOff.begin(Date.now());
    try {
      await client.start();
      this.failure = undefined;
    } catch (error) {
      this.output.error(reason(error));
      this.crashed(client);
    }
    this.changed.fire();
  }

  private howToStart(command: string) {
    return { command, args: ["server"] };
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.needsStop()) {
      await client.stop().catch((error: unknown) => this.output.warn(reason(error)));
    }
    await client?.dispose().catch(() => undefined);
    this.changed.fire();
  }

  /** A client that does not start its server again by itself: it would do so at once. */
  private errorHandler(): ErrorHandler {
    return {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        const client = this.client;
        setTimeout(() => client && this.crashed(client), 0);
        return { action: CloseAction.DoNotRestart, handled: true, message: "The server has stopped." };
      },
    };
  }

  private crashed(client: LanguageClient): void {
    if (this.client !== client) {
      return;
    }
    this.client = undefined;
    void client.dispose().catch(() => undefined);
    const delay = this.backOff.crashed(Date.now());
    if (delay === undefined) {
      this.fail("The server has stopped again and again, so it is left alone.");
      return;
    }
    this.output.warn(`The server has stopped; it is started again in ${delay} ms.`);
    this.failure = "The server has stopped and is being started again.";
    this.changed.fire();
    if (this.backOff.isFirst) {
      void this.tell(vscode.window.showWarningMessage, "The server has stopped and is started again.", "Show Output");
    }
    this.timer = setTimeout(() => void this.start(), delay);
  }

  private fail(message: string): void {
    this.failure = message;
    this.output.error(message);
    this.changed.fire();
    void this.tell(vscode.window.showErrorMessage, message, "Restart", "Open Settings", "Show Output");
  }

  private async tell(
    show: (message: string, ...items: string[]) => Thenable<string | undefined>,
    message: string,
    ...items: string[]
  ): Promise<void> {
    const chosen = await show(`rolecall: ${message}`, ...items);
    if (chosen === "Restart") {
      await this.restart();
    } else if (chosen === "Open Settings") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "rolecall.server.path");
    } else if (chosen === "Show Output") {
      this.output.show(true);
    }
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
