// pure

/** What a build or a pull says while it runs. Bytes are the user's output: redact and sanitise before anything is shown. */
export type BuildEvent =
  | { kind: "step"; step: string; name: string; state: "started" }
  | { kind: "step"; step: string; name: string; state: "cached" | "completed"; durationMs: number }
  | { kind: "step"; step: string; name: string; state: "failed"; durationMs: number; error: string }
  /** Output of one step. Chunks end where BuildKit cut them, not at line ends. */
  | { kind: "output"; step: string; stream: "stdout" | "stderr"; bytes: Uint8Array }
  /** Progress of one layer or upload. `totalBytes` is 0 while unknown. */
  | { kind: "transfer"; item: string; currentBytes: number; totalBytes: number; isDone: boolean }
  | { kind: "warning"; text: string };

export type OnBuildEvent = (event: BuildEvent) => void;

/** `imageId`: `sha256:…` as Docker names it on that server. */
export type BuiltImage = { imageId: string };
