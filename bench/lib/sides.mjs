import { closePage, launch, makeProfile, openPage } from "./browser.mjs"

export const sides = ["openchat", "raw"]

const productFolder = "openchat-1"
const rawFolder = "bench-raw"

const address = (site, side, params = {}) => `${site}/bench/${side}.html?${new URLSearchParams(params)}`

/** Opens the page of a side, with what that side does not know by itself. */
export const openSide = (context, site, side, schema, params) =>
  openPage(context, address(site, side, params), side === "raw" ? { schema, folder: rawFolder } : undefined)

const openProductsFiles = (context, site, params) =>
  openPage(context, address(site, "raw", params), { schema: [], folder: productFolder })

/** Lets the product make its database, and reads what that consists of. */
export const readSchema = async (site) => {
  const context = await launch(await makeProfile())
  const version = context.browser()?.version() ?? "unknown"
  await closePage((await openSide(context, site, "openchat")).page)
  const { page } = await openProductsFiles(context, site)
  const schema = await page.evaluate(() => window.bench.dump())
  await context.close()
  return { schema, version }
}

const copyFolder = async ([from, to]) => {
  const top = await navigator.storage.getDirectory()
  const source = await top.getDirectoryHandle(from)
  const target = await top.getDirectoryHandle(to, { create: true })
  for await (const [name, handle] of source.entries()) {
    const copy = await (await target.getFileHandle(name, { create: true })).createWritable()
    await (await handle.getFile()).stream().pipeTo(copy)
  }
}

/** How many chats are known by name, for those that are opened. */
const someChats = 50

/** A profile with so many messages, the same bytes for either side. */
export const seedProfile = async (site, messages) => {
  const began = Date.now()
  const profile = await makeProfile()
  const context = await launch(profile)
  await closePage((await openSide(context, site, "openchat")).page)
  const { page } = await openProductsFiles(context, site, { messages: String(messages) })
  const chatIds = await page.evaluate((count) => window.bench.chatIds(count), someChats)
  await page.evaluate((count) => window.bench.seed(count), messages)
  await page.evaluate(() => window.bench.close())
  const { usage } = await page.evaluate(() => navigator.storage.estimate())
  await page.evaluate(copyFolder, [productFolder, rawFolder])
  await context.close()
  const seconds = ((Date.now() - began) / 1000).toFixed(0)
  console.log(`${messages} messages in ${seconds} s, ${(usage / 1e6).toFixed(0)} MB`)
  return { profile, messages, chatIds }
}

/** Fails unless both sides answer as many rows to the same questions, and the seeded database is sound. */
export const verify = async (site, { profile, messages }) => {
  const context = await launch(profile)
  const answers = []
  for (const side of sides) {
    const { page } = await openSide(context, site, side, [], { messages: String(messages) })
    answers.push(
      await page.evaluate(() => window.bench.measure("counts", { seed: 1, samples: 30, warmUp: 0 })),
    )
    if (side === "openchat") {
      const problems = await page.evaluate(() => window.bench.problems())
      if (problems.length > 0) throw new Error(`The seeded database is not sound: ${problems.join("; ")}`)
    }
    await closePage(page)
  }
  await context.close()
  const [ours, raw] = answers.map((counts) => counts.join(" "))
  if (ours !== raw) throw new Error(`The sides do not answer the same:\n${ours}\n${raw}`)
  if (answers[0].includes(0)) throw new Error(`A question has no answer: ${ours}`)
}
