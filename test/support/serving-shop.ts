import type { NodeControlPlane } from "./control-plane.ts";
import { aWorld, type World, type WorldApplication } from "./world.ts";

/** One server with one application that serves its first version. */
export async function aServingShop(): Promise<{ world: World<NodeControlPlane>; application: WorldApplication }> {
  const world = await aWorld({ servers: 1 });
  const application = await world.anApplication({ fixture: "healthy", name: "shop" });
  const push = await world.push(application, { "version.txt": "first\n" });
  const { status, cause } = await world.ended(application, push.after);
  if (status !== "succeeded") throw new Error(`the first version ${status}: ${cause?.sentence}`);
  return { world, application };
}
