import type { TargetKind, TargetOf } from "../../contract/index.ts";
import type { Target } from "../ports/target.ts";
import type { OpenRequest, TargetOpener } from "../ports/target-opener.ts";
import { noProxy } from "../proxies/none.ts";
import * as registered from "./openers.ts";
import type { TargetTools } from "./target-tools.ts";

export type TargetRequest = OpenRequest;

type Targets = { [K in TargetKind]: TargetOf<K> };
/** The compiler keeps it whole: a kind of target that no driver opens does not build. */
const openers: { readonly [K in TargetKind]: TargetOpener<K, TargetTools> } = registered;

/** The one door to a server: connects, and chooses what drives it. `release` gives the connection back. */
export const openTarget = (tools: TargetTools, { target, ...given }: TargetRequest): Promise<Target> =>
  openAs(target.kind, target, { tools, given });

type Given = { tools: TargetTools; given: Omit<TargetRequest, "target"> };

const openAs = <K extends TargetKind>(kind: K, target: Targets[K], { tools, given }: Given): Promise<Target> =>
  openers[kind](tools, { ...given, target, none: noProxy });
