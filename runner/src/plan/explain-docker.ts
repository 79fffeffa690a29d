import type { Cause } from "../../contract/index.ts";

/** What the Engine API said no with. `message` is the server's own text. */
export type DockerRefusal = { status: number; message: string };

type Matcher = { pattern: RegExp; explain: (match: RegExpMatchArray) => Omit<Cause, "step" | "evidence"> };

/** From the most telling to the least. Only what making and starting containers can meet; pulls and builds explain themselves. */
const matchers: readonly Matcher[] = [
  {
    pattern: /no space left on device|disk quota exceeded/i,
    explain: () => ({
      class: "disk-full",
      sentence: "The server's disk is full.",
      nextAction: "Free space on the server (`docker system df` shows what Docker holds), then deploy again.",
    }),
  },
  {
    pattern: /no such image|No such image/,
    explain: () => ({
      class: "image-unavailable",
      sentence: "The image of this release is not on the server any more.",
      nextAction: "Deploy again from the source; a rollback needs an image that was kept.",
    }),
  },
  {
    pattern: /exec:? "?([^":]+)"?: (?:executable file not found|stat .*no such file|permission denied)/i,
    explain: (match) => ({
      class: "crashed",
      sentence: `The image has no program "${match[1]}" to start.`,
      nextAction: "Check the start command in the application's settings, or CMD and ENTRYPOINT of the Dockerfile.",
    }),
  },
  {
    pattern: /exec format error/i,
    explain: () => ({
      class: "crashed",
      sentence: "The image was built for another processor architecture than this server has.",
      nextAction: "Build the image on this server, or publish it for the server's architecture as well.",
    }),
  },
  {
    pattern: /(?:port is already allocated|address already in use|bind for \S+ failed)/i,
    explain: () => ({
      class: "route-refused",
      sentence: "A port that the proxy needs (80 or 443) is taken by another program on the server.",
      nextAction:
        "See which one with `sudo ss -ltnp 'sport = :80 or sport = :443'` and stop it, then check the server again.",
    }),
  },
  {
    pattern: /cannot allocate memory|minimum memory limit/i,
    explain: () => ({
      class: "out-of-memory",
      sentence: "The server has too little free memory to start the container.",
      nextAction: "Stop something on the server or use a larger one, then deploy again.",
    }),
  },
];

/** undefined: not one of the refusals a user can act on. */
export function explainDocker({ message }: DockerRefusal, step: string | null): Cause | undefined {
  for (const { pattern, explain } of matchers) {
    const match = message.match(pattern);
    if (match) return { ...explain(match), step, evidence: [message.trim().slice(0, 500)] };
  }
  return undefined;
}
