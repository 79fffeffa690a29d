import type { Finding } from "./judge-plan.ts";

export type Exception = {
  /** `file#function` of the store, below api/src. */
  by: string;
  does: Finding["does"] | "reads more";
  table?: string;
  because: string;
  /** Whether it is needed hangs on the moment at which the statement was recorded: by another one nothing may be due. */
  byMoment?: true;
};

type Told = { table: string; because: string };
const sorts = (by: string, told: Told): Exception => ({ by, does: "sorts", ...told });
const scans = (by: string, told: Told): Exception => ({ by, does: "scans", ...told });
const readsMore = (by: string, because: string): Exception => ({ by, does: "reads more", because });
const readsWhatIsDue = (by: string, because: string): Exception => ({ ...readsMore(by, because), byMoment: true });

const ofOnePerson = "what one person has, in the order it is shown";
const ofOneServer = "the routes and networks of one server, which its proxy is given as one document";
const fewOfOne = "what one project or one server has of them: a handful, in the order it is shown";
const severalPlaces = "what runs in a few environments, each in the order of its ids, as one list";
const addedUp = "what one team has, added up by kind, state and server: a handful of sums";
const counts = "a count that is shown: it reads an index and no row";
const asked = "changes or answers every row that it reads: that is what was asked for";
const lanes = "one leap for each lane that has something to do, so that all get their turn";
const inPieces = "takes along what is left of a history that was deleted before it, in pieces";
const clockWasSet = "once when a clock was set: everything that is counted from moves along";
const onePiece = "deletes the next piece of what has ended: no more than a piece holds";
const ofOneTeam = "what one team has, no further than the limit that it is held against";
const upToALimit = "counts what a team has, and no further than the limit that it is held against";
const ofOneResource = "the few places of one resource, in the order in which people named them";
const newestServing = "what serves at the few places of one resource, to find the newest";
const dueEverywhere = "an index of nothing but what is due, over all teams";
const firstOfEach = "the first job of each server that has some waiting, to find the first of all";

/** Functions of stores that only make a condition or a value: what asks with it is judged under its own name. */
export const partsOfStatements: readonly string[] = [
  "kit/access/holders-around.store.ts#holdersAround",
  "kit/access/resource-places.store.ts#resourcePlaces",
  "kit/access/resource-servers.store.ts#resourceServers",
  "kit/access/within.store.ts#within",
  "places/registries/registries.store.ts#unlessOneIs",
  "resources/list/card-fields.store.ts#active",
  "resources/list/card-fields.store.ts#latest",
  "resources/list/card-fields.store.ts#text",
  "resources/list/card-fields.store.ts#fieldsOf",
  "resources/list/tags-of-list.store.ts#tags",
  "resources/list/tags-of-list.store.ts#carriesFirst",
  "resources/list/tags-of-list.store.ts#carries",
  "resources/list/tags-of-list.store.ts#hasTagWith",
  "resources/state.store.ts#isAt",
  "work/jobs/targets.store.ts#rolledUp",
];

/** What may sort or scan a table that grows, or read more of a longer history, and why. One that nothing needs fails the test. */
export const exceptions: readonly Exception[] = [
  scans("kit/clock/moved-times.store.ts#movedTimes", { table: "application", because: clockWasSet }),
  scans("kit/clock/moved-times.store.ts#movedTimes", { table: "resource", because: clockWasSet }),
  scans("kit/clock/moved-times.store.ts#movedTimes", { table: "resource_target", because: clockWasSet }),
  scans("kit/clock/moved-times.store.ts#movedTimes", { table: "server", because: clockWasSet }),
  scans("kit/clock/moved-times.store.ts#movedTimes", { table: "runner", because: clockWasSet }),
  scans("kit/clock/moved-times.store.ts#movedTimes", { table: "rate_window", because: clockWasSet }),
  readsMore("places/registries/registries.store.ts#listImagesOf", ofOneTeam),
  scans("resources/volumes/volumes.store.ts#listPurgingServers", { table: "volume", because: dueEverywhere }),
  sorts("routing/routes.store.ts#readServerRoutes", { table: "destination", because: ofOneServer }),
  sorts("people/identity/identity.store.ts#listMemberships", { table: "member", because: ofOnePerson }),
  sorts("people/identity/identity.store.ts#listSessionRows", { table: "session", because: ofOnePerson }),
  sorts("kit/http/credentials.store.ts#findSession", { table: "session", because: ofOnePerson }),
  sorts("places/runners/local-runner.store.ts#findFirstTeam", { table: "user", because: ofOnePerson }),
  sorts("people/teams/teams.store.ts#listMemberRows", {
    table: "member",
    because: "the members of one team are shown at once: there are few",
  }),
  sorts("places/registries/registries.store.ts#listChoosers", { table: "resource", because: fewOfOne }),
  sorts("places/projects/environments.store.ts#listEnvironmentRows", { table: "environment", because: fewOfOne }),
  sorts("places/projects/environments.store.ts#listEnvironments", { table: "environment", because: fewOfOne }),
  sorts("places/servers/destinations.store.ts#listDestinations", { table: "server", because: fewOfOne }),
  sorts("places/servers/servers.store.ts#loadServerExtras", { table: "destination", because: fewOfOne }),
  sorts("resources/list/resource-list.store.ts#listResourceCards", { table: "environment", because: severalPlaces }),
  sorts("resources/list/resource-list.store.ts#countResources", { table: "resource", because: addedUp }),
  sorts("resources/list/resource-list.store.ts#countResources", { table: "environment", because: addedUp }),
  sorts("resources/list/resource-list.store.ts#countServers", { table: "resource", because: addedUp }),
  sorts("resources/targets/targets.store.ts#followFirst", { table: "resource_target", because: ofOneResource }),
  sorts("releases/deployments/deployments.store.ts#listSteps", {
    table: "step",
    because: "the steps of one attempt: a dozen",
  }),
  sorts("resources/targets/targets.store.ts#targetsOf", { table: "resource_target", because: ofOneResource }),
  sorts("resources/targets/targets.store.ts#listPlacements", { table: "resource_target", because: ofOneResource }),
  sorts("releases/deployments/deployments.store.ts#listDeploymentRows", {
    table: "deployment_target",
    because: ofOneResource,
  }),
  sorts("releases/deployments/deployments.store.ts#getDeploymentRow", {
    table: "deployment_target",
    because: ofOneResource,
  }),
  sorts("observe/logs/logs.store.ts#getLogJob", { table: "deployment", because: ofOneResource }),
  sorts("routing/routes.store.ts#readServerRoutes", { table: "deployment_target", because: newestServing }),
  sorts("releases/deployments/serving.store.ts#followServing", { table: "resource_target", because: newestServing }),
  scans("releases/levelling/levelling.store.ts#listBehind", { table: "resource_target", because: dueEverywhere }),
  scans("releases/levelling/levelling.store.ts#listLeft", { table: "resource_target", because: dueEverywhere }),
  sorts("work/jobs/lease.store.ts#appendChunks", {
    table: "job",
    because: "the chunks of one call, to add up their sizes",
  }),
  sorts("work/jobs/claim.store.ts#claimNext", { table: "job", because: firstOfEach }),
  sorts("work/jobs/claim.store.ts#peekNext", { table: "job", because: firstOfEach }),
  sorts("work/notifications/outbox.store.ts#listDueChannels", { table: "channel", because: lanes }),
  sorts("pushes/lane.store.ts#listDueSources", { table: "source", because: lanes }),
  scans("resources/domains/domains.store.ts#unlessForeign", {
    table: "domain",
    because:
      "only for a wildcard, which must not cover a host of another team at any depth: no index is in the order of the ends",
  }),
  readsMore("resources/domains/domains.store.ts#unlessForeign", "only for a wildcard: see above"),
  readsMore("kit/clock/moved-times.store.ts#movedBackUnseen", clockWasSet),
  readsMore("kit/limits/limits.store.ts#refuseBeyond", upToALimit),
  readsMore("kit/limits/limits.store.ts#countUsed", upToALimit),
  readsMore(
    "sources/sources.store.ts#listReaders",
    "all applications of one source, to name those that its new address leaves out",
  ),
  readsMore("resources/resources.store.ts#deleteUntouched", inPieces),
  readsMore(
    "work/jobs/jobs.store.ts#supersedeWishes",
    "the wishes of one application that wait: one, since each supersedes the one before",
  ),
  readsMore(
    "people/instance/key-mark.store.ts#oldestTeamKeys",
    "keys of the first teams, twenty at most, where no mark was kept yet",
  ),
  readsMore(
    "resources/list/resource-list.store.ts#listResourceCards",
    "looks through what one team has, no further than its limit, for words or a state that may be those of none",
  ),
  readsMore(
    "resources/list/resource-list.store.ts#countResources",
    "counts what one team has, no further than its limit",
  ),
  readsMore(
    "resources/list/resource-list.store.ts#countServers",
    "counts what one team has, no further than its limit",
  ),
  readsMore("resources/variables/holders.store.ts#tellReached", asked),
  readsMore("resources/forgotten.store.ts#listForgotten", "what one team gave up, a thousand at most"),
  readsMore("sources/sources.store.ts#listSources", counts),
  readsMore("places/projects/environments.store.ts#listEnvironments", counts),
  readsMore("places/servers/destinations.store.ts#listDestinations", counts),
  readsMore(
    "people/audit/audit.store.ts#listAuditRows",
    "looks through 2,000 entries for those that fit; where the test recorded it there were fewer, and no end was set",
  ),
  readsWhatIsDue("releases/levelling/levelling.store.ts#listBehind", dueEverywhere),
  readsMore(
    "releases/removal/give-up.store.ts#giveUp",
    "what waits and runs on one server, no further than the limit of what waits",
  ),
  readsMore(
    "resources/targets/targets.store.ts#isAtWork",
    "what waits and runs on one server, no further than the limit of what waits",
  ),
  readsMore("sources/sources.store.ts#getSource", counts),
  readsMore("people/teams/teams.store.ts#countTeamResources", counts),
  readsMore("work/jobs/waiting.store.ts#readWaitingFacts", counts),
  readsMore("observe/logs/logs.store.ts#countChunks", counts),
  readsWhatIsDue("kit/clock/moved-times.store.ts#afterGap", asked),
  readsWhatIsDue("kit/clock/moved-times.store.ts#movedTimes", asked),
  readsWhatIsDue("work/jobs/jobs.store.ts#listExpiredLeases", asked),
  readsWhatIsDue("work/jobs/jobs.store.ts#listOverdue", asked),
  readsWhatIsDue("work/jobs/jobs.store.ts#listUnansweredCancels", asked),
  readsMore("places/servers/servers.store.ts#moveQueuedJobs", asked),
  readsMore("places/servers/servers.store.ts#deleteEndedJobs", asked),
  readsMore("resources/history.store.ts#listOpenDeployments", asked),
  readsMore(
    "releases/deployments/enqueue.store.ts#supersedeOlder",
    "goes through what waits of one application, not what ended",
  ),
  readsMore("resources/resources.store.ts#deleteResource", inPieces),
  readsWhatIsDue("work/retention/rows.store.ts#dropSessions", onePiece),
  readsWhatIsDue("work/retention/rows.store.ts#dropResets", onePiece),
  readsWhatIsDue("work/retention/rows.store.ts#dropForgotten", onePiece),
  readsWhatIsDue("work/retention/rows.store.ts#dropBulks", onePiece),
  readsWhatIsDue(
    "work/retention/rows.store.ts#dropFiles",
    "of each content that is due, the deployments that its resource keeps: one of them may name it",
  ),
  readsWhatIsDue("work/retention/rows.store.ts#dropWindows", onePiece),
  readsWhatIsDue(
    "resources/volumes/volumes.store.ts#beginPurge",
    "marks the next piece of what is due: no more than a piece holds",
  ),
  readsWhatIsDue("resources/volumes/volumes.store.ts#listPurgingServers", "a thousand of what is due, at most"),
  readsWhatIsDue("resources/volumes/volumes.store.ts#listUnmeasuredServers", "a thousand of what is due, at most"),
  readsMore("resources/volumes/volumes.store.ts#listUsers", ofOneTeam),
  readsMore("resources/volumes/volumes.store.ts#trash", ofOneTeam),
  readsMore("resources/tags/tags.store.ts#countTags", ofOneTeam),
  readsMore("releases/bulk/candidates.store.ts#findTagged", ofOneTeam),
  readsWhatIsDue("work/retention/rows.store.ts#dropEnrolments", onePiece),
  readsWhatIsDue("work/retention/rows.store.ts#dropInvitations", onePiece),
  readsMore("work/retention/orphans.store.ts#dropJobsAndSteps", inPieces),
  readsMore(
    "work/retention/orphans.store.ts#listJobsOfResource",
    "the next piece of what a deleted application left: no more than a piece holds",
  ),
  readsMore("places/servers/servers.store.ts#deleteServer", inPieces),
  readsMore("work/notifications/notifications.store.ts#deleteChannel", inPieces),
  readsWhatIsDue("work/notifications/outbox.store.ts#listDueChannels", lanes),
  readsWhatIsDue("pushes/lane.store.ts#takeDeliveries", asked),
  readsWhatIsDue("pushes/lane.store.ts#listDueSources", lanes),
  readsWhatIsDue("pushes/poll.store.ts#listDueTeams", lanes),
  readsMore("work/jobs/older-runner.store.ts#rememberRunner", asked),
  readsMore("pushes/poll.store.ts#listFollowers", asked),
  readsWhatIsDue("pushes/poll.store.ts#takeDuePolls", asked),
  readsWhatIsDue("pushes/poll.store.ts#takeSiblings", asked),
];
