import type { Check } from "../check.ts";

/** Secrets where they lie and where they are printed, archives, logs and the proxy. */
export const checks: readonly Check[] = [
  {
    key: 44,
    about: "Secrets where they lie",
    parts: [
      {
        tried: "the database",
        comes: "sealed or hashed",
        test: "the seeded secrets are really in the database",
        in: "api/src/secret-crawl.test.ts",
      },
      {
        tried: "a sealed text put in another row, column, table or team",
        comes: "does not open",
        guard: "start:a sealed secret opens in its own row",
        test: "does not open in another",
      },
      {
        tried: "another secret of the instance",
        comes: "opens nothing, refused before a write",
        guard: "start:a key of a team opens under",
        test: "does not open under another secret",
      },
      {
        tried: "data that do not note their secret",
        comes: "tell it by what was sealed",
        guard: "start:data that do not note their secret",
        test: "tell by what was sealed",
      },
      {
        tried: "files of state",
        comes: "their user's alone",
        guard: "start:files of state are their user's alone",
        test: "its user's alone",
      },
      {
        tried: "a credential",
        comes: "opened with its address only",
        guard: "credentials:a credential is opened only together",
        test: "login of another registry",
      },
      {
        tried: "changing the secret of the instance under load",
        comes: "all stays readable",
        missing: "changing the secret of an instance",
      },
      { tried: "back-ups", comes: "hold nothing that opens", missing: "back-ups" },
    ],
  },
  {
    key: 45,
    about: "Secrets in logs",
    parts: [
      {
        tried: "printed in pieces, cut anywhere",
        comes: "masked",
        guard: "clocks:a secret that is printed in pieces",
        test: "wherever the text is cut",
      },
      {
        tried: "encoded in the ways that programs print",
        comes: "masked",
        guard: "logs:masked in every form",
        test: "knows a secret in its",
      },
      {
        tried: "with colours in its middle",
        comes: "masked",
        guard: "text:a secret with colours",
        test: "colours in its middle",
      },
      {
        tried: "a key on one line, however long",
        comes: "masked",
        guard: "logs:a private key on one line",
        test: "a key on one line",
      },
      {
        tried: "keys of several lines that nobody told of",
        comes: "masked",
        guard: "logs:a private key that nobody told of",
        test: "nobody told it of",
      },
      {
        tried: "known by their looks",
        comes: "masked",
        guard: "logs:secrets are known by their looks",
        test: "by their looks",
      },
      {
        tried: "lines without end",
        comes: "masked with little memory",
        test: "a line that never ends",
        in: "runner/src/agent/redact.test.ts",
      },
      {
        tried: "text without secrets",
        comes: "every byte as it is",
        test: "leaves every byte",
        in: "runner/src/agent/redact.test.ts",
      },
    ],
  },
  {
    key: 46,
    about: "Archives",
    parts: [
      {
        tried: "entries that climb or lead out",
        comes: "refused",
        guard: "repositories:an entry of an archive that leads out",
        test: "is refused",
      },
      {
        tried: "devices, pipes and hard links",
        comes: "refused",
        guard: "repositories:a device, a pipe and a hard link",
        test: "is refused",
      },
      {
        tried: "more entries or bytes than may be",
        comes: "refused",
        guard: "repositories:an archive without end",
        test: "over its limits",
      },
    ],
  },
  {
    key: 47,
    about: "Logs that act",
    parts: [
      {
        tried: "sequences of terminals: titles, links, the clipboard, moving, clearing",
        comes: "show nothing",
        guard: "text:sequences of a terminal",
        test: "control, zero-width and direction",
      },
      {
        tried: "control, invisible and direction characters",
        comes: "signs one can see",
        guard: "text:control, invisible and direction",
        test: "control, zero-width and direction",
      },
      {
        tried: "bytes that are no text, and NUL",
        comes: "signs that stand for them",
        guard: "logs:what is no text is stored",
        test: "are no text",
      },
      {
        tried: "a line of a megabyte",
        comes: "ended where nobody reads on",
        guard: "logs:a line without end is ended",
        test: "nobody ended",
      },
      { tried: "a download", comes: "plain text", guard: "text:a download of a log", test: "no browser takes" },
      {
        tried: "a hundred thousand lines",
        comes: "laid out at once",
        test: "exactly one row",
        in: "ui/src/lib/ui/log/row-layout.test.ts",
      },
      {
        tried: "a program for the command line that shows logs",
        comes: "inert there as well",
        missing: "a program for the command line",
      },
    ],
  },
  {
    key: 48,
    about: "The proxy",
    parts: [
      {
        tried: "its door from an application or a page",
        comes: "no port, and no folder",
        guard: "server-doors:applications cannot reach the proxy's admin door",
        test: "may do nothing but bind",
      },
      {
        tried: "its folder, read by others of the server",
        comes: "closed",
        guard: "release:the folder with the proxy's door",
        test: "closed to others",
      },
      {
        tried: "settings that it refuses",
        comes: "those of before go on",
        test: "settings that are refused",
        in: "runner/src/proxies/proxy.suite.ts",
      },
      {
        tried: "a route that cannot be right",
        comes: "left out alone, the others serve",
        guard: "release:is left out alone by the runner",
        test: "left out alone",
      },
      {
        tried: "an older table",
        comes: "never takes the place of a newer",
        guard: "release:an older table of routes",
        test: "by a newer one",
      },
      {
        tried: "a writer that died between announcing and putting in force",
        comes: "done by the next",
        guard: "release:an announcement of a table that is older",
        test: "announced and died",
      },
    ],
  },
];
