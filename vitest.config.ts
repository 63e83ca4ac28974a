import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          // A property that opens a database for each of its cases takes longer than vitest's 5 seconds.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/e2eServer.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // as patient as the locators beside it: a page takes longer than vitest's second to open
          expect: { poll: { timeout: 30_000 } },
          // Browsers side by side make each other slow enough to look broken.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
