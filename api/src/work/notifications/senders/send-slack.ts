import type { Deps } from "../../../kit/deps.ts";
import { slackForm } from "../slack-form.ts";
import type { Message } from "../templates/message.ts";
import { plainBody, slackBody, workflowBody } from "../templates/slack.ts";
import { isClientError, postJson } from "./post-json.ts";
import { wordsOf } from "./provider-words.ts";

const bodies = { blocks: slackBody, texts: workflowBody, text: plainBody };

/** To Slack, to a workflow of Slack, or to a server that speaks as Slack: each reads another form. */
export function sendSlack(deps: Deps, { url, message }: { url: string; message: Message }) {
  const form = slackForm(url) ?? "text";
  return postJson(deps, {
    receiver: form === "text" ? new URL(url).hostname : "Slack",
    url,
    body: JSON.stringify(bodies[form](message)),
    isPermanent: isClientError,
    words: wordsOf,
  });
}
