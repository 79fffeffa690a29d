import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { githubPush } from "../../testing/deliveries.ts";
import { type Random, randomOf } from "../../testing/random.ts";
import { createProver } from "./proof.ts";
import { readers } from "./readers.ts";

const forges = ["github", "gitlab", "bitbucket", "gitea", "git"] as const;
const events = { github: "push", gitlab: "Push Hook", bitbucket: "repo:push", gitea: "push", git: "push" };
const rounds = 400;

/** Any JSON at all, biased to the names the readers look for. */
function anyJson(random: Random, depth = 0): unknown {
  const names = [
    "ref",
    "before",
    "after",
    "commits",
    "repository",
    "project",
    "push",
    "changes",
    "new",
    "target",
    "full_name",
    "__proto__",
    "constructor",
    "id",
  ];
  const leaves = [
    null,
    true,
    -1,
    1e308,
    "",
    "refs/heads/main",
    "refs/heads/",
    "a".repeat(40),
    "0".repeat(40),
    "\u202e\u0000<script>",
    "../../etc",
  ];
  if (depth > 4 || random.chance(0.4)) return random.pick(leaves);
  if (random.chance(0.3)) return Array.from({ length: random.below(4) }, () => anyJson(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random.below(6) }, () => [random.pick(names) ?? "", anyJson(random, depth + 1)]),
  );
}

/** A real payload with some of its values replaced. */
function bent(random: Random, value: unknown): unknown {
  if (random.chance(0.05)) return anyJson(random);
  if (Array.isArray(value)) return value.map((each) => bent(random, each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, bent(random, each)]));
}

describe.each(forges)("%s", (forge) => {
  test("whatever a payload holds, it is read as pushes or ignored with a reason", () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const random = randomOf(seed);
      const payload = random.chance(0.5) ? anyJson(random) : bent(random, JSON.parse(githubPush()));
      const told = readers[forge].read(random.chance(0.9) ? events[forge] : "other", payload);
      if (told.kind === "ignored") expect(told.reason, `seed ${seed}`).not.toBe("");
      else
        for (const { after } of told.pushes)
          expect(after ?? "a".repeat(40), `seed ${seed}`).toMatch(/^[0-9a-f]{40,64}$/);
    }
  });
});

const header = {
  github: "x-hub-signature-256",
  bitbucket: "x-hub-signature",
  gitea: "x-gitea-signature",
  git: "x-fairlead-signature",
} as const;
const prefix = { github: "sha256=", bitbucket: "sha256=", gitea: "", git: "sha256=" };

test.each(["github", "bitbucket", "gitea", "git"] as const)(
  "one changed bit of body, secret or signature is refused by %s",
  async (forge) => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomOf(seed);
      const body = githubPush({ message: `round ${random.below(1e9)}` });
      const secret = `secret ${random.below(1e9)}`;
      const mac = createHmac("sha256", secret).update(body).digest("hex");
      const judge = async (of: { body: string; secret: string; mac: string }) => {
        const headers = new Headers({ [header[forge]]: `${prefix[forge]}${of.mac}` });
        const bytes = new TextEncoder().encode(of.body);
        const isGenuine = readers[forge].isGenuine({ headers, bytes, now: 0 }, of.secret);
        const asked = readers[forge].asks({ headers, now: 0 }, of.secret);
        const prover = createProver(typeof asked === "boolean" ? [] : asked);
        const middle = random.below(bytes.length);
        prover.push(bytes.subarray(0, middle));
        prover.push(bytes.subarray(middle));
        expect(prover.isGenuine(), `in pieces, seed ${seed}`).toBe(isGenuine);
        return isGenuine;
      };
      const at = random.below(64);
      const digit = (Number.parseInt(mac.charAt(at), 16) ^ (1 << random.below(4))).toString(16);
      const place = random.below(body.length);
      const flipped = String.fromCharCode(body.charCodeAt(place) ^ 1);
      expect(await judge({ body, secret, mac }), `seed ${seed}`).toBe(true);
      expect(await judge({ body, secret, mac: mac.slice(0, at) + digit + mac.slice(at + 1) }), `seed ${seed}`).toBe(
        false,
      );
      expect(
        await judge({ body: body.slice(0, place) + flipped + body.slice(place + 1), secret, mac }),
        `seed ${seed}`,
      ).toBe(false);
      expect(await judge({ body, secret: `${secret}x`, mac }), `seed ${seed}`).toBe(false);
    }
  },
);
