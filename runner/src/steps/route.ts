import { deployStep } from "../../contract/index.ts";
import type { Target } from "../ports/target.ts";
import type { DeployContext } from "./deploy-context.ts";

/** Makes sure the proxy knows this resource's addresses before there is anything behind them. */
export async function route({ payload, journal, log }: DeployContext, { proxy }: Target): Promise<void> {
  const { routes } = payload;
  if (!routes) {
    journal.skip(deployStep.route, "this server has no proxy of ours");
    return;
  }
  await journal.step(deployStep.route, async (note) => {
    const { revision, isChanged, refused, settings } = await proxy.ensure(routes);
    note(isChanged ? `routes changed to revision ${revision}` : `revision ${revision} is served already`);
    for (const { host, sentence } of refused.filter((each) => each.application === payload.spec.application))
      log.say(`${host} is not served: ${sentence}`);
    if (settings) log.say(settings.sentence);
    if (isChanged) log.say(`The proxy serves revision ${revision} of the routes now.`);
  });
}
