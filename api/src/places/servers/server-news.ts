// pure

import type { Cause } from "@fairlead/runner/contract";
import type { NotificationContent } from "../../work/notifications/notifications.schemas.ts";

type NewsOf = {
  server: { id: string; name: string; host: string | null };
  runner: { id: string; name: string };
  cause: Cause | null;
};

const content = (
  { server, runner, cause }: NewsOf,
  told: Pick<NotificationContent, "title" | "sentence" | "nextAction">,
): NotificationContent => ({
  ...told,
  facts: [
    { label: "Server", value: server.host ? `${server.name} (${server.host})` : server.name },
    { label: "Runner", value: runner.name },
  ],
  evidence: cause?.evidence ?? [],
  path: `/servers/${server.id}`,
  ids: { server: server.id, runner: runner.id },
});

export const unreachableNews = (of: NewsOf) =>
  content(of, {
    title: `Server ${of.server.name} is unreachable`,
    sentence: of.cause?.sentence ?? "Two checks in a row got no answer. What runs on it may still be running.",
    nextAction: of.cause?.nextAction ?? "Look whether the machine is up and its SSH port answers.",
  });

export const recoveredNews = (of: NewsOf, wasDownMs: number) =>
  content(
    { ...of, cause: null },
    {
      title: `Server ${of.server.name} is reachable again`,
      sentence: `It answers after ${Math.max(1, Math.round(wasDownMs / 60_000))} minutes. Waiting jobs go on by themselves.`,
      nextAction: null,
    },
  );

export const keyChangedNews = (of: NewsOf, fingerprints: { confirmed: string | null; seen: string | null }) => {
  const told = content(of, {
    title: `Server ${of.server.name} shows another host key`,
    sentence:
      "No job runs on it until a person has confirmed the new key: somebody else may be answering in its place.",
    nextAction: "Compare the fingerprint on the machine's own console, then confirm or refuse it on the server page.",
  });
  const facts = [
    { label: "Confirmed fingerprint", value: fingerprints.confirmed ?? "none" },
    { label: "Fingerprint seen", value: fingerprints.seen ?? "not told" },
  ];
  return { ...told, facts: [...told.facts, ...facts] };
};
