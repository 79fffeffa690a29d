// The lab by hand: node test/lab/main.ts help
import { spawnSync } from "node:child_process";
import { ensureBrowser, labAvailability } from "./install.ts";
import { startLab, stopKeptLabs } from "./lab.ts";
import { checkoutFolder, serverScript } from "./places.ts";
import { claimedSlots, isHeld, readOwner, slotEnvironment } from "./slot.ts";
import { describeVersions } from "./versions.ts";

const help = `node test/lab/main.ts COMMAND
  install            install what the lab and browser tests need, and say whether the lab can run here
  up [N]             start N servers (2) and leave them running
  list               labs of this checkout
  boot|kill|stop|cut|heal I | exec I ARGV...   of the newest kept lab
  down               end the kept labs of this checkout`;

const [command = "help", ...args] = process.argv.slice(2);

switch (command) {
  case "install":
    console.log("lab:", await labAvailability());
    console.log("browser:", await ensureBrowser());
    for (const line of await describeVersions()) console.log(line);
    break;
  case "up":
    await up(Number(args[0] ?? 2));
    break;
  case "list":
    list();
    break;
  case "down":
    await stopKeptLabs();
    break;
  case "help":
    console.log(help);
    break;
  default:
    process.exitCode = control();
}

async function up(servers: number): Promise<void> {
  const startedAt = performance.now();
  const lab = await startLab({ servers, isKept: true });
  for (const { name, host, userKeyPath, hostKeyFingerprint } of lab.servers) {
    console.log(`${name}  ssh -i ${userKeyPath} root@${host}  (${hostKeyFingerprint})  *.${name}.lab.test`);
  }
  console.log(`registry ${lab.registry.address}  private ${lab.privateRegistry.address}  proxy ${lab.outboundProxy}`);
  console.log(`acme ${lab.acme.directoryUrl}  up in ${Math.round(performance.now() - startedAt)} ms`);
}

function ourSlots() {
  return claimedSlots().filter((slot) => readOwner(slot)?.checkout === checkoutFolder);
}

function list(): void {
  for (const slot of ourSlots()) {
    const owner = readOwner(slot);
    const state = owner !== undefined && isHeld(owner) ? `used by process ${owner.pid}` : "kept";
    console.log(`${slot.address}  ${owner?.servers.length} servers  ${state}  ${slot.folder}`);
  }
}

function control(): number {
  const slot = ourSlots().findLast((candidate) => readOwner(candidate)?.isKept);
  if (slot === undefined) {
    console.error("no lab of this checkout is kept; start one with: up");
    return 1;
  }
  const env = { ...process.env, ...slotEnvironment(slot) };
  return spawnSync("bash", [serverScript, command, ...args], { env, stdio: "inherit" }).status ?? 1;
}
