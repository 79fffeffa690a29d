import { error } from "@sveltejs/kit";
import { listDeployments } from "#lib/api/deployments.ts";
import { chooseTeam, chosenTeam, loaded } from "#lib/api/http.ts";
import { isFinished } from "#lib/deployments/deployment-look.ts";
import { me } from "#lib/session/me.ts";
import { currentTeam } from "#lib/session/team.ts";

// The chip that shows them is a convenience: without an answer there is no chip, and the page still comes.
const unfinished = () =>
  listDeployments({ limit: "50" }).then(
    ({ items }) => items.filter(({ status }) => !isFinished(status)),
    () => [],
  );

export async function load({ depends }) {
  depends("live:me", "live:deployments");
  const [person, running] = await Promise.all([loaded(me()), unfinished()]);
  const team = currentTeam(person, chosenTeam());
  if (!team) error(403, { message: "You belong to no team yet. Ask for an invitation.", code: "team.none" });
  chooseTeam(team.id);
  return { me: person, team, running };
}
