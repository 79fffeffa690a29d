import { beginningAndEnd, type Cause } from "../../contract/index.ts";

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
    pattern: /exec:? "?([^":]{1,300})"?: (?:executable file not found|stat .{0,300}no such file|permission denied)/i,
    explain: (match) => ({
      class: "crashed",
      sentence: `The image has no program "${match[1]}" to start.`,
      nextAction:
        match[1] === "sh"
          ? 'An image without a shell takes its start command as a list, such as ["/server", "--port", "3000"]; or leave it empty.'
          : "Check the start command in the application's settings, or CMD and ENTRYPOINT of the Dockerfile.",
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
    pattern: /only (\d+) CPUs? available/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The application's CPU limit is larger than the server, which has ${match[1]}.`,
      nextAction: `Set the CPU limit in the application's settings to ${match[1]} or less, or to none, then deploy again.`,
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

/**
 * undefined: Docker itself failed. Whatever else it says no to is about what it was asked for, which trying again would not change: the
 * user is told in Docker's own words.
 */
export function explainDocker({ status, ...said }: DockerRefusal, step: string | null): Cause | undefined {
  const message = beginningAndEnd(said.message);
  const evidence = [message.trim().slice(0, 500)];
  for (const { pattern, explain } of matchers) {
    const match = message.match(pattern);
    if (match) return { ...explain(match), step, evidence };
  }
  if (status < 400 || status >= 500) return undefined;
  return {
    class: "invalid-spec",
    step,
    sentence: `Docker refuses: ${firstLine(message)}`,
    evidence,
    nextAction: "Fix what it names, in the application's settings or on the server, then deploy again.",
  };
}

/** The daemon could not do what it was asked for, and it is not known why. */
export const explainDaemonFailure = ({ status, message }: DockerRefusal, step: string | null): Cause => ({
  class: "docker-unavailable",
  step,
  sentence: `Docker on the server failed: ${firstLine(message)}`,
  evidence: [`HTTP ${status}`, message.trim().slice(0, 500)],
  nextAction: "See what it says with `sudo journalctl -u docker -n 50` on the server, then try again.",
});

const firstLine = (message: string) => (message.trim().split("\n")[0] ?? "").slice(0, 400) || "it says nothing";
