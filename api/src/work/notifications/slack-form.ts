// pure

/**
 * What an address that takes Slack's messages reads of them. `blocks`: all of it. `texts`: a workflow, whose variables are named flat
 * texts. `text`: a server that speaks as Slack, of which every one reads the text. null: no such address.
 */
export type SlackForm = "blocks" | "texts" | "text";

const slackHosts: readonly string[] = ["hooks.slack.com", "hooks.slack-gov.com"];

export function slackForm(text: string): SlackForm | null {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" || url.username || url.password) return null;
  const [kind = "", ...rest] = url.pathname.slice(1).split("/");
  if (slackHosts.includes(url.hostname)) {
    if (!isWords(rest) || url.port !== "") return null;
    if (kind === "services") return "blocks";
    return kind === "workflows" || kind === "triggers" ? "texts" : null;
  }
  // Installed under a path, that stands before.
  const parts = url.pathname.split("/");
  const key = parts.slice(parts.indexOf("hooks") + 1);
  return parts.includes("hooks") && isWords(key) ? "text" : null;
}

const isWords = (parts: readonly string[]) => parts.length > 0 && parts.every((part) => /^[\w-]+$/.test(part));
