// pure

/** Who holds a state folder: what a person is told, and what tells a living holder from a dead one. */
export interface Holder {
  program: string;
  /** Address of the control plane: its own, or the one a runner works for. */
  url: string;
  since: string;
  pid: number;
  /** Differs between two processes that were given the same number. */
  startedAt: string;
  place: Place;
}

/** Where process numbers mean something. */
export interface Place {
  host: string;
  /** Differs after each start of the machine. */
  boot: string;
  /** Containers count their processes apart. */
  pidSpace: string;
}

/**
 * `startedAt`: when the process that has the holder's number here was started; undefined when there is none. `unknown`: the holder's
 * number says nothing here, because another machine or container gave it.
 */
export function judgeHolder(
  holder: Holder,
  { here, startedAt }: { here: Place; startedAt: string | undefined },
): "alive" | "dead" | "unknown" {
  const { host, boot, pidSpace } = holder.place;
  if (host === here.host && boot !== here.boot) return "dead";
  if (boot !== here.boot || pidSpace !== here.pidSpace) return "unknown";
  return startedAt === holder.startedAt ? "alive" : "dead";
}

/** undefined: nobody, because it was given back, or because the machine died while it was written. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null) return false;
  return ["program", "url", "since", "pid", "startedAt", "place"].every((key) => key in value);
}
