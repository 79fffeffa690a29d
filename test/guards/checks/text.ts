import type { Check } from "../check.ts";

/** Text of people, repositories and servers stays text. */
export const checks: readonly Check[] = [
  {
    key: 31,
    about: "Volumes",
    parts: [
      {
        tried: "another team's volume",
        comes: "refused",
        guard: "tenancy:a volume of another team cannot be mounted",
        test: "of another team is none",
      },
      {
        tried: "hosts' folders and links",
        comes: "refused",
        missing: "folders of the host",
      },
      {
        tried: "the socket of Docker or the proxy's door in an application",
        comes: "not there",
        guard: "release:applications share no folder with the proxy",
        test: "nothing it does not need",
      },
      {
        tried: "something of ours by name only",
        comes: "not taken for ours",
        guard: "release:a container that does not carry our labels",
        test: "labels are not ours",
      },
    ],
  },
  {
    key: 32,
    about: "Schedules and names",
    parts: [
      {
        tried: "times that are none, each second, over a change of the clock",
        comes: "refused, or run once",
        missing: "schedules",
      },
      {
        tried: "names of containers, networks and labels",
        comes: "made by us",
        test: "made with our name",
        in: "runner/src/drivers/docker/render.test.ts",
      },
      {
        tried: "the user of a server",
        comes: "named by the grammar of such users",
        guard: "text:a user of a server is named",
        test: "refuses what the grammar forbids",
      },
    ],
  },
  {
    key: 33,
    about: "Compose files",
    parts: [
      {
        tried: "each directive that reaches the host, aliases, merging, including, privileged by detours",
        comes: "refused with its line",
        missing: "Compose files",
      },
    ],
  },
  {
    key: 34,
    about: "Text of people in pages, mails and chats",
    parts: [
      {
        tried: "programs, handlers, templates and marks of direction in the interface",
        comes: "shown as text",
        guard: "text:the interface takes no text for HTML",
        test: "text is text",
        in: "scripts/check/rules/raw-html.test.ts",
      },
      {
        tried: "the same in mails",
        comes: "text",
        guard: "text:an alert by mail shows hostile text",
        test: "mail's HTML shows hostile text",
      },
      {
        tried: "in every other mail",
        comes: "text",
        guard: "text:a mail shows every part as text",
        test: "HTML shows every part as text",
      },
      {
        tried: "in subjects",
        comes: "one line",
        guard: "text:the subject of an alert is one line",
        test: "a subject is one line",
      },
      {
        tried: "at Discord",
        comes: "text, nobody is called",
        guard: "text:Discord calls nobody",
        test: "Discord mentions nobody",
      },
      {
        tried: "at Slack",
        comes: "no links and mentions",
        guard: "text:Slack is told text without links",
        test: "Slack sees neither",
      },
      {
        tried: "at Telegram",
        comes: "our own marks only",
        guard: "text:Telegram's markup",
        test: "Telegram's markup holds",
      },
      {
        tried: "marks that turn the direction of text",
        comes: "gone or seen",
        guard: "text:a message to people is lines without control",
        test: "no mark that turns",
      },
      {
        tried: "names that are programs, in the pages of a browser",
        comes: "text wherever they stand",
        test: "names that are programs",
        in: "test/specs/pages.spec.ts",
      },
    ],
  },
  {
    key: 35,
    about: "Commands and health checks",
    parts: [
      {
        tried: "the path of a health check",
        comes: "a path and nothing else",
        guard: "text:the address of a health check",
        test: "refuses what the grammar forbids",
      },
      {
        tried: "a start command with lines and quotes",
        comes: "one argument",
        guard: "text:a start command is one argument",
        test: "a user's command is one argument",
      },
      {
        tried: "the command of a static site",
        comes: "one argument that nothing breaks out of",
        guard: "text:a static site's command is one argument",
        test: "nothing can break out of",
      },
      {
        tried: "commands before and after a deployment",
        comes: "run in the container only",
        missing: "commands before and after a deployment",
      },
      {
        tried: "a push in which everything is hostile",
        comes: "runs nothing on the machines",
        test: "nothing was run on the runner's machine",
        in: "test/hostile/hostile-repository.lab.test.ts",
      },
    ],
  },
  {
    key: 36,
    about: "Servers that lie",
    parts: [
      {
        tried: "what a server tells of itself, shown",
        comes: "text of the grammar of messages",
        test: "the version, the system and a check of a server",
        in: "test/hostile/told-by-a-runner.test.ts",
      },
      {
        tried: "causes, lines and notes",
        comes: "text, mailed as text",
        guard: "text:an alert by mail shows hostile text",
        test: "mail's HTML shows hostile text",
      },
      {
        tried: "a name in a command that people copy",
        comes: "one word",
        guard: "server-doors:a name that a server told of",
        test: "one word and runs nothing",
      },
      {
        tried: "a container that only claims to be ours",
        comes: "neither routed nor removed",
        guard: "release:a container that does not carry our labels",
        test: "labels are not ours",
      },
      {
        tried: "an answer without end",
        comes: "given up",
        guard: "server-doors:an answer of Docker without end",
        test: "that never ends",
      },
      {
        tried: "bytes that no parser knows",
        comes: "end no process and touch no other server",
        test: "$name: $title",
        in: "test/hostile/fuzz/fuzz.test.ts",
      },
    ],
  },
  {
    key: 37,
    about: "Filters and orders",
    parts: [
      {
        tried: "a filter or an order that nobody knows",
        comes: "refused under its name",
        guard: "requests:a filter or an order that nobody knows",
        test: "is refused under its name",
      },
      {
        tried: "signs of a query language as a value",
        comes: "a refusal or nothing found",
        guard: "requests:what an object has from birth",
        test: "is refused under its name",
      },
    ],
  },
];
