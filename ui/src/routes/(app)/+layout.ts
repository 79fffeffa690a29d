import { error } from "@sveltejs/kit";
import { listDeployments } from "#lib/api/deployments.ts";
import { chooseTeam, chosenTeam, loaded } from "#lib/api/http.ts";
import { me } from "#lib/session/me.ts";
import { currentTeam } from "#lib/session/team.ts";

// The chip that shows them is a convenience: without an answer there is no chip, and the page still comes.
const open = (status: "running" | "queued" | "live" | "cancelling") =>
  listDeployments({ status, limit: "20" }).then(
    (page) => page.items,
    () => [],
  );

export async function load({ depends }) {
  depends("app:me", "live:deployments");
  const [person, ...running] = await Promise.all([
    loaded(me()),
    open("running"),
    open("live"),
    open("cancelling"),
    open("queued"),
  ]);
  const team = currentTeam(person, chosenTeam());
  if (!team) error(403, { message: "You belong to no team yet. Ask for an invitation.", code: "team.none" });
  chooseTeam(team.id);
  return { me: person, team, running: running.flat() };
}
