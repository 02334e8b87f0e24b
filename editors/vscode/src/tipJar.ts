// What the stories of a document owe, as the server says it on its code lens.

import type * as vscode from "vscode";
import { CodeLensRequest, type LanguageClient, type Middleware } from "vscode-languageclient/node";

/** What the stories of a document owe. */
export interface TipJar {
  /** In dollars. */
  owed: number;
  /** How many stories there are. */
  stories: number;
  /** How many of them do not say who. */
  generic: number;
}

/** Asks what a document owes; nothing where all its stories say who. */
export async function tipJarOf(client: LanguageClient, document: vscode.TextDocument): Promise<TipJar | undefined> {
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
  const lenses = await client.sendRequest(CodeLensRequest.type, { textDocument });
  return (lenses ?? []).map((lens) => tipJarIn(lens.data)).find(Boolean);
}

/** Has the lens of the tip jar open it. */
export const lensesThatOpen: NonNullable<Middleware["provideCodeLenses"]> = async (document, token, next) => {
  const lenses = await next(document, token);
  for (const lens of lenses ?? []) {
    if (lens.command && tipJarIn((lens as { data?: unknown }).data)) {
      lens.command.command = "rolecall.openTipJar";
    }
  }
  return lenses;
};

function tipJarIn(data: unknown): TipJar | undefined {
  return (data as { tipJar?: TipJar } | null | undefined)?.tipJar;
}
