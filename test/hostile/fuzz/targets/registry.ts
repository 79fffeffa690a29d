import type { Random } from "../../../../api/src/testing/random.ts";
import { createFakeHost } from "../../../../runner/src/engine/fake-host.ts";
import { checkRegistry } from "../../../../runner/src/registry/check-registry.ts";
import { readDigest } from "../../../../runner/src/registry/read-digest.ts";
import { answerOf, streamThatSays } from "../hostile-stream.ts";
import { mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const address = "registry.example.com:5000";
const challenges = [
  'Bearer realm="http://registry.example.com:5000/token",service="registry"',
  'Bearer realm="http://169.254.169.254/latest",service="x"',
  'Bearer realm="\u00e9://[::1",scope="',
  "Bearer realm=",
  'Basic realm="x"',
  "Digest x",
];
const locations = ["/v2/acme/shop/blobs/uploads/1", "//", "http://[::1", "http://169.254.169.254/", "ftp://x", "a b"];
const statuses = [200, 200, 202, 202, 301, 400, 401, 401, 401, 403, 404, 429, 500, 999];
const told = { token: "abc", errors: [{ code: "DENIED", message: "it has expired" }] };

function anAnswer(random: Random): Buffer {
  const said = answerOf({
    status: random.pick(statuses) ?? 200,
    headers: {
      "WWW-Authenticate": random.pick(challenges) ?? "",
      "Docker-Content-Digest": random.pick([`sha256:${"1".repeat(64)}`, "sha256:x"]) ?? "",
      Location: random.pick(locations) ?? "",
      "Retry-After": random.pick(["5", "-1", "1e999", "soon", new Date(0).toUTCString()]) ?? "",
    },
    // The head of a manifest has none.
    body: random.chance(0.4) ? "" : (JSON.stringify(random.chance(0.6) ? told : mutateJson(random, told)) ?? ""),
  });
  return random.chance(0.3) ? mutateBytes(random, said) : said;
}

function aHead(random: Random): Buffer {
  const digest = random.chance(0.5) ? `sha256:${"1".repeat(64)}` : random.chance(0.5) ? "sha256:x" : "";
  return answerOf({ headers: { "Docker-Content-Digest": digest }, body: "" });
}

const config = {
  SecurityOptions: ["name=rootless"],
  RegistryConfig: { IndexConfigs: { [address]: { Secure: false } }, InsecureRegistryCIDRs: ["10.0.0.0/8", "::1/128"] },
};

/** Whatever answers where a registry is said to be, and what its server's Docker says of it. */
export const registry: Target = {
  name: "registry",
  title: "answers of a registry, and of the address that it names for its tokens",
  reads: [
    "runner/src/registry/access.ts",
    "runner/src/registry/ask-registry.ts",
    "runner/src/registry/challenge.ts",
    "runner/src/registry/check-registry.ts",
    "runner/src/registry/head-of.ts",
  ],
  cases: 300,
  async tryOne(random) {
    const info = random.chance(0.8) ? config : mutateJson(random, config);
    // Some say nothing but heads of manifests: those come behind an answer that is right.
    const says = random.chance(0.3) ? aHead : anAnswer;
    const host = await createFakeHost({
      docker: (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(info) ?? "");
      },
      listeners: () => streamThatSays(random, says(random)),
    });
    try {
      const image = `${address}/acme/shop`;
      const login = { username: "robot", password: "swordfish" };
      const { signal } = new AbortController();
      const asked = { registry: address, login, pull: `${image}:1`, push: image, signal, withinMs: 300 };
      if (random.chance(0.3)) {
        const { digest, trouble } = await readDigest(host, {
          image,
          login: random.chance(0.5) ? login : null,
          signal,
          withinMs: 300,
        });
        return `digest ${digest === null ? trouble?.state : "read"}`;
      }
      const lines = await checkRegistry(host, asked);
      return lines.map(({ name, state }) => `${name} ${state}`).join(", ");
    } finally {
      await host.close();
    }
  },
};
