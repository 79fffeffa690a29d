import type { Guard } from "../guard.ts";

const limits = "api/src/limits/limits.test.ts";
const paces = "api/src/limits/paces.test.ts";
const mails = "api/src/notifications/mail-to-strangers.test.ts";

/** A limit of rows, as the verb that makes them asks for it. */
const ofRows = (kind: string, file: string): Guard => ({
  rule: `a team has so many ${kind} and no more`,
  file,
  guard: `withinLimit("${kind}", actor, deps),`,
  without: "",
  noticedBy: limits,
  named: kind === "projects" ? "refuses what goes beyond" : kind === "variableMiB" ? "variables" : kind,
});

/** That no team, person or network takes so much that others wait, and that no stranger is written to. */
export const guards: Guard[] = [
  ofRows("projects", "api/src/projects/create-project.ts"),
  ofRows("environments", "api/src/environments/create-environment.ts"),
  ofRows("sources", "api/src/sources/create-source.ts"),
  ofRows("registries", "api/src/registries/create-registry.ts"),
  ofRows("channels", "api/src/notifications/create-channel.ts"),
  ofRows("tokens", "api/src/tokens/create-api-token.ts"),
  ofRows("members", "api/src/teams/invite-member.ts"),
  ofRows("enrolments", "api/src/runners/create-enrolment.ts"),
  ofRows("variableMiB", "api/src/variables/create-variable.ts"),
  {
    rule: "a limit is judged in the write, so that many at once do not pass together",
    file: "api/src/statement.ts",
    guard: "await runUnlimited(db, [...withoutLimits(parts), ...conditions]);",
    without: "await runUnlimited(db, conditions); await runUnlimited(db, withoutLimits(parts));",
    noticedBy: limits,
    named: "refuses what goes beyond|at the same moment",
  },
  {
    rule: "a person owns so many teams and no more",
    file: "api/src/teams/create-team.ts",
    guard: 'new Limited("teams", { subject: userId, now: deps.clock.now() }),',
    without: "",
    noticedBy: limits,
    named: "owns so many teams",
  },
  {
    rule: "a newer deployment takes the place of those that wait",
    file: "api/src/deployments/enqueue-deployment.ts",
    guard: "...supersedeOlder(db, teamId, { id, applicationId, number, now: clock.now() }),",
    without: "",
    noticedBy: "api/src/deployments/deployments.test.ts",
    named: "a newer deployment supersedes",
  },
  {
    rule: "a newer wish takes the place of those that wait",
    file: "api/src/deployments/operate-application.ts",
    guard: "supersedeWishes(db, teamId, { applicationId: id, now: deps.clock.now() }),",
    without: "",
    noticedBy: "api/src/deployments/deployments.test.ts",
    named: "a newer one takes the place",
  },
  {
    rule: "one person asks so often and no more",
    file: "api/src/http/guard.ts",
    guard: 'if (known) await deps.paces.take(deps, "requests", known.userId);',
    without: "",
    noticedBy: paces,
    named: "one person who asks",
  },
  {
    rule: "one team asks so often and no more",
    file: "api/src/http/guard.ts",
    guard: 'if (actor) await deps.paces.take(deps, "teamRequests", actor.teamId);',
    without: "",
    noticedBy: paces,
    named: "many tokens of one team",
  },
  {
    rule: "an IPv6 /64 counts as one sender",
    file: "runner/contract/address.ts",
    guard: 'return `${network.join(":")}::/64`;',
    without: "return address;",
    noticedBy: paces,
    named: "by network",
  },
  {
    rule: "tests of one channel are limited",
    file: "api/src/notifications/test-channel.ts",
    guard: 'await limitInTime(deps, "channelTests", { subject: id });',
    without: "",
    noticedBy: mails,
    named: "of a channel, with the limit",
  },
  {
    rule: "tests of one person are limited",
    file: "api/src/notifications/test-channel.ts",
    guard: 'await limitInTime(deps, "personTests", { subject: actor.userId });',
    without: "",
    noticedBy: mails,
    named: "over all channels",
  },
  {
    rule: "mails that ask strangers are limited",
    file: "api/src/notifications/ask-addresses.ts",
    guard: 'for (const _ of due) await limitInTime(deps, "confirmationMails", { subject: teamId });',
    without: "",
    noticedBy: mails,
    named: "60 a day",
  },
  {
    rule: "an address that has not confirmed gets nothing but the question",
    file: "api/src/notifications/senders/send-to.ts",
    guard: "const allowed = channel.asksAddresses",
    without: "const allowed = false",
    noticedBy: mails,
    named: "gets one mail that asks",
  },
  {
    rule: "a link that confirms an address ends after a week",
    file: "api/src/notifications/addresses.store.ts",
    guard: ", gt(confirmedAddress.expiresAt, now)",
    without: "",
    noticedBy: mails,
    named: "cannot use a link twice",
  },
];
