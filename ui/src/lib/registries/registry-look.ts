import type { RegistryView } from "../api/types.ts";
import type { Signal } from "../ui/signal.ts";

const looks: Record<RegistryView["state"], { signal: Signal; label: string }> = {
  ok: { signal: "ok", label: "Signs in" },
  checking: { signal: "busy", label: "Being tried" },
  unchecked: { signal: "idle", label: "Not tried" },
  "rate-limited": { signal: "warn", label: "Rate limited" },
  slow: { signal: "warn", label: "Slow" },
  failing: { signal: "warn", label: "Fails" },
  missing: { signal: "bad", label: "Image missing" },
  denied: { signal: "bad", label: "No right to it" },
  expired: { signal: "bad", label: "Expired" },
  refused: { signal: "bad", label: "Login refused" },
  unreachable: { signal: "bad", label: "Unreachable" },
  untrusted: { signal: "bad", label: "Certificate not trusted" },
  "plain-http": { signal: "bad", label: "Plain http" },
  "not-a-registry": { signal: "bad", label: "Not a registry" },
};
export const registryLook = ({ state }: Pick<RegistryView, "state">) => looks[state];

const without: NonNullable<RegistryView["note"]> = {
  sentence: "It was saved before logins were tried.",
  nextAction: "Try it now.",
};

type Told = { sentence: string; nextAction: string | null; againAt: number | null };
/** What is to be said beside the state: what is wrong, else what was tried. */
export function toldOf(registry: Pick<RegistryView, "state" | "lines" | "note" | "checkedAt">): Told[] {
  const { state, lines, note, checkedAt } = registry;
  if (state === "checking") return [];
  if (lines.length === 0) return [{ ...(note ?? without), againAt: null }];
  const wrong = lines.filter((line) => line.state !== "ok");
  return (wrong.length > 0 ? wrong : lines).map(({ sentence, nextAction, retryAfterSeconds }) => ({
    sentence,
    nextAction,
    againAt: retryAfterSeconds === null || checkedAt === null ? null : checkedAt + retryAfterSeconds * 1_000,
  }));
}

const named = 5;
type User = { name: string; as: "chosen" | "image" | "builder" };
const becoming = {
  chosen: "has chosen it: choose another there first, or this is refused",
  image: "is pulled from there: its next deployment asks without a login",
  builder: "is built with an image from there: its next deployment asks without a login",
};
/** What becomes of those that use it once its login is gone. Those that chose it stand first, for they keep it. */
export function consequencesOf(
  users: readonly User[],
  { address, isDefault }: Pick<RegistryView, "address" | "isDefault">,
): string[] {
  const first = users.toSorted((one, other) => Number(other.as === "chosen") - Number(one.as === "chosen"));
  const told = first.slice(0, named).map(({ name, as }) => `${name} ${becoming[as]}`);
  const more = users.length - told.length;
  return [
    ...told,
    ...(more > 0 ? [`So do ${more} more applications`] : []),
    ...(isDefault
      ? [
          "Dockerfiles that begin with a private image from there do not build any more",
          `Another login for ${address} is used in its place only once it is made the default`,
        ]
      : []),
    "What runs goes on running",
  ];
}
