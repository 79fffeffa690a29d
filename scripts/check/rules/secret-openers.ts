import { type Node, Visitor } from "oxc-parser";
import { memberName } from "../ast.ts";
import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import { isTest } from "../places.ts";
import { eachModule } from "../rule.ts";

/**
 * The files that open what is sealed, and what they open. A secret that signs us in at somebody else's is opened by `openCredential`
 * alone, together with the address it goes to: no file here opens one by itself.
 */
const openers: ReadonlySet<string> = new Set([
  "api/src/kit/secrets/damaged-secret.ts",
  "api/src/kit/secrets/team-secrets.ts",
  "api/src/kit/secrets/open-credential.ts",
  // Hand `openCredential` the key of a team.
  "api/src/work/jobs/compile-tools.ts",
  "api/src/releases/jobs/compile-deploy.ts",
  "api/src/pushes/ask-forge.ts",
  // Variables of applications, as they are and as deployments froze them.
  "api/src/resources/files/file-contents.ts",
  "api/src/resources/files/read-file.ts",
  "api/src/resources/variables/to-variable-view.ts",
  "api/src/resources/variables/open-variable.ts",
  "api/src/releases/changes/serving-variables.ts",
  "api/src/resources/releasing/given-values.ts",
  "api/src/releases/deployments/rollback-deployment.ts",
  // Secrets that calls from outside are verified with: they go nowhere.
  "api/src/pushes/receive-delivery.ts",
  "api/src/pushes/opened-secrets.ts",
  "api/src/sources/rotate-webhook-secret.ts",
  // Sealed in one text with the address they go to.
  "api/src/work/notifications/to-channel-view.ts",
  // Goes to the server that it was made for, in its own routes.
  "api/src/routing/server-routes.ts",
  "api/src/places/servers/update-server.ts",
]);

/** Where every place of something sealed is written, once. */
const places = "api/src/kit/secrets/secret-places.ts";

/** Secrets are opened where that was decided, and the places of all that is sealed are written once. */
export const secretOpeners = eachModule((module) =>
  module.path.startsWith("api/src/") && !isTest(module.path) && !module.path.includes("/testing/")
    ? [...strayOpeners(module), ...strayPlaces(module)]
    : [],
);

const finding = (module: Module, { node, message }: { node: Node; message: string }): Finding => ({
  path: module.path,
  line: module.lineOf(node.start),
  rule: "secret-openers",
  message,
});

function strayOpeners(module: Module): Finding[] {
  if (openers.has(module.path)) return [];
  const findings: Finding[] = [];
  const message =
    "opens a sealed secret; take it from the file that does (openCredential for what signs us in elsewhere), or add this file to the rule with what it opens";
  new Visitor({
    CallExpression(node) {
      const { callee } = node;
      const name = callee.type === "Identifier" ? callee.name : memberName(callee);
      const isOpener = name === "openOr" || name === "openKept" || (name === "open" && node.arguments.length > 1);
      if (isOpener) findings.push(finding(module, { node, message }));
    },
  }).visit(module.program);
  return findings;
}

function strayPlaces(module: Module): Finding[] {
  const findings: Finding[] = [];
  new Visitor({
    ObjectExpression(node) {
      const names = new Set<string>();
      for (const each of node.properties)
        if (each.type === "Property" && each.key.type === "Identifier") names.add(each.key.name);
      if (module.path === places || !["table", "column", "row"].every((name) => names.has(name))) return;
      const message = `the place of a secret is written in ${places} alone; call its function`;
      findings.push(finding(module, { node, message }));
    },
  }).visit(module.program);
  return findings;
}
