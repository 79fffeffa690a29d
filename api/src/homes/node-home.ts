import { type Database, migrate, openDatabase } from "@fairlead/db";
import { openFileApart } from "@fairlead/db/apart";
import { keepStatements } from "@fairlead/db/keep-statements";
import { ownerOnly } from "@fairlead/db/owner-only";
import * as kinds from "../job-kinds.ts";
import { createAuth } from "../kit/adapters/auth.ts";
import { createBackground } from "../kit/adapters/background.ts";
import { steadyClock } from "../kit/adapters/clock.ts";
import { randomIds } from "../kit/adapters/ids.ts";
import { consoleLog } from "../kit/adapters/log.ts";
import { createMailer } from "../kit/adapters/mailer.ts";
import { createMemoryHub } from "../kit/adapters/memory-hub.ts";
import { createNodeEgress } from "../kit/adapters/node-egress.ts";
import { createSecretBox } from "../kit/adapters/secret-box.ts";
import { version } from "../kit/adapters/version.ts";
import type { NodeConfig } from "../kit/config.ts";
import type { Deps } from "../kit/deps.ts";
import { createHold } from "../kit/limits/hold.ts";
import { createPaces } from "../kit/limits/paces.ts";
import { createTurns } from "../kit/limits/turns.ts";
import { letItShrink } from "../kit/sql/let-it-shrink.ts";
import { findInstanceOwner } from "../people/instance/instance.store.ts";
import { markKey, refuseForeignSecret } from "../people/instance/refuse-foreign-secret.ts";
import { offerLocalRunner } from "../places/runners/offer-local-runner.ts";
import type { StateFolder } from "./state-folder.ts";

export type NodeHome = {
  deps: Deps;
  /** Ends long polls and event streams, so that a closing server need not wait for them. */
  endStreams(): void;
  close(): Promise<void>;
};

/** A file answers on this thread, where more at once is no faster. A database elsewhere is waited for, by many at the same time. */
const placesFor = (databaseUrl: string) =>
  databaseUrl.startsWith("file:") ? { places: 8, ofOne: 4 } : { places: 64, ofOne: 32 };

function open({ databaseUrl, databaseToken }: NodeConfig): { db: Database; close(): Promise<void> } {
  if (databaseUrl.startsWith("file:")) return openFileApart(databaseUrl);
  const db = openDatabase(databaseUrl, databaseToken);
  return { db, close: async () => db.$client.close() };
}

/** Opens the database, brings it up to date and builds what the app needs in one Node process. */
export async function openNodeHome(config: NodeConfig, folder: StateFolder): Promise<NodeHome> {
  ownerOnly(config.databaseUrl);
  const { db, close } = open(config);
  const secrets = createSecretBox(config.secret);
  // Before the schema changes: nothing is written for a secret that is not the data's.
  await refuseForeignSecret({ db, secrets });
  await migrate(db);
  await markKey({ db, secrets, clock: steadyClock });
  await letItShrink({ db, log: consoleLog });
  keepStatements();
  const { url, trustedOrigins, mailFrom, allowedPrivateHosts } = config;
  const hub = createMemoryHub();
  const background = createBackground(consoleLog);
  const deps: Deps = {
    db,
    clock: steadyClock,
    ids: randomIds,
    secrets,
    hub,
    mailer: createMailer({ apiKey: config.resendApiKey, from: mailFrom, baseUrl: config.resendBaseUrl }),
    egress: createNodeEgress({ allowedPrivateHosts }),
    log: consoleLog,
    config: { url, trustedOrigins, allowedPrivateHosts, mailFrom, version },
    auth: createAuth({ db, url, secret: config.secret }),
    firstStart: {
      setupCode: () => folder.readSetupCode(),
      ownerCreated: async () => {
        folder.removeSetupCode();
        const token = await offerLocalRunner(deps, { hasState: folder.hasRunner() });
        if (token) folder.writeRunnerToken(token);
      },
    },
    capacity: { atOnce: 64, isSpent: () => false },
    paces: createPaces(),
    hold: createHold({ most: 4_000 }),
    turns: createTurns({ ...placesFor(config.databaseUrl), waiting: 64, soon: setImmediate }),
    kinds,
    kicks: { paceMs: 100, ofTeams: new Map() },
    background: background.run,
  };
  if ((await findInstanceOwner(db)) === undefined) folder.ensureSetupCode();
  else await deps.firstStart.ownerCreated();
  return {
    deps,
    endStreams: () => hub.close(),
    close: async () => {
      await background.settled();
      await close();
    },
  };
}
