// pure

import { oneLine } from "../../../rules/one-line.ts";
import { type Message, withoutMentions } from "./message.ts";

/** Slack's three escapes; without `<` nothing becomes a mention or a link. */
const escaped = (text: string) =>
  withoutMentions(oneLine(text)).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const section = (text: string) => ({
  type: "section",
  text: { type: "mrkdwn", text: text.slice(0, 2_900), verbatim: true },
});
const plainSection = (text: string) => ({
  type: "section",
  text: { type: "plain_text", text: withoutMentions(oneLine(text)), emoji: false },
});

/** Body of a Slack incoming webhook. Texts of users go into plain_text blocks, which have no markup at all, where one fits. */
export function slackBody({ title, sentence, facts, evidence, nextAction, link }: Message) {
  const fields = facts.slice(0, 10).map(({ label, value }) => ({
    type: "plain_text",
    text: withoutMentions(`${oneLine(label)}: ${oneLine(value)}`),
    emoji: false,
  }));
  const code = evidence.map((line) => escaped(line).replaceAll("`", "\u02cb")).join("\n");
  return {
    text: escaped(title),
    blocks: [
      {
        type: "header",
        text: { type: "plain_text", text: withoutMentions(oneLine(title)).slice(0, 150).toWellFormed(), emoji: false },
      },
      plainSection(sentence),
      ...(fields.length > 0 ? [{ type: "section", fields }] : []),
      ...(code ? [section(`\`\`\`${code.slice(0, 2_800).toWellFormed()}\`\`\``)] : []),
      ...(nextAction ? [plainSection(`What to do: ${nextAction}`)] : []),
      ...(link ? [section(`<${link}|Open in Fairlead>`)] : []),
    ],
  };
}

/** What a workflow of Slack is started with: its variables are texts, and none lies within another. */
export const workflowBody = ({ event, title, sentence, facts, evidence, nextAction, link }: Message) => ({
  event,
  title: withoutMentions(oneLine(title)),
  text: withoutMentions(
    [sentence, ...facts.map(({ label, value }) => `${label}: ${value}`), ...evidence].map(oneLine).join("\n"),
  )
    .slice(0, 2_900)
    .toWellFormed(),
  next_action: withoutMentions(oneLine(nextAction ?? "")),
  link: link ?? "",
});

/** One text in Markdown, in which nothing but our own link is one: for servers that speak as Slack and know no blocks. */
export function plainBody({ title, sentence, facts, evidence, nextAction, link }: Message) {
  const code = evidence.map((line) => withoutMentions(oneLine(line)).replaceAll("`", "\u02cb")).join("\n");
  const parts = [
    `**${inert(title)}**`,
    inert(sentence),
    ...facts.map(({ label, value }) => `${inert(label)}: ${inert(value)}`),
    ...(code ? [`\`\`\`\n${code.slice(0, 2_800).toWellFormed()}\n\`\`\``] : []),
    ...(nextAction ? [`What to do: ${inert(nextAction)}`] : []),
    ...(link ? [`[Open in Fairlead](${link})`] : []),
  ];
  return { text: parts.join("\n") };
}

/** Markdown's own escape before everything that begins something there. */
const inert = (text: string) => withoutMentions(oneLine(text)).replace(/[\\`*_{}[\]()#+\-.!|<>~:&]/g, "\\$&");
