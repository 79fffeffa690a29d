import { describe } from "vitest";
import { ids, someRoutes } from "../testing/builders.ts";
import { everyProxyLaws } from "./every-proxy.suite.ts";
import { createFakeFront, createFakeProxy, type FakeFront } from "./fake.ts";
import { noProxy } from "./none.ts";
import { proxyLaws } from "./proxy.suite.ts";

const routesFor = (host: string, revision: number) =>
  someRoutes({
    revision,
    applications: [
      {
        application: ids.resource,
        port: 3_000,
        routes: [{ host, path: "/", scheme: "http", redirectTo: null, port: null }],
      },
    ],
  });

describe("no proxy", () => {
  let revision = 0;
  everyProxyLaws(() => ({ open: () => noProxy, routesFor, nextRevision: () => ++revision }));
});

describe("the fake proxy", () => {
  const upstream = "10.0.0.7:3000";
  let revision = 0;
  const through = <T>(_name: string, work: () => Promise<T>) => work();
  const proxyOf = (front: FakeFront) => {
    if (!front.proxy) throw new Error("there is no proxy");
    return front.proxy;
  };

  proxyLaws(() => {
    const front = createFakeFront(() => upstream);
    return {
      open: (effect = through) => createFakeProxy({ front, effect }),
      openOther: () => createFakeProxy({ front, effect: through, version: "2" }),
      routesFor,
      nextRevision: () => ++revision,
      ask: async (host, path = "/") => front.answer(host, path)?.status,
      upstream,
      restart: async () => {
        proxyOf(front).isRunning = false;
      },
      remove: async () => {
        front.proxy = undefined;
      },
      cutOff: async () => proxyOf(front).networks.clear(),
    };
  });
});
