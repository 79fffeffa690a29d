// pure

import { installHint } from "../../contract/index.ts";
import type { SourceFaultReason } from "./source-fault.ts";

/** What git left behind. `what` names the repository for people. */
export type GitFailure = { what: string; stderr: string; exitCode: number | null; usesDeployKey: boolean };

type Rule = {
  reason: SourceFaultReason;
  pattern: RegExp;
  sentence: (what: string) => string;
  nextAction: (failure: GitFailure) => string;
};

export const gitFailures: readonly Rule[] = [
  {
    reason: "disk-full",
    pattern: /no space left on device|disk quota exceeded/i,
    sentence: () => "The runner's disk is full.",
    nextAction: () => "Free disk space on the machine the runner runs on.",
  },
  // git says of a filter that ended only that somebody hung up, and git-lfs says "not found" of all sorts: they come first.
  {
    reason: "lfs-missing",
    pattern: /git-lfs: (?:command )?not found|cannot (?:run|exec) '?git-lfs|git: 'lfs' is not a git command/i,
    sentence: () => "The repository uses Git LFS, and git-lfs is not installed on the runner's machine.",
    nextAction: () =>
      `Install git-lfs on the machine the runner runs on: ${installHint("git-lfs")}. Or switch LFS off in the settings.`,
  },
  {
    reason: "lfs-refused",
    pattern: /LFS budget|over its data quota|LFS bandwidth/i,
    sentence: (what) => `${what} has used up the budget for Git LFS at its forge, which hands out no large file.`,
    nextAction: () => "Raise the budget at the forge, wait until it begins anew, or switch LFS off in the settings.",
  },
  {
    reason: "lfs-refused",
    pattern: /batch response: |external filter '?git-lfs|smudge filter lfs failed/i,
    sentence: (what) => `${what} uses Git LFS, and its forge did not hand out the large files.`,
    nextAction: () =>
      "Switch LFS on for the repository at the forge, check that the source's token may read its files and that they were pushed (`git lfs push --all origin`), or switch LFS off in the settings.",
  },
  {
    reason: "host-key-unknown",
    pattern: /host key verification failed|no matching host key|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    sentence: (what) => `The SSH host key of ${what} is not the known one.`,
    nextAction: () => "Compare the forge's published fingerprint and put its host key line into the source's settings.",
  },
  {
    reason: "protocol-refused",
    pattern: /transport '.{0,300}' not allowed|protocol .{0,300} not supported or disabled/i,
    sentence: (what) => `${what} wants a protocol that is not allowed.`,
    nextAction: () => "Use an https:// or ssh URL.",
  },
  {
    reason: "ref-not-found",
    pattern: /couldn't find remote ref/i,
    sentence: (what) => `${what} has no such branch or tag.`,
    nextAction: () => "Check the branch in the settings. Was it renamed or deleted?",
  },
  {
    reason: "commit-not-found",
    pattern: /not our ref|unadvertised object|bad object [0-9a-f]{40}|did not send all necessary objects/i,
    sentence: (what) => `${what} does not have this commit any more.`,
    nextAction: () => "It was probably removed by a force push. Deploy the head of the branch.",
  },
  {
    reason: "access-denied",
    pattern: /SAML SSO|single sign-on/i,
    sentence: (what) => `${what} does not let us read it: its organisation wants single sign-on.`,
    nextAction: ({ usesDeployKey }) =>
      `Authorise the source's ${usesDeployKey ? "deploy key" : "token"} for the organisation in its settings at the forge (GitHub: Configure SSO).`,
  },
  {
    reason: "unreachable",
    pattern: /returned error: 429|too many requests|rate limit/i,
    sentence: (what) => `${what} refuses for now, after too many requests.`,
    nextAction: () => "Wait a while. With a token in the source's settings forges allow more requests.",
  },
  {
    reason: "access-denied",
    pattern:
      /authentication failed|permission denied|access denied|returned error: 40[13]|could not read (Username|Password)|terminal prompts disabled|invalid username or/i,
    sentence: (what) => `${what} does not let us read it.`,
    nextAction: ({ usesDeployKey }) =>
      usesDeployKey
        ? "Add the source's deploy key (shown on the source page) to the repository, with read access."
        : "Check that the source's token is still valid and may read this repository.",
  },
  {
    reason: "repository-not-found",
    pattern:
      /repository .{0,300}not found|returned error: 404|does not appear to be a git repository|repository not found|project you were looking for could not be found|not found: did you run|is this a git repository/i,
    sentence: (what) => `${what} does not exist, or we may not know that it does.`,
    nextAction: () =>
      "Check the URL. Forges answer `not found` for private repositories too: then give the source a token or a deploy key.",
  },
  {
    reason: "unreachable",
    pattern:
      /certificate (?:verification failed|problem|verify failed|has expired|subject name)|unable to get (?:local )?issuer certificate|self[- ]signed certificate|no alternative certificate/i,
    sentence: (what) => `The runner does not trust the certificate of ${what}.`,
    nextAction: () =>
      "Put the certificate of its authority on the machine the runner runs on (/usr/local/share/ca-certificates, then `sudo update-ca-certificates`). One that has ended must be renewed.",
  },
  {
    reason: "timeout",
    pattern: /operation too slow|timed out|timeout/i,
    sentence: (what) => `${what} did not answer in time.`,
    nextAction: () => "Check the forge's status page and the runner's network, then deploy again.",
  },
  {
    reason: "unreachable",
    pattern:
      /could not resolve|failed to connect|couldn't connect|connection (refused|reset|closed)|no route to host|network is unreachable|returned error: 5\d\d|early EOF|remote end hung up|SSL|certificate|gnutls|RPC failed|kex_exchange/i,
    sentence: (what) => `${what} cannot be reached from the runner.`,
    nextAction: () =>
      "Check the host name, the forge's status page, and the runner's network, proxy and CA certificates.",
  },
];
