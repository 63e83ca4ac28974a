import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

const isLong = ({ moduleId }: TestSpecification) =>
  /\/test\/simulation\/|\/e2e\/(?:fresh|kill|syncFailures|sync)\.test/.test(moduleId)

/** The longest first: one that is left for the end has the other processors wait for it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>) {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))
  }
}

const processes = {
  // One runs file after file: all of it is loaded and compiled once, and not for each.
  isolate: false,
  // In MB, where V8 has 16: Effect makes much that is short-lived, and has to clear it away less often.
  execArgv: ["--max-semi-space-size=64"],
}

export default defineConfig({
  test: {
    // all processors: the files of `node` are independent
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...processes,
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          globalSetup: ["test/support/serverProgram.ts"],
          setupFiles: ["test/support/ownMethods.ts"],
          // A property that opens a database for each of its cases takes longer than vitest's 5 seconds.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...processes,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/serverProgram.ts", "test/support/e2eServer.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // as patient as the locators beside it: a page takes longer than vitest's second to open
          expect: { poll: { timeout: 30_000 } },
          // Half of the time a browser waits. More of them side by side make each other slow enough to look broken.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
