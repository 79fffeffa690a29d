/** Layers of `test/`, from the ground up: a room imports from its own layer and from those before it in this list. */
export const testLayers = ["furniture", "laws", "journeys", "proofs"] as const;
export type TestLayer = (typeof testLayers)[number];

/** Every folder of `test/`, and what it holds. */
export const testRooms: Readonly<Record<string, { layer: TestLayer; holds: string }>> = {
  lab: {
    layer: "furniture",
    holds: "real servers, a forge, registries, a name server and an authority on one machine",
  },
  support: { layer: "furniture", holds: "clients, worlds and waits that tests share, and what puts load on them" },
  fixtures: { layer: "furniture", holds: "applications and deliveries as bytes" },
  contract: { layer: "laws", holds: "the homes: what Node and Workers both have to do" },
  worker: { layer: "laws", holds: "the same inside workerd" },
  locks: { layer: "laws", holds: "a state file that other programs read and lock" },
  growth: { layer: "laws", holds: "what statements read as tables grow" },
  clocks: { layer: "laws", holds: "clocks that are moved" },
  history: { layer: "laws", holds: "what kept releases wrote, and upgrades from them" },
  hosts: { layer: "laws", holds: "the engine: servers, sources and builds" },
  release: { layer: "laws", holds: "the engine: releases, volumes, routes and deaths between them" },
  webhooks: { layer: "laws", holds: "payloads as forges publish them" },
  diagnoses: { layer: "laws", holds: "which failure is told by which sentence" },
  docs: { layer: "laws", holds: "examples and words of the guide" },
  guards: { layer: "laws", holds: "rules of security, each with the test that misses it" },
  touch: { layer: "laws", holds: "additions as patches, and how many files each touches" },
  hostile: { layer: "journeys", holds: "whatever is sent by somebody who means harm" },
  scenarios: { layer: "journeys", holds: "from a push to a running container, with outages on the way" },
  specs: { layer: "journeys", holds: "people in a browser" },
  start: { layer: "journeys", holds: "npm start, from the first build to the last process" },
  bench: { layer: "journeys", holds: "figures beside the plain commands" },
  proofs: { layer: "proofs", holds: "what takes longer than a test may" },
};
