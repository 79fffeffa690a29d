import type { Check } from "../check.ts";

/** Jobs and runners when something fails. */
export const checks: readonly Check[] = [
  {
    key: 51,
    about: "A runner that is killed anywhere",
    parts: [
      {
        tried: "at each step",
        comes: "somebody serves at every moment, the next attempt leaves the new version alone",
        guard: "release:what dead attempts left",
        test: "somebody serves at every moment",
      },
      {
        tried: "an attempt that follows on a dead one",
        comes: "finishes what that began",
        guard: "release:an attempt that follows on a dead one",
        test: "resumes when an earlier",
      },
      {
        tried: "between the two renames of a flip",
        comes: "mended in favour of the one that served",
        guard: "release:a flip that died between its renames",
        test: "repairs a flip",
      },
      {
        tried: "the job",
        comes: "ends within its deadline",
        guard: "jobs:who is past its deadline",
        test: "takes longer than it may",
      },
      {
        tried: "a job that the runner died in",
        comes: "given back, with its log",
        guard: "jobs:a runner that came back without its job",
        test: "forgotten job",
      },
      {
        tried: "results that were not heard",
        comes: "told before new work",
        guard: "jobs:a result that was not heard",
        test: "of an earlier life",
      },
      {
        tried: "on real servers, under requests",
        comes: "no request fails",
        test: "costs no request",
        in: "test/release/dying-runner.lab.test.ts",
      },
    ],
  },
  {
    key: 52,
    about: "A control plane that is away",
    parts: [
      {
        tried: "in the middle of a job",
        comes: "it goes on, holds its effects back, loses no line",
        guard: "jobs:a runner whose lease is lost changes nothing more",
        test: "holds its effects back",
      },
      {
        tried: "an outage in which nobody could renew",
        comes: "ends no job of a living runner",
        guard: "clocks:a gap in which nobody could be heard",
        test: "hour on while nobody",
      },
      {
        tried: "a full disk of the runner meanwhile",
        comes: "told from memory, up to a bound",
        guard: "start:a runner whose disk is full",
        test: "takes nothing",
      },
      {
        tried: "two minutes on real servers",
        comes: "no request and no line lost",
        test: "two minutes",
        in: "test/scenarios/control-plane-outage.lab.test.ts",
      },
    ],
  },
  {
    key: 53,
    about: "Many who claim at once",
    parts: [
      {
        tried: "two hundred claims for forty jobs",
        comes: "each job to one",
        guard: "jobs:a job is handed to one claim only",
        test: "two hundred",
      },
      {
        tried: "an answer that was lost",
        comes: "the same job for the same key",
        guard: "jobs:a claim whose answer was lost",
        test: "same key again",
      },
      {
        tried: "any order of everything",
        comes: "the promises of the queue hold",
        test: "the promises of the queue hold",
        in: "api/src/work/jobs/queue-promises.suite.ts",
      },
    ],
  },
  {
    key: 54,
    about: "A runner that was paused past its lease",
    parts: [
      {
        tried: "its words",
        comes: "refused, the newer result stands",
        guard: "clocks:a runner that was stopped past its lease",
        test: "changes nothing",
      },
      {
        tried: "its own effects",
        comes: "over at once, by its own clock",
        guard: "clocks:a runner judges its own lease",
        test: "finds it over at once",
      },
      {
        tried: "its deployment at the server",
        comes: "left alone where a newer one is",
        guard: "release:a newer release on the server",
        test: "is stale",
      },
      {
        tried: "right before the traffic moves",
        comes: "looked at once more",
        guard: "release:and once more right before",
        test: "a flip is refused when",
        in: "runner/src/drivers/driver.suite.ts",
      },
      { tried: "a lost lease", comes: "stays lost", guard: "jobs:a lost lease stays lost", test: "for ever" },
    ],
  },
  {
    key: 55,
    about: "Ends that are told twice",
    parts: [
      {
        tried: "the same result again",
        comes: "the same answer",
        guard: "clocks:the same result again",
        test: "same finish again",
      },
      {
        tried: "another result under its key",
        comes: "refused",
        guard: "clocks:another result under the same key",
        test: "same finish again",
      },
      {
        tried: "a result, a step or a line after the end",
        comes: "refused, nothing changed",
        guard: "clocks:a runner that was stopped past its lease",
        test: "changes nothing",
      },
      {
        tried: "of another runner's job",
        comes: "refused",
        guard: "clocks:a job is finished by the runner that has it",
        test: "another runner cannot finish",
      },
      {
        tried: "of an attempt that is not current",
        comes: "refused",
        guard: "clocks:only the attempt that is current",
        test: "changes nothing",
      },
      { tried: "two who end it at once", comes: "one end", guard: "jobs:a job ends once", test: "is one end with it" },
    ],
  },
  {
    key: 56,
    about: "Pieces of logs",
    parts: [
      {
        tried: "twice",
        comes: "stored once",
        guard: "clocks:a line that came again is counted once",
        test: "sent twice or out of order",
      },
      {
        tried: "with another text under its number",
        comes: "told, the first stays",
        guard: "clocks:a line that came again with another text",
        test: "another text",
      },
      {
        tried: "missing",
        comes: "told where they are missing",
        guard: "logs:pieces of a log that never came",
        test: "never arrived",
      },
      {
        tried: "shown twice by a stream",
        comes: "shown once",
        guard: "logs:a piece of a log that comes again",
        test: "arrives twice",
      },
      {
        tried: "of a lease that is over",
        comes: "refused",
        guard: "clocks:only the lease that is current",
        test: "changes nothing",
      },
      {
        tried: "an end of a step before its start",
        comes: "stays the end",
        guard: "logs:an end of a step is final",
        test: "end of a step is final",
      },
      { tried: "packed ones that unfold without end", comes: "refused", missing: "packed pieces of logs" },
    ],
  },
];
