import type { Check } from "../check.ts";

/** What one team has is out of reach of every other. */
export const checks: readonly Check[] = [
  {
    key: 11,
    about: "Ids of another team",
    parts: [
      {
        tried: "each route with an id of another team in its path, of people's places",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a project of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of servers and what belongs to them",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a server of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of destinations",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a destination of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of environments",
        comes: "answered like none, nothing changed",
        guard: "tenancy:an environment of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of runners",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a runner of another team is answered",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of sources",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a source of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of applications",
        comes: "answered like none, nothing changed",
        guard: "tenancy:an application of another team",
        test: "is told to its own team alone",
      },
      {
        tried: "of variables",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a variable of another team",
        test: "is told to its own team alone",
      },
      {
        tried: "of domains",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a domain of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of deployments",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a deployment of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of logs",
        comes: "answered like none, nothing changed",
        guard: "tenancy:the log of another team",
        test: "is told to its own team alone",
      },
      {
        tried: "of deliveries",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a delivery of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of registries",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a registry of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of channels",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a channel of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "of members and invitations",
        comes: "answered like none, nothing changed",
        guard: "tenancy:a member of another team",
        test: "answers like for a row that does not exist",
      },
      {
        tried: "each id that a body takes, nested ones too, as another team's",
        comes: "answered like an id that nobody has",
        guard: "tenancy:a source names no runner",
        test: "takes no row of another team as",
      },
      {
        tried: "a cursor of a list that is none",
        comes: "refused by its name",
        guard: "requests:a cursor of a list is an id",
        test: "a hostile value of a known filter",
      },
      {
        tried: "every list",
        comes: "shows no row of another team",
        test: "shows no row of another team",
        in: "api/src/route-table.test.ts",
      },
      {
        tried: "the events of a team",
        comes: "only to those who may listen",
        guard: "accounts:an open stream ends",
        test: "soon after its token is revoked",
      },
    ],
  },
  {
    key: 12,
    about: "Own things put on others'",
    parts: [
      {
        tried: "an application on the destination of another team",
        comes: "answered like none",
        guard: "tenancy:an application is put on no destination",
        test: "takes no row of another team as",
      },
      {
        tried: "an application in another team's environment or with its source",
        comes: "answered like none",
        test: "cannot be put on another team's server",
        in: "api/src/route-table.test.ts",
      },
      {
        tried: "a source whose key another team's runner would keep",
        comes: "answered like none",
        guard: "tenancy:a source names no runner",
        test: "takes no row of another team as",
      },
      {
        tried: "a source that names a runner without using its key",
        comes: "that runner is not sent",
        guard: "tenancy:a runner whose key is not used",
        test: "whose key is not used",
      },
      {
        tried: "a deploy key used on a server of another runner of the same team",
        comes: "refused",
        guard: "tenancy:a deploy key is used only on servers",
        test: "a deploy key is used only",
      },
      {
        tried: "a password of one registry with an image of another",
        comes: "refused",
        guard: "credentials:a registry's password does not follow",
        test: "one for another address is refused",
      },
      {
        tried: "the login of another team's registry in a job",
        comes: "not there",
        guard: "tenancy:a job gets no login",
        test: "none of another team",
      },
      { tried: "a storage of another team", comes: "answered like none", missing: "storages" },
      {
        tried: "an application that is copied onto another place",
        comes: "judged like a new one",
        missing: "copying applications",
      },
    ],
  },
];
