import { writeFileSync } from "node:fs"

/** What vitest did, as three numbers in the file that OPENCHAT_TEST_COUNT names. */
export default class CountReporter {
  onTestRunEnd(modules, unhandled) {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) {
      // A file that cannot be loaded, or a hook that fails, is a failure although no test of it ran.
      const groups = [module, ...module.children.allSuites()]
      count.failed += groups.filter((group) => group.errors().length > 0).length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state === "passed" || state === "failed" ? state : "skipped"] += 1
      }
    }
    writeFileSync(process.env.OPENCHAT_TEST_COUNT, JSON.stringify(count))
  }
}
