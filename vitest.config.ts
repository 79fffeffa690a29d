import { defineConfig } from "vitest/config";

const everywhere = ["**/node_modules/**", "test/fixtures/**", "**/dist/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "fast",
          include: ["{api,db,runner,scripts,ui,test}/**/*.test.ts"],
          exclude: [...everywhere, "test/{start,worker}/**", "**/*.lab.test.ts"],
          // Two cores shared with a build may stall a test for seconds; a limit that near says nothing about the code.
          testTimeout: 30_000,
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
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          exclude: everywhere,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "lab",
          include: ["test/**/*.lab.test.ts"],
          exclude: everywhere,
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/specs/**/*.spec.ts"],
          exclude: everywhere,
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
