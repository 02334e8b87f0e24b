// What this package declares of itself: its settings, with what they say.

import * as vscode from "vscode";

export interface Setting {
  description?: string;
  properties?: Record<string, Setting>;
}

interface Manifest {
  contributes: { configuration: { properties: Record<string, Setting> }[] };
}

/** The settings of this package by their keys behind `rolecall.`, in the order they are shown. */
export function declaredSettings(): [string, Setting][] {
  const manifest = vscode.extensions.getExtension("rolecall.rolecall")?.packageJSON as Manifest | undefined;
  const settings = manifest?.contributes.configuration.flatMap((part) => Object.entries(part.properties)) ?? [];
  return settings.map(([key, setting]) => [key.replace(/^rolecall\./, ""), setting]);
}
