// pure

import { oneLine } from "../../../rules/one-line.ts";
import { isBadNews, type Message, withoutMentions } from "./message.ts";

const plain = (text: string) => withoutMentions(oneLine(text).replace(/[\\*_~`|>#()[\]<:-]/g, "\\$&"));
/** Inside a code block only the fence itself has a meaning. */
const code = (lines: string[]) =>
  lines.map((line) => withoutMentions(oneLine(line).replaceAll("`", "\u02cb"))).join("\n");

/** Body of a Discord webhook call. `allowed_mentions` empty: whatever the text says, nobody is pinged. */
export function discordBody({ event, title, sentence, facts, evidence, nextAction, link }: Message) {
  const description = [
    plain(sentence),
    evidence.length > 0 ? `\`\`\`\n${code(evidence)}\n\`\`\`` : "",
    nextAction ? `**What to do:** ${plain(nextAction)}` : "",
    // As text, not as the embed's own URL: Discord refuses the whole call for an address such as localhost.
    link ? `[Open in Fairlead](${link})` : "",
  ];
  return {
    username: "Fairlead",
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: plain(title).slice(0, 250).toWellFormed(),
        color: isBadNews(event) ? 0xce2c31 : 0x218358,
        description: description
          .filter((part) => part !== "")
          .join("\n\n")
          .slice(0, 4_000)
          .toWellFormed(),
        fields: facts.slice(0, 25).map(({ label, value }) => ({
          name: plain(label).slice(0, 250).toWellFormed(),
          value: plain(value) || "none",
          inline: true,
        })),
      },
    ],
  };
}
