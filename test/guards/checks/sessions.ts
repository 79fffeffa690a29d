import type { Check } from "../check.ts";

/** What ends rights, and who else may not use them. */
export const checks: readonly Check[] = [
  {
    key: 5,
    about: "Rights that end",
    parts: [
      {
        tried: "a changed password",
        comes: "the other sessions end with it",
        guard: "accounts:a changed password ends",
        test: "a changed password ends the other sessions",
        in: "test/contract/session.suite.ts",
      },
      {
        tried: "a changed password, with the choice to end tokens",
        comes: "they end with the next request",
        guard: "sign-in:changed password where that is chosen",
        test: "by choice",
      },
      {
        tried: "a reset password",
        comes: "every session ends",
        guard: "accounts:a reset ends every session",
        test: "ends every session",
      },
      {
        tried: "a reset password",
        comes: "tokens of all teams end",
        guard: "sign-in:API tokens end with a password that is reset",
        test: "end with the sessions",
      },
      {
        tried: "a lowered role",
        comes: "counts with the next request",
        guard: "accounts:a role counts as it is",
        test: "a lowered role counts",
      },
      {
        tried: "a member who is removed, also when invited again",
        comes: "sessions and tokens of before open nothing",
        guard: "accounts:do not come back with them",
        test: "a removed member loses",
      },
      {
        tried: "an open stream of somebody whose token was revoked",
        comes: "ends within half a minute",
        guard: "accounts:an open stream ends",
        test: "soon after its token is revoked",
      },
      {
        tried: "a second factor that is switched off",
        comes: "sessions end",
        missing: "signing in with a second factor",
      },
    ],
  },
  {
    key: 6,
    about: "Requests made by other sites",
    parts: [
      {
        tried: "a post of a form, of plain text or of JSON in any spelling from another page",
        comes: "refused",
        guard: "sign-in:a body of a form or of plain text",
        test: "the content type",
      },
      {
        tried: "a write with a cookie but without an origin",
        comes: "refused",
        guard: "sign-in:a write with a cookie proves",
        test: "without an origin",
      },
      {
        tried: "a request that another site made with the cookie",
        comes: "refused, and told",
        guard: "sign-in:a request that another site made",
        test: "another site made with the cookie",
      },
      {
        tried: "a socket opened by another site with the cookie",
        comes: "refused",
        missing: "web sockets for browsers",
      },
    ],
  },
  {
    key: 7,
    about: "Pages in frames, scripts in values",
    parts: [
      {
        tried: "the interface in a frame of another site",
        comes: "not shown",
        guard: "requests:no page of the interface may be framed",
        test: "in a frame of its own",
      },
      {
        tried: "answers and errors of the API in a frame, as a script or as another kind",
        comes: "not possible by their headers",
        guard: "requests:may be framed, run or load",
        test: "forbids frames, sniffing and caching",
        in: "test/contract/api.suite.ts",
      },
      {
        tried: "a stored value that is a program",
        comes: "shown as text: no page takes text for HTML",
        guard: "text:the interface takes no text for HTML",
        test: "text is text",
        in: "scripts/check/rules/raw-html.test.ts",
      },
      {
        tried: "a policy that was violated",
        comes: "reported",
        missing: "collecting what browsers report about the policy of pages",
      },
    ],
  },
  {
    key: 8,
    about: "First starts",
    parts: [
      {
        tried: "a secret that is missing or short",
        comes: "no start",
        guard: "start:a secret of the instance that is short",
        test: "refuses to start with a secret",
      },
      {
        tried: "a secret that stands in documents or examples",
        comes: "no start",
        guard: "start:a secret of the instance that stands",
        test: "refuses to start with a secret",
      },
      {
        tried: "a secret cut short by a crash",
        comes: "never sealed with",
        guard: "start:a part of a secret",
        test: "a secret of",
      },
      {
        tried: "another secret than the data's",
        comes: "refused before anything is written",
        guard: "start:a start with another secret",
        test: "another secret than",
      },
      {
        tried: "a set-up code that is cut short or wrong",
        comes: "makes nobody the owner",
        guard: "start:a code that is cut short",
        test: "makes nobody the owner",
      },
      {
        tried: "two who set up at once",
        comes: "one owner",
        guard: "start:of two first owners",
        test: "of two who come at once",
      },
      {
        tried: "the right code once there is an owner",
        comes: "opens nothing",
        guard: "start:no code opens anything",
        test: "after an owner exists",
      },
    ],
  },
  {
    key: 9,
    about: "Signing in by another service, and set up by a forge's application",
    parts: [
      {
        tried: "answers of such a service with a missing, used or foreign state",
        comes: "no link, nothing written",
        missing: "signing in with OAuth or OpenID Connect",
      },
      {
        tried: "answers about an installation that is somebody else's",
        comes: "no link, nothing written",
        missing: "applications at GitHub",
      },
    ],
  },
  {
    key: 10,
    about: "Tokens that are not what they claim",
    parts: [
      {
        tried: "a token with one sign changed or cut",
        comes: "refused without asking the database",
        guard: "accounts:a token whose checksum",
        test: "has no valid checksum",
      },
      {
        tried: "a token of another kind",
        comes: "refused without asking the database",
        guard: "accounts:a token of one kind",
        test: "another kind",
      },
      {
        tried: "a token for reading at a route that writes",
        comes: "refused",
        guard: "accounts:a token does no more than its scope",
        test: "is judged by what it was made for",
      },
      {
        tried: "a token wider than its maker's role",
        comes: "not made",
        guard: "accounts:nobody makes a token wider",
        test: "and none for",
      },
      {
        tried: "a token of a person whose role was lowered",
        comes: "does what the role does now",
        guard: "accounts:a role counts as it is",
        test: "a lowered role counts",
      },
      {
        tried: "a token of one team used on another",
        comes: "answered like a team that does not exist",
        guard: "accounts:a token acts in its own team",
        test: "never leaves its team",
      },
    ],
  },
];
