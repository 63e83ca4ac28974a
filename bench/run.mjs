/**
 * `npm run bench`: OpenChat against raw wa-sqlite, in Chromium. Options: `--rounds=5`, `--messages=100000`, `--scale`
 * also at 10,000 and 1,000,000 messages, `--no-page` without the application's own page, `--save` into RESULTS.md.
 */
import { installWhatIsMissing } from "../scripts/lib/install.mjs"
import { removeProfile, removeProfiles } from "./lib/browser.mjs"
import { collectFacts } from "./lib/facts.mjs"
import { measurePage } from "./lib/page.mjs"
import { report } from "./lib/report.mjs"
import { readSchema, seedProfile, verify } from "./lib/sides.mjs"
import { buildSite, installBook, serveSite } from "./lib/site.mjs"
import { coldRounds, makeTimes, scaleRounds, warmRounds } from "./lib/visits.mjs"

const has = (name) => process.argv.includes(`--${name}`)
const option = (name, otherwise) => {
  const found = process.argv.find((it) => it.startsWith(`--${name}=`))
  return found === undefined ? otherwise : Number(found.split("=")[1])
}

const rounds = option("rounds", 5)
const messages = option("messages", 100_000)
const withPage = !has("no-page")

await installWhatIsMissing()
await installBook()
await buildSite(withPage)
const { url: site, close } = await serveSite()

const measureMain = async (schema) => {
  const main = makeTimes()
  await coldRounds({ site, schema, rounds, record: main })
  const data = await seedProfile(site, messages)
  await verify(site, data)
  await warmRounds({ site, data, rounds, record: main })
  const page = withPage ? makeTimes() : undefined
  if (page !== undefined) await measurePage({ site, data, record: page })
  await removeProfile(data.profile)
  return { main, page }
}

const measureScale = async () => {
  const sizes = []
  for (const size of [10_000, 1_000_000]) {
    sizes.push({ data: await seedProfile(site, size), record: makeTimes() })
  }
  await scaleRounds({ site, sizes, rounds })
  const [small, large] = sizes.map(({ record }) => record)
  return { small, large }
}

try {
  const { schema, version } = await readSchema(site)
  const facts = await collectFacts({ chromium: version, messages })
  const measured = await measureMain(schema)
  const scale = has("scale") ? await measureScale() : undefined
  report({ ...measured, facts, scale, save: has("save") })
} finally {
  await close()
  await removeProfiles()
}
