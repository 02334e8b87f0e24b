// What the server is told of the settings: all but the few that are for this extension.

import type { Middleware } from "vscode-languageclient/node";

const OWN = ["server", "trace"];

/** Hands the server its own keys alone. It asks for them, so a change is told without what has changed. */
export const settings: NonNullable<Middleware["workspace"]> = {
  didChangeConfiguration: (_sections, next) => next(undefined),
  configuration: async (params, token, next) => {
    const answers = await next(params, token);
    return Array.isArray(answers) ? answers.map(withoutOwn) : answers;
  },
};

function withoutOwn(section: unknown): unknown {
  if (typeof section !== "object" || section === null) {
    return section;
  }
  return Object.fromEntries(Object.entries(section).filter(([key]) => isServers(key)));
}

/** Whether a setting of that key, behind `rolecall.`, is the server's to know. */
export function isServers(key: string): boolean {
  return !OWN.includes(key.split(".")[0] ?? key);
}
