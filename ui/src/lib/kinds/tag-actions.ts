import Play from "@lucide/svelte/icons/play";
import Rocket from "@lucide/svelte/icons/rocket";
import RotateCw from "@lucide/svelte/icons/rotate-cw";
import Square from "@lucide/svelte/icons/square";
import type { Role } from "../api/identity.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import type { BulkVerb } from "./run-on-many.ts";

const looks = [
  { verb: "deploy", label: "Deploy", icon: Rocket },
  { verb: "restart", label: "Restart", icon: RotateCw },
  { verb: "stop", label: "Stop", icon: Square },
  { verb: "start", label: "Start", icon: Play },
] as const satisfies readonly { verb: BulkVerb; label: string; icon: Action["icon"] }[];
export const wordOf = (verb: BulkVerb): string => looks.find((each) => each.verb === verb)?.label ?? verb;

/** What can be done to everything that carries a tag; each is looked at beforehand. */
export const tagActions = (tag: string, { role, ask }: { role: Role; ask: (verb: BulkVerb) => void }): Action[] =>
  looks.map(({ verb, label, icon }) => ({
    id: `tag:${verb}:${tag}`,
    label: `${label}…`,
    icon,
    refusal: refusalFor(role, "member"),
    run: () => ask(verb),
  }));
