import { findLink, findPlaceless, listLinks, readChain } from "../../kit/audit/chain.store.ts";
import { beginning, cutText, type Place, rowText } from "../../kit/audit/entry.ts";
import type { Deps } from "../../kit/deps.ts";
import type { AuditChainView, ChainBreak } from "./audit.schemas.ts";

/** As many are looked at in one call; whoever asks goes on behind them. */
const pieceSize = 2_000;
/** A worker of the version before may still have written while the chain began. */
const graceMs = 10 * 60_000;

type Reader = Pick<Deps, "db" | "secrets">;
type Chain = NonNullable<Awaited<ReturnType<typeof readChain>>>;

/** Reads the chain of a team, or a piece of it behind `after`, and tells the first entry that is not as it was written. */
export async function verifyChain(deps: Reader, teamId: string, { after }: { after?: number | undefined }) {
  const { db } = deps;
  const chain = await readChain(db, teamId);
  if (!chain) return empty;
  const { broken: badCut, start } = await startOf(deps, { chain, after });
  const links = await listLinks(db, teamId, { after: start.seq, limit: pieceSize });
  const { broken, at } = badCut ? { broken: badCut, at: start } : await walk(deps, links, start);
  const next = broken === null && links.length === pieceSize ? at.seq : null;
  const outside = broken === null && next === null ? await lookOutside(deps, chain, at) : null;
  return {
    isWhole: broken === null && outside === null,
    since: chain.cutAt ?? chain.startedAt,
    checked: at.seq - start.seq,
    next,
    broken: broken ?? outside,
    head: { seq: chain.seq, hash: chain.hash },
  } satisfies AuditChainView;
}

/** Nothing was recorded since there are chains. */
const empty: AuditChainView = {
  isWhole: true,
  since: null,
  checked: 0,
  next: null,
  broken: null,
  head: { seq: 0, hash: "" },
};

/** Where to begin: behind what was verified before, or where retention cut, if it was retention that did. */
async function startOf({ db, secrets }: Reader, { chain, after }: { chain: Chain; after: number | undefined }) {
  const { id, cutSeq: seq, cutHash: hash, cutAt, cutSeal } = chain;
  if (after !== undefined && after > seq)
    return { broken: null, start: (await findLink(db, id, after)) ?? { seq: after, hash: "" } };
  if (seq === 0) return { broken: null, start: beginning };
  const isOurs = cutSeal === (await secrets.mac(cutText({ chain: id, seq, hash, at: cutAt ?? 0 })));
  return { broken: isOurs ? null : breakAt("missing", { seq }), start: { seq, hash } };
}

async function walk({ secrets }: Reader, links: Awaited<ReturnType<typeof listLinks>>, start: Place) {
  let at = start;
  for (const { chain: _, seq, hash, ...draft } of links) {
    if (seq !== at.seq + 1) return { broken: breakAt("missing", { seq: at.seq + 1 }), at };
    const fits = await secrets.mac(rowText({ draft, seq, before: at.hash }));
    if (hash !== fits) return { broken: breakAt("altered", { seq, ...draft }), at };
    at = { seq, hash: fits };
  }
  return { broken: null, at };
}

/** What the chain itself cannot tell: whether its end is there, and whether rows stand beside it. */
async function lookOutside({ db }: Reader, chain: Chain, at: Place): Promise<ChainBreak | null> {
  if (at.seq < chain.seq) return breakAt("missing", { seq: at.seq + 1 });
  if (at.seq > chain.seq) return breakAt("inserted", { seq: chain.seq + 1 });
  const placeless = await findPlaceless(db, chain.id, { since: chain.startedAt + graceMs });
  return placeless ? breakAt("inserted", { seq: null, ...placeless }) : null;
}

const breakAt = (
  kind: ChainBreak["kind"],
  row: { seq: number | null; id?: string; createdAt?: number },
): ChainBreak => ({ kind, seq: row.seq, entry: row.id ?? null, at: row.createdAt ?? null });
