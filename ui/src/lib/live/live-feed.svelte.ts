import { invalidate } from "$app/navigation";
import { chosenTeam } from "../api/http.ts";
import { type LiveEvent, staleKeys } from "./live-keys.ts";

/** Events that come together reload a page once. */
const gatherMs = 120;

/**
 * One stream of events per open page. It only says what has become stale: the loads ask the API for the truth, so a lost
 * event costs freshness, never correctness.
 */
class LiveFeed {
  isConnected = $state(false);
  /** Epoch ms of the last sign of life; null before the first. */
  lastSeenAt = $state<number | null>(null);
  #source: EventSource | null = null;
  #stale = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  open(): () => void {
    const team = chosenTeam();
    const source = new EventSource(`/api/v1/events${team ? `?team=${encodeURIComponent(team)}` : ""}`);
    this.#source = source;
    source.onopen = () => {
      // Whatever happened while the stream was down is unknown: everything live is asked again.
      if (this.lastSeenAt !== null) this.#reload(() => true);
      this.isConnected = true;
      this.lastSeenAt = Date.now();
    };
    source.onerror = () => {
      this.isConnected = false;
    };
    source.onmessage = (message: MessageEvent<string>) => this.#hear(message.data);
    for (const type of ["deployment", "step", "application", "server", "runner", "delivery", "ping"])
      source.addEventListener(type, (message: MessageEvent<string>) => this.#hear(message.data));
    return () => this.close();
  }

  close(): void {
    this.#source?.close();
    this.#source = null;
    this.isConnected = false;
    this.lastSeenAt = null;
  }

  #hear(text: string): void {
    this.lastSeenAt = Date.now();
    const event = readEvent(text);
    if (!event) return;
    for (const key of staleKeys(event)) this.#stale.add(key);
    if (this.#stale.size === 0 || this.#timer) return;
    this.#timer = setTimeout(() => {
      const stale = this.#stale;
      this.#stale = new Set();
      this.#timer = undefined;
      this.#reload((key) => stale.has(key));
    }, gatherMs);
  }

  #reload(isStale: (key: string) => boolean): void {
    void invalidate(({ href }) => href.startsWith("live:") && isStale(href));
  }
}

function readEvent(text: string): LiveEvent | undefined {
  try {
    const event: unknown = JSON.parse(text);
    const isEvent = typeof event === "object" && event !== null && "type" in event;
    return isEvent ? asLiveEvent(event) : undefined;
  } catch {
    return undefined;
  }
}

// The stream comes from our own control plane, which types what it publishes.
const asLiveEvent = (event: object) => event as LiveEvent;

export const liveFeed = new LiveFeed();
