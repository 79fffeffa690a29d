import { defineConfig } from "drizzle-kit";

export default defineConfig({ dialect: "turso", schema: "./db/src/schema/index.ts", out: "./db/migrations" });
