import { expect, test } from "vitest";
import { oneLine } from "../../../rules/one-line.ts";
import { discordBody } from "./discord.ts";
import { mailHtml } from "./mail-html.ts";
import { mailText } from "./mail-text.ts";
import type { Message } from "./message.ts";
import { slackBody } from "./slack.ts";
import { telegramText } from "./telegram.ts";

const hostile =
  "<img src=x onerror=alert(1)> @everyone <!channel> [a](http://evil.test) `x` *b*\r\nBcc: a@b.test\u202e";
const message: Message = {
  event: "deployment.failed",
  title: hostile,
  sentence: hostile,
  facts: [{ label: hostile, value: hostile }],
  evidence: [hostile, "```"],
  nextAction: hostile,
  path: null,
  link: "https://fairlead.test/applications/app_1",
  ids: {},
};

test("a line holds no line break and no mark that turns the direction of text", () => {
  expect(oneLine(hostile)).not.toMatch(/[\r\n\u202e]/);
});

test("a mail's HTML shows hostile text as text", () => {
  const html = mailHtml(message);
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(html).toContain('href="https://fairlead.test/applications/app_1"');
});

test("a mail's text carries every part in its order", () => {
  const text = mailText({
    ...message,
    title: "Failed",
    sentence: "Why.",
    facts: [],
    evidence: ["line"],
    nextAction: "Do.",
  });
  expect(text).toBe("Failed\n\nWhy.\n\n  line\n\nWhat to do: Do.\n\nhttps://fairlead.test/applications/app_1\n");
});

test("Discord mentions nobody and closes its code block itself", () => {
  const body = discordBody(message);
  expect(body.allowed_mentions).toEqual({ parse: [] });
  expect(JSON.stringify(body)).not.toContain("@everyone");
  expect(body.embeds[0]?.title).toContain("\\[a\\]\\(http");
  expect(body.embeds[0]?.description.match(/```/g)).toHaveLength(2);
});

test("Slack sees neither mentions nor links of users", () => {
  const text = JSON.stringify(slackBody(message));
  const markup = slackBody(message).blocks.filter((block) => "text" in block && block.text.type === "mrkdwn");
  expect(
    JSON.stringify(markup).replaceAll("<https://fairlead.test/applications/app_1|Open in Fairlead>", ""),
  ).not.toMatch(/<(!|http|@)/);
  expect(text).not.toContain("@everyone");
});

test("Telegram's markup holds only our own tags", () => {
  const tags = telegramText(message).match(/<\/?[a-z]+/g) ?? [];
  expect(new Set(tags)).toEqual(new Set(["<b", "</b", "<pre", "</pre", "<a", "</a"]));
  expect(telegramText(message)).not.toContain("@everyone");
});
