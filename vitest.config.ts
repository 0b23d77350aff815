import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["{app,lib,e2e}/**/*.test.ts"],
    globalSetup: "lib/database/test-server.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
