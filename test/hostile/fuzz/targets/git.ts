import { askHead } from "../../../../api/src/pushes/ask-head.ts";
import { flushPacket, packet, readPackets } from "../../../../api/src/pushes/pkt-line.ts";
import { explainGitFailure, isCorruptMirror, refusesBareCommit } from "../../../../runner/src/sources/git-failure.ts";
import { parseGitUrl } from "../../../../runner/src/sources/git-url.ts";
import { renderKnownHosts } from "../../../../runner/src/sources/known-hosts.ts";
import { waysOfSubmodule } from "../../../../runner/src/sources/submodule-way.ts";
import { aWord, mutateBytes, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const sha = "a".repeat(40);
const versionTwo = Buffer.from(
  `${packet("# service=git-upload-pack\n")}${flushPacket}${packet("version 2\n")}${packet("ls-refs\n")}${flushPacket}`,
);
const refs = Buffer.from(
  `${packet(`${sha} refs/heads/main\n`)}${packet(`${sha} refs/heads/main\0caps\n`)}${flushPacket}`,
);

const submodules = [
  "git@git.example.com:team/lib.git",
  "ssh://git@git.example.com:2222/team/lib",
  "https://robot:x@git.example.com/team/lib",
  "git://evil.test/team/lib",
];
const auth = { kind: "token", user: null, token: "s3cret" } as const;
const settings = { url: "", auth, knownHost: null, submodules: true, lfs: false, scope: "src_x", inside: null };

/** What a git server sends to the control plane and, by way of git, to the runner. */
export const git: Target = {
  name: "git",
  title: "a git server's packets, and the words, URLs and keys that come by way of git",
  reads: [
    "runner/src/sources/git-failure.ts",
    "runner/src/sources/git-url.ts",
    "runner/src/sources/known-hosts.ts",
    "runner/src/sources/submodule-way.ts",
    "api/src/pushes/pkt-line.ts",
    "api/src/pushes/ask-head.ts",
  ],
  cases: 1_200,
  async tryOne(random) {
    const kind = random.pick(["packets", "head", "words", "urls"] as const) ?? "packets";
    if (kind === "packets") readPackets(random.chance(0.5) ? someBytes(random, 60) : mutateBytes(random, refs));
    if (kind === "head") {
      const egress = async (_url: string, { method }: { method: string }) => ({
        status: random.chance(0.8) ? 200 : (random.pick([301, 401, 404, 500]) ?? 500),
        headers: new Headers(),
        bytes: new Uint8Array(mutateBytes(random, method === "GET" ? versionTwo : refs)),
      });
      const answer = await askHead(
        { egress },
        { url: "https://git.example.com/a/b", ref: "main", credentials: null, onlyPublic: true },
      );
      if (answer.kind === "known" && answer.head !== null && !/^[0-9a-f]{40,64}$/.test(answer.head))
        throw new TypeError(`${answer.head} is taken for a commit`);
    }
    if (kind === "words") {
      const stderr = mutateBytes(random, Buffer.from(`fatal: ${aWord(random)}\nremote: ${aWord(random)}`)).toString(
        "utf8",
      );
      explainGitFailure({ what: "x", stderr, exitCode: 128, usesDeployKey: random.chance(0.5) });
      isCorruptMirror(stderr);
      refusesBareCommit(stderr);
    }
    if (kind === "urls") {
      const parent = parseGitUrl("https://git.example.com/team/shop.git");
      renderKnownHosts(parent, aWord(random));
      const url = random.chance(0.5)
        ? `../${aWord(random)}`
        : mutateBytes(random, Buffer.from(random.pick(submodules) ?? "")).toString("utf8");
      for (const way of waysOfSubmodule({ parsed: parent, settings }, url))
        if (way.auth.kind !== "none" && parseGitUrl(way.url).host !== parent.host)
          throw new TypeError(`${way.url} is given the token`);
    }
    return kind;
  },
};
