import { createRedactor, mask } from "../../../../runner/src/agent/redact.ts";
import { parseListeners } from "../../../../runner/src/plan/listeners.ts";
import { aWord, mutateBytes, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const esc = "\u001b";
const secret = "hunter2-hunter2-hunter2";
const marks = [
  `${esc}[31m`,
  `${esc}]8;;x\u0007`,
  `${esc}[`,
  "\r",
  "\n",
  "\r\n",
  "\u2028",
  "-----BEGIN RSA PRIVATE KEY-----",
  "-----END RSA PRIVATE KEY-----",
  "MIIEvQIBADAN",
  secret,
  "https://u:p@h/",
  "x".repeat(40_000),
];

/** What containers and builds print, cut anywhere. */
export const log: Target = {
  name: "log",
  title: "output on its way into the log: no secret is let through, the same is said however it is cut",
  reads: [
    "runner/src/agent/redact.ts",
    "runner/src/agent/private-keys.ts",
    "runner/src/agent/redact-patterns.ts",
    "runner/src/agent/terminal-sequences.ts",
    "runner/src/plan/listeners.ts",
  ],
  cases: 400,
  async tryOne(random) {
    if (random.chance(0.1)) {
      const table = mutateBytes(
        random,
        Buffer.from(
          "  sl local\n  0: 0100007F:0016 00000000:0000 0A\n  1: 00000000000000000000000000000000:0BB8 0 0A\n",
        ),
      );
      parseListeners({ tcp: table.toString("latin1"), tcp6: someBytes(random, 200).toString("latin1") });
      return "sockets";
    }
    const text = Array.from({ length: 1 + random.below(12) }, () =>
      random.chance(0.7) ? random.pick(marks) : aWord(random),
    ).join("");
    const redactor = createRedactor([secret]);
    const stream = redactor.stream();
    let cut = "";
    for (let at = 0; at < text.length; ) {
      const end = at + 1 + random.below(random.chance(0.5) ? 6 : 9_000);
      cut += stream.push(text.slice(at, end));
      at = end;
    }
    cut += stream.end();
    if (cut.includes(secret)) throw new TypeError("a secret was let through");
    if (text.length < 30_000 && cut !== redactor.redact(text)) throw new TypeError("a cut changed what is said");
    if (text.includes(secret) && !cut.includes(mask)) throw new TypeError("a secret left no mark");
    return "output";
  },
};
