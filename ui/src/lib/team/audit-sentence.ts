import type { AuditEntry } from "../api/teams.ts";
import { variablesHref } from "../variables/holder-words.ts";

/** One part of a sentence; with an address it leads to what it names. */
export type AuditPart = { text: string; href?: string };
/** Names of what the entries speak of, by id. */
export type Names = ReadonlyMap<string, string>;
type Entry = Pick<AuditEntry, "actor" | "name" | "action" | "target" | "detail">;

/** Nouns as they stand everywhere else; one that is not here is shown as it is. */
const nouns: Record<string, string> = {
  bulk: "bulk operation",
  enrolment: "join command",
  person: "own account",
  access: "access",
};

const verbs: Record<string, string> = {
  create: "added",
  update: "changed",
  delete: "deleted",
  replace: "replaced",
  revoke: "revoked",
  reveal: "read the value of",
  list: "listed",
  run: "started",
  redeploy: "started again",
  rollback: "rolled back by",
  cancel: "cancelled",
  replay: "replayed",
  enrol: "joined",
  accept: "accepted",
  operate: "operated",
  stop: "stopped",
  start: "started",
  restart: "restarted",
  check: "checked",
  test: "tested",
  claim: "claimed",
  open: "opened",
  close: "closed",
  refused: "was refused a",
  denied: "was denied",
  role: "changed the role of",
  remove: "removed",
  leave: "left as",
  change: "changed the",
  reset: "reset the",
  rotate_secret: "renewed the secret of",
  deploy_key: "made a deploy key for",
  confirm_host_key: "confirmed the host key of",
  repository_moved: "followed the moved repository of",
  repository_elsewhere: "learned that the repository moved of",
  moved: "followed the move of",
  revoke_own: "revoked an own",
  revoke_others: "ended the other",
};

/** What is said of the target itself, whatever the first half of its name. */
const wholes: Record<string, string> = {
  "variable.replace": "replaced the variables of",
  "tags.replace": "set the tags of",
  "variable.list": "listed the variables of",
  "application.operate": "operated",
  "application.forget": "gave up, on a server that was away, on",
  "resource.forget": "gave up, on a server that was away, on",
  "password.change": "changed the own password",
  "password.reset": "reset the own password",
  "session.revoke_others": "ended all other sessions",
};

/** Between a thing and what it belongs to. */
const links: Record<string, string> = { create: "to", delete: "from" };

/** What is done to every kind of resource is told by the name of the kind. */
const kinds: Record<string, string> = { app: "application" };
const nounOf = (subject: string, target: string | null): string =>
  (subject === "resource" ? kinds[target?.split("_")[0] ?? ""] : nouns[subject]) ?? subject;

/** Pages by the beginning of an id. */
const pages: Record<string, string> = {
  app: "/applications/",
  dep: "/deployments/",
  srv: "/servers/",
  prj: "/projects/",
  src: "/sources/",
  dlv: "/deliveries/",
  blk: "/bulk/",
};
function hrefOf(id: string): string | undefined {
  const page = pages[id.slice(0, 3)];
  return page === undefined || id[3] !== "_" ? undefined : `${page}${id}`;
}

/** What a thing belongs to; entries of version 0.1.0 name it as an application, and are never written anew. */
const belongsTo = ["resourceId", "holderId", "applicationId", "application"];
const shownOnce = new Set(["name", "key", "host", "path", "email", "address", "number", "fields", ...belongsTo]);

/** What happened, as one says it: "Owner added the variable PORT to shop". */
export function auditSentence(entry: Entry, names: Names): AuditPart[] {
  const { action, target, detail } = entry;
  const [subject = "", verb = ""] = action.split(".");
  const who = entry.name ?? entry.actor.split(":")[0] ?? "";
  const place = belongsTo.map((name) => text(detail[name])).find((id) => id !== undefined);
  const whole = wholes[action];
  const said = whole ? [whole] : [verbs[verb] ?? verb.replaceAll("_", " "), nounOf(subject, target)];
  const parts: AuditPart[] = [{ text: who }, ...said.map((text) => ({ text }))];
  const what = nameOf(entry, names);
  const href = target && !verb.startsWith("delete") ? hrefOf(target) : undefined;
  if (what) parts.push({ text: what, ...(href ? { href } : {}) });
  if (place && place !== target)
    parts.push(
      { text: links[verb] ?? "of" },
      { text: names.get(place) ?? place, href: hrefOf(place) ?? variablesHref(place) },
    );
  return parts;
}

function nameOf({ target, detail }: Entry, names: Names): string | undefined {
  if (typeof detail.number === "number") return `#${detail.number}`;
  const host = text(detail.host);
  const path = text(detail.path);
  const named = text(detail.name) ?? text(detail.key) ?? (host && `${host}${path && path !== "/" ? path : ""}`);
  return named ?? text(detail.email) ?? text(detail.address) ?? (target ? (names.get(target) ?? target) : undefined);
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What the sentence leaves out: which fields, from what to what. */
export function auditDetail({ detail }: Entry): string {
  const fields = text(detail.fields);
  const rest = Object.entries(detail)
    .filter(([name, value]) => !shownOnce.has(name) && value !== null && value !== "" && value !== false)
    .map(([name, value]) => `${name}: ${value}`);
  return [...(fields ? [fields] : []), ...rest].join(", ");
}

/** Whether an entry speaks of what was asked for, in its sentence, its details or its own name. */
export function isAskedFor(entry: Entry, { query, names }: { query: string; names: Names }): boolean {
  const told = `${auditSentence(entry, names)
    .map((part) => part.text)
    .join(" ")} ${auditDetail(entry)} ${entry.action} ${entry.target ?? ""}`;
  const all = told.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
