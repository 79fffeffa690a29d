import type { BuildEvent } from "../../runner/src/build/build-event.ts";
import type { BuildRun } from "../../runner/src/build/build-run.ts";

/** What a job would hand to a build, with its log in `output`. */
export function aBuild(more: Partial<BuildRun> = {}): BuildRun & { events: BuildEvent[]; output: () => string } {
  const events: BuildEvent[] = [];
  return {
    tag: "fairlead-test:1",
    labels: { "dev.fairlead.test": "yes" },
    buildArgs: {},
    secrets: {},
    digest: "d".repeat(32),
    registries: [],
    proxy: null,
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    events,
    output: () =>
      events.map((event) => (event.kind === "output" ? Buffer.from(event.bytes).toString("utf8") : "")).join(""),
    ...more,
  };
}
