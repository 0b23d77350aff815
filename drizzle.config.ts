import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  casing: "snake_case",
  schema: ["./lib/event-store/table.ts", "./lib/projector/table.ts", "./lib/*/read-model.ts", "./lib/catalog/table.ts"],
  out: "./drizzle",
});
