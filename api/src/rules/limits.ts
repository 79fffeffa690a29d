type Rule = {
  usual: number;
  title: string;
  /** Whose: each of these may have so many. */
  of: string;
  /** What to do about it, beside asking for more. */
  mend: string;
};

/** How much one team, person, credential or source may have or do before it is refused. The instance's owner may set each. */
export const limitRules = {
  teams: { usual: 20, title: "Teams that one owns", of: "person", mend: "Delete a team that is not needed" },
  members: { usual: 200, title: "Members and open invitations", of: "team", mend: "Remove a member or an invitation" },
  tokens: { usual: 200, title: "API tokens that work", of: "team", mend: "Revoke a token that is not used" },
  projects: { usual: 200, title: "Projects", of: "team", mend: "Delete a project that is not needed" },
  environments: { usual: 500, title: "Environments", of: "team", mend: "Delete an environment that is not needed" },
  applications: { usual: 500, title: "Applications", of: "team", mend: "Delete an application that is not needed" },
  tags: { usual: 200, title: "Different tags", of: "team", mend: "Take a tag off that is not needed" },
  domains: { usual: 2_000, title: "Domains", of: "team", mend: "Delete a domain that is not needed" },
  volumes: { usual: 1_000, title: "Volumes", of: "team", mend: "Remove a volume that is not needed" },
  servers: { usual: 200, title: "Servers", of: "team", mend: "Delete a server that is not needed" },
  runners: { usual: 50, title: "Runners", of: "team", mend: "Delete a runner that is not needed" },
  enrolments: { usual: 20, title: "Open enrolments of runners", of: "team", mend: "Use one of them, or wait an hour" },
  sources: { usual: 100, title: "Sources", of: "team", mend: "Delete a source that is not needed" },
  registries: {
    usual: 100,
    title: "Logins of registries",
    of: "team",
    mend: "Delete a registry that is not needed",
  },
  channels: { usual: 50, title: "Notification channels", of: "team", mend: "Delete a channel that is not needed" },
  queuedJobs: { usual: 1_000, title: "Jobs that wait", of: "team", mend: "Wait until some have run, or cancel them" },
  bulks: {
    usual: 20,
    title: "Bulk operations under way",
    of: "team",
    mend: "Wait until one has ended, or cancel one",
  },
  variableMiB: {
    usual: 64,
    title: "MiB of variables",
    of: "team",
    mend: "Delete variables, or keep big values in a file or a store",
  },
  files: { usual: 2_000, title: "Kept contents of files", of: "team", mend: "Take files off that are not needed" },
  fileMiB: {
    usual: 256,
    title: "MiB of files",
    of: "team",
    mend: "Take files off that are not needed, or keep big ones in a volume",
  },
  variableTraffic: {
    usual: 60,
    title: "MiB of variables and files read, saved and deployed a minute",
    of: "team",
    mend: "Keep big values in a file or a store",
  },
  channelTests: { usual: 10, title: "Tests an hour", of: "channel", mend: "Wait" },
  personTests: { usual: 30, title: "Tests of channels an hour", of: "person", mend: "Wait" },
  teamTests: { usual: 60, title: "Tests of channels an hour", of: "team", mend: "Wait" },
  confirmationMails: {
    usual: 60,
    title: "Mails a day that ask an address to confirm a channel",
    of: "team",
    mend: "Wait",
  },
  requests: {
    usual: 6_000,
    title: "Requests a minute, by all sessions and tokens",
    of: "person",
    mend: "Ask less often",
  },
  teamRequests: { usual: 18_000, title: "Requests a minute", of: "team", mend: "Ask less often" },
  strangerRequests: {
    usual: 1_200,
    title: "Requests a minute without a valid credential",
    of: "network (an IPv4 address, an IPv6 /64)",
    mend: "Sign in",
  },
  deliveries: { usual: 600, title: "Webhook calls a minute", of: "source", mend: "Let the forge send fewer events" },
  teamDeliveries: {
    usual: 1_200,
    title: "Webhook calls a minute, of all sources",
    of: "team",
    mend: "Let the forges send fewer events",
  },
  dayDeliveries: {
    usual: 20_000,
    title: "Webhook calls a day",
    of: "team",
    mend: "Let the forges send pushes only",
  },
} as const satisfies Record<string, Rule>;

export type LimitKind = keyof typeof limitRules;
export type Limits = Record<LimitKind, number>;
export const limitKinds = Object.keys(limitRules).filter((key): key is LimitKind => key in limitRules);
export const mostOfALimit = 10_000_000;

export const usualLimits: Limits = {
  teams: limitRules.teams.usual,
  members: limitRules.members.usual,
  tokens: limitRules.tokens.usual,
  projects: limitRules.projects.usual,
  environments: limitRules.environments.usual,
  applications: limitRules.applications.usual,
  tags: limitRules.tags.usual,
  domains: limitRules.domains.usual,
  volumes: limitRules.volumes.usual,
  servers: limitRules.servers.usual,
  runners: limitRules.runners.usual,
  enrolments: limitRules.enrolments.usual,
  sources: limitRules.sources.usual,
  registries: limitRules.registries.usual,
  channels: limitRules.channels.usual,
  queuedJobs: limitRules.queuedJobs.usual,
  bulks: limitRules.bulks.usual,
  variableMiB: limitRules.variableMiB.usual,
  files: limitRules.files.usual,
  fileMiB: limitRules.fileMiB.usual,
  variableTraffic: limitRules.variableTraffic.usual,
  channelTests: limitRules.channelTests.usual,
  personTests: limitRules.personTests.usual,
  teamTests: limitRules.teamTests.usual,
  confirmationMails: limitRules.confirmationMails.usual,
  requests: limitRules.requests.usual,
  teamRequests: limitRules.teamRequests.usual,
  strangerRequests: limitRules.strangerRequests.usual,
  deliveries: limitRules.deliveries.usual,
  teamDeliveries: limitRules.teamDeliveries.usual,
  dayDeliveries: limitRules.dayDeliveries.usual,
};

/** Names the limit, what is used of it, and what to do. */
export function limitSentence(kind: LimitKind, { used, most }: { used: number; most: number }): string {
  const { title, of, mend } = limitRules[kind];
  const what = `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  return `This ${of.split(" (")[0]} has ${used} of at most ${most} ${what}. ${mend}, or ask the owner of this instance to raise the limit ${kind}.`;
}
