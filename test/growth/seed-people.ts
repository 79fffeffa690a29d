import { day, id, json, rows, type SeedWorld, text, user } from "./seed-world.ts";

/** Teams, and who may do what in them. */
// allow sizes: rows of many tables with one line a column; cut apart they would not be read more easily
export function peopleRows(world: SeedWorld): string[] {
  const { now, teams, people, stamps } = world;
  return [
    rows("team", {
      count: teams,
      columns: { id: id("team", "i"), name: text("team"), wrapped_key: text("key"), ...stamps(teams) },
    }),
    rows("user", {
      count: people,
      columns: {
        id: user("i"),
        name: text("Ada"),
        email: `'u' || i || '@fairlead.test'`,
        instance_role: `CASE WHEN i = 1 THEN 'owner' ELSE 'user' END`,
        ...stamps(people),
      },
    }),
    rows("account", {
      count: people,
      columns: {
        id: `'a' || i`,
        account_id: user("i"),
        provider_id: text("credential"),
        user_id: user("i"),
        ...stamps(people),
      },
    }),
    rows("session", {
      count: people,
      columns: {
        id: `'s' || i`,
        token: `'t' || i`,
        user_id: user("i"),
        expires_at: `${now} + ${day}`,
        created_at: now,
        updated_at: now,
      },
    }),
    rows("verification", {
      count: people,
      columns: {
        id: `'v' || i`,
        identifier: `'password-reset:' || i`,
        value: user("i"),
        expires_at: `${now} + ${day}`,
        ...stamps(people),
      },
    }),
    rows("rate_window", { count: people, columns: { key: `'login:' || i`, count: 1, ends_at: `${now} + ${day}` } }),
    rows("member", {
      count: people,
      columns: {
        id: id("member", "i"),
        team_id: id("team", `1 + i % ${teams}`),
        user_id: user("i"),
        role: text("owner"),
        created_at: now,
      },
    }),
    rows("invitation", {
      count: people,
      columns: {
        id: id("invitation", "i"),
        team_id: id("team", `1 + i % ${teams}`),
        email: `'g' || i || '@fairlead.test'`,
        role: text("viewer"),
        token_hash: `'i' || i`,
        invited_by: user(1),
        expires_at: `${now} + ${day}`,
        created_at: now,
      },
    }),
    rows("api_token", {
      count: people,
      columns: {
        id: id("apiToken", "i"),
        team_id: id("team", `1 + i % ${teams}`),
        user_id: user("i"),
        name: text("ci"),
        prefix: text("flu_"),
        hash: `'h' || i`,
        scopes: json(["read"]),
        created_at: now,
      },
    }),
    rows("confirmed_address", {
      count: people,
      columns: {
        id: `'adr' || i`,
        team_id: id("team", `1 + i % ${teams}`),
        address_hash: `'a' || i`,
        token_hash: `'c' || i`,
        asked_at: now,
        confirmed_at: now,
      },
    }),
    rows("enrolment", {
      count: people,
      columns: {
        id: id("enrolment", "i"),
        team_id: id("team", `1 + i % ${teams}`),
        token_hash: `'e' || i`,
        expires_at: `${now} + ${day}`,
        created_by: user(1),
        created_at: now,
      },
    }),
  ];
}
