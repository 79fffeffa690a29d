import { describe, expect, test } from "vitest";
import { oneLine } from "../../api/src/rules/one-line.ts";
import { discordBody } from "../../api/src/work/notifications/templates/discord.ts";
import { mailHtml } from "../../api/src/work/notifications/templates/mail-html.ts";
import { mailText } from "../../api/src/work/notifications/templates/mail-text.ts";
import type { Message } from "../../api/src/work/notifications/templates/message.ts";
import { slackBody } from "../../api/src/work/notifications/templates/slack.ts";
import { telegramText } from "../../api/src/work/notifications/templates/telegram.ts";
import { webhookBody } from "../../api/src/work/notifications/templates/webhook.ts";
import { leavesOf, textsOf } from "./leaves.ts";
import { hostile } from "./strings.ts";

// A message has the same markup whatever its texts say: the names of people, the words of a commit, the lines of a build.

const saying = (text: string): Message => ({
  event: "deployment.failed",
  title: text,
  sentence: text,
  facts: [{ label: text, value: text }],
  evidence: [text, text],
  nextAction: text,
  path: null,
  link: "https://fairlead.test/applications/app_1",
  ids: {},
});

const tags = (html: string) => html.match(/<[^>]*>?/g) ?? [];
/** What is not escaped and means something to Discord. */
const discordMarks = (text: string) =>
  text
    // Inside a code block only its end has a meaning.
    .replace(/```\n[^`]*```/g, "```")
    .replace(/\\[\s\S]/g, "")
    .match(/[*_~`|#<>[\]]/g) ?? [];
const discordTexts = (message: Message) => {
  const { title, description, fields } = discordBody(message).embeds[0] ?? {};
  return [title ?? "", description ?? "", ...(fields ?? []).flatMap(({ name, value }) => [name, value])];
};
/** The blocks that have markup; all others are plain text to Slack. */
const slackMarkup = (message: Message) => {
  const { text, blocks } = slackBody(message);
  const marked = textsOf(blocks.filter((block) => "text" in block && block.text.type === "mrkdwn"));
  return [text, ...marked.map(({ value }) => String(value))];
};

/** The marks of a message, and every text that goes out, by channel. */
const channels = {
  "a mail's HTML": { marks: (message: Message) => tags(mailHtml(message)), sent: mailHtml },
  "a mail's text": { marks: (message: Message) => mailText(message).match(/\n/g) ?? [], sent: mailText },
  Discord: { marks: (message: Message) => discordTexts(message).map(discordMarks), sent: discordBody },
  Slack: {
    marks: (message: Message) => slackMarkup(message).map((text) => text.match(/[<>]|```/g) ?? []),
    sent: slackBody,
  },
  Telegram: { marks: (message: Message) => tags(telegramText(message)), sent: telegramText },
};

describe.each(Object.entries(channels))("%s", (_name, { marks, sent }) => {
  test.each(Object.entries(hostile))("has no other markup for %s", (_what, text) => {
    expect(marks(saying(text))).toEqual(marks(saying("Everything is well")));
  });

  test.each(Object.entries(hostile))("carries %s without control characters and half characters", (_what, text) => {
    for (const { value } of leavesOf({ body: sent(saying(`${text}${"👩".repeat(300)}`)) }))
      expect(String(value)).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
  });
});

test.each(["Discord", "Slack", "Telegram"] as const)("%s calls nobody by a mention", (name) => {
  const sent = JSON.stringify(channels[name].sent(saying("@everyone @here @channel <@U1>")));
  expect(sent).not.toMatch(/@(everyone|here|channel|U1)/);
});

test.each(Object.entries(hostile))("a signed webhook carries %s as it is, for a program to read", (_what, text) => {
  const { data } = webhookBody(saying(text), { id: "ntf_1", at: 0 });
  expect(JSON.parse(JSON.stringify(data))).toMatchObject({ title: text, facts: [{ label: text, value: text }] });
});

test.each(Object.entries(hostile))("the subject of a mail is one line for %s", (_what, text) => {
  expect(oneLine(text)).not.toMatch(/[\r\n]/);
});
