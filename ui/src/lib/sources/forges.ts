import type { SourceView } from "../api/types.ts";

type Forge = SourceView["forge"];

export const forgeChoices: { value: Forge; label: string; hint: string }[] = [
  { value: "github", label: "GitHub", hint: "github.com or Enterprise" },
  { value: "gitlab", label: "GitLab", hint: "gitlab.com or your own" },
  { value: "bitbucket", label: "Bitbucket", hint: "bitbucket.org" },
  { value: "gitea", label: "Gitea, Forgejo", hint: "your own server" },
  { value: "git", label: "Plain git", hint: "any server with a hook" },
];
export const forgeName = (forge: Forge) => forgeChoices.find(({ value }) => value === forge)?.label ?? forge;

/** What to choose in the forge's own webhook form, line by line. */
const webhookSteps: Record<Forge, string[]> = {
  github: [
    "Repository or organisation → Settings → Webhooks → Add webhook",
    "Payload URL and secret from here; content type application/json",
    "Just the push event",
  ],
  gitlab: [
    "Project or group → Settings → Webhooks → Add new webhook",
    "URL from here; the secret as signing token, or as secret token on older versions",
    "Trigger: push events",
  ],
  bitbucket: [
    "Repository → Repository settings → Webhooks → Add webhook",
    "URL and secret from here",
    "Trigger: repository push",
  ],
  gitea: [
    "Repository or organisation → Settings → Webhooks → Add webhook → Gitea",
    "Target URL and secret from here; POST, application/json",
    "Trigger: push events",
  ],
  git: [
    "Call the URL with POST and a JSON body after each push",
    "Sign the body: X-Fairlead-Signature: sha256=<hex HMAC-SHA256 with the secret>",
  ],
};
export const webhookStepsOf = (forge: Forge) => webhookSteps[forge];

export const authChoices: { value: SourceView["auth"]; label: string; hint: string }[] = [
  { value: "none", label: "Nothing", hint: "Public repositories." },
  { value: "token", label: "Access token", hint: "Sent only to the forge, only over https." },
  { value: "deploy-key", label: "Deploy key", hint: "The runner makes a read-only SSH key." },
];
const reads: Record<SourceView["auth"], string> = {
  none: "public repositories",
  token: "with a token",
  "deploy-key": "with a deploy key",
};
export const readsText = (auth: SourceView["auth"]) => reads[auth];
