import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { requestSetup, SetupFailed } from "./setup/request-setup.ts";
import { startSettings } from "./start/programs.ts";

const usage = `npm run setup -- --email you@example.com --password 'a long password'
  --name   how others see you
  --url    a running instance; the one of this machine unless given
  --code   its one-time set-up code; read from the state folder unless given`;

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

function readOptions() {
  const text = { type: "string" } as const;
  try {
    return parseArgs({ options: { email: text, password: text, name: text, url: text, code: text } }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** The start command writes the code into the state folder, so whoever can read that folder may become the owner. */
function readCode(home: string): string {
  const file = join(home, "setup-code");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  return fail(
    `There is no set-up code in ${home}. Either an owner exists already: sign in. Or the state folder is another one: set FAIRLEAD_HOME. Or the instance runs elsewhere: give --url and --code.`,
  );
}

function settings() {
  try {
    return startSettings(process.env);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const { email, password, name, url, code } = readOptions();
if (email === undefined || password === undefined) fail(`Give an e-mail address and a password.\n\n${usage}`);
const { port, home } = settings();
const target = { url: url ?? `http://127.0.0.1:${port}`, code: code ?? readCode(home) };
try {
  const token = await requestSetup(target, { email, password, name });
  process.stderr.write(`${email} owns this instance now. This API token is shown only here:\n`);
  // Alone on its stream, so that a script can take it.
  process.stdout.write(`${token}\n`);
} catch (error) {
  fail(error instanceof SetupFailed ? error.message : String(error));
}
