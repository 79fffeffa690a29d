import { DurableObject } from "cloudflare:workers";

/**
 * One topic: the live events of a team, or the wake-ups of a runner. Listeners are hibernating websockets, so an object that only
 * waits costs nothing; losing it loses nothing but speed.
 */
export class Hub extends DurableObject {
  override async fetch() {
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1]);
    // The types of the web know no `webSocket` in an answer; the runtime does.
    return Reflect.construct(Response, [null, { status: 101, webSocket: pair[0] }]);
  }

  /** Tells every listener of this topic. One that is about to close is skipped: it reads the truth again when it is back. */
  publish(...messages: string[]): void {
    for (const socket of this.ctx.getWebSockets()) {
      try {
        for (const message of messages) socket.send(message);
      } catch {
        socket.close(1011, "not reachable");
      }
    }
  }
}
