import type { Deps } from "../../kit/deps.ts";
import { limitInTime } from "../../kit/limits/limit-in-time.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { hashToken, makeToken } from "../../kit/tokens/token-text.ts";
import { getTeamRow } from "../../people/teams/teams.store.ts";
import { textMail } from "../../rules/text-mail.ts";
import { askAddress, listAddresses, listMemberAddresses, trustAddress } from "./addresses.store.ts";

type Asker = Pick<Deps, "db" | "secrets">;
type Addresses = { teamId: string; addresses: readonly string[] };

const validMs = 7 * 24 * 60 * 60_000;
/** An address that was asked within this time is not asked again. */
const restMs = 60 * 60_000;

const hashOf = ({ secrets }: Pick<Deps, "secrets">, { teamId, address }: { teamId: string; address: string }) =>
  secrets.mac(JSON.stringify(["address v1", teamId, address.toLowerCase()]));

/** Which of the addresses alerts may be sent to: members, and those that said yes. */
export async function judgeAddresses(deps: Asker, { teamId, addresses }: Addresses) {
  const hashed = await Promise.all(
    addresses.map(async (address) => ({ address, hash: await hashOf(deps, { teamId, address }) })),
  );
  const asked = await listAddresses(
    deps.db,
    teamId,
    hashed.map(({ hash }) => hash),
  );
  const members = new Set(
    await listMemberAddresses(
      deps.db,
      teamId,
      addresses.map((address) => address.toLowerCase()),
    ),
  );
  const judged = hashed.map((each) => {
    const known = asked.find(({ addressHash }) => addressHash === each.hash);
    const isAllowed = members.has(each.address.toLowerCase()) || (known?.confirmedAt ?? null) !== null;
    return { ...each, isAllowed, askedAt: known?.askedAt ?? null };
  });
  return {
    allowed: judged.filter(({ isAllowed }) => isAllowed).map(({ address }) => address),
    open: judged.filter(({ isAllowed }) => !isAllowed),
  };
}

type Asked = { statements: Statement[]; send(): void };

/** Statements that ask the addresses which may not be sent to yet, and the mails, to be sent once those are written. */
export async function askAddresses(deps: Deps, { teamId, addresses }: Addresses): Promise<Asked> {
  const { db, ids, clock, config, mailer, background } = deps;
  const now = clock.now();
  const { open } = await judgeAddresses(deps, { teamId, addresses });
  const due = mailer.isConfigured ? open.filter(({ askedAt }) => askedAt === null || now - askedAt > restMs) : [];
  for (const _ of due) await limitInTime(deps, "confirmationMails", { subject: teamId });
  const team = due.length > 0 ? await getTeamRow(db, teamId) : null;
  const mails = await Promise.all(
    due.map(async ({ address, hash }) => {
      const token = makeToken("address", ids);
      return { address, hash, token, tokenHash: await hashToken(token), id: ids.secret(16) };
    }),
  );
  const statements = mails.map(({ hash, tokenHash, id }) =>
    askAddress(db, { id, teamId, addressHash: hash, tokenHash, askedAt: now, expiresAt: now + validMs }),
  );
  const send = () => {
    for (const { address, token, id } of mails) {
      const mail = confirmationMail({ team: team?.name ?? "", link: `${config.url}/confirm-address#${token}` });
      background(() => mailer.send({ to: address, ...mail, idempotencyKey: `confirm:${id}` }));
    }
  };
  return { statements, send };
}

/** Addresses that an earlier version told already go on being told. */
export async function trustAddresses(
  deps: Pick<Deps, "db" | "secrets" | "ids" | "clock">,
  { teamId, addresses }: Addresses,
): Promise<Statement[]> {
  const { db, ids, clock } = deps;
  const now = clock.now();
  const hashed = await Promise.all(
    addresses.map(async (address) => ({
      addressHash: await hashOf(deps, { teamId, address }),
      // A link that nobody ever got.
      tokenHash: await hashToken(makeToken("address", ids)),
    })),
  );
  return hashed.map((each) =>
    trustAddress(db, { id: ids.secret(16), teamId, ...each, askedAt: now, confirmedAt: now }),
  );
}

/** A name that its team chose goes to a stranger: letters, digits and spaces make neither a link nor an offer. */
const harmless = (name: string) =>
  name
    .slice(0, 80)
    .replace(/[^\p{L}\p{N} ]/gu, " ")
    .slice(0, 40)
    .trim();

const confirmationMail = ({ team, link }: { team: string; link: string }) =>
  textMail({
    subject: "Do you want alerts of Fairlead here?",
    lines: [
      `A team that calls itself “${harmless(team)}” wants to send alerts about its deployments and servers to this address.`,
      "Nothing is sent unless you confirm, within seven days:",
    ],
    link,
    footer: "If you do not expect this, ignore this mail: you will get no other.",
  });
