import { isWellFormed } from "../../../../api/src/kit/tokens/token-text.ts";
import { parseCursor } from "../../../../api/src/observe/logs/read-log.ts";
import { mergeContainer, toContainer } from "../../../../api/src/resources/applications/application-settings.ts";
import { Origin } from "../../../../api/src/resources/applications/applications.schemas.ts";
import { innerRegistries } from "../../../../api/src/resources/applications/inner-registries.ts";
import { refuseOwnHost } from "../../../../api/src/resources/domains/claim-rules.ts";
import { normaliseHost, normalisePath } from "../../../../api/src/resources/domains/normalise-host.ts";
import { ResourceQuery } from "../../../../api/src/resources/list/list-query.ts";
import { egressTarget } from "../../../../api/src/rules/egress-policy.ts";
import { AppError } from "../../../../api/src/rules/errors.ts";
import { bytesOf, textIn } from "../../../../api/src/rules/file-content.ts";
import { insideOf } from "../../../../api/src/rules/inside-of.ts";
import { matchPath } from "../../../../api/src/rules/match-path.ts";
import { redirectedTo, renamedUrl } from "../../../../api/src/rules/moved-repository.ts";
import { isUnderBase, repositoryOf } from "../../../../api/src/rules/repository-url.ts";
import { isBelowSuffix, isSharedBelow, labelOf, serverSuffix } from "../../../../api/src/rules/server-suffix.ts";
import { toStored, toTyped } from "../../../../api/src/rules/variable-template.ts";
import type { Random } from "../../../../api/src/testing/random.ts";
import { retryAfterMs } from "../../../../api/src/work/notifications/retry-plan.ts";
import { slackForm } from "../../../../api/src/work/notifications/slack-form.ts";
import { isMetadataAddress, isPrivateAddress, networkOf } from "../../../../runner/contract/address.ts";
import * as grammar from "../../../../runner/contract/grammar.ts";
import { judgeHostName, refuseCertificate } from "../../../../runner/contract/host-name.ts";
import { spelledAuthority, spelledHost, spelledUrl } from "../../../../runner/contract/host-spelling.ts";
import { refuseRoute } from "../../../../runner/contract/refuse-route.ts";
import { judgeRegistry, registryOf } from "../../../../runner/contract/registry.ts";
import { Share } from "../../../../runner/contract/share.ts";
import { readTemplate, type TemplatePart, writeTemplate } from "../../../../runner/contract/words/references.ts";
import { ContainerSettings } from "../../../../runner/contract/workload.ts";
import {
  parseImageReference,
  repositoryOf as repositoryOfImage,
} from "../../../../runner/src/build/image-reference.ts";
import { requireHostPath } from "../../../../runner/src/hosts/host-path.ts";
import { checkProxy } from "../../../../runner/src/plan/proxy-check.ts";
import { shareOptions } from "../../../../runner/src/plan/share-options.ts";
import { aWord, mutateBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const good = [
  "shop.example.com",
  "*.Shop.example.com.",
  "bücher.example",
  "xn--bcher-kva.example",
  "https://shop.example.com/a/b",
  "git@git.example.com:team/shop.git",
  "ssh://git@git.example.com:2222/team/shop",
  "https://169.254.169.254:8443/",
  "[fe80::1%eth0]:443",
  "::ffff:10.0.0.1",
  "0x7f.1",
  "registry.example.com:5000/team/app:1@sha256:abc",
  "src/**/*.ts",
  "v2.11.4",
  "3.17",
  "postgres://${{ db.USER }}:${{ shared.PASS }}@db",
  '$${{ "my db".KEY }}',
  "120",
  '["node", "server.js"]',
  "https://hooks.slack.com/services/T0/B0/x",
  "https://chat.example.com/team/hooks/x",
  "git.example.com,10.0.0.1 ssh-ed25519 AAAA",
  "fl_pat_000000000000000000000000000000000000",
];

function aText(random: Random): string {
  const text = random.chance(0.2) ? aWord(random) : (random.pick(good) ?? "");
  return random.chance(0.8) ? mutateBytes(random, Buffer.from(text, "utf8")).toString("utf8") : text;
}

const anImage = { kind: "image" } as const;

function takes(field: typeof grammar.ServerHost | typeof grammar.HttpUrl, text: string): boolean {
  const judged = field["~standard"].validate(text);
  return !(judged instanceof Promise) && judged.issues === undefined;
}

/** What must hold of a text that was let through, and everything that only must come to an end. */
const readers: Record<string, (text: string, random: Random) => unknown> = {
  "a host": (text) => {
    const judged = judgeHostName(text);
    if ("host" in judged && !/^[a-z0-9*.-]{1,255}$/.test(judged.host))
      throw new TypeError(`${judged.host} is taken for a host`);
    refuseCertificate(text);
  },
  "a name below a server": (text, random) => {
    const at = { kind: "ssh", host: text, proxy: "caddy", told: aText(random) } as const;
    const suffix = serverSuffix(at, "sslip.io");
    // Most texts are no address: a name is made below one that is, so that every one of them is looked at.
    const host = `${labelOf(aText(random))}.${suffix ?? "203-0-113-7.sslip.io"}`;
    if (!("host" in judgeHostName(host))) throw new TypeError(`${host} is offered and refused`);
    return [isSharedBelow(text, "sslip.io"), isBelowSuffix(text, suffix)];
  },
  "a spelling": (text) => {
    const url = spelledUrl(text);
    if (takes(grammar.HttpUrl, text) && !takes(grammar.HttpUrl, url))
      throw new TypeError(`${url} is made of an address`);
    if (!takes(grammar.ServerHost, text)) return;
    const host = spelledHost(text);
    if (!takes(grammar.ServerHost, host) || spelledHost(host) !== host || spelledAuthority(host) !== host)
      throw new TypeError(`${host} is not the one spelling of a host`);
  },
  "a typed host": (text) => {
    refuseOwnHost(normaliseHost(text).host, "https://fairlead.example.com");
  },
  "a typed path": (text) => normalisePath(text),
  "a route": (text, random) =>
    refuseRoute({ host: "shop.example.com", path: text, scheme: "https", redirectTo: aText(random) }),
  "an address": (text) => [isPrivateAddress(text), isMetadataAddress(text), networkOf(text)],
  "a way out": (text) => {
    const { host, literal } = egressTarget(text, { allowedPrivateHosts: ["forge.lan"] });
    if (literal !== undefined && isPrivateAddress(host)) throw new TypeError(`${host} is let out`);
  },
  "a repository": (text, random) => [
    insideOf({ baseUrl: "https://git.example.com/team", knownHost: aText(random) }, text),
    repositoryOf(text, aText(random)),
    isUnderBase(text, aText(random)),
  ],
  "an image": (text) => [registryOf(text), repositoryOfImage(parseImageReference(text))],
  "an address of a registry": (text) => {
    const judged = judgeRegistry(text);
    if ("refusal" in judged) return;
    const again = judgeRegistry(judged.address);
    if (
      !("address" in again) ||
      again.address !== judged.address ||
      registryOf(`${judged.address}/x`) !== judged.address
    )
      throw new TypeError(`${judged.address} is not the one name of a registry`);
  },
  "a registry": (text) => innerRegistries({ origin: { kind: "image", image: text, registryId: null } }),
  "a watched path": (text, random) => matchPath(text, aText(random)),
  "a cursor": (text) => parseCursor(text),
  "a pause": (text) => retryAfterMs(text, 0),
  "an image to run": (image) => Origin["~standard"].validate({ kind: "image", image }),
  "a start command": (command) => mergeContainer(toContainer(anImage, {}), { command }),
  "a new name": (text, random) => {
    renamedUrl(text, { from: "team/shop", to: aText(random) });
    const base = "https://git.example.com/team/shop";
    const next = redirectedTo(base, random.chance(0.5) ? `${text}/info/refs` : text);
    if (next?.isNear && new URL(next.base).host !== "git.example.com")
      throw new TypeError(`${next.base} is called near`);
  },
  "an address of Slack": (text) => {
    const form = slackForm(text);
    if (form !== null && !text.trim().toLowerCase().startsWith("https:")) throw new TypeError(`${text} is called with`);
  },
  "a text that refers": (text, random) => {
    const whole = random.chance(0.5) ? text : `${text}\${{ ${aText(random)}.KEY }}$`;
    const { parts } = readTemplate(whole);
    if (parts === null) return;
    const again = readTemplate(writeTemplate(parts)).parts ?? [];
    const plain = (of: readonly TemplatePart[]) => JSON.stringify(of, (key, value) => (key === "at" ? 0 : value));
    if (plain(again) !== plain(parts)) throw new TypeError(`${whole} is written as another text`);
    const stored = toStored(whole, { named: [{ id: "app_1", name: "db" }], where: "main" });
    if (stored.problem === null) toTyped(stored.text, new Map([["app_1", text]]));
  },
  "a share": (text, random) => {
    const login = { username: aText(random), domain: random.chance(0.5) ? text : null };
    const share = random.pick([
      { kind: "nfs", host: random.chance(0.5) ? text : "nas", path: random.chance(0.5) ? text : "/srv" },
      { kind: "smb", host: "nas", share: text, ...login },
    ]);
    const judged = Share["~standard"].validate(share);
    if (judged instanceof Promise || judged.issues) return;
    // Without a comma in it no text of ours begins an option of its own.
    const { o } = shareOptions(judged.value, "");
    if (o.split(",").length > 12) throw new TypeError(`${o} holds more options than a share has`);
  },
  "what is in a file": (text) => {
    const bytes = bytesOf({ text });
    if (textIn(bytes) !== undefined && textIn(bytes) !== text.toWellFormed())
      throw new TypeError("a file comes back as another text");
    bytesOf({ base64: text });
  },
  "a token": (text) => isWellFormed("user", text),
  "a path on a server": (text) => {
    if (requireHostPath(text).split("/").includes("..")) throw new TypeError(`${text} climbs`);
  },
  "a version": (text, random) => checkProxy({ image: aText(random), version: text, wanted: "caddy:2.11" }),
  "what a list is asked": (text) => {
    ResourceQuery["~standard"].validate({ search: text, kind: text, state: text, fields: text, counters: text });
  },
  "a setting of a container": (text) => {
    for (const setting of ["user", "workingDirectory", "stopSignal", "cpuSet", "hostname"] as const)
      ContainerSettings.entries[setting]["~standard"].validate(text);
  },
  "a field": (text) => {
    for (const schema of Object.values(grammar)) if (typeof schema === "object") schema["~standard"].validate(text);
  },
};

/** Every grammar of a single text that people, forges and servers give. */
export const names: Target = {
  name: "names",
  title: "hosts, addresses, URLs, images, paths, cursors, tokens and versions, each by its own grammar",
  reads: [
    "api/src/resources/applications/application-settings.ts",
    "api/src/resources/applications/image-name.ts",
    "api/src/resources/applications/inner-registries.ts",
    "api/src/resources/list/list-query.ts",
    "api/src/rules/egress-policy.ts",
    "api/src/rules/file-content.ts",
    "api/src/rules/inside-of.ts",
    "api/src/rules/match-path.ts",
    "api/src/rules/moved-repository.ts",
    "api/src/rules/repository-url.ts",
    "api/src/rules/server-suffix.ts",
    "api/src/resources/domains/claim-rules.ts",
    "api/src/resources/domains/normalise-host.ts",
    "api/src/observe/logs/read-log.ts",
    "api/src/work/notifications/slack-form.ts",
    "api/src/kit/tokens/token-text.ts",
    "runner/contract/address.ts",
    "runner/contract/git-ref.ts",
    "runner/contract/git-url.ts",
    "runner/contract/grammar.ts",
    "runner/contract/registry.ts",
    "runner/contract/share.ts",
    "runner/contract/words/registry-of.ts",
    "runner/contract/settings/limits.ts",
    "runner/contract/settings/process.ts",
    "runner/contract/socket-path.ts",
    "runner/contract/host-name.ts",
    "runner/contract/host-spelling.ts",
    "runner/contract/refuse.ts",
    "runner/contract/refuse-route.ts",
    "runner/src/build/image-reference.ts",
    "runner/src/hosts/host-path.ts",
    "runner/src/plan/proxy-check.ts",
  ],
  cases: 2_000,
  async tryOne(random) {
    const kind = random.pick(Object.keys(readers)) ?? "a host";
    try {
      readers[kind]?.(aText(random), random);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    return kind;
  },
};
