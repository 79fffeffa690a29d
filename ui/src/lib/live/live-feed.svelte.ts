import { invalidate } from "$app/navigation";
import { chosenTeam } from "../api/http.ts";
import { getMe } from "../api/identity.ts";
import { hasUnsaved } from "../forms/unsaved.ts";
import { forgetMe } from "../session/me.ts";
import { besideNavigations } from "./beside-navigations.ts";
import { type LiveEvent, staleKeys } from "./live-keys.ts";
import { createStaleQueue } from "./stale-queue.ts";
import { whileVisible } from "./while-visible.ts";

/** Events that come together reload a page once. */
const gatherMs = 120;
/** How long after a refusal (a restart behind a proxy, an ended session) the stream is tried again. */
const reopenMs = 4_000;
const heard = ["deployment", "step", "resource", "bulk", "server", "runner", "member", "delivery", "ping"];

/** A reload that is refused takes the page away, and what was typed on it: then it is asked first whether it would be. */
const mayReload = async () =>
  !hasUnsaved() ||
  (await getMe().then(
    () => true,
    () => false,
  ));

/**
 * One stream of events per open page. It only says what has become stale: the loads ask the API for the truth, so a lost
 * event costs freshness, never correctness.
 */
class LiveFeed {
  isConnected = $state(false);
  /** Epoch ms of the last sign of life; null before the first. */
  lastSeenAt = $state<number | null>(null);
  readonly #stale = createStaleQueue({
    gather: () => new Promise((done) => setTimeout(done, gatherMs)),
    reload: (isStale) =>
      besideNavigations(async () => {
        if (await mayReload()) await invalidate(({ href }) => href.startsWith("live:") && isStale(href));
      }),
  });
  #close: (() => void) | null = null;

  open(): () => void {
    this.close();
    this.#close = whileVisible(() => this.#listen());
    return () => this.close();
  }

  close(): void {
    this.#close?.();
    this.#close = null;
    this.isConnected = false;
    this.lastSeenAt = null;
  }

  /** What the person's own action has made stale: it shows without waiting for word of it. */
  renew(keys: readonly string[]): void {
    this.#stale.add(keys);
  }

  #listen(): () => void {
    const team = chosenTeam();
    const source = new EventSource(`/api/v1/events${team ? `?team=${encodeURIComponent(team)}` : ""}`);
    let again: (() => void) | null = null;
    source.onopen = () => {
      // Whatever happened while the stream was down is unknown, also between the page's load and the first opening: everything
      // live is asked again.
      this.#stale.addAll();
      this.isConnected = true;
      this.lastSeenAt = Date.now();
    };
    source.onerror = () => {
      this.isConnected = false;
      // The browser comes back by itself after a broken connection, but never after a refusal.
      if (source.readyState !== EventSource.CLOSED || again) return;
      const timer = setTimeout(() => {
        again = this.#listen();
      }, reopenMs);
      again = () => clearTimeout(timer);
    };
    for (const type of heard) source.addEventListener(type, ({ data }: MessageEvent<string>) => this.#hear(data));
    return () => {
      source.close();
      again?.();
    };
  }

  #hear(text: string): void {
    this.lastSeenAt = Date.now();
    const event = readEvent(text);
    if (!event) return;
    if (event.type === "member") forgetMe();
    this.#stale.add(staleKeys(event));
  }
}

function readEvent(text: string): LiveEvent | undefined {
  try {
    const event: unknown = JSON.parse(text);
    const isEvent = typeof event === "object" && event !== null && "type" in event && event.type !== "ping";
    return isEvent ? asLiveEvent(event) : undefined;
  } catch {
    return undefined;
  }
}

// The stream comes from our own control plane, which types what it publishes.
// allow casts: the union is closed on the server and every reader checks `type` first
const asLiveEvent = (event: object) => event as LiveEvent;

export const liveFeed = new LiveFeed();
