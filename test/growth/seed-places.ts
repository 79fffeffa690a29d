import { day, id, json, rows, type SeedWorld, text } from "./seed-world.ts";

/** Where applications are, and the applications. */
// allow sizes: rows of many tables with one line a column; cut apart they would not be read more easily
export function placeRows(world: SeedWorld): string[] {
  const { size, now, teams, applications, servers, stamps, teamOf, serverOf } = world;
  const runners = servers;
  return [
    rows("project", {
      count: applications,
      columns: {
        id: id("project", "i"),
        team_id: id("team", teamOf("i")),
        name: text("shop"),
        ...stamps(applications),
      },
    }),
    rows("environment", {
      count: applications,
      columns: {
        id: id("environment", "i"),
        team_id: id("team", teamOf("i")),
        project_id: id("project", "i"),
        name: text("production"),
        is_default: 1,
        ...stamps(applications),
      },
    }),
    rows("runner", {
      count: runners,
      columns: {
        id: id("runner", "i"),
        team_id: id("team", `CASE WHEN i > ${teams} THEN 1 ELSE i END`),
        name: text("harbour"),
        credential_hash: `'c' || i`,
        ssh_public_key: text("ssh-ed25519 AAAA"),
        version: text("0.1.0"),
        platform: text("linux-x64"),
        last_seen_at: now,
        created_at: now,
      },
    }),
    rows("server", {
      count: servers,
      columns: {
        id: id("server", "i"),
        team_id: id("team", `CASE WHEN i > ${teams} THEN 1 ELSE i END`),
        runner_id: id("runner", "i"),
        name: text("web"),
        kind: text("ssh"),
        host: `'web-' || i || '.example.com'`,
        port: 22,
        state: text("ready"),
        proxy: text("caddy"),
        checks: json([]),
        probe_secret: text("secret"),
        next_check_at: `${now} - ${day} + i`,
        last_seen_at: now,
        ...stamps(servers),
      },
    }),
    rows("destination", {
      count: servers,
      columns: {
        id: id("destination", "i"),
        team_id: id("team", `CASE WHEN i > ${teams} THEN 1 ELSE i END`),
        server_id: id("server", "i"),
        name: text("main"),
        network: text("fairlead-main"),
        ...stamps(servers),
      },
    }),
    rows("source", {
      count: teams,
      columns: {
        id: id("source", "i"),
        team_id: id("team", "i"),
        name: text("forge"),
        forge: text("github"),
        auth: text("none"),
        webhook_key: `'w' || i`,
        webhook_secret: text("secret"),
        ...stamps(teams),
      },
    }),
    rows("registry", {
      count: teams,
      columns: {
        id: id("registry", "i"),
        team_id: id("team", "i"),
        address: text("registry.example.com"),
        username: text("robot"),
        password: text("secret"),
        ...stamps(teams),
      },
    }),
    rows("resource", {
      count: applications,
      columns: {
        id: id("application", "i"),
        team_id: id("team", teamOf("i")),
        kind: text("application"),
        environment_id: id("environment", "i"),
        destination_id: id("destination", serverOf("i")),
        name: `'shop-' || i`,
        port: 8080,
        state: text("running"),
        deployment_count: size,
        ...stamps(applications),
      },
    }),
    rows("application", {
      count: applications,
      columns: {
        id: id("application", "i"),
        team_id: id("team", teamOf("i")),
        source_id: id("source", teamOf("i")),
        repository_url: text("https://forge.test/ada/shop.git"),
        repository: `'ada/shop-' || i`,
        branch: text("main"),
        auto_deploy: 1,
        watch_paths: json([]),
        submodules: 0,
        lfs: 0,
        build: json({ kind: "dockerfile", context: ".", dockerfile: "Dockerfile", target: null, noCache: false }),
        container: json({
          port: 8080,
          stopGraceSeconds: 10,
          pidsLimit: 512,
          command: null,
          arguments: null,
          init: true,
          capabilities: [],
          hostPort: null,
          memoryBytes: null,
          cpus: null,
        }),
        head_polled_at: `${now} - ${day} + i`,
      },
    }),
    rows("resource_tag", {
      count: applications,
      columns: {
        resource_id: id("application", "i"),
        team_id: id("team", teamOf("i")),
        key: text("nightly"),
        name: text("Nightly"),
      },
    }),
    rows("resource_target", {
      count: applications,
      columns: {
        resource_id: id("application", "i"),
        destination_id: id("destination", serverOf("i")),
        team_id: id("team", teamOf("i")),
        position: 0,
        state: text("running"),
        is_behind: "i % 100 = 7",
        created_at: now,
      },
    }),
    rows("forgotten", {
      count: applications,
      columns: {
        team_id: id("team", teamOf("i")),
        resource_id: id("application", "i"),
        server_id: id("server", serverOf("i")),
        created_at: `${now} - 400 * ${day} + i`,
      },
    }),
    rows("domain", {
      count: applications,
      columns: {
        id: id("domain", "i"),
        team_id: id("team", teamOf("i")),
        resource_id: id("application", "i"),
        host: `'shop-' || i || '.example.org'`,
        path: text("/"),
        scheme: text("https"),
        created_at: now,
      },
    }),
    rows("variable", {
      count: applications * 3,
      columns: {
        id: id("variable", "i"),
        team_id: id("team", teamOf(`(1 + i % ${applications})`)),
        resource_id: id("application", `1 + i % ${applications}`),
        key: `'KEY_' || i`,
        value: text("v1.k.iv.sealed"),
        scope: text("both"),
        is_secret: 1,
        ...stamps(applications * 3),
      },
    }),
  ];
}
