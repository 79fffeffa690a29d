import type { Check } from "../check.ts";

/** Calls of forges. */
export const checks: readonly Check[] = [
  {
    key: 18,
    about: "Calls that nobody with the secret made",
    parts: [
      {
        tried: "no signature, a wrong one, an older algorithm, upper case, too short, no hex, twice",
        comes: "refused before anything is read, no names in the answer",
        guard: "webhooks:a signature of GitHub is 64",
        test: "is refused before anything is read",
      },
      {
        tried: "one byte changed, or signed with another source's secret",
        comes: "refused",
        guard: "webhooks:a call whose signature does not fit",
        test: "one altered byte",
      },
      {
        tried: "a source whose stored secret is empty",
        comes: "lets nobody in",
        guard: "webhooks:an empty secret lets nobody in",
        test: "an empty secret lets nobody in",
      },
      {
        tried: "a signature over a form that holds more than was signed",
        comes: "refused",
        guard: "webhooks:a form of Gitea is read as it was signed",
        test: "is refused",
      },
      {
        tried: "the secret of before a rotation",
        comes: "accepted for its overlap only",
        guard: "webhooks:a secret that was rotated away",
        test: "accepted for its overlap",
      },
      {
        tried: "wrong signatures",
        comes: "told to the team once a minute, then slowed down",
        guard: "webhooks:wrong signatures leave an entry",
        test: "told to the audit log",
      },
      {
        tried: "one changed bit of body, secret or signature, at every forge",
        comes: "refused",
        test: "one changed bit",
        in: "api/src/pushes/forges/forges.property.test.ts",
      },
    ],
  },
  {
    key: 19,
    about: "Calls that come again",
    parts: [
      {
        tried: "one call ten times at once and after three days",
        comes: "one row, one deployment, every answer good",
        guard: "webhooks:a call that comes again changes nothing",
        test: "one that deployed is not",
      },
      {
        tried: "the same push under new numbers",
        comes: "one deployment",
        guard: "webhooks:one push deploys once",
        test: "under new delivery ids",
      },
    ],
  },
  {
    key: 20,
    about: "Pushes out of order",
    parts: [
      {
        tried: "an old push replayed after a newer one",
        comes: "deploys what the branch holds now",
        guard: "webhooks:an old push that comes late",
        test: "delivered after a newer one",
      },
      {
        tried: "an old push replayed while the forge is silent",
        comes: "brings nothing back",
        guard: "webhooks:an old call brings no old version back",
        test: "bring no commit back",
      },
      {
        tried: "a branch that was forced back",
        comes: "deploys that commit again",
        guard: "webhooks:a branch that was moved back",
        test: "forced back to an earlier commit",
      },
      {
        tried: "a branch that was deleted",
        comes: "deploys nothing",
        guard: "webhooks:a branch that was deleted",
        test: "is ignored with its reason",
      },
      {
        tried: "a branch that is gone by the time it is looked at",
        comes: "deploys nothing",
        guard: "webhooks:a branch that is gone",
        test: "is gone by now",
      },
      {
        tried: "a tag",
        comes: "deploys nothing",
        guard: "webhooks:a tag does not deploy",
        test: "is ignored with its reason",
      },
      {
        tried: "a push that moves nothing",
        comes: "deploys nothing",
        guard: "webhooks:a push that moved nothing",
        test: "is ignored with its reason",
      },
    ],
  },
  {
    key: 21,
    about: "Repositories that are called alike",
    parts: [
      {
        tried: "a part of a name, or a longer one",
        comes: "no match",
        guard: "webhooks:a repository is known by its whole name",
        test: "a substring of the name",
      },
      {
        tried: "a repository made anew under the old name",
        comes: "no match",
        guard: "webhooks:a repository made anew",
        test: "made anew",
      },
      {
        tried: "a repository of that name at another source",
        comes: "no match",
        guard: "webhooks:a repository is looked for at the source",
        test: "hangs on another source",
      },
      {
        tried: "a call that is replayed after a renaming",
        comes: "brings no old name back",
        guard: "webhooks:brings no old name of a repository back",
        test: "does not bring an old name back",
      },
      {
        tried: "a redirect of the forge to another host",
        comes: "not followed",
        guard: "webhooks:a redirect of a forge leads to no other host",
        test: "with nothing, and says where",
      },
    ],
  },
  {
    key: 22,
    about: "Pull requests of forks",
    parts: [
      {
        tried: "a fork's change, its own build instructions, a faked author, a commit after the approval",
        comes: "waits for somebody who may approve that commit; no secrets",
        missing: "deployments of pull requests",
      },
    ],
  },
  {
    key: 23,
    about: "Bodies that are too much",
    parts: [
      {
        tried: "more than a forge may send",
        comes: "refused unread",
        guard: "webhooks:a body of a forge is limited",
        test: "of more than 25 MiB",
      },
      {
        tried: "a body in pieces that says no length",
        comes: "refused at the limit",
        guard: "requests:and one that comes in pieces",
        test: "a body in pieces that is",
        in: "test/contract/api.suite.ts",
      },
      {
        tried: "thousands of nested lists, no JSON, keys that every object has",
        comes: "read to the end and ignored with the reason",
        guard: "webhooks:only pushes deploy",
        test: "event %s with %s",
      },
      {
        tried: "bytes that are no text",
        comes: "judged as the bytes that they are",
        test: "is refused when its bytes are no text",
        in: "test/contract/webhook.suite.ts",
      },
      {
        tried: "text that costs a pattern most",
        comes: "comes to its end",
        test: "comes to the end of a mebibyte",
        in: "test/hostile/worst-texts/worst-texts.test.ts",
      },
    ],
  },
  {
    key: 24,
    about: "When storing fails",
    parts: [
      {
        tried: "a call that the database does not take",
        comes: "the forge is told, and may send it again",
        guard: "webhooks:a call is answered when it is stored",
        test: "cannot be stored",
      },
      {
        tried: "a delivery whose worker dies each time",
        comes: "parked with its reason",
        guard: "webhooks:a delivery that ends every worker",
        test: "is parked with its reason",
      },
      {
        tried: "a push that nobody told of",
        comes: "found by looking, and deployed",
        guard: "webhooks:a push that nobody told of",
        test: "webhook never came",
      },
      {
        tried: "one that was deployed already",
        comes: "not deployed by looking",
        guard: "webhooks:and is deployed once",
        test: "a person's choice",
      },
    ],
  },
  {
    key: 25,
    about: "Calls that mean nothing, and floods",
    parts: [
      {
        tried: "a ping",
        comes: "a good answer and no effect",
        guard: "webhooks:a ping is answered",
        test: "event %s with %s",
      },
      {
        tried: "an event that is no push",
        comes: "a good answer and no effect",
        guard: "webhooks:only pushes deploy",
        test: "event %s with %s",
      },
      {
        tried: "a flood from one source",
        comes: "slowed down, another source is served",
        guard: "webhooks:a flood of one source",
        test: "a flood from one source",
      },
      {
        tried: "a team whose many sources send",
        comes: "counted together",
        guard: "fairness:webhook calls are counted over all sources",
        test: "over all of its sources",
      },
    ],
  },
];
