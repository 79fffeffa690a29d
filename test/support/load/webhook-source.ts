import { randomBytes } from "node:crypto";
import { renderPush } from "../../lab/deliver-push.ts";
import type { Push } from "../../lab/forge/push.ts";
import type { ControlPlane } from "../control-plane.ts";
import type { FloodOrder } from "./flood.ts";

/** A source of GitHub's kind, and a push in its repository to a branch that no application follows. */
export async function aFlood({ api }: Pick<ControlPlane, "api">, rate: Pick<FloodOrder, "perSecond" | "seconds">) {
  // What one source and one team may send is not what is measured.
  const { revision } = await api.get<{ revision: number }>("/instance");
  const limits = { deliveries: 10_000_000, teamDeliveries: 10_000_000, dayDeliveries: 10_000_000 };
  await api.patch("/instance", { revision, limits });
  const made = await api.post<{ id: string; webhookUrl: string; webhookSecret: string }>("/sources", {
    name: `GitHub ${randomBytes(4).toString("hex")}`,
    forge: "github",
  });
  const push = aPush();
  const { headers, body } = renderPush({ forge: "github", secret: made.webhookSecret, push });
  const order: FloodOrder = {
    url: made.webhookUrl,
    secret: made.webhookSecret,
    headers,
    body,
    commit: push.after,
    ...rate,
  };
  return { sourceId: made.id, order };
}

function aPush(): Push {
  const after = randomBytes(20).toString("hex");
  return {
    repository: {
      fullName: "acme/shop",
      isPublic: false,
      httpUrl: "http://github.com/acme/shop.git",
      httpsUrl: "https://github.com/acme/shop.git",
      sshUrl: "ssh://git@github.com/acme/shop.git",
      token: "",
    },
    ref: "refs/heads/main",
    before: randomBytes(20).toString("hex"),
    after,
    isForced: false,
    commits: [
      {
        id: after,
        message: "Sell more",
        timestamp: "2026-11-22T10:00:00+00:00",
        author: { name: "Ada Pusher", email: "ada@lab.test" },
        added: [],
        modified: ["server.mjs"],
        removed: [],
      },
    ],
  };
}
