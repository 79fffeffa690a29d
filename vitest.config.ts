import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/test/longest-first.ts";
// allow arrows: the configuration of the tests is theirs, and nothing that the product runs
import { instrumentStores } from "./test/growth/instrument-stores.ts";
// allow arrows: the configuration of the tests is theirs, as above
import { removedGuard } from "./test/guards/guard.ts";
// allow arrows: the configuration of the tests is theirs, as above
import { removeGuard } from "./test/guards/remove-guard.ts";

const everywhere = ["**/node_modules/**", "test/fixtures/**", "**/dist/**"];
// What a product without one of its guards asks its database is nothing to keep.
const recording =
  process.env[removedGuard] === undefined
    ? { plugins: [instrumentStores()], setupFiles: ["test/growth/record.setup.ts"] }
    : { plugins: [removeGuard()], setupFiles: [] };
const labTimes = { testTimeout: 240_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: recording.plugins,
        test: {
          name: "fast",
          include: ["{api,db,runner,scripts,ui,test}/**/*.test.ts"],
          exclude: [...everywhere, "test/{start,worker,growth,proofs}/**", "**/*.lab.test.ts"],
          // What the API asks its database while it is tested is what the growth suite judges.
          globalSetup: ["test/growth/records.ts"],
          setupFiles: recording.setupFiles,
          // Two cores shared with a build may stall a test for seconds; a limit that near says nothing about the code.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "growth",
          include: ["test/growth/**/*.test.ts"],
          exclude: everywhere,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: "start",
          include: ["test/start/**/*.test.ts"],
          exclude: everywhere,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        plugins: [removeGuard()],
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          exclude: everywhere,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [removeGuard()],
        test: {
          name: "lab",
          include: ["test/**/*.lab.test.ts"],
          // What 0.1.0 made ran on the Caddy of its time, whose document it wrote.
          exclude: [...everywhere, "test/history/upgrade.lab.test.ts"],
          ...labTimes,
        },
      },
      {
        // What speaks with Docker and Caddy, on those of this machine's own release too. `lab` runs on the newest.
        test: {
          name: "lab-stable",
          include: ["test/release/ports.lab.test.ts", "test/history/upgrade.lab.test.ts"],
          exclude: everywhere,
          env: { FAIRLEAD_LAB_DOCKER: "stable", FAIRLEAD_LAB_CADDY: "stable" },
          ...labTimes,
        },
      },
      {
        // And on the newest Docker with containerd's store of images.
        test: {
          name: "lab-containerd",
          include: ["test/release/ports.lab.test.ts"],
          exclude: everywhere,
          env: { FAIRLEAD_LAB_DOCKER: "containerd-store" },
          ...labTimes,
        },
      },
      {
        // What proofs run: never part of a whole run.
        test: {
          name: "proofs",
          include: ["test/proofs/**/*.test.ts"],
          exclude: everywhere,
          ...labTimes,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/specs/**/*.spec.ts"],
          setupFiles: ["test/support/tell-windows.setup.ts"],
          exclude: everywhere,
          ...labTimes,
        },
      },
    ],
  },
});
