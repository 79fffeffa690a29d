import type { Check } from "../check.ts";

/** Deployments and servers when something fails. */
export const checks: readonly Check[] = [
  {
    key: 57,
    about: "Clocks that are wrong",
    parts: [
      {
        tried: "a runner's clock",
        comes: "leases are judged by the control plane's",
        guard: "clocks:leases are judged by",
        test: "from the moment",
      },
      {
        tried: "a runner that runs fast or was stopped",
        comes: "ends its own lease by time that passed",
        guard: "clocks:a runner judges its own lease",
        test: "finds it over at once",
      },
      {
        tried: "the control plane's clock set by an hour",
        comes: "followed together with what is waited for",
        guard: "clocks:a clock that is set is followed",
        test: "tells the machine's time",
      },
      {
        tried: "back while nobody watched",
        comes: "nothing waits",
        guard: "clocks:set back while nobody watched",
        test: "when the clock is set",
      },
      {
        tried: "on while nobody watched",
        comes: "no job of a living runner ends",
        guard: "clocks:set on, or an outage",
        test: "when the clock is set",
      },
      { tried: "schedules over such a step", comes: "once", missing: "schedules" },
    ],
  },
  {
    key: 58,
    about: "Cancelling",
    parts: [
      {
        tried: "in the queue, running, twice, after the end",
        comes: "one end, told to the runner once",
        guard: "jobs:a job that was asked to stop",
        test: "a cancel, not a retry",
      },
      {
        tried: "against a result in the same instant",
        comes: "one end",
        guard: "jobs:of a cancel and a finish",
        test: "in any instant of a cancel",
      },
      {
        tried: "after the traffic moved",
        comes: "never called cancelled",
        guard: "jobs:went live before the cancel",
        test: "never calls the deployment cancelled",
      },
      {
        tried: "of a runner that does not answer",
        comes: "closed",
        guard: "jobs:a cancel that nobody answers",
        test: "nobody answers",
      },
      {
        tried: "right before the flip",
        comes: "the version of before serves",
        guard: "release:a deployment that was cancelled before the traffic",
        test: "last instant before the flip",
      },
      {
        tried: "an application that is removed meanwhile",
        comes: "nothing is left",
        guard: "saves:in the instant of its removal",
        test: "asked for and begun",
      },
    ],
  },
  {
    key: 59,
    about: "Many wishes for one application",
    parts: [
      {
        tried: "pushes, a deployment by hand, a rollback at once",
        comes: "one after the other",
        guard: "jobs:deployments of one application follow",
        test: "waits for its turn",
      },
      {
        tried: "those that wait behind a newer one",
        comes: "superseded, told so",
        guard: "limits:a newer deployment takes the place",
        test: "supersedes those",
      },
      {
        tried: "what has begun",
        comes: "not superseded",
        guard: "jobs:a newer deployment takes no place",
        test: "is begun work",
      },
      {
        tried: "in which order",
        comes: "as they were asked for",
        guard: "jobs:and in the order",
        test: "does not overtake",
      },
      {
        tried: "restarts behind each other",
        comes: "one",
        guard: "limits:a newer wish",
        test: "a newer one takes the place",
      },
      {
        tried: "one repository of several applications",
        comes: "each of them deploys",
        guard: "jobs:one push is taken for every application",
        test: "both deploy",
      },
      {
        tried: "other applications meanwhile",
        comes: "go on",
        guard: "jobs:applications of one queue go in turn",
        test: "does not starve",
      },
    ],
  },
  {
    key: 60,
    about: "Versions that cannot serve",
    parts: [
      {
        tried: "never ready",
        comes: "no traffic, the old one serves, the cause is told",
        guard: "release:a version gets no traffic",
        test: "a version that cannot serve",
      },
      {
        tried: "dead right after the flip",
        comes: "the traffic goes back",
        guard: "release:a version that dies right after",
        test: "a version that cannot serve",
      },
      {
        tried: "not reached through the proxy",
        comes: "the traffic goes back",
        guard: "release:a version that the proxy does not lead to",
        test: "a version that cannot serve",
      },
      {
        tried: "what it made",
        comes: "taken away, and nothing else",
        guard: "release:a release that fails takes away",
        test: "when something fails",
      },
      {
        tried: "our own faults",
        comes: "tried so often, with growing pauses",
        guard: "jobs:a fault of ours is tried so often",
        test: "at the last attempt",
      },
      { tried: "the pauses", comes: "grow", guard: "jobs:between attempts there is a pause", test: "waits longer" },
      {
        tried: "faults of the user",
        comes: "not tried again",
        guard: "jobs:what the user must mend is not tried again",
        test: "is final",
      },
      {
        tried: "an image that a kept release needs",
        comes: "never removed",
        guard: "release:an image that a kept release needs",
        test: "never asked to go",
      },
      {
        tried: "an image that is gone",
        comes: "no rollback to it is offered",
        test: "whose image is no longer kept",
        in: "api/src/releases/deployments/rollback.test.ts",
      },
      {
        tried: "memory, disks, ports, registries on real servers",
        comes: "the old one serves throughout, the cause is told",
        test: "the old one serves throughout",
        in: "test/release/failing-versions.lab.test.ts",
      },
    ],
  },
  {
    key: 61,
    about: "Runners of other versions, and two of one",
    parts: [
      {
        tried: "a job that is too new",
        comes: "waits, and says for what",
        guard: "jobs:a job that is too new",
        test: "is not claimed",
      },
      {
        tried: "a newer word in an order",
        comes: "refused; in news => passed over",
        test: "is passed over by an older reader",
        in: "test/history/test-release.test.ts",
      },
      {
        tried: "two processes of one runner",
        comes: "the second is refused by the first one's name",
        guard: "start:one control plane and one runner",
        test: "is refused while another",
      },
      {
        tried: "two with one credential",
        comes: "each job to one of them",
        guard: "jobs:a job is handed to one claim only",
        test: "two hundred",
      },
      {
        tried: "a runner that was revoked",
        comes: "gets nothing, and stops loudly",
        guard: "jobs:a runner that nobody knows",
        test: "stops loudly",
      },
      {
        tried: "releases beside each other",
        comes: "do the job that was queued",
        test: "do the job that was queued",
        in: "test/start/releases.test.ts",
      },
    ],
  },
  {
    key: 62,
    about: "Servers that restart",
    parts: [
      {
        tried: "in the middle of a deployment",
        comes: "it ends, and serves after the boot",
        test: "loses power in mid-deployment",
        in: "test/scenarios/server-outages.lab.test.ts",
      },
      {
        tried: "a job that was lost",
        comes: "its target is looked at before anything later",
        guard: "jobs:the target of a lost job",
        test: "look at the target",
      },
      {
        tried: "after a lost job",
        comes: "one version runs",
        guard: "release:after a lost job one version runs",
        test: "keeps it, and the one before",
      },
      {
        tried: "a container that was removed by hand",
        comes: "told once",
        guard: "jobs:whose container was removed by hand",
        test: "tells an application that is gone",
      },
      {
        tried: "a container that was stopped on purpose",
        comes: "not woken",
        guard: "release:an application that was stopped is never woken",
        test: "never wakes",
      },
      {
        tried: "a proxy that was restarted, or made anew and empty",
        comes: "serves what it served",
        test: "a proxy that was taken away and made again",
        in: "runner/src/proxies/proxy.suite.ts",
      },
    ],
  },
];
