import type { Check } from "../check.ts";

/** Who of a team may do what, and what is left when something goes. */
export const checks: readonly Check[] = [
  {
    key: 13,
    about: "Less rights than wanted",
    parts: [
      {
        tried: "viewers, members and admins at each route that needs more",
        comes: "refused by the server",
        guard: "tenancy:a route of a team asks",
        test: "is refused by",
      },
      {
        tried: "an admin who invites an admin, twice",
        comes: "refused",
        guard: "accounts:nobody invites into a role",
        test: "may not invite an admin",
      },
      {
        tried: "somebody who raises their own role or touches one above",
        comes: "refused",
        guard: "accounts:nobody raises a role",
        test: "nobody raises",
      },
      {
        tried: "a member who makes a token that does more",
        comes: "refused",
        guard: "accounts:nobody makes a token wider",
        test: "and none for",
      },
      {
        tried: "a token that makes one without an end",
        comes: "refused",
        guard: "accounts:a token makes none that never ends",
        test: "a lasting one",
      },
      {
        tried: "a viewer who reveals a value",
        comes: "refused",
        guard: "accounts:whoever only looks",
        test: "may not reveal",
      },
      {
        tried: "settings of the whole instance, asked for by anybody but its owner",
        comes: "refused",
        guard: "tenancy:only the instance's owner",
        test: "and nobody else",
      },
      { tried: "a terminal in a container", comes: "refused", missing: "terminals in containers" },
    ],
  },
  {
    key: 14,
    about: "Fields that nobody may give",
    parts: [
      {
        tried: "ids, owners, roles, states and times in otherwise valid requests that make",
        comes: "refused by name",
        guard: "requests:a request gives no column",
        test: "takes no column of a row",
      },
      {
        tried: "the same in requests that change",
        comes: "refused by name",
        guard: "requests:nor does a save",
        test: "takes no column of a row",
      },
      {
        tried: "keys that every object has",
        comes: "refused",
        guard: "requests:a field that nobody knows",
        test: "a body that is",
        in: "test/contract/api.suite.ts",
      },
    ],
  },
  {
    key: 15,
    about: "Two at the same moment",
    parts: [
      {
        tried: "two owners who demote each other",
        comes: "one owner stays",
        guard: "accounts:of two owners who demote",
        test: "demote each other",
      },
      {
        tried: "the last owner who leaves",
        comes: "refused",
        guard: "accounts:the last owner does not leave",
        test: "the last owner",
      },
      {
        tried: "one invitation, accepted twice",
        comes: "one member",
        guard: "accounts:an invitation works once",
        test: "works once",
      },
      {
        tried: "two teams that claim one host",
        comes: "one gets it",
        guard: "requests:a host of one team is refused",
        test: "of one team covers",
      },
      {
        tried: "two who change one thing",
        comes: "the second is told, nothing is lost",
        guard: "saves:of two saves of one application",
        test: "the second of two saves",
      },
      {
        tried: "more than a limit allows at once",
        comes: "no more than that",
        guard: "limits:a limit is judged in the write",
        test: "at the same moment",
      },
    ],
  },
  {
    key: 16,
    about: "Secrets in answers",
    parts: [
      {
        tried: "every page and list, as every role and scope",
        comes: "no secret, no hash, no sealed text: of sources",
        guard: "credentials:what a source is sealed with",
        test: "answers no secret, no hash",
      },
      {
        tried: "of variables",
        comes: "none",
        guard: "credentials:the value of a secret variable",
        test: "answers no secret, no hash",
      },
      {
        tried: "of registries",
        comes: "none",
        guard: "credentials:the password of a team's registry",
        test: "answers no secret, no hash",
      },
      {
        tried: "of channels, whose address is a password",
        comes: "none",
        guard: "credentials:the address of a channel",
        test: "answers no secret, no hash",
      },
      {
        tried: "revealing a value",
        comes: "written down before it is shown",
        guard: "accounts:no value of a variable is shown",
        test: "who saw which key",
      },
      {
        tried: "a conflict of two saves",
        comes: "tells no value of a secret",
        guard: "saves:a conflict tells no value",
        test: "answers the second of two saves",
      },
    ],
  },
  {
    key: 17,
    about: "What hangs on something that is deleted",
    parts: [
      {
        tried: "a team with servers or applications",
        comes: "stays, and says what is in the way",
        guard: "accounts:a team goes only when",
        test: "an empty team is deleted",
      },
      {
        tried: "an empty team",
        comes: "goes with its tokens and the key of its secrets",
        test: "an empty team is deleted",
        in: "api/src/people/teams/teams.test.ts",
      },
      {
        tried: "an application, while somebody deploys it",
        comes: "nothing is begun behind the removal",
        guard: "saves:nothing is deployed behind",
        test: "never waits behind a removal",
      },
      {
        tried: "an application that a runner began something of in that instant",
        comes: "stays until its containers are gone",
        guard: "saves:in the instant of its removal",
        test: "asked for and begun",
      },
      {
        tried: "a late word about what has ended",
        comes: "refused, nothing changed",
        guard: "clocks:a runner that was stopped past its lease",
        test: "changes nothing",
      },
      {
        tried: "a member who leaves",
        comes: "their tokens and invitations end",
        guard: "accounts:the invitations of whoever left",
        test: "an invitation ends with whoever sent it",
      },
      { tried: "schedules of an application that is deleted", comes: "end with it", missing: "schedules" },
    ],
  },
];
