import { schema } from "@fairlead/db";
import { hexProof } from "../../../../api/src/pushes/forges/proof.ts";
import { readLarge } from "../../../../api/src/pushes/read-large.ts";
import { aFakeForge } from "../../../../api/src/testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource } from "../../../../api/src/testing/flow.ts";
import type { Random } from "../../../../api/src/testing/random.ts";
import { renderPush } from "../../../lab/deliver-push.ts";
import { hmacHex } from "../../../lab/deliveries/delivery.ts";
import { aPush } from "../a-push.ts";
import { aFuzzedApp, sendAnything } from "../control-plane.ts";
import { aWord, mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const kinds = ["github", "gitlab", "bitbucket", "gitea", "git"] as const;
type Kind = (typeof kinds)[number];
const secret = "the secret of the webhook";

async function openWorld() {
  const forge = aFakeForge({ "https://forge.test/ada/shop.git main": aPush.after });
  const world = await aFuzzedApp({ egress: (...sent) => forge.egress(...sent) });
  const flow = await aFlowWorld(world.deps);
  const keys = new Map<Kind, string>();
  for (const kind of kinds) {
    const source = await aSource(world.deps, flow, { forge: kind, secret });
    await anApplication(world.deps, flow, { sourceId: source.id, watchPaths: ["src/**", "*.ts"] });
    keys.set(kind, source.webhookKey);
  }
  return { world, keys };
}
let opened: ReturnType<typeof openWorld> | undefined;
const open = () => {
  opened ??= openWorld();
  return opened;
};

function plainGit() {
  const { ref, before, after, repository } = aPush;
  const body = JSON.stringify({ repository: repository.fullName, ref, before, after, message: "x", author: "Ada" });
  return {
    body,
    headers: { "x-fairlead-event": "push", "x-fairlead-signature": `sha256=${hmacHex(body, { secret })}` },
  };
}

/** Everything before the signature is anybody's; behind a true one stands somebody who may push, and no more than that. */
function aCall(random: Random, kind: Kind) {
  const honest = kind === "git" ? plainGit() : renderPush({ forge: kind, secret, push: aPush });
  const changed = JSON.stringify(mutateJson(random, JSON.parse(honest.body))) ?? "";
  const text = random.chance(0.2)
    ? `payload=${encodeURIComponent(changed.toWellFormed()).replaceAll("%20", "+")}`
    : changed;
  const body = random.chance(0.2) ? mutateBytes(random, Buffer.from(text)) : Buffer.from(text);
  const isForm = kind === "gitea" && text.startsWith("payload=");
  const mac = hmacHex(isForm ? changed : body.toString("latin1"), { secret });
  const signature = random.chance(0.8) ? hmacOf(isForm ? Buffer.from(changed) : body) : mac;
  const headers = Object.fromEntries(
    Object.entries<string>({ ...honest.headers, "x-github-delivery": crypto.randomUUID() }).map(([name, value]) => {
      const signed = value.replaceAll(hmacHex(honest.body, { secret }), signature);
      return [name, random.chance(0.05) ? aWord(random).slice(0, 300) : signed];
    }),
  );
  return { headers, body: new Uint8Array(body) };
}
/** As a body comes that is too large to be held: what could be read before can be read after it was trimmed. */
async function inPieces(random: Random, body: Uint8Array<ArrayBuffer>): Promise<void> {
  async function* pieces() {
    const step = 1 + random.below(300);
    for (let at = 0; at < body.length; at += step) yield body.subarray(at, at + step);
  }
  const asked = hexProof(secret, { header: `sha256=${hmacOf(Buffer.from(body))}`, prefix: "sha256=" });
  const { body: left } = await readLarge(pieces(), { proofs: typeof asked === "boolean" ? true : asked });
  const isJson = (text: string) => {
    try {
      return JSON.parse(text) !== undefined;
    } catch {
      return false;
    }
  };
  if (isJson(new TextDecoder().decode(body)) && !isJson(left ?? "")) throw new TypeError(`JSON was trimmed to ${left}`);
}
const hmacOf = (bytes: Buffer) => hmacHex(bytes.toString("utf8"), { secret });

/** The call of a webhook from its first byte to what is decided. */
export const deliveries: Target = {
  name: "deliveries",
  title: "calls of every forge's webhook, signed and forged, as JSON and as forms, through the inbox to a decision",
  reads: [
    "api/src/rules/push-event.ts",
    "api/src/pushes/forges/bitbucket.ts",
    "api/src/pushes/forges/gitea.ts",
    "api/src/pushes/forges/github.ts",
    "api/src/pushes/forges/gitlab.ts",
    "api/src/pushes/forges/hmac.ts",
    "api/src/pushes/forges/plain-git.ts",
    "api/src/pushes/forges/proof.ts",
    "api/src/pushes/trim-payload.ts",
    "api/src/pushes/process-inbox.ts",
    "api/src/pushes/receive-delivery.ts",
  ],
  cases: 150,
  ready: open,
  async tryOne(random) {
    const { world, keys } = await open();
    const kind = random.pick(kinds) ?? "github";
    const path = `/api/v1/webhooks/${random.chance(0.95) ? keys.get(kind) : encodeURIComponent(aWord(random).slice(0, 99).toWellFormed())}`;
    const call = aCall(random, kind);
    await inPieces(random, call.body);
    const answer = await sendAnything(world, path, { method: "POST", ...call });
    world.blameless();
    if (answer && answer.status >= 500) throw new TypeError(`answered ${answer.status}`);
    // How many there are is not what is tried here.
    await world.deps.db.delete(schema.rateWindow);
    return answer ? `${kind} ${answer.status}` : "no request";
  },
};
