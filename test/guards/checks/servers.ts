import type { Check } from "../check.ts";

/** Servers that are not what they were. */
export const checks: readonly Check[] = [
  {
    key: 41,
    about: "A server that is another",
    parts: [
      {
        tried: "another host key",
        comes: "nothing is authenticated, both keys are shown",
        guard: "server-doors:shows the confirmed host key",
        test: "a changed host key stops",
      },
      {
        tried: "no key confirmed yet",
        comes: "not connected to",
        guard: "server-doors:a server without a confirmed host key",
        test: "not even connected to",
      },
      { tried: "weak algorithms", comes: "not agreed to", guard: "server-doors:weak algorithms", test: "do not trust" },
      {
        tried: "trusting another key",
        comes: "an admin's to do",
        guard: "server-doors:only an admin vouches",
        test: "a member may not confirm",
      },
      {
        tried: "trusting another key",
        comes: "recorded",
        guard: "server-doors:who vouched for a host key",
        test: "confirming the exact",
      },
      {
        tried: "work for such a server",
        comes: "waits, only checks are done",
        guard: "jobs:a server that nobody trusts yet",
        test: "is only checked",
      },
    ],
  },
  {
    key: 42,
    about: "A server that hangs, floods or drops",
    parts: [
      {
        tried: "silence in each phase of connecting",
        comes: "given up in time",
        guard: "server-doors:a server that hangs in any phase",
        test: "runs into the deadline",
      },
      {
        tried: "a channel that never opens",
        comes: "given up",
        guard: "server-doors:a channel that does not open",
        test: "that never open",
      },
      {
        tried: "a connection lost in the middle",
        comes: "what it carried is not taken for whole",
        guard: "server-doors:what a lost connection carried",
        test: "ends open channels",
      },
      {
        tried: "an answer cut off",
        comes: "the call ends",
        guard: "server-doors:an answer of Docker that is cut off",
        test: "that is cut off",
      },
      {
        tried: "a flood",
        comes: "given up before it fills the memory",
        guard: "server-doors:an answer of Docker without end",
        test: "that never ends",
      },
      {
        tried: "a lost connection",
        comes: "leaves its place to a new one",
        guard: "server-doors:a lost connection is used by nobody",
        test: "a lost handle leaves",
      },
      {
        tried: "tries",
        comes: "a bounded number",
        guard: "server-doors:tried a bounded number",
        test: "a bounded number",
      },
      {
        tried: "nobody waits any more",
        comes: "the connection is given up",
        guard: "server-doors:a connection that nobody waits for",
        test: "cancels the opening",
      },
      {
        tried: "the clock of a server",
        comes: "not asked",
        test: "a lease ends for us before",
        in: "runner/src/agent/lease-guard.test.ts",
      },
    ],
  },
  {
    key: 43,
    about: "Keys that are made and changed",
    parts: [
      {
        tried: "a key file that is damaged",
        comes: "the runner stops rather than make another",
        guard: "server-doors:a damaged key of the runner",
        test: "that is damaged",
      },
      {
        tried: "many who start at once",
        comes: "one key",
        test: "is one key even when many",
        in: "runner/src/hosts/ssh-keys.test.ts",
      },
      {
        tried: "another runner chosen for a deploy key",
        comes: "a late key of the earlier one is not taken",
        guard: "server-doors:a source takes its key",
        test: "no longer the chosen one",
      },
      {
        tried: "a failure in each step of the change",
        comes: "one key works at any time",
        missing: "changing the runner's key for servers",
      },
    ],
  },
];
