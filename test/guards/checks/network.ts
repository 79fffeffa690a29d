import type { Check } from "../check.ts";

/** Ways inside for requests that the product makes. */
export const checks: readonly Check[] = [
  {
    key: 38,
    about: "Addresses that lead inside",
    parts: [
      {
        tried: "private, local and cloud addresses in any spelling",
        comes: "refused when a channel is saved",
        guard: "egress:an alert to an inner address",
        test: "is refused when it is saved",
      },
      {
        tried: "the same when it is changed",
        comes: "refused",
        guard: "egress:and when its channel is changed",
        test: "inner address when it is changed",
      },
      {
        tried: "addresses of IPv6 that carry others",
        comes: "private",
        guard: "egress:an address of IPv6 that carries",
        test: "counts as private",
      },
      {
        tried: "one private among the answers of a name",
        comes: "refused",
        guard: "egress:one private address among",
        test: "one private address",
      },
      {
        tried: "a name that leads elsewhere between the look and the call",
        comes: "the call goes to what was judged",
        guard: "egress:a call goes to the address that was judged",
        test: "public when it is judged",
      },
      {
        tried: "a redirect to them",
        comes: "not followed",
        guard: "egress:an alert follows no redirect",
        test: "a redirect is not followed",
      },
      {
        tried: "a cloud's metadata, even where the operator allowed the name",
        comes: "refused",
        guard: "egress:not even the operator's word leads a name",
        test: "cloud's metadata",
      },
      {
        tried: "a registry inside, named by a member",
        comes: "refused",
        guard: "egress:a registry inside is an admin's",
        test: "an admin's to name",
      },
      {
        tried: "a forge inside, typed by a member",
        comes: "not asked",
        guard: "egress:a forge inside is asked only",
        test: "who only typed it",
      },
      {
        tried: "the words of a refusal",
        comes: "do not tell what lies there",
        guard: "egress:nothing of git's words tells",
        test: "reads the same",
      },
      {
        tried: "a refused address",
        comes: "told in the audit log",
        guard: "audit:a refused address leaves",
        test: "leads inside",
      },
      {
        tried: "addresses of storages and of services to sign in with",
        comes: "refused",
        missing: "storages; signing in with OpenID Connect",
      },
    ],
  },
  {
    key: 39,
    about: "Git and builds that reach inside",
    parts: [
      {
        tried: "a repository, a branch or a large file inside",
        comes: "not connected to",
        guard: "egress:git reaches inside only what an admin set up",
        test: "reads the same",
      },
      {
        tried: "a submodule inside",
        comes: "not connected to",
        test: "is not where a submodule lies",
        in: "runner/src/sources/git-reach.test.ts",
      },
      {
        tried: "a name that leads elsewhere between the look and the connection",
        comes: "goes to what was judged",
        guard: "egress:git goes to the address that was judged",
        test: "public first and leads inside",
      },
      {
        tried: "a submodule at another host",
        comes: "gets no credentials",
        guard: "credentials:a submodule elsewhere",
        test: "submodule of another host",
      },
      {
        tried: "a cloud's metadata by git",
        comes: "never",
        guard: "egress:git reaches no cloud's metadata",
        test: "is never reached",
      },
      {
        tried: "a cloud's metadata from a container",
        comes: "warned of in the server check",
        guard: "server-doors:a container that reaches a cloud's metadata",
        test: "is told so in the server check",
      },
      { tried: "a cloud's metadata from a container", comes: "blocked", missing: "rules of the network on servers" },
    ],
  },
  {
    key: 40,
    about: "Receivers that are slow or endless",
    parts: [
      {
        tried: "an answer without end",
        comes: "cut",
        guard: "limits:an endless answer is cut",
        test: "endless answer",
      },
      {
        tried: "an answer that never comes",
        comes: "given up",
        guard: "limits:an answer that never comes",
        test: "never comes",
      },
      {
        tried: "a receiver that always fails",
        comes: "tried so often and no more",
        guard: "limits:a channel that fails is tried",
        test: "then given up",
      },
      {
        tried: "a receiver that hangs",
        comes: "holds up no other team's alert",
        guard: "limits:one team's silent channels",
        test: "leaves slots for whoever comes next",
      },
      {
        tried: "a receiver that fails while a deployment ends",
        comes: "the deployment ends as it would",
        guard: "limits:no end of a job waits",
        test: "cannot be sent",
      },
    ],
  },
];
