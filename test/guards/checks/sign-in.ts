import type { Check } from "../check.ts";

/** Who is let in, by what, and how often. */
export const checks: readonly Check[] = [
  {
    key: 1,
    about: "Without a credential that holds, nothing is answered",
    parts: [
      {
        tried: "none, any text, a made-up token, or one that belongs at another door",
        comes: "one and the same refusal at every route",
        guard: "accounts:no route answers whoever",
        test: "the same for none",
      },
      {
        tried: "a token that was taken away or has ended",
        comes: "refused with the next request",
        guard: "sign-in:a revoked or expired token",
        test: "end with the sessions",
      },
      {
        tried: "a token after its last day",
        comes: "refused",
        guard: "sign-in:a token ends with its last day",
        test: "a token ends with its last day",
      },
      {
        tried: "a session that nobody used for long",
        comes: "refused",
        guard: "accounts:a session that nobody uses",
        test: "nobody uses for two weeks",
      },
      {
        tried: "the credential of a runner that was revoked",
        comes: "refused by every route of runners",
        guard: "accounts:a runner that was revoked",
        test: "credential was revoked",
      },
      {
        tried: "using a token that was taken away",
        comes: "told to its team",
        guard: "accounts:use of a token that was taken away",
        test: "use of a revoked token",
      },
      {
        tried: "many refusals of strangers",
        comes: "told, in a bounded number of entries",
        guard: "audit:refusals of strangers",
        test: "strangers from any number",
      },
    ],
  },
  {
    key: 2,
    about: "Guessing passwords",
    parts: [
      {
        tried: "twenty wrong passwords for one account under changing headers",
        comes: "counted as one sender's, then refused",
        guard: "sign-in:wrong passwords for one account",
        test: "twenty wrong passwords",
      },
      {
        tried: "one address at many accounts",
        comes: "counted together, then refused",
        guard: "sign-in:one address that tries many",
        test: "one address that tries many accounts",
      },
      {
        tried: "addresses of one network of IPv6",
        comes: "counted as one",
        guard: "sign-in:the throttle counts an IPv6 network",
        test: "addresses of one IPv6 network",
      },
      {
        tried: "the right password after the pause",
        comes: "opens again",
        guard: "sign-in:wrong passwords for one account",
        test: "opens again",
      },
      {
        tried: "a wrong set-up code, again and again",
        comes: "refused after a few",
        guard: "start:whoever guesses the set-up code",
        test: "guessing the code",
      },
    ],
  },
  {
    key: 3,
    about: "Requests that call the instance by another name",
    parts: [
      {
        tried: "an invitation asked for under a foreign host",
        comes: "a link to the configured address",
        guard: "sign-in:a link in an invitation",
        test: "comes from the configuration only",
      },
      {
        tried: "a reset asked for under foreign host and forwarding headers",
        comes: "a link to the configured address",
        guard: "accounts:a link in a reset mail",
        test: "leads to the instance as it is configured",
      },
      {
        tried: "a write whose origin is not one of ours",
        comes: "refused, nothing written",
        guard: "sign-in:a write of another site",
        test: "is refused and writes nothing",
      },
    ],
  },
  {
    key: 4,
    about: "Links that work once",
    parts: [
      {
        tried: "a reset link used again",
        comes: "refused",
        guard: "accounts:a reset link works once",
        test: "sets a new password once",
      },
      {
        tried: "a reset link after its time",
        comes: "refused",
        guard: "sign-in:a reset link expires",
        test: "a newer link replaces",
      },
      {
        tried: "an older reset link after a newer one",
        comes: "refused",
        guard: "accounts:a newer reset link",
        test: "a newer link replaces",
      },
      {
        tried: "an invitation accepted twice at once, or again later",
        comes: "joins once",
        guard: "accounts:an invitation works once",
        test: "works once",
      },
      {
        tried: "an invitation that ended, was revoked or was replaced",
        comes: "refused, no account left behind",
        guard: "accounts:used, revoked or is over",
        test: "opens nothing and leaves no account",
      },
      {
        tried: "an earlier invitation after the next to the same address",
        comes: "refused",
        guard: "accounts:an earlier invitation ends",
        test: "opens nothing and leaves no account",
      },
      {
        tried: "an invitation opened by somebody with another address",
        comes: "refused",
        guard: "accounts:opens for the address",
        test: "another address",
      },
      {
        tried: "an invitation of somebody who left or may invite no more",
        comes: "refused",
        guard: "accounts:the invitations of whoever left",
        test: "an invitation ends with whoever sent it",
      },
      {
        tried: "looking at what a link is for",
        comes: "uses nothing up",
        guard: "accounts:whoever looks at an invitation",
        test: "uses nothing up",
      },
      {
        tried: "reading the database for links",
        comes: "finds hashes only",
        guard: "accounts:an invitation is kept as a hash",
        test: "stored as a hash",
      },
      {
        tried: "reading the database for reset links",
        comes: "finds hashes only",
        guard: "accounts:a reset link is kept as a hash",
        test: "nothing that would open a reset",
      },
      {
        tried: "a link that confirms an address, twice or late",
        comes: "refused",
        guard: "limits:a link that confirms an address",
        test: "cannot use a link twice",
      },
    ],
  },
];
