/**
 * `npm test`: installs what is missing, a browser and a PostgreSQL too, builds the page, and runs every test once. What
 * follows `--` goes to vitest: `npm test -- chat`, `npm test -- --project node`.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buildIfOlder } from "./lib/build.mjs"
import { findOrInstallChromium } from "./lib/chromium.mjs"
import { installWhatIsMissing } from "./lib/install.mjs"
import { findOrInstallPostgres } from "./lib/postgres.mjs"
import { bin, run } from "./lib/run.mjs"

const args = process.argv.slice(2)
const withoutServers = /--project[= ]e2e\b/.test(args.join(" "))
const withoutBrowser = /--project[= ]node\b/.test(args.join(" "))

await installWhatIsMissing()
const env = {}
if (!withoutServers) env.POSTGRES_BIN = await findOrInstallPostgres()
if (!withoutBrowser) {
  env.CHROME_PATH = await findOrInstallChromium()
  await buildIfOlder()
}

const folder = mkdtempSync(join(tmpdir(), "openchat-test-"))
const file = join(folder, "count.json")
const reporters = ["--reporter=default", "--reporter=./scripts/lib/countReporter.mjs"]
const code = await run(bin("vitest"), ["run", ...reporters, ...args], {
  env: { ...env, OPENCHAT_TEST_COUNT: file },
})

/** Vitest can end before it has run anything, for example when a global setup fails. */
const readCount = () => {
  try {
    return JSON.parse(readFileSync(file, "utf8"))
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
const count = readCount()
rmSync(folder, { recursive: true })

const ran = count.passed + count.failed > 0
// Whatever made vitest fail besides its tests is one failure.
if (code !== 0 && ran && count.failed === 0) count.failed = 1
if (!ran) console.log("No test ran.")
console.log(
  `${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ""}`,
)
process.exitCode = ran && count.failed === 0 ? 0 : 1
