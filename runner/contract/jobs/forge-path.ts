import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { GitUrl } from "../grammar.ts";

const ForgePathText = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check((path) => !path.startsWith("/") && !path.endsWith("/"), "must neither begin nor end with /"),
  v.check((path) => path === "" || v.is(GitUrl, `https://forge/${path}/owner/name`), "must be the path of a URL"),
);

/**
 * Path under which the forge of this job's source answers on its host over https, e.g. `git` of `https://example.org/git`; empty: it has
 * the host for itself, or so it is treated, as before this could be said. Its ssh knows no such path.
 */
export const ForgePath = added(3, { as: ForgePathText, absent: "", older: "drop" });
