// pure

import * as v from "valibot";
import type { Config } from "../../kit/deps.ts";
import { egressTarget } from "../../rules/egress-policy.ts";
import { AppError, invalid } from "../../rules/errors.ts";
import { ChannelSettings } from "./notifications.schemas.ts";

/** The settings as they are kept: those a person gives, and for a webhook the secret that signs. */
export type StoredSettings =
  | Exclude<ChannelSettings, { kind: "webhook" }>
  | (Extract<ChannelSettings, { kind: "webhook" }> & { secret: string });

const Stored = v.intersect([
  v.object({ secret: v.optional(v.string()) }),
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.transform(({ secret: _, ...rest }) => rest),
    ChannelSettings,
  ),
]);

export function parseStoredSettings(text: string): StoredSettings {
  const { secret, ...settings } = v.parse(Stored, JSON.parse(text));
  if (settings.kind !== "webhook") return settings;
  if (!secret) throw new Error("A stored webhook channel has no signing secret.");
  return { ...settings, secret };
}

/** Refuses at save what every send would refuse. Names are judged again when they are resolved. */
export function checkTarget(settings: ChannelSettings, config: Pick<Config, "allowedPrivateHosts">): void {
  if (settings.kind !== "webhook" && settings.kind !== "slack") return;
  try {
    egressTarget(settings.url, config);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    throw invalid(code, `settings.url: ${message}`, { fields: [{ path: "settings.url", message }] });
  }
}

const firstLetter = (address: string) => address.replace(/^(.)[^@]*/, "$1…");

/** Recognisable, not usable. */
export function hintOf(settings: StoredSettings): string {
  switch (settings.kind) {
    case "email":
      return settings.addresses.map(firstLetter).join(", ");
    case "discord":
    case "slack":
    case "webhook":
      return `${new URL(settings.url).hostname}/…${settings.url.slice(-4)}`;
    case "telegram":
      return `bot ${settings.botToken.split(":")[0]}, chat ${settings.chatId}`;
  }
}

/** Every text that must not appear in a stored error. */
export function secretsOf(settings: StoredSettings): string[] {
  switch (settings.kind) {
    case "email":
      return [];
    case "discord":
    case "slack":
      return [settings.url, new URL(settings.url).pathname];
    case "webhook":
      return [settings.url, settings.secret];
    case "telegram":
      return [settings.botToken];
  }
}
